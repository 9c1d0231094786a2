import type { District } from './districts.ts'
import type { OpenHold } from './overview.ts'
import { lastRunsOf, type LastRun, type Tie } from './standing.ts'
import { rows, sql, type Runner } from './sql.ts'

/*
 * What the vendor sees of all districts at once: the same facts as those of one (overview.ts, standing.ts), each
 * read in one question over every district. Only these questions, the calendar's clock and the requests cross from
 * one district to another; behind the district wall none of them answers.
 */

type OfDistrict = { readonly districtId: string }

export async function fleetTies(db: Runner): Promise<(OfDistrict & Tie)[]> {
  return await rows(
    db,
    sql`select d.district_id as "districtId", c.source, c.created_at as "connectedAt", c.file_time as "fileTime",
        null as rules, s.step, s.changed_at as "stepAt"
      from districts d left join connections c on c.district_id = d.district_id
      left join setups s on s.district_id = d.district_id`,
  )
}

/** A district as it is known outside, what it reads from, and what its setup is for. */
export type Placed = OfDistrict & {
  readonly key: string
  readonly name: string
  readonly ncesId: string
  readonly state: string
  readonly source: string | null
  readonly tenantId: string | null
  /** The system that was chosen in a setup under way. */
  readonly system: string | null
}

export async function fleetPlaces(db: Runner): Promise<Placed[]> {
  return await rows(
    db,
    sql`select d.district_id as "districtId", d.key, d.name, d.nces_id as "ncesId", d.state, c.source,
        trim(c.settings ->> 'tenantId') as "tenantId", s.answers ->> 'system' as system
      from districts d left join connections c on c.district_id = d.district_id
      left join setups s on s.district_id = d.district_id order by d.key`,
  )
}

/** The last runs of each district that were meant to change its roster, newest first. */
export async function fleetRuns(db: Runner, most: number): Promise<(OfDistrict & LastRun)[]> {
  return await rows(
    db,
    sql`select d.district_id as "districtId", r.* from districts d cross join lateral (
        ${lastRunsOf(sql`d.district_id`, most)}) r order by d.district_id, r.run desc`,
  )
}

export async function fleetGood(db: Runner): Promise<(OfDistrict & { at: Date })[]> {
  return await rows(
    db,
    sql`select d.district_id as "districtId", r.finished_at as at from districts d cross join lateral (
        select finished_at from runs where district_id = d.district_id and result in ('applied', 'empty')
          and trigger not in ('undo', 'hand') order by run desc limit 1) r`,
  )
}

/** The plan of each district that waits for a person, oldest first. */
export async function fleetHolds(db: Runner): Promise<(OfDistrict & OpenHold & District)[]> {
  return await rows(
    db,
    sql`select * from (
        select distinct on (p.district_id) p.district_id as "districtId", d.key, d.name, d.zone, d.roster_version as "rosterVersion",
          p.plan, p.run, p.created_at as since, p.digest, p.hazards
        from plans p join districts d on d.district_id = p.district_id
        where p.status = 'held' order by p.district_id, p.created_at desc) h order by since`,
  )
}

/** Open issues that nobody has muted for today, as the district's calendar has it. */
export async function fleetIssues(db: Runner, now: Date): Promise<(OfDistrict & { count: number })[]> {
  return await rows(
    db,
    sql`select i.district_id as "districtId", count(*)::int as count from issues i
      join districts d on d.district_id = i.district_id
      where i.closed_run is null and not exists (select from issue_care c where c.district_id = i.district_id
        and c.rule = i.rule and c.muted_until >= (${now}::timestamptz at time zone d.zone)::date)
      group by i.district_id`,
  )
}

export async function fleetCounts(db: Runner): Promise<(OfDistrict & { people: number; classes: number })[]> {
  return await rows(
    db,
    sql`select distinct on (district_id) district_id as "districtId", students + staff as people, classes
      from headcounts where school = '' order by district_id, day desc`,
  )
}

/** Mail about a plan that waits, since it waits: to whom, and when it went out. */
export type ToldOfHold = OfDistrict & {
  readonly name: string
  readonly at: Date | null
  readonly queuedAt: Date
  readonly key: string
}

export async function toldOfHolds(db: Runner, districts: readonly string[]): Promise<ToldOfHold[]> {
  return await rows<ToldOfHold>(
    db,
    sql`select o.district_id as "districtId", u.name, o.key, o.queued_at as "queuedAt",
        case when o.status = 'sent' then o.ended_at end as at
      from outbox o join console_users u on u.console_user_id = o.console_user_id
      where o.district_id = any(${[...districts]}::uuid[]) and o.status in ('queued', 'sent')
        and (starts_with(o.key, 'held:') or starts_with(o.key, 'waiting:') or starts_with(o.key, 'nudge:'))
      order by o.queued_at desc, u.name`,
  )
}

/** Names of schools that the holds speak of. */
export async function fleetSchools(
  db: Runner,
  districts: readonly string[],
  schools: readonly string[],
): Promise<(OfDistrict & { sourcedId: string; name: string | null })[]> {
  return await rows(
    db,
    sql`select district_id as "districtId", sourced_id as "sourcedId", name from orgs
      where district_id = any(${[...districts]}::uuid[]) and sourced_id = any(${[...schools]}::text[])`,
  )
}
