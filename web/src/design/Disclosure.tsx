import type { ReactNode } from 'react'
import styles from './Disclosure.module.css'

/** Something that can be unfolded, like the numbers of a picture. */
export function Disclosure({
  label,
  open = false,
  children,
}: {
  label: string
  open?: boolean
  children: ReactNode
}) {
  return (
    <details className={styles.details} open={open}>
      <summary>{label}</summary>
      <div className={styles.inside}>{children}</div>
    </details>
  )
}
