import type { PlanSummary } from '../plan/plan.ts'
import { noCounts } from '../plan/draft.ts'
import { RollbookError } from '../roster/errors.ts'
import { kinds } from '../roster/kinds.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Drop } from '../sources/source.ts'
import { forgetBase } from '../store/base.ts'
import { savePlan } from '../store/plans.ts'
import { countIssues, endRun, type RunEnd, type RunFile } from '../store/runs.ts'
import { row, run as execute, sql } from '../store/sql.ts'
import { eventsOf, noteReading } from './reading.ts'
import type { Outcome } from './outcome.ts'
import { outcomeOf, type Run } from './run.ts'
import { inWords } from './trouble.ts'

/** What a run found out before it planned: the part of its row that does not depend on the verdict. */
export type Findings = {
  readonly row: Pick<RunEnd, 'mode' | 'files' | 'complete' | 'snapshotDigest' | 'requests'>
  /** What is to be known of how the source was read. */
  readonly note: string | null
  outcome(run: Run, plan: PlanSummary, status: Outcome['status'], message?: string): Promise<Outcome>
}

export function told(drop: Drop, files: readonly RunFile[], snapshot: Snapshot): Findings {
  const { complete, rows } = snapshot
  return {
    row: { mode: drop.mode, files, complete, snapshotDigest: snapshot.digest, requests: drop.requests },
    note: drop.note ?? null,
    outcome: (run, plan, status, message) =>
      outcomeOf({
        run,
        status,
        plan,
        hazards: plan.hazards,
        complete,
        message: message ?? drop.note ?? null,
        version: drop.version,
        written: drop.written,
        rows,
      }),
  }
}

/** The plan and the run that made it, written together: cleared waits for apply, held for a person. */
export async function tellPlan(
  run: Run,
  plan: PlanSummary,
  status: 'held' | 'cleared',
  findings: Findings,
): Promise<void> {
  const issueCounts = await countIssues(run.pool, run.connection)
  await run.fenced(async client => {
    await savePlan(client, run.connection, plan, status, run.order.switchesTo ?? null)
    await endRun(client, run.district.districtId, run.number, {
      ...findings.row, result: status, message: findings.note, snapshot: run.snapshotId, counts: plan.counts, basis: plan.basis, issueCounts,
    }) // prettier-ignore
  })
}

/** What was left out stands in the run's sentence, for there is no plan to carry it. */
export async function tellEmpty(run: Run, plan: PlanSummary, findings: Findings): Promise<Outcome> {
  const whole = plan.hazards.length === 0
  const message = whole
    ? 'Nothing changed since the roster was last brought up to date'
    : 'What did arrive changes nothing'
  await endEmpty(run, {
    ...findings.row,
    message: [
      message,
      ...(findings.note === null ? [] : [findings.note]),
      ...plan.hazards.map(({ code, message }) => `${code}: ${message}`),
    ].join('. '),
    counts: plan.counts,
    basis: plan.basis,
    snapshot: run.snapshotId,
  })
  const outcome = await findings.outcome(run, plan, 'empty', message)
  return { ...outcome, plan: null }
}

/** The same files as last time: their hashes say so, nothing was parsed. */
export async function tellKnown(run: Run, drop: Drop, files: readonly RunFile[]): Promise<Outcome> {
  const { connection, district } = run
  await run.fenced(client => noteReading(client, connection, eventsOf(drop)))
  const message =
    drop.requests === undefined
      ? 'The files are those last applied, byte for byte'
      : 'The source says what it said when the roster was last brought up to date'
  const last = await row<{ counts: PlanSummary['counts']; complete: PlanSummary['loads']; digest: string }>(
    run.pool,
    sql`select counts, complete, snapshot_digest as digest from runs where district_id = ${district.districtId}
      and connection_id = ${connection.connectionId} and counts is not null and snapshot_digest = ${connection.base?.digest ?? ''}
      order by run desc limit 1`,
  )
  const counts: PlanSummary['counts'] = {}
  for (const kind of kinds) {
    const before = last?.counts[kind]
    if (before !== undefined)
      counts[kind] = {
        ...noCounts(),
        unchanged: before.create + before.update + before.restore + before.unchanged,
      }
  }
  const basis = {
    rosterVersion: district.rosterVersion,
    rulesVersion: connection.rulesVersion,
    snapshotDigest: last?.digest ?? '',
  }
  const complete = last?.complete ?? []
  await endEmpty(run, {
    mode: drop.mode,
    files,
    complete,
    message,
    counts,
    basis,
    snapshotDigest: basis.snapshotDigest,
    requests: drop.requests,
  })
  const outcome = await outcomeOf({
    run,
    status: 'empty',
    plan: null,
    hazards: [],
    complete,
    message,
    version: drop.version,
    written: drop.written,
    rows: 0,
  })
  return { ...outcome, counts, basis }
}

async function endEmpty(run: Run, end: Omit<RunEnd, 'result' | 'issueCounts'>): Promise<void> {
  const issueCounts = await countIssues(run.pool, run.connection)
  const { districtId } = run.district
  await run.fenced(async client => {
    // What was held is settled: the source no longer says it. Of another source it says nothing.
    await execute(
      client,
      sql`update plans set status = 'superseded' where district_id = ${districtId} and status in ('held', 'cleared') and switches_to is null`,
    )
    await endRun(client, districtId, run.number, { ...end, result: 'empty', issueCounts })
  })
}

/** A run that could not go on ends in words, which are handed back; nothing but its row is left of it. */
export async function tellFailed(run: Run, error: unknown): Promise<unknown> {
  const action = `finish run ${run.number}`
  const told = inWords(error, run.order.store, action)
  const message = told instanceof RollbookError ? told.message : `Cannot ${action}: ${String(error)}`
  const code = told instanceof RollbookError ? told.code : 'UNEXPECTED'
  const files = told instanceof RollbookError && told.exit === 4 ? { files: [] } : {}
  if (told instanceof RollbookError && told.code === 'BASE_DAMAGED')
    await forgetBase(run.order.store.data, run.connection)
  // The database itself may be what failed: then the next run ends this one.
  const ended = await run.end({ result: 'failed', message, code, ...files }).catch(() => false)
  if (ended) await run.drawer.discard().catch(() => undefined)
  return told
}
