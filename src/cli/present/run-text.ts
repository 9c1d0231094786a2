import type { Issue } from '../../roster/issue.ts'
import { kinds } from '../../roster/kinds.ts'
import { noCounts, totalChanges } from '../../plan/draft.ts'
import type { KindCounts, OpCounts } from '../../plan/plan.ts'
import type { StoredPlan } from '../../store/plans.ts'
import type { Decided } from '../../store/run-detail.ts'
import type { RunRow } from '../../store/runs.ts'
import { bold, dim, green, red, yellow, type Cell, type Part } from '../paint.ts'
import type { Printer } from '../printer.ts'
import { count } from '../table.ts'
import { changeCounts, countRows, counted, sayBack } from './counts-text.ts'
import { sayIssues } from './issue-text.ts'
import { label, sayHazards } from './plan-text.ts'
import { sayFlow } from './flow-text.ts'
import { lasting, wallTime } from './when-text.ts'

export type Detail = {
  readonly row: RunRow
  readonly zone: string
  readonly plan: StoredPlan | null
  readonly decided: Decided | null
  readonly issues: readonly Issue[]
  readonly schools: Readonly<Record<string, string>>
}

/** Runs, the newest first, one line each. */
export function sayRuns(out: Printer, runs: readonly RunRow[], zone: string): void {
  out.table(
    ['Run', 'Started', 'Took', 'By', 'Result', 'Changes', 'Issues', 'Plan'],
    runs.map((row): Cell[] => [
      row.run,
      wallTime(zone, row.startedAt),
      took(row),
      `${row.who} (${row.trigger})`,
      resultPart(row),
      changesOf(row),
      Object.values(row.issueCounts ?? {}).reduce((sum, one) => sum + one, 0) || null,
      row.plan,
    ]),
  )
}

function took({ startedAt, phases, finishedAt }: RunRow): string | null {
  if (finishedAt === null) return null
  // A plan that waited for a person was not at work meanwhile.
  const done = phases.find(({ phase }) => phase === 'done')
  return lasting(new Date(done?.at ?? finishedAt).getTime() - startedAt.getTime())
}

function resultPart({ result, undoneBy, undoes }: RunRow): Part {
  if (result === null) return yellow('running')
  if (undoneBy !== null) return dim(`undone by ${undoneBy}`)
  if (undoes !== null) return green(`undid ${undoes}`)
  return result === 'applied'
    ? green(result)
    : result === 'failed' || result === 'held'
      ? red(result)
      : result
}

function changesOf({ counts, undoes }: RunRow): string {
  if (counts === null) return ''
  const sum = (name: string) => Object.values(counts).reduce((total, row) => total + (row[name] ?? 0), 0)
  const parts: [string, number][] =
    undoes === null
      ? [['+', sum('create') + sum('restore')], ['~', sum('update')], ['-', sum('remove') + sum('archive')]]
      : [['-', sum('erase')], ['~', sum('revert')]] // prettier-ignore
  return parts
    .filter(([, number]) => number > 0)
    .map(([sign, number]) => `${sign} ${count(number)}`)
    .join('  ')
} // prettier-ignore

/** All that a run left behind. */
export function sayRun(out: Printer, detail: Detail): void {
  const { row, zone, plan, schools } = detail
  const started = `${wallTime(zone, row.startedAt)} ${zone}`
  out.line(bold(label('Run')), `${row.run}, ${started}, by ${row.who} (${row.trigger})`)
  out.line(bold(label('Result')), resultPart(row), row.message === null ? '' : `: ${row.message}`)
  sayPhases(out, row)
  sayFiles(out, row)
  if (plan !== null) out.line(bold(label('Plan')), plan.plan, dim(`  digest ${plan.digest.slice(0, 16)}…`))
  sayDecision(out, detail)
  sayHazards(out, plan?.hazards ?? [])
  const { head, rows } = countRows(row.undoes === null ? whole(row.counts) : {})
  if (rows.length > 0) {
    out.line()
    out.table(head, rows)
  }
  if (row.undoes !== null) sayBack(out, row.counts ?? {})
  if (plan !== null) saySchools(out, plan, schools, row.result === 'applied' && isWhole(detail))
  if (plan !== null) sayFlow(out, plan.gradeFlow)
  sayIssues(out, detail.issues, row.issueCounts ?? {}, 3)
}

function sayPhases(out: Printer, { phases }: RunRow): void {
  const parts = phases.flatMap(({ phase, at }, index) => {
    const next = phases[index + 1]
    if (phase === 'done' || next === undefined) return []
    return [`${phase} ${lasting(new Date(next.at).getTime() - new Date(at).getTime())}`]
  })
  if (parts.length > 0) out.line(bold(label('Phases')), parts.join('   '))
}

function sayFiles(out: Printer, { files, mode, complete }: RunRow): void {
  if (files === null || files.length === 0) return
  out.line()
  out.table(
    ['File', 'Bytes', 'Mode', 'Complete', 'SHA-256'],
    files.map(({ name, bytes, digest }) => {
      const kind = name.replace(/^.*\//, '').replace(/\.csv$/i, '')
      const said = Object.entries(mode ?? {}).find(([file]) => file.toLowerCase() === kind.toLowerCase())
      const proven = complete?.some(one => one.toLowerCase() === kind.toLowerCase())
      return [name, bytes, said?.[1] ?? null, said === undefined ? null : proven ? 'yes' : 'no', digest]
    }),
  )
  out.line()
}

function sayDecision(out: Printer, { decided, zone }: Detail): void {
  if (decided === null || decided.decision === null) return
  const { who, allow, only, schools, comment } = decided.decision
  if (decided.status === 'discarded') {
    const why = comment === null || comment === undefined ? '' : `: ${comment}`
    return out.line(
      bold(label('Decision')),
      `${who}, ${wallTime(zone, decided.decidedAt)}, discarded the plan${why}`,
    )
  }
  const part = [
    ...(only === 'additions' ? ['only additions'] : []),
    ...(schools === null ? [] : [`only ${schools.join(', ')}`]),
    ...(allow.length === 0 ? [] : [`allowing ${allow.join(', ')}`]),
  ]
  const what = part.length === 0 ? 'the whole plan' : part.join(', ')
  out.line(bold(label('Decision')), `${who}, ${wallTime(zone, decided.decidedAt)}: ${what}`)
}

function whole(counts: RunRow['counts']): KindCounts {
  const out: KindCounts = {}
  for (const kind of kinds) {
    const row = counts?.[kind]
    if (row !== undefined) out[kind] = { ...noCounts(), ...(row as Partial<OpCounts>) } // as the plan wrote it
  }
  return out
}

const mostSchools = 20

function isWhole({ decided }: Detail): boolean {
  const decision = decided?.decision ?? null
  return decision === null || (decision.only === 'all' && decision.schools === null)
}

function saySchools(out: Printer, { perSchool }: StoredPlan, names: Detail['schools'], ran: boolean): void {
  const rows = Object.entries(perSchool)
    .map(([school, counts]) => ({ school, parts: changeCounts(counts), size: totalChanges(counts) }))
    .sort((one, other) => other.size - one.size)
  if (rows.length === 0) return
  out.line()
  out.table(
    ['School', 'Name', ran ? 'Changes' : 'Changes planned'],
    rows.slice(0, mostSchools).map(({ school, parts }) => [school, names[school] ?? '', parts.join('  ')]),
  )
  if (rows.length > mostSchools) out.line(dim(`… ${counted(rows.length - mostSchools, 'more school')}`))
}
