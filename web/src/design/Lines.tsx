import type { ReactNode } from 'react'
import styles from './Lines.module.css'

/** Names and values as ruled lines. */
export function Lines({
  lines,
}: {
  lines: readonly { readonly label: string; readonly value: ReactNode }[]
}) {
  return (
    <dl className={styles.lines}>
      {lines.map(line => (
        <div key={line.label}>
          <dt>{line.label}</dt>
          <dd>{line.value}</dd>
        </div>
      ))}
    </dl>
  )
}
