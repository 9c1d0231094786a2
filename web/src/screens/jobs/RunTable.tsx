import type { RunBrief } from '../../../../src/http/contract/common.ts'
import type { RunPage } from '../../../../src/http/contract/runs.ts'
import { useAddress } from '../../data/address.ts'
import { Button } from '../../design/Button.tsx'
import { classes } from '../../design/classes.ts'
import { Link } from '../../design/Link.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { Time, useTimeWords } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { RunStatus } from '../overview/RunStatus.tsx'
import { chooseRun, chosenRuns, hasFilter } from './filter.ts'
import { isWaiting, useTook } from './run-words.ts'
import styles from './Jobs.module.css'

const counted = ['added', 'changed', 'removed', 'rejected'] as const

/** Runs, newest first; each leads to its page. */
export function RunTable({ page }: { page: RunPage }) {
  const say = useSay()
  const { query, set } = useAddress()
  const columns = useColumns(page)
  const filtered = hasFilter(query)
  return (
    <Table
      caption={say('jobs.caption', { count: page.runs.length })}
      rows={page.runs}
      rowKey={run => String(run.run)}
      mark={run => (isWaiting(run) ? 'hold' : undefined)}
      columns={columns}
      empty={
        <Empty
          action={
            filtered && (
              <Button onPress={() => set({ result: null, trigger: null })}>{say('jobs.clear')}</Button>
            )
          }
        >
          {say(filtered ? 'jobs.noMatch' : 'jobs.none')}
        </Empty>
      }
    />
  )
}

function useColumns({ runs, people }: RunPage): readonly Column<RunBrief>[] {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  const words = useTimeWords()
  const took = useTook()
  const { path } = useDistrict()
  const { query } = useAddress()
  const dayOf = (run: RunBrief | undefined) => run && words.time(run.startedAt, 'date')
  const isAgain = (run: RunBrief) => dayOf(runs[runs.indexOf(run) - 1]) === dayOf(run)
  const pick: Column<RunBrief> = {
    id: 'pick',
    label: say('jobs.compare.pick'),
    hideLabel: true,
    kind: 'pick',
    cell: run => <Pick run={run.run} />,
  }
  return [
    ...(query.has('compare') ? [pick] : []),
    {
      id: 'day',
      label: say('jobs.day'),
      cell: run => <span className={classes(styles.once, isAgain(run) && styles.again)}>{dayOf(run)}</span>,
    },
    {
      id: 'started',
      label: say('runs.started'),
      kind: 'head',
      cell: run => (
        <Link
          to={`${path}/settings/rostering/jobs/${run.run}`}
          aria-label={say('jobs.open', { run: run.run, time: words.time(run.startedAt) })}
        >
          <span className={styles.once}>
            <Time at={run.startedAt} style="clock" />
          </span>
        </Link>
      ),
    },
    { id: 'run', label: say('runs.run'), kind: 'number', cell: run => String(run.run) },
    {
      id: 'trigger',
      label: say('runs.trigger'),
      cell: ({ trigger, who }) => (
        <>
          {code('trigger', trigger)}
          {trigger !== 'schedule' && trigger !== 'events' && <small>{people[who] ?? who}</small>}
        </>
      ),
    },
    {
      id: 'took',
      label: say('jobs.took'),
      kind: 'number',
      cell: run => (run.workedMillis === null ? say('run.running') : took(run.workedMillis)),
    },
    { id: 'result', label: say('runs.result'), kind: 'bare', cell: run => <Result run={run} /> },
    ...counted.map(id => ({
      id,
      label: say(`count.${id}`),
      kind: 'number' as const,
      cell: (run: RunBrief) => numbers.count(run.counts[id]),
    })),
  ]
}

function Pick({ run }: { run: number }) {
  const say = useSay()
  const { query, set } = useAddress()
  return (
    <input
      type="checkbox"
      aria-label={say('jobs.compare.run', { run })}
      checked={chosenRuns(query).includes(run)}
      onChange={() => set({ compare: chooseRun(query, run) }, 'replace')}
    />
  )
}

/** How it ended, and what there is to say or to do about that. */
function Result({ run }: { run: RunBrief }) {
  const say = useSay()
  const { path } = useDistrict()
  return (
    <>
      <RunStatus run={run} />
      {isWaiting(run) && (
        <small>
          {say('jobs.planned')}{' '}
          <Link to={`${path}/settings/rostering/hold/${run.plan ?? ''}`}>{say('action.review_hold')}</Link>
        </small>
      )}
      {run.result === 'failed' && run.message !== null && <small>{run.message}</small>}
      {run.undoneBy !== null && <small>{say('jobs.undoneBy', { run: run.undoneBy })}</small>}
      {run.undoes !== null && <small>{say('jobs.undoes', { run: run.undoes })}</small>}
    </>
  )
}
