import type { ReactNode } from 'react'
import styles from './Figure.module.css'

/** Counted figures side by side, in the face of titles. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className={styles.figures}>{children}</div>
}

/** A count, how it changed, and its line over time. */
export function Figure({
  label,
  value,
  change,
  children,
}: {
  label: string
  value: string
  change?: string
  children?: ReactNode
}) {
  return (
    <div>
      <p className={styles.label}>{label}</p>
      <p className={styles.value}>{value}</p>
      {change && <p className={styles.change}>{change}</p>}
      {children}
    </div>
  )
}
