import type { Overview } from '../../../../src/http/contract/overview.ts'
import { Sparkline } from '../../charts/Sparkline.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Figure, Figures } from '../../design/Figure.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { Day, useTimeWords } from '../../design/Time.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'

type Counted = Overview['counts'][number]

/** Students, staff, classes and enrollments: now, against last week, and over twelve weeks. */
export function Counts({ counts, asOf }: { counts: readonly Counted[]; asOf: string | null }) {
  const say = useSay()
  const numbers = useNumbers()
  const words = useTimeWords()
  const change = ({ now, weekAgo }: Counted) => {
    if (weekAgo === null) return say('counts.noWeek')
    return now === weekAgo
      ? say('counts.same')
      : say('counts.change', { change: numbers.signed(now - weekAgo) })
  }
  return (
    <Section
      title={say('counts')}
      note={asOf === null ? say('counts.note') : say('counts.asOf', { time: words.time(asOf, 'date') })}
    >
      <Figures>
        {counts.map(counted => (
          <Figure
            key={counted.measure}
            label={say(`measure.${counted.measure}`)}
            value={numbers.count(counted.now)}
            change={change(counted)}
          >
            <Sparkline
              label={say(`measure.${counted.measure}`)}
              span={say('counts.span')}
              counts={counted.series.map(point => point.count)}
            />
          </Figure>
        ))}
      </Figures>
      <Disclosure label={say('chart.asTable')}>
        <WeekTable counts={counts} />
      </Disclosure>
    </Section>
  )
}

function WeekTable({ counts }: { counts: readonly Counted[] }) {
  const say = useSay()
  const numbers = useNumbers()
  return (
    <Table
      caption={say('counts.table')}
      rows={weekEnds(counts)}
      rowKey={row => row.day}
      columns={[
        { id: 'day', label: say('counts.day'), kind: 'head', cell: row => <Day on={row.day} /> },
        ...counts.map(({ measure }) => ({
          id: measure,
          label: say(`measure.${measure}`),
          kind: 'number' as const,
          cell: (row: WeekRow) => numbers.count(row.counts[measure] ?? 0),
        })),
      ]}
    />
  )
}

type WeekRow = { readonly day: string; readonly counts: Readonly<Record<string, number>> }

/** Every seventh day back from the last, the newest first. */
function weekEnds(counts: readonly Counted[]): WeekRow[] {
  const days = (counts[0]?.series ?? []).map(point => point.day).toReversed()
  return days
    .filter((_, at) => at % 7 === 0)
    .map(day => ({
      day,
      counts: Object.fromEntries(
        counts.map(({ measure, series }) => [measure, series.find(point => point.day === day)?.count ?? 0]),
      ),
    }))
}
