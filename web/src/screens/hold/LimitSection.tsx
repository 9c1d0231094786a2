import type { Hold } from '../../../../src/http/contract/holds.ts'
import { LimitChart } from '../../charts/LimitChart.tsx'
import { useAddress } from '../../data/address.ts'
import { Select } from '../../design/Field.tsx'
import { Section } from '../../design/Section.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'
import { useReason } from './use-reason.ts'

type Compared = Hold['hazards'][number] & {
  readonly recent: NonNullable<Hold['hazards'][number]['recent']>
}

/** The number of this plan against its limit and against the nights before: one reason at a time. */
export function LimitSection({ hold }: { hold: Hold }) {
  const say = useSay()
  const reason = useReason()
  const { query, set } = useAddress()
  const all = hold.hazards.filter((one): one is Compared => one.recent !== null && one.recent.length > 0)
  const shown = all[Number(query.get('chart') ?? 0)] ?? all[0]
  if (shown === undefined) return null
  const called = (one: Compared) => [reason(one), one.schoolName].filter(Boolean).join(', ')
  return (
    <Section title={say('limit.title', { reason: called(shown), runs: shown.recent.length })}>
      {all.length > 1 && (
        <Select
          name="chart"
          label={say('limit.choose')}
          value={String(all.indexOf(shown))}
          onChange={event => set({ chart: event.currentTarget.value }, 'replace')}
          options={all.map((one, at) => ({ value: String(at), label: called(one) }))}
        />
      )}
      <Chart hold={hold} hazard={shown} title={called(shown)} />
    </Section>
  )
}

function Chart({ hold, hazard, title }: { hold: Hold; hazard: Compared; title: string }) {
  const say = useSay()
  const numbers = useNumbers()
  const words = useTimeWords()
  const counts = hazard.recent.map(({ count }) => count)
  const about = say('limit.about', {
    runs: counts.length,
    least: Math.min(...counts),
    most: Math.max(...counts),
    count: hazard.count,
    limit: hazard.limit,
  })
  return (
    <LimitChart
      title={title}
      about={about}
      limit={hazard.limit}
      limitWords={say('limit.words', {
        limit: numbers.count(hazard.limit),
        part: numbers.percent(hazard.limit / Math.max(1, hazard.of)),
        of: numbers.count(hazard.of),
      })}
      runs={[
        ...hazard.recent.map(({ run, at, count }) => ({
          key: String(run),
          label: words.time(at, 'date'),
          count,
        })),
        { key: hold.plan, label: words.time(hold.since, 'date'), count: hazard.count },
      ]}
    />
  )
}
