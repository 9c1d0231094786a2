import { useId } from 'react'
import { Table } from '../design/Table.tsx'
import { useNumbers, useSay } from '../words/say.tsx'
import { ChartTable } from './ChartTable.tsx'
import { limitBars } from './limit.ts'
import styles from './Chart.module.css'

export type LimitRun = { readonly key: string; readonly label: string; readonly count: number }

const box = { width: 940, height: 196, top: 48 }

/** What this plan would do, against its limit and against the runs before it. The last of `runs` is this plan. */
export function LimitChart({
  title,
  about,
  runs,
  limit,
  limitWords,
}: {
  readonly title: string
  /** The picture in a sentence: what the runs did, what this plan would do, what the limit is. */
  readonly about: string
  readonly runs: readonly LimitRun[]
  readonly limit: number
  /** "Limit 97, 5% of 1,948 students" */
  readonly limitWords: string
}) {
  const id = useId()
  const say = useSay()
  const numbers = useNumbers()
  const { bars, limitY } = limitBars(
    runs.map(run => run.count),
    limit,
    box,
  )
  return (
    <figure>
      <svg
        className={styles.chart}
        viewBox="0 0 980 250"
        role="img"
        aria-labelledby={`${id}-t`}
        aria-describedby={`${id}-d`}
      >
        <title id={`${id}-t`}>{title}</title>
        <desc id={`${id}-d`}>{about}</desc>
        <line className={styles.ground} x1="0" x2={box.width} y1={box.height} y2={box.height} />
        {runs.map((run, at) => {
          const bar = bars[at]
          const now = at === runs.length - 1
          if (!bar) return null
          return (
            <g key={run.key} className={now ? styles.now : styles.past}>
              <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} />
              <text x={bar.middle} y={bar.y - 7} textAnchor="middle">
                {numbers.count(run.count)}
              </text>
              <text className={styles.axis} x={bar.middle} y={box.height + 19} textAnchor="middle">
                {run.label}
              </text>
              {now && (
                <text className={styles.axis} x={bar.middle} y={box.height + 37} textAnchor="middle">
                  {say('chart.thisPlan')}
                </text>
              )}
            </g>
          )
        })}
        <line className={styles.limit} x1="0" x2={box.width} y1={limitY} y2={limitY} />
        <text x="0" y={limitY - 7}>
          {limitWords}
        </text>
      </svg>
      <ChartTable>
        <Table
          caption={title}
          rows={runs}
          rowKey={run => run.key}
          columns={[
            { id: 'run', label: say('chart.run'), kind: 'head', cell: run => run.label },
            { id: 'count', label: say('chart.count'), kind: 'number', cell: run => numbers.count(run.count) },
            { id: 'limit', label: say('chart.limit'), kind: 'number', cell: () => numbers.count(limit) },
          ]}
        />
      </ChartTable>
    </figure>
  )
}
