import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './Section.module.css'

/** A heading, a note beside it, something to do at the end, and the matter. Ruled, not boxed. */
export function Section({
  title,
  note,
  action,
  children,
  id,
  flush = false,
}: {
  readonly title: string
  readonly note?: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
  readonly id?: string
  /** Without the space above: the first of a page, or one of two side by side. */
  readonly flush?: boolean
}) {
  const heading = useId()
  return (
    <section id={id} className={classes(styles.section, flush && styles.flush)} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading}>{title}</h2>
        {note && <p>{note}</p>}
        {action && <div className={styles.end}>{action}</div>}
      </div>
      {children}
    </section>
  )
}
