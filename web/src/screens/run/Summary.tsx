import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { PhaseBar } from '../../charts/PhaseBar.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Lines } from '../../design/Lines.tsx'
import { Link } from '../../design/Link.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { useTook } from '../jobs/run-words.ts'
import { DecisionWords, isDecided } from './DecisionWords.tsx'
import { Flow } from './Flow.tsx'
import { SchoolCounts } from './SchoolCounts.tsx'
import styles from './Run.module.css'

/** How long each phase took, where every grade went, what changed at each school, and what the run was made of. */
export function Summary({ detail }: { detail: RunDetail }) {
  const say = useSay()
  const byHand = detail.run.trigger === 'hand'
  return (
    <>
      {byHand || <Phases detail={detail} />}
      {detail.gradeFlow !== null && <Flow flow={detail.gradeFlow} />}
      {detail.schools.length > 0 && <SchoolCounts detail={detail} />}
      {detail.back.length > 0 && <Back detail={detail} />}
      {detail.kinds.length > 0 && <Kinds detail={detail} />}
      {detail.hazards.length > 0 && <Hazards detail={detail} />}
      <Section title={say('run.about')}>
        <About detail={detail} />
      </Section>
    </>
  )
}

function Phases({ detail: { phases } }: { detail: RunDetail }) {
  const say = useSay()
  const took = useTook()
  const ended = phases.flatMap(({ phase, from, until }) => {
    if (until === null || phase === 'resumed') return []
    const id = `run.phase.${phase}`
    const name = isMessage(id) ? say(id) : phase
    const millis = Date.parse(until) - Date.parse(from)
    return [{ name, millis, took: took(millis) }]
  })
  if (ended.length === 0) return null
  return (
    <div className={styles.banner}>
      <PhaseBar label={say('run.phases')} phases={ended} />
    </div>
  )
}

/** What was read and what came of it, kind by kind; of a deed by hand, what was done. */
function Kinds({ detail: { kinds, run } }: { detail: RunDetail }) {
  const say = useSay()
  const code = useSayCode()
  const byHand = run.trigger === 'hand'
  const numbers = useNumbers()
  const complete: Column<RunDetail['kinds'][number]> = {
    id: 'complete',
    label: say('run.complete'),
    kind: 'wide',
    cell: ({ complete }) => (
      <Status mark={complete ? 'ok' : 'caution'}>
        {say(complete ? 'run.complete.yes' : 'run.complete.no')}
      </Status>
    ),
  }
  return (
    <Section title={say(byHand ? 'run.kinds.hand' : 'run.kinds')}>
      <Table
        caption={say(byHand ? 'run.kinds.hand.note' : 'run.kinds.note')}
        rows={kinds}
        rowKey={row => row.kind}
        columns={[
          {
            id: 'kind',
            label: say('run.kind'),
            kind: 'head',
            cell: ({ kind, first }) => (
              <>
                {code('record', kind)}
                {first && <small>{say('run.first')}</small>}
              </>
            ),
          },
          ...(['create', 'restore', 'update', 'remove', 'archive', 'unchanged'] as const).map(op => ({
            id: op,
            label: say(`op.${op}`),
            kind: 'number' as const,
            cell: ({ counts }: RunDetail['kinds'][number]) => numbers.count(counts[op]),
          })),
          ...(byHand ? [] : [complete]),
        ]}
      />
    </Section>
  )
}

function Back({ detail: { back } }: { detail: RunDetail }) {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  return (
    <Section title={say('run.back')}>
      <Table
        caption={say('run.back.note')}
        rows={back}
        rowKey={row => row.kind}
        columns={[
          { id: 'kind', label: say('run.kind'), kind: 'head', cell: ({ kind }) => code('record', kind) },
          {
            id: 'erase',
            label: say('back.erase'),
            kind: 'number',
            cell: ({ erase }) => numbers.count(erase),
          },
          {
            id: 'revert',
            label: say('back.revert'),
            kind: 'number',
            cell: ({ revert }) => numbers.count(revert),
          },
        ]}
      />
    </Section>
  )
}

function Hazards({ detail: { hazards } }: { detail: RunDetail }) {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  return (
    <Section title={say('run.limits')}>
      <Table
        caption={say('run.limits.note', { count: hazards.length })}
        rows={hazards}
        rowKey={row => `${row.code} ${row.kind} ${row.school} ${row.message}`}
        columns={[
          {
            id: 'code',
            label: say('holds.reason'),
            kind: 'head',
            cell: row => (
              <>
                {code('hazard', row.code)}
                <small>{row.message}</small>
              </>
            ),
          },
          {
            id: 'where',
            label: say('hold.where'),
            kind: 'wide',
            cell: row => <bdi>{row.schoolName ?? say('place.district')}</bdi>,
          },
          {
            id: 'count',
            label: say('holds.number'),
            kind: 'number',
            cell: row => numbers.count(row.count),
          },
          { id: 'limit', label: say('holds.limit'), kind: 'number', cell: row => numbers.count(row.limit) },
        ]}
      />
    </Section>
  )
}

/** Everything that names the run from outside: snapshot, plan, who, reference. */
function About({ detail }: { detail: RunDetail }) {
  const say = useSay()
  const { path, key } = useDistrict()
  const { snapshot, plan, decision, run, whoName } = detail
  const reference = `${key} run ${run.run}`
  return (
    <Lines
      lines={[
        ...(snapshot === null
          ? []
          : [
              {
                label: say('run.snapshot'),
                value: (
                  <>
                    <span className={styles.digest}>{snapshot.digest}</span>{' '}
                    {snapshot.keptUntil === null ? (
                      say('run.snapshot.gone')
                    ) : (
                      <>
                        {say('run.snapshot.kept')} <Time at={snapshot.keptUntil} style="date" />
                      </>
                    )}
                  </>
                ),
              },
            ]),
        ...(plan === null
          ? []
          : [
              {
                label: say('run.plan'),
                value: (
                  <>
                    <Link to={`${path}/settings/rostering/hold/${plan.plan}`}>{plan.plan}</Link>,{' '}
                    <span className={styles.digest}>{plan.digest}</span> <Copy text={plan.digest} />{' '}
                    {say('run.basis', { version: plan.rosterVersion, rules: plan.rulesVersion })}
                  </>
                ),
              },
            ]),
        ...(decision === null || !isDecided(detail)
          ? []
          : [{ label: say('run.decision'), value: <DecisionWords decision={decision} /> }]),
        {
          label: say('run.who'),
          value: run.trigger === 'schedule' ? say('run.bySchedule') : <bdi>{whoName}</bdi>,
        },
        {
          label: say('run.reference.label'),
          value: (
            <>
              {reference} <Copy text={reference} />
            </>
          ),
        },
      ]}
    />
  )
}
