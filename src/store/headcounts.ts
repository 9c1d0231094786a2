import { otherRoles } from '../diff/place.ts'
import { rows, run, sql, type Runner } from './sql.ts'

/** Who has a role at a school and is neither a student nor family. */
const staff = sql`r.role <> all(${[...otherRoles]})`

/**
 * Counts the live roster of a district as it stands, per school and as a whole (school ''), and writes it down as that
 * day's; a later run of the day writes over it. A person at two schools counts at both, and once in the district.
 */
export async function takeHeadcounts(db: Runner, districtId: string, day: string): Promise<void> {
  await run(
    db,
    sql`with
      schools as (
        select sourced_id as school from orgs where district_id = ${districtId} and type = 'school' and removed_at is null),
      people as (
        select r.org_sourced_id as school, count(distinct u.id) filter (where r.role = 'student') as students,
          count(distinct u.id) filter (where ${staff}) as staff
        from roles r join users u on u.district_id = r.district_id and u.sourced_id = r.user_sourced_id and u.removed_at is null
        where r.district_id = ${districtId} and r.removed_at is null group by grouping sets ((r.org_sourced_id), ())),
      rooms as (
        select school_sourced_id as school, count(*) as classes from classes
        where district_id = ${districtId} and removed_at is null group by grouping sets ((school_sourced_id), ())),
      seats as (
        select school_sourced_id as school, count(*) as enrollments from enrollments
        where district_id = ${districtId} and removed_at is null group by grouping sets ((school_sourced_id), ())),
      counted as (
        select s.school, coalesce(p.students, 0) as students, coalesce(p.staff, 0) as staff,
          coalesce(k.classes, 0) as classes, coalesce(e.enrollments, 0) as enrollments
        from (select school from schools union all select null) s
        left join people p on p.school is not distinct from s.school
        left join rooms k on k.school is not distinct from s.school
        left join seats e on e.school is not distinct from s.school),
      gone as (
        delete from headcounts where district_id = ${districtId} and day = ${day}
          and school <> '' and school not in (select school from schools))
      insert into headcounts (district_id, day, school, students, staff, classes, enrollments)
      select ${districtId}, ${day}::date, coalesce(school, ''), students, staff, classes, enrollments from counted
      on conflict (district_id, day, school) do update set students = excluded.students, staff = excluded.staff,
        classes = excluded.classes, enrollments = excluded.enrollments`,
  )
}

/** How many people, classes and enrollments each school had on the last day before a run, or on its own if it is the first. */
export async function readSizes(
  db: Runner,
  districtId: string,
  run: number,
): Promise<Record<string, number>> {
  const found = await rows<{ school: string; size: number }>(
    db,
    sql`with began as (
        select (r.started_at at time zone d.zone)::date as day from runs r join districts d on d.district_id = r.district_id
        where r.district_id = ${districtId} and r.run = ${run}),
      counted as (
        select coalesce(max(h.day) filter (where h.day < b.day), max(h.day)) as day from headcounts h cross join began b
        where h.district_id = ${districtId} and h.day <= b.day)
      select school, students + staff + classes + enrollments as size from headcounts
      where district_id = ${districtId} and day = (select day from counted) and school <> ''`,
  )
  return Object.fromEntries(found.map(({ school, size }) => [school, size]))
}
