import { otherRoles } from '../diff/place.ts'
import { run, sql, type Runner } from './sql.ts'

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
