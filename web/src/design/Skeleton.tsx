import { useSay } from '../words/say.tsx'
import styles from './Skeleton.module.css'
import text from './text.module.css'

/** Hairlines where rows will stand. Nothing shimmers. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const say = useSay()
  return (
    <div className={styles.skeleton} role="status" aria-busy="true">
      <span className={text.hidden}>{say('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} />
      ))}
    </div>
  )
}
