import type { Op } from '../diff/change.ts'
import { noCounts } from '../plan/draft.ts'
import type { Basis, GradeFlow, KindCounts } from '../plan/plan.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Issue } from '../roster/issue.ts'
import { atSchools } from './issues.ts'
import type { StoredHazard } from './overview.ts'
import { row, rows, sql, type Runner } from './sql.ts'

/** No secret and no person stands in a path. */
export type RunRequest = {
  readonly path: string
  readonly status: number
  readonly millis: number
  readonly bytes: number
}

/** What the page of one run shows beyond its line in the list. */
export type RunPage = {
  readonly phases: readonly { readonly phase: string; readonly at: string }[]
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly digest: string }[] | null
  readonly mode: Readonly<Record<string, string>> | null
  readonly complete: readonly Kind[] | null
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>> | null
  readonly issueCounts: Readonly<Record<string, number>> | null
  readonly snapshot: string | null
  readonly snapshotDigest: string | null
  readonly changed: number
  readonly plan: string | null
  /** What the whole plan would have done, where only a part of it ran. */
  readonly planned: KindCounts | null
  readonly digest: string | null
  /** What was asked of a server; null of a run that read files. */
  readonly requests: readonly RunRequest[] | null
  readonly basis: Basis | null
  readonly hazards: readonly StoredHazard[] | null
  readonly perSchool: Readonly<Record<string, KindCounts>> | null
  readonly gradeFlow: GradeFlow | null
  readonly loads: readonly Kind[] | null
}

export async function readRunPage(db: Runner, districtId: string, run: number): Promise<RunPage | null> {
  const page = await row<RunPage & { part: boolean }>(
    db,
    sql`select r.phases, r.files, r.requests, r.mode, r.complete, r.counts, r.issue_counts as "issueCounts", r.snapshot,
        r.snapshot_digest as "snapshotDigest", coalesce(r.final_seq - r.first_seq + 1, 0)::int as changed,
        p.plan, p.counts as planned, p.digest, p.basis, p.hazards, p.per_school as "perSchool", p.grade_flow as "gradeFlow", p.loads,
        coalesce(p.status = 'applied' and (p.decision->>'only' <> 'all' or p.decision->'schools' <> 'null'::jsonb), false) as part
      from runs r left join plans p on p.district_id = r.district_id and p.run = r.run
      where r.district_id = ${districtId} and r.run = ${run}`,
  )
  if (page?.part !== true || page.plan === null) return page
  return { ...page, perSchool: await countRan(db, districtId, run, page.plan) }
}

/** What ran of a plan, by school: of a part the plan itself tells only what the whole would have done. */
async function countRan(
  db: Runner,
  districtId: string,
  run: number,
  plan: string,
): Promise<Record<string, KindCounts>> {
  const found = await rows<{ school: string; kind: Kind; op: Op; count: number }>(
    db,
    sql`select p.school, p.kind, p.op, count(*)::int as count from runs r
      join changes c on c.district_id = r.district_id and c.seq between r.first_seq and r.final_seq
      join plan_changes p on p.district_id = c.district_id and p.plan = ${plan} and p.kind = c.kind and p.id = c.id and p.op = c.op
      where r.district_id = ${districtId} and r.run = ${run} and p.school is not null group by p.school, p.kind, p.op`,
  )
  const counts: Record<string, KindCounts> = {}
  for (const { school, kind, op, count } of found) ((counts[school] ??= {})[kind] ??= noCounts())[op] = count
  return counts
}

/** Who left after the last grade, by the plan's own word for it: how many of each grade. */
export async function countGraduates(
  db: Runner,
  districtId: string,
  plan: string,
): Promise<Readonly<Record<string, number>>> {
  const found = await rows<{ grade: string; count: number }>(
    db,
    sql`select coalesce(before->'grades'->>0, '') as grade, count(*)::int as count from plan_changes
      where district_id = ${districtId} and plan = ${plan} and kind = 'users' and op = 'remove' and reason = 'graduated' group by 1`,
  )
  return Object.fromEntries(found.map(({ grade, count }) => [grade, count]))
}

/** Issues that were open when a run ended. */
const openThen = (run: number) => sql`i.run <= ${run} and (i.closed_run is null or i.closed_run > ${run})`

export async function countSeverities(
  db: Runner,
  districtId: string,
  run: number,
): Promise<{ errors: number; warnings: number }> {
  const found = await row<{ errors: number; warnings: number }>(
    db,
    sql`select count(*) filter (where severity = 'error')::int as errors, count(*) filter (where severity = 'warning')::int as warnings
      from issues i where i.district_id = ${districtId} and ${openThen(run)}`,
  )
  return found ?? { errors: 0, warnings: 0 }
}

export type IssueFilter = {
  readonly rule?: string | undefined
  readonly severity?: string | undefined
  /** sourcedIds of the schools the reader is kept to; null for all. */
  readonly within: readonly string[] | null
  /** The issue behind which the page begins: its run and number. */
  readonly after: readonly [run: number, seq: number]
}
export type RunIssue = Issue & { readonly firstRun: number; readonly seq: number }

export async function listRunIssues(
  db: Runner,
  districtId: string,
  run: number,
  { rule, severity, within, after }: IssueFilter,
  most: number,
): Promise<RunIssue[]> {
  return await rows<RunIssue>(
    db,
    sql`select i.run as "firstRun", i.seq, i.severity, i.rule, i.file, i.row_number as row, i.field, i.sourced_id as "sourcedId",
        i.value, i.message, i.fix
      from issues i where i.district_id = ${districtId} and ${openThen(run)} and (i.run, i.seq) > (${after[0]}, ${after[1]})
        and ${atSchools(within)} and (${rule ?? null}::text is null or i.rule = ${rule ?? null})
        and (${severity ?? null}::text is null or i.severity = ${severity ?? null})
      order by i.run, i.seq limit ${most}`,
  )
}
