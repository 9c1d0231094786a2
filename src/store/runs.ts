import { createHash } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import type { IssueRule } from '../roster/issue.ts'
import type { Kind } from '../roster/kinds.ts'
import type { IssueTally } from '../snapshot/tally.ts'
import { tableOf, type Owner } from './roster.ts'
import { row, rows, run, sql, type Query, type Runner } from './sql.ts'

export type RunRow = {
  readonly run: number
  readonly trigger: string
  readonly who: string
  readonly phase: string
  readonly phases: readonly { readonly phase: string; readonly at: string }[]
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly result: string | null
  readonly message: string | null
  readonly snapshot: string | null
  readonly snapshotDigest: string | null
  readonly mode: Record<string, string> | null
  readonly files: readonly RunFile[] | null
  readonly counts: Record<string, Record<string, number>> | null
  readonly complete: readonly Kind[] | null
  readonly issueCounts: Record<string, number> | null
  readonly undoes: number | null
  readonly undoneBy: number | null
  readonly plan: string | null
}
export type RunFile = { readonly name: string; readonly bytes: number; readonly digest: string }

/** Starts a run in the last of the phases; one that was cut off is ended first. Needs the district's lock. */
export async function beginRun(
  db: Runner,
  districtId: string,
  connectionId: string | null,
  source: string | null,
  trigger: string,
  who: string,
  fence: number,
  phases: readonly string[] = ['reading'],
): Promise<number> {
  await endCut(db, districtId, 'Run it again')
  const made = await row<{ run: number }>(
    db,
    sql`with next as (update districts set last_run = last_run + 1 where district_id = ${districtId} returning last_run)
      insert into runs (district_id, run, connection_id, source, trigger, who, phase, phases, fence)
      select ${districtId}, last_run, ${connectionId}, ${source}, ${trigger}, ${who}, ${phases.at(-1) ?? ''},
        (select jsonb_agg(jsonb_build_object('phase', phase, 'at', now())) from unnest(${[...phases]}::text[]) phase), ${fence}
      from next returning run`,
  )
  if (made === null) throw new Error(`Cannot start a run: district ${districtId} is gone`)
  return made.run
}

/** Whether the roster, as it stands, was brought by another source: by the last run that was applied and not undone. */
export async function hasMoved(db: Runner, { districtId, connectionId }: Owner, source: string): Promise<boolean> {
  const last = await row<{ source: string }>(
    db,
    sql`select source from runs where district_id = ${districtId} and connection_id = ${connectionId} and result = 'applied'
        and source is not null and undone_by is null order by run desc limit 1`,
  )
  return last !== null && last.source !== source
} // prettier-ignore

/** Ends, in words, a run that a crash left open, or cleared and amid its apply. Needs the district's lock. */
export async function endCut(db: Runner, districtId: string, remedy: string): Promise<void> {
  const cut = await rows<{ run: number }>(
    db,
    sql`update runs set result = 'failed', finished_at = now(),
        message = 'The run was cut off while ' || phase || '; nothing was changed. ' || ${remedy}::text
      where district_id = ${districtId} and (result is null or (result = 'cleared' and phase = 'applying')) returning run`,
  )
  await dropChanges(
    db,
    districtId,
    cut.map(({ run }) => run),
  )
}

/** Changes are stored before their plan is; of a run that ended between, nobody will ask for them. */
async function dropChanges(db: Runner, districtId: string, numbers: readonly number[]): Promise<void> {
  const plans = numbers.map(number => planId(districtId, number))
  await run(
    db,
    sql`delete from plan_changes c where c.district_id = ${districtId} and c.plan = any(${plans})
      and not exists (select from plans p where p.district_id = c.district_id and p.plan = c.plan)`,
  )
}

/** Name of the plan a run makes: short enough to type, and known before there is a plan. */
export function planId(districtId: string, number: number): string {
  return createHash('sha256').update(`${districtId} ${number}`).digest('hex').slice(0, 10)
}

export async function enterPhase(
  db: Runner,
  districtId: string,
  number: number,
  phase: string,
): Promise<void> {
  await run(
    db,
    sql`update runs set phase = ${phase}, phases = phases || jsonb_build_object('phase', ${phase}::text, 'at', now())
      where district_id = ${districtId} and run = ${number} and result is distinct from 'failed'`,
  )
}

/** What a run says of itself, field by field; only what is given is written. */
export type RunEnd = {
  readonly result: string
  readonly message: string | null
  /** Of the error it failed with. */
  readonly code?: string
  readonly snapshot?: string | null
  readonly snapshotDigest?: string | null
  readonly mode?: unknown
  readonly files?: unknown
  readonly counts?: unknown
  readonly complete?: readonly string[]
  readonly issueCounts?: unknown
  readonly basis?: unknown
  /** What was asked of a server. */
  readonly requests?: unknown
}

/** False for a run that was applied: whatever comes after, that stays its result. */
export async function endRun(db: Runner, districtId: string, number: number, end: RunEnd): Promise<boolean> {
  const text = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
  const ended = await run(
    db,
    sql`update runs set result = ${end.result}, message = ${end.message}, finished_at = now(), phase = 'done',
        phases = phases || jsonb_build_object('phase', 'done', 'at', now()),
        code = ${end.code ?? null}, snapshot = coalesce(${end.snapshot ?? null}, snapshot),
        snapshot_digest = coalesce(${end.snapshotDigest ?? null}, snapshot_digest),
        mode = coalesce(${text(end.mode)}::jsonb, mode), files = coalesce(${text(end.files)}::jsonb, files),
        counts = coalesce(${text(end.counts)}::jsonb, counts),
        complete = coalesce(${end.complete === undefined ? null : [...end.complete]}::text[], complete),
        issue_counts = coalesce(${text(end.issueCounts)}::jsonb, issue_counts),
        basis = coalesce(${text(end.basis)}::jsonb, basis), requests = coalesce(${text(end.requests)}::jsonb, requests)
      where district_id = ${districtId} and run = ${number} and result is distinct from 'applied'`,
  )
  if (end.result === 'failed') await dropChanges(db, districtId, [number])
  return ended === 1
}

const columns = sql`r.run, r.trigger, r.who, r.phase, r.phases, r.started_at as "startedAt", r.finished_at as "finishedAt",
  r.result, r.message, r.snapshot, r.snapshot_digest as "snapshotDigest", r.mode, r.files, r.counts, r.complete,
  r.issue_counts as "issueCounts", r.undoes, r.undone_by as "undoneBy",
  (select p.plan from plans p where p.district_id = r.district_id and p.run = r.run limit 1) as plan`

export async function listRuns(db: Runner, districtId: string, limit: number): Promise<RunRow[]> {
  return await rows<RunRow>(
    db,
    sql`select ${columns} from runs r where r.district_id = ${districtId} order by r.run desc limit ${limit}`,
  )
}

/** Throws RUN_UNKNOWN. */
export async function findRun(
  db: Runner,
  districtId: string,
  districtKey: string,
  number: number,
): Promise<RunRow> {
  const found = await row<RunRow>(
    db,
    sql`select ${columns} from runs r where r.district_id = ${districtId} and r.run = ${number}`,
  )
  if (found !== null) return found
  throw new RollbookError(
    'RUN_UNKNOWN',
    `Cannot find run ${number} of district ${JSON.stringify(districtKey)}: there is none. See rollbook runs ${districtKey}`,
    2,
  )
}

/** Files of the run whose snapshot is the roster's base: the same bytes again are the same roster, if they were whole. */
export async function baseFiles(
  db: Runner,
  { districtId, connectionId }: Owner,
): Promise<{ files: readonly RunFile[]; rulesVersion: number } | null> {
  return await row(
    db,
    sql`select r.files, (r.basis->>'rulesVersion')::int as "rulesVersion" from runs r
      join connections c on c.district_id = r.district_id and c.connection_id = r.connection_id
      where r.district_id = ${districtId} and r.connection_id = ${connectionId} and r.snapshot = c.base_snapshot
        and r.files is not null and r.result in ('applied', 'empty')
        -- What was found in another drop since is open still, and only a reading closes it.
        and not exists (select from runs later where later.district_id = r.district_id and later.connection_id = r.connection_id
          and later.run > r.run and later.files not in ('[]', r.files))
        and not exists (select from plans p where p.district_id = r.district_id and p.run = r.run and p.tally->'withheld' <> '{}') limit 1`,
  )
}

/** What a reading looked at, and so which issues of before it would have found again. */
export type Looked = {
  /** Every row of every file. */
  readonly all: boolean
  readonly files: readonly {
    readonly file: string
    readonly kind: Kind
    /** Read as a whole and to its end: what is not in the file is not there. */
    readonly whole: boolean
    /** sourcedIds of the rows that were looked at. */
    readonly keys: readonly string[]
    /** Of what else is in the row nobody looked: the roles made of a 1.1 user. */
    readonly field: string | null
  }[]
}

/**
 * Writes the issues of a reading over those of before: an open one of the same row and rule stays what it was,
 * one whose row was looked at, or is not there any more, and that is not found again is closed, and what only an
 * unapplied run saw is forgotten. What is of no row is all in its words: with other words it is another.
 */
export async function saveIssues(
  db: Runner,
  owner: Owner,
  number: number,
  issues: IssueTally,
  looked: Looked,
): Promise<void> {
  const kept = JSON.stringify(issues.kept.map((issue, at) => ({ ...issue, seq: at + 1 })))
  await run(db, sql`create temporary table if not exists found_issues (like issues) on commit drop`)
  await run(
    db,
    sql`insert into found_issues (district_id, run, seq, connection_id, severity, rule, file, row_number, field, sourced_id, value, message, fix)
      select ${owner.districtId}, ${number}, i.seq, ${owner.connectionId}, i.severity, i.rule, i.file, i.row, i.field, i."sourcedId", i.value, i.message, i.fix
      from jsonb_to_recordset(${kept}::jsonb) as i (seq int, severity text, rule text, file text, row int, field text, "sourcedId" text, value text, message text, fix text)`,
  )
  const same = sql`f.rule = o.rule and f.file = o.file and f.sourced_id is not distinct from o.sourced_id
    and f.field is not distinct from o.field and (o.rule = any(${rulesTogether}) or f.value is not distinct from o.value)
    and (o.sourced_id is not null or f.message = o.message)`
  const close = (which: Query) =>
    run(
      db,
      sql`update issues o set closed_run = ${number}
        where o.district_id = ${owner.districtId} and o.connection_id = ${owner.connectionId} and o.closed_run is null and ${which}
          and not exists (select from found_issues f where f.district_id = o.district_id and ${same})`,
    )
  if (looked.all) await close(sql`true`)
  else {
    const apart = sql`o.rule <> all(${rulesTogether})`
    await close(sql`${apart} and (o.sourced_id is null
      or o.run > (select coalesce(max(r.run), 0) from runs r where r.district_id = o.district_id and r.result in ('applied', 'empty')))`)
    for (const { file, kind, whole, keys, field } of looked.files) {
      if (keys.length > 0)
        await close(sql`${apart} and o.rule <> 'duplicate_sourced_id' and o.file = ${file} and o.sourced_id = any(${[...keys]})
          and (${field}::text is null or o.field = ${field})`)
      // A row that stays as it is stays in the roster, and one that is rejected is found every time.
      if (whole)
        await close(sql`o.file = ${file} and (o.rule = 'duplicate_sourced_id' or ${apart} and not exists (select from ${tableOf(kind)} t
          where t.district_id = o.district_id and t.connection_id = o.connection_id and t.sourced_id = o.sourced_id and t.removed_at is null))`)
    }
  }
  await run(
    db,
    sql`insert into issues (district_id, run, seq, connection_id, severity, rule, file, row_number, field, sourced_id, value, message, fix)
      select f.district_id, f.run, f.seq, f.connection_id, f.severity, f.rule, f.file, f.row_number, f.field, f.sourced_id, f.value, f.message, f.fix
      from found_issues f where f.district_id = ${owner.districtId} and not exists (select from issues o
        where o.district_id = f.district_id and o.connection_id = f.connection_id and o.closed_run is null and ${same})`,
  )
}

/** Rules that a row's own bytes cannot mend: store/sanity.ts closes them. */
const rulesTogether: IssueRule[] = [
  'academic_session_type_mismatch', 'org_type_mismatch', 'multiple_primary_roles_for_user_org', 'primary_org_missing_role',
  'multiple_primary_teachers', 'duplicate_email', 'duplicate_username', 'enrollment_outside_terms', 'student_without_enrollments',
  'class_without_students', 'class_without_teacher',
] // prettier-ignore

/** Open issues of a connection per rule, as of now. */
export async function countIssues(db: Runner, owner: Owner): Promise<Record<string, number>> {
  const found = await rows<{ rule: string; count: number }>(
    db,
    sql`select rule, count(*)::int as count from issues where district_id = ${owner.districtId}
      and connection_id = ${owner.connectionId} and closed_run is null group by rule order by rule`,
  )
  return Object.fromEntries(found.map(({ rule, count }) => [rule, count]))
}
