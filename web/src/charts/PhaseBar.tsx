import styles from './PhaseBar.module.css'

export type Phase = { readonly name: string; readonly millis: number; readonly took: string }

/**
 * The phases of a run, each as wide as it took long, but never too narrow for its words. It is a list first: the
 * numbers are printed, so no table stands beside it.
 */
export function PhaseBar({ label, phases }: { label: string; phases: readonly Phase[] }) {
  const longest = Math.max(1, ...phases.map(phase => phase.millis))
  const columns = phases.map(phase => `minmax(5rem, ${Math.max(0.05, phase.millis / longest).toFixed(3)}fr)`)
  return (
    <ol className={styles.phases} aria-label={label} style={{ gridTemplateColumns: columns.join(' ') }}>
      {phases.map(phase => (
        <li key={phase.name}>
          <b>{phase.name}</b> {phase.took}
        </li>
      ))}
    </ol>
  )
}
