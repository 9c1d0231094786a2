import type { Issue } from '../roster/issue.ts'
import type { Kind } from '../roster/kinds.ts'
import { row, rows, run, sql, type Query, type Runner } from './sql.ts'

export type IssueGroup = {
  readonly rule: string
  readonly severity: 'error' | 'warning'
  /** That of the first of them. */
  readonly message: string
  readonly fix: string
  readonly count: number
  readonly firstRun: number
  readonly firstSeen: Date
  readonly lastRun: number
  readonly lastSeen: Date
  readonly assignee: string | null
  readonly mutedUntil: string | null
  readonly note: string
}

/** The kind a file holds, by its name without folder and ending; a server's collections have none. */
const stem = sql`lower(regexp_replace(i.file, '^.*/|\\.csv$', '', 'gi'))`
/** What has the sourcedId of an issue, of the same source. */
const same = sql`t.connection_id = i.connection_id and t.sourced_id = i.sourced_id and t.removed_why is distinct from 'id_reused'`

/** sourcedId of the school where the record of an issue `i` belongs; null of a row that was never taken in. */
const school = sql`case ${stem}
  when 'orgs' then i.sourced_id
  when 'classes' then (select t.school_sourced_id from classes t where t.district_id = i.district_id and ${same} limit 1)
  when 'enrollments' then (select t.school_sourced_id from enrollments t where t.district_id = i.district_id and ${same} limit 1)
  when 'users' then (select t.primary_org_sourced_id from users t where t.district_id = i.district_id and ${same} limit 1) end`

/** Whether an issue `i` is about one of the schools that somebody is kept to; true for who sees all. */
export function atSchools(within: readonly string[] | null): Query {
  return within === null ? sql`true` : sql`${school} = any(${[...within]})`
}

/** Open issues, those of some schools alone when somebody is kept to them. */
function open(districtId: string, within: readonly string[] | null): Query {
  return sql`select i.* from issues i where i.district_id = ${districtId} and i.closed_run is null and ${atSchools(within)}`
}

/** Open issues by rule: errors first, then the many. */
export async function groupIssues(
  db: Runner,
  districtId: string,
  within: readonly string[] | null,
): Promise<IssueGroup[]> {
  return await rows<IssueGroup>(
    db,
    sql`select g.*, f.started_at as "firstSeen", l.started_at as "lastSeen", c.assignee, c.muted_until as "mutedUntil", coalesce(c.note, '') as note
      from (
        select i.rule, i.severity, (array_agg(i.message order by i.run, i.seq))[1] as message,
          (array_agg(i.fix order by i.run, i.seq))[1] as fix, count(*)::int as count, min(i.run) as "firstRun", max(i.run) as "lastRun"
        from (${open(districtId, within)}) i group by i.rule, i.severity) g
      join runs f on f.district_id = ${districtId} and f.run = g."firstRun"
      join runs l on l.district_id = ${districtId} and l.run = g."lastRun"
      left join issue_care c on c.district_id = ${districtId} and c.rule = g.rule
      order by g.severity, g.count desc, g.rule`,
  )
}

/** Issues looked at to say which schools a rule concerns. */
const sampled = 200

/** Names of the schools that the first issues of each rule are about. */
export async function schoolsOfRules(
  db: Runner,
  districtId: string,
  rules: readonly string[],
  within: readonly string[] | null,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ rule: string; schools: string[] }>(
    db,
    sql`select i.rule, array_agg(distinct coalesce(o.name, o.sourced_id)) as schools
      from unnest(${[...rules]}::text[]) asked (rule) cross join lateral (
        select i.rule, i.connection_id, ${school} as school from issues i
        where i.district_id = ${districtId} and i.closed_run is null and i.rule = asked.rule order by i.run, i.seq limit ${sampled}) i
      join orgs o on o.district_id = ${districtId} and o.connection_id = i.connection_id and o.sourced_id = i.school
        and o.removed_why is distinct from 'id_reused'
      where ${within === null ? sql`true` : sql`i.school = any(${[...within]})`} group by i.rule`,
  )
  return new Map(found.map(({ rule, schools }) => [rule, schools]))
}

export type OpenIssue = Issue & {
  readonly run: number
  readonly seq: number
  readonly firstSeen: Date
  readonly school: string | null
  /** Our id of the record, where the roster has it and a page shows it. */
  readonly id: string | null
  readonly kind: Extract<Kind, 'users' | 'classes' | 'orgs'> | null
}

export type IssueAsked = {
  readonly rule: string | null
  readonly severity: 'error' | 'warning' | null
  /** sourcedId of a school. */
  readonly school: string | null
  readonly within: readonly string[] | null
  /** The issue behind which the page begins: its run and number. */
  readonly after: readonly [run: number, seq: number]
}

/** Open issues one by one, in the order they were found, with where each record belongs. */
export async function listOpenIssues(
  db: Runner,
  districtId: string,
  { rule, severity, school: of, within, after }: IssueAsked,
  most: number,
): Promise<OpenIssue[]> {
  return await rows<OpenIssue>(
    db,
    sql`select i.run, i.seq, i.severity, i.rule, i.file, i.row_number as row, i.field, i.sourced_id as "sourcedId", i.value, i.message,
        i.fix, r.started_at as "firstSeen", coalesce(o.name, i.school) as school,
        case ${stem} when 'users' then 'users' when 'classes' then 'classes' when 'orgs' then 'orgs' end as kind,
        case ${stem}
          when 'users' then (select t.id from users t where t.district_id = i.district_id and ${same} limit 1)
          when 'classes' then (select t.id from classes t where t.district_id = i.district_id and ${same} limit 1)
          when 'orgs' then (select t.id from orgs t where t.district_id = i.district_id and ${same} limit 1) end as id
      from (
        select i.*, ${school} as school from (${open(districtId, within)}) i
        where (i.run, i.seq) > (${after[0]}, ${after[1]}) and (${rule}::text is null or i.rule = ${rule})
          and (${severity}::text is null or i.severity = ${severity}) and (${of}::text is null or ${school} = ${of})
        order by i.run, i.seq limit ${most}) i
      join runs r on r.district_id = i.district_id and r.run = i.run
      left join orgs o on o.district_id = i.district_id and o.connection_id = i.connection_id and o.sourced_id = i.school
        and o.removed_why is distinct from 'id_reused'
      order by i.run, i.seq`,
  )
}

export type IssueCare = {
  readonly rule: string
  /** Id of a member, or null for nobody. */
  readonly assignee: string | null
  /** Last day on which nobody hears of it, YYYY-MM-DD. */
  readonly mutedUntil: string | null
  readonly note: string
}

/** Who sees to a rule, and until when it is quiet. */
export async function writeCare(
  db: Runner,
  districtId: string,
  { rule, assignee, mutedUntil, note }: IssueCare,
  who: string,
  at: Date,
): Promise<void> {
  await run(
    db,
    sql`insert into issue_care (district_id, rule, assignee, muted_until, note, who, at)
      values (${districtId}, ${rule}, ${assignee}, ${mutedUntil}, ${note}, ${who}, ${at})
      on conflict (district_id, rule) do update set assignee = excluded.assignee, muted_until = excluded.muted_until,
        note = excluded.note, who = excluded.who, at = excluded.at`,
  )
}

/** When the source was last read to its end, and in which run; null before that. */
export async function lastChecked(db: Runner, districtId: string): Promise<{ run: number; at: Date } | null> {
  return await row<{ run: number; at: Date }>(
    db,
    sql`select run, finished_at as at from runs where district_id = ${districtId} and finished_at is not null
      and result in ('applied', 'empty', 'held', 'preview', 'cleared') and trigger not in ('undo', 'hand') order by run desc limit 1`,
  )
}
