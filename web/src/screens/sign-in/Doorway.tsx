import { useEffect, type ReactNode } from 'react'
import { Icon } from '../../design/Icon.tsx'
import { useSay } from '../../words/say.tsx'
import styles from './Doorway.module.css'

/** The pages before the console: the cover of the book at the left, what is asked at the right. */
export function Doorway({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const say = useSay()
  useEffect(() => {
    document.title = `${title} - Rollbook`
  }, [title])
  return (
    <div className={styles.doorway}>
      <header className={styles.spine}>
        <p className={styles.brand}>
          <Icon name="book" />
          Rollbook
        </p>
        <div className={styles.ledger}>
          <p>{say('door.promise')}</p>
          <dl>
            <div>
              <dt>{say('door.before')}</dt>
              <dd>{say('door.before.what')}</dd>
            </div>
            <div>
              <dt>{say('door.wrong')}</dt>
              <dd>{say('door.wrong.what')}</dd>
            </div>
            <div>
              <dt>{say('door.after')}</dt>
              <dd>{say('door.after.what')}</dd>
            </div>
          </dl>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={styles.form}>
        <h1>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        <div className={styles.matter}>{children}</div>
      </main>
    </div>
  )
}
