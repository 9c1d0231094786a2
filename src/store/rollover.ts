import type { GradeFlow } from '../plan/plan.ts'
import type { TermRow } from './terms.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'

/* What of the roster tells how far a district is on its way into a new school year. */

export type YearTerm = TermRow & {
  readonly live: boolean
  readonly createdRun: number
  /** Day of the district on which its run brought it. */
  readonly arrived: string
}

/** Sessions of a district, those that were removed among them: an archived year is where the new one came from. */
export async function listYearTerms(db: Runner, districtId: string): Promise<YearTerm[]> {
  return await rows<YearTerm>(
    db,
    sql`select sourced_id as "sourcedId", coalesce(title, sourced_id) as title, type, school_year as "schoolYear",
        start_date as start, end_date as "end", removed_at is null as live, created_run as "createdRun",
        (coalesce(r.started_at, d.created_at) at time zone d.zone)::date as arrived
      from academic_sessions s join districts d on d.district_id = s.district_id
      left join runs r on r.district_id = s.district_id and r.run = s.created_run where s.district_id = ${districtId}
      order by start_date, end_date desc, sourced_id`,
  )
}

export type GradeCount = { readonly school: string | null; readonly grade: string; readonly count: number }

/** Students of the live roster by grade, per school and (school null) for the district, each there once. */
export async function countGrades(db: Runner, districtId: string): Promise<GradeCount[]> {
  return await rows<GradeCount>(
    db,
    sql`with students as (
        select r.org_sourced_id as school, u.id, coalesce(u.grades[cardinality(u.grades)], '') as grade from roles r
        join users u on u.district_id = r.district_id and u.sourced_id = r.user_sourced_id and u.removed_at is null
        where r.district_id = ${districtId} and r.role = 'student' and r.removed_at is null)
      select school, grade, count(distinct id)::int as count from students
      group by grouping sets ((school, grade), (grade)) order by school, grade`,
  )
}

export type ClassTurn = {
  readonly school: string
  readonly ending: number
  readonly archived: number
  readonly fresh: number
}

/**
 * Classes per school: those of the ending terms that are live or that a run archived, and those of the new terms.
 * `run` is the one that brought the new year, or null before it came.
 */
export async function countClassTurn(
  db: Runner,
  districtId: string,
  { ending, fresh, run }: { readonly ending: readonly string[]; readonly fresh: readonly string[]; readonly run: number | null },
): Promise<ClassTurn[]> {
  return await rows<ClassTurn>(
    db,
    sql`select coalesce(school_sourced_id, '') as school,
        count(*) filter (where removed_at is null and term_sourced_ids && ${[...ending]}::text[])::int as ending,
        count(*) filter (where removed_run = ${run ?? -1} and term_sourced_ids && ${[...ending]}::text[])::int as archived,
        count(*) filter (where removed_at is null and term_sourced_ids && ${[...fresh]}::text[])::int as fresh
      from classes where district_id = ${districtId} group by 1`,
  )
} // prettier-ignore

/** A plan in which students move up, applied or waiting. */
export type PromotionPlan = {
  readonly plan: string
  readonly run: number
  readonly status: 'applied' | 'held'
  readonly gradeFlow: GradeFlow
  readonly at: Date
  /** Somebody had to decide before it ran. */
  readonly decided: boolean
}

/** The plan with the most promotions that waits now, or that ran in `since` or later; null when there is none. */
export async function findPromotions(
  db: Runner,
  districtId: string,
  since: number | null,
): Promise<PromotionPlan | null> {
  return await row<PromotionPlan>(
    db,
    sql`select p.plan, p.run, p.status, p.grade_flow as "gradeFlow", p.created_at as at,
        p.decision is not null and p.hazards <> '[]'::jsonb as decided
      from plans p join runs r on r.district_id = p.district_id and r.run = p.run
      where p.district_id = ${districtId} and p.promotions > 0 and r.undone_by is null
        and (p.status = 'held' or (p.status = 'applied' and p.run >= ${since ?? 2 ** 31 - 1}))
      order by p.promotions desc, p.run desc limit 1`,
  )
}

/** How many students of each school a plan moves up. */
export async function countMovedUp(
  db: Runner,
  districtId: string,
  plan: string,
): Promise<Readonly<Record<string, number>>> {
  const found = await rows<{ school: string; count: number }>(
    db,
    sql`select coalesce(school, '') as school, count(*)::int as count from plan_changes
      where district_id = ${districtId} and plan = ${plan} and kind = 'users' and op = 'update' and reason = 'promoted'
      group by 1`,
  )
  return Object.fromEntries(found.map(({ school, count }) => [school, count]))
}

export type Tick = { readonly step: string; readonly who: string; readonly at: Date }

export async function listTicks(db: Runner, districtId: string, year: string): Promise<Tick[]> {
  return await rows<Tick>(
    db,
    sql`select step, who, ticked_at as at from rollover_ticks
      where district_id = ${districtId} and school_year = ${year} order by step`,
  )
}

/** Ticks a step of a year; who ticked it first stays. */
export async function setTick(db: Runner, districtId: string, year: string, { step, who, at }: Tick): Promise<void> {
  await run(
    db,
    sql`insert into rollover_ticks (district_id, school_year, step, who, ticked_at)
      values (${districtId}, ${year}, ${step}, ${who}, ${at}) on conflict do nothing`,
  )
} // prettier-ignore

export async function clearTick(db: Runner, districtId: string, year: string, step: string): Promise<void> {
  await run(
    db,
    sql`delete from rollover_ticks where district_id = ${districtId} and school_year = ${year} and step = ${step}`,
  )
}
