import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon } from './Icon.tsx'
import { markIcon, type Mark, type Tone } from './Status.tsx'
import styles from './Headline.module.css'

export type Fact = { readonly label: string; readonly value: ReactNode }

/**
 * The one thing the page says loudly: icon, word, sentence, who acts next among its facts, and one primary button.
 * One per page.
 */
export function Headline({
  tone,
  mark = tone,
  words,
  children,
  facts,
  action,
}: {
  readonly tone: Tone
  readonly mark?: Mark
  readonly words: string
  /** The sentence. */
  readonly children?: ReactNode
  readonly facts: readonly Fact[]
  readonly action?: ReactNode
}) {
  const id = useId()
  return (
    <section className={classes(styles.headline, styles[tone])} aria-labelledby={id}>
      <div className={styles.mark}>
        <Icon name={markIcon(mark)} size="l" />
      </div>
      <div>
        <h2 id={id} className={styles.words}>
          {words}
        </h2>
        {children && <div className={styles.lead}>{children}</div>}
      </div>
      {action && <div className={styles.action}>{action}</div>}
      <dl className={styles.facts}>
        {facts.map(fact => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
