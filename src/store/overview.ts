import { row, rows, sql, type Runner } from './sql.ts'

/* What the Rostering page shows, each read in one question whose cost does not grow with the roster. */

export type Headcount = {
  readonly school: string
  readonly students: number
  readonly staff: number
  readonly classes: number
  readonly enrollments: number
}

/** The last counts taken, a row for each school and '' for the district. */
export async function latestHeadcounts(db: Runner, districtId: string): Promise<Headcount[]> {
  return await rows<Headcount>(
    db,
    sql`select school, students, staff, classes, enrollments from headcounts where district_id = ${districtId}
      and day = (select max(day) from headcounts where district_id = ${districtId})`,
  )
}

/** Counts of the whole district at the end of each day from one on. */
export async function headcountSeries(
  db: Runner,
  districtId: string,
  from: string,
): Promise<(Headcount & { day: string })[]> {
  return await rows(
    db,
    sql`select day, school, students, staff, classes, enrollments from headcounts
      where district_id = ${districtId} and school = '' and day >= ${from} order by day`,
  )
}

export type SchoolRow = {
  readonly sourcedId: string
  readonly name: string
  readonly lastChange: Date | null
}

/** Live schools with the time of the last run that changed anything there; null when none of the last 60 did. */
export async function listSchools(db: Runner, districtId: string): Promise<SchoolRow[]> {
  return await rows<SchoolRow>(
    db,
    sql`with touched as (
        select school, max(decided_at) as at from (
          select p.per_school, coalesce(p.decided_at, p.created_at) as decided_at from plans p
          where p.district_id = ${districtId} and p.status = 'applied' order by p.created_at desc limit 60) p
        cross join lateral jsonb_object_keys(p.per_school) as school group by school)
      select o.sourced_id as "sourcedId", coalesce(o.name, o.sourced_id) as name, t.at as "lastChange"
      from orgs o left join touched t on t.school = o.sourced_id
      where o.district_id = ${districtId} and o.type = 'school' and o.removed_at is null
      order by name, o.sourced_id`,
  )
}

export type OpenHold = {
  readonly plan: string
  readonly run: number
  readonly since: Date
  readonly digest: string
  readonly hazards: readonly StoredHazard[]
}
export type StoredHazard = {
  readonly code: string
  readonly message: string
  readonly kind: string | null
  readonly school: string | null
  readonly count: number
  readonly of: number
  readonly limit: number
}

/** The plan that waits for a person, if there is one. */
export async function openHold(db: Runner, districtId: string): Promise<OpenHold | null> {
  return await row<OpenHold>(
    db,
    sql`select plan, run, created_at as since, digest, hazards from plans
      where district_id = ${districtId} and status = 'held' order by created_at desc limit 1`,
  )
}

/** When the roster was last known to be what the source says. */
export async function lastGood(db: Runner, districtId: string): Promise<Date | null> {
  const found = await row<{ at: Date | null }>(
    db,
    sql`select max(finished_at) as at from runs where district_id = ${districtId}
      and result in ('applied', 'empty') and trigger not in ('undo', 'hand')`,
  )
  return found?.at ?? null
}
