import type { Hazard } from '../guard/hazards.ts'
import type { KindCounts } from '../plan/plan.ts'
import { defaultRules, type Limits } from '../roster/rules.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'

/** A run that is over; `digest` while its plan waits for a person. */
export type ToldRun = {
  readonly run: number
  readonly result: string
  readonly code: string | null
  readonly digest: string | null
  readonly finishedAt: Date
}

/** The last run whose news were told, or null. */
export async function readMark(db: Runner, districtId: string): Promise<number | null> {
  const mark = await row<{ run: number }>(
    db,
    sql`select run from notify_marks where district_id = ${districtId}`,
  )
  return mark === null || mark.run === 0 ? null : mark.run
}

/** The same, and holds the mark until the transaction ends: one tells, others wait. */
export async function lockMark(db: Runner, districtId: string): Promise<number | null> {
  await run(
    db,
    sql`insert into notify_marks (district_id, run) values (${districtId}, 0) on conflict (district_id) do nothing`,
  )
  const mark = await row<{ run: number }>(
    db,
    sql`select run from notify_marks where district_id = ${districtId} for update`,
  )
  return mark === null || mark.run === 0 ? null : mark.run
}

export async function moveMark(db: Runner, districtId: string, number: number): Promise<void> {
  await run(db, sql`update notify_marks set run = greatest(run, ${number}) where district_id = ${districtId}`)
}

/** Runs that ended after the mark, oldest first; undos tell nothing. */
export async function listUntold(db: Runner, districtId: string, mark: number): Promise<number[]> {
  const found = await rows<{ run: number }>(
    db,
    sql`select run from runs where district_id = ${districtId} and run > ${mark} and finished_at is not null
      and trigger not in ('undo', 'hand') order by run`,
  )
  return found.map(({ run: number }) => number)
}

/** The number of the last run that ended before then, or null. */
export async function lastEnded(db: Runner, districtId: string, before: Date): Promise<number | null> {
  const found = await row<{ run: number | null }>(
    db,
    sql`select max(run) as run from runs where district_id = ${districtId} and finished_at < ${before} and trigger not in ('undo', 'hand')`,
  )
  return found?.run ?? null
}

/** The runs up to this one that ended, oldest first. */
export async function listPast(
  db: Runner,
  districtId: string,
  number: number,
  limit: number,
): Promise<ToldRun[]> {
  const found = await rows<ToldRun>(
    db,
    sql`select r.run, r.result, r.code, r.finished_at as "finishedAt",
        (select p.digest from plans p where p.district_id = r.district_id and p.run = r.run and r.result = 'held' limit 1) as digest
      from runs r where r.district_id = ${districtId} and r.run <= ${number} and r.finished_at is not null
        and r.result is not null and r.trigger not in ('undo', 'hand')
      order by r.run desc limit ${limit}`,
  )
  return found.reverse()
}

/** Whether a run before this one was applied. */
export async function appliedBefore(db: Runner, districtId: string, number: number): Promise<boolean> {
  const found = await row(
    db,
    sql`select 1 from runs where district_id = ${districtId} and run < ${number} and result = 'applied' limit 1`,
  )
  return found !== null
}

export type HeldPlan = {
  readonly plan: string
  readonly run: number
  readonly counts: KindCounts
  readonly hazards: readonly Hazard[]
  readonly limits: Limits
}

/** The plan that waits for a person, with the limits it was weighed by; of one run, or whichever waits. */
export async function findHeld(
  db: Runner,
  districtId: string,
  number: number | null,
): Promise<HeldPlan | null> {
  const found = await row<Omit<HeldPlan, 'limits'> & { limits: Limits | null }>(
    db,
    sql`select p.plan, p.run, p.counts, p.hazards, (select r.rules->'limits' from rules r where r.district_id = p.district_id
          and r.connection_id = p.connection_id and r.version = (p.basis->>'rulesVersion')::int) as limits
      from plans p where p.district_id = ${districtId} and p.status = 'held'
        and (${number}::int is null or p.run = ${number}) order by p.run desc limit 1`,
  )
  return found === null ? null : { ...found, limits: found.limits ?? defaultRules.limits }
}

/** Names of schools by sourcedId. */
export async function schoolNames(
  db: Runner,
  districtId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(
    db,
    sql`select sourced_id as id, name from orgs where district_id = ${districtId} and sourced_id = any(${ids}::text[])`,
  )
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** Who and what the roster holds now. */
export async function countRoster(
  db: Runner,
  districtId: string,
): Promise<{ people: number; classes: number }> {
  const found = await row<{ people: number; classes: number }>(
    db,
    sql`select (select count(*)::int from users where district_id = ${districtId} and removed_at is null) as people,
      (select count(*)::int from classes where district_id = ${districtId} and removed_at is null) as classes`,
  )
  return found ?? { people: 0, classes: 0 }
}

export type WeekRow = {
  readonly runs: number
  readonly failures: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly promoted: number
  readonly issues: number
}

/** What the runs that ended in [from, to) came to: people of those that were applied, and issues open now. */
export async function sumWeek(db: Runner, districtId: string, from: Date, to: Date): Promise<WeekRow> {
  const count = (op: string) =>
    sql`coalesce(sum((r.counts->'users'->>${op})::int) filter (where r.result = 'applied'), 0)::int`
  const found = await row<WeekRow>(
    db,
    sql`select count(*)::int as runs, (count(*) filter (where r.result = 'failed'))::int as failures,
        ${count('create')} + ${count('restore')} as added, ${count('update')} as changed, ${count('remove')} as removed,
        coalesce(sum(p.promotions) filter (where r.result = 'applied'), 0)::int as promoted,
        (select count(*)::int from issues i where i.district_id = ${districtId} and i.closed_run is null) as issues
      from runs r left join plans p on p.district_id = r.district_id and p.run = r.run
      where r.district_id = ${districtId} and r.trigger not in ('undo', 'hand') and r.finished_at >= ${from} and r.finished_at < ${to}`,
  )
  return found ?? { runs: 0, failures: 0, added: 0, changed: 0, removed: 0, promoted: 0, issues: 0 }
}

/** Requests to Product Support made since then that are still open. */
export async function listRequests(
  db: Runner,
  districtId: string,
  since: Date,
): Promise<{ id: string; kind: string }[]> {
  return await rows(
    db,
    sql`select request_id as id, kind from requests
      where district_id = ${districtId} and created_at >= ${since} and status = 'open' order by created_at, request_id`,
  )
}
