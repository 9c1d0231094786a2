import { useSay, useNumbers } from '../words/say.tsx'
import { linePath, sparkPoints } from './spark.ts'
import styles from './Sparkline.module.css'

const box = { width: 200, height: 36 }

/** How a count went; the same numbers stand in a table near it. Nothing is drawn of a single count. */
export function Sparkline({
  label,
  counts,
  span,
}: {
  label: string
  counts: readonly number[]
  span: string
}) {
  const say = useSay()
  const numbers = useNumbers()
  const [first, last] = [counts[0], counts.at(-1)]
  if (first === undefined || last === undefined || counts.length < 2) return null
  const points = sparkPoints(counts, box)
  const end = points.at(-1)
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${box.width} ${box.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={say('chart.spark', { label, span, from: numbers.count(first), to: numbers.count(last) })}
    >
      <line x1="0" x2={box.width} y1={box.height - 0.5} y2={box.height - 0.5} />
      <path d={linePath(points)} />
      {end && <path className={styles.end} d={`M${end.x.toFixed(1)} ${end.y.toFixed(1)}l.01 0`} />}
    </svg>
  )
}
