import type { RunBrief } from '../../../../src/http/contract/common.ts'
import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Skeleton } from '../../design/Skeleton.tsx'
import { Table } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { RunStatus } from '../overview/RunStatus.tsx'
import { chosenRuns } from './filter.ts'
import { useTook } from './run-words.ts'

/** Two runs side by side, the older first, and by how much they differ. */
export function Compare({ runs }: { runs: readonly RunBrief[] }) {
  const say = useSay()
  const { query } = useAddress()
  const { api } = useDistrict()
  const [first, second] = [...chosenRuns(query)].sort((a, b) => a - b)
  const known = (run: number | undefined) => runs.find(one => one.run === run) ?? null
  const away = (run: number | undefined) => (run === undefined || known(run) ? null : `${api}/runs/${run}`)
  const older = useRead<RunDetail>(away(first))
  const newer = useRead<RunDetail>(away(second))
  if (first === undefined || second === undefined)
    return (
      <Banner tone="resting" icon="list">
        {say('jobs.compare.choose')}
      </Banner>
    )
  const [a, b] = [known(first) ?? older.data?.run, known(second) ?? newer.data?.run]
  const error = older.error ?? newer.error
  if (error) return <Failed error={error} />
  return a && b ? <SideBySide runs={[a, b]} /> : <Skeleton rows={6} />
}

function SideBySide({ runs: [a, b] }: { runs: readonly [RunBrief, RunBrief] }) {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  const took = useTook()
  const counts = ['added', 'changed', 'removed', 'rejected', 'promoted'] as const
  const spent = (run: RunBrief) => (run.workedMillis === null ? '' : took(run.workedMillis))
  const rows = [
    { id: 'started', label: say('runs.started'), cell: (run: RunBrief) => <Time at={run.startedAt} /> },
    { id: 'trigger', label: say('runs.trigger'), cell: (run: RunBrief) => code('trigger', run.trigger) },
    { id: 'took', label: say('jobs.took'), cell: spent },
    { id: 'result', label: say('runs.result'), cell: (run: RunBrief) => <RunStatus run={run} /> },
    ...counts.map(id => ({
      id,
      label: say(`count.${id}`),
      cell: (run: RunBrief) => numbers.count(run.counts[id]),
      differs: numbers.signed(b.counts[id] - a.counts[id]),
    })),
    {
      id: 'issues',
      label: say('issues'),
      cell: (run: RunBrief) => numbers.count(run.issues),
      differs: numbers.signed(b.issues - a.issues),
    },
  ]
  return (
    <Table
      caption={say('jobs.compare.caption', { first: a.run, second: b.run })}
      rows={rows}
      rowKey={row => row.id}
      columns={[
        { id: 'what', label: say('jobs.compare.what'), kind: 'head', cell: row => row.label },
        { id: 'a', label: say('run.title', { run: a.run }), cell: row => row.cell(a) },
        { id: 'b', label: say('run.title', { run: b.run }), cell: row => row.cell(b) },
        {
          id: 'differs',
          label: say('jobs.compare.differs'),
          kind: 'number',
          cell: row => ('differs' in row ? row.differs : ''),
        },
      ]}
    />
  )
}
