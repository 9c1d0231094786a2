import type { RunBrief } from '../../../../src/http/contract/common.ts'
import { Link } from '../../design/Link.tsx'
import { isPage } from '../../pages.ts'
import { Empty } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { RunStatus } from './RunStatus.tsx'

const counted = ['added', 'changed', 'removed', 'rejected'] as const

/** The last seven runs, set like a timetable. */
export function RecentRuns({ runs }: { runs: readonly RunBrief[] }) {
  const say = useSay()
  const numbers = useNumbers()
  const code = useSayCode()
  const { path } = useDistrict()
  const jobs = `${path}/settings/rostering/jobs`
  return (
    <Section title={say('runs')} action={isPage(jobs) && <Link to={jobs}>{say('runs.all')}</Link>}>
      <Table
        caption={say('runs.caption', { count: Math.min(7, runs.length) })}
        rows={runs.slice(0, 7)}
        rowKey={run => String(run.run)}
        mark={run => (run.result === 'held' && run.planStatus === 'held' ? 'hold' : undefined)}
        empty={<Empty>{say('runs.none')}</Empty>}
        columns={[
          {
            id: 'started',
            label: say('runs.started'),
            kind: 'head',
            cell: run => <Time at={run.startedAt} />,
          },
          {
            id: 'run',
            label: say('runs.run'),
            cell: run => <Link to={`${jobs}/${run.run}`}>{run.run}</Link>,
          },
          {
            id: 'trigger',
            label: say('runs.trigger'),
            cell: ({ trigger }) => code('trigger', trigger),
          },
          { id: 'result', label: say('runs.result'), kind: 'bare', cell: run => <RunStatus run={run} /> },
          ...counted.map(id => ({
            id,
            label: say(`count.${id}`),
            kind: 'number' as const,
            cell: (run: RunBrief) => numbers.count(run.counts[id]),
          })),
        ]}
      />
    </Section>
  )
}
