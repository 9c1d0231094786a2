import { otherRoles } from '../diff/place.ts'
import { calledName, heldRoles } from './search/hits.ts'
import { row, rows, sql, type Runner } from './sql.ts'

/** A rostered user as far as a sign-in needs to know. */
export type Rostered = {
  readonly userId: string
  readonly name: string
  readonly email: string | null
  /** What the pages are for: everybody who works at a school, or a student. */
  readonly role: 'teacher' | 'student'
  readonly districtId: string
  readonly key: string
  readonly district: string
  readonly zone: string
}

/** Guardians have no page of their own, and whoever left or was switched off by the source comes in no more. */
export async function findRostered(db: Runner, districtId: string, userId: string): Promise<Rostered | null> {
  return await row<Rostered>(
    db,
    sql`select t.id as "userId", trim(${calledName}) as name, t.email, h.role, d.district_id as "districtId", d.key,
        d.name as district, d.zone
      from users t join districts d on d.district_id = t.district_id cross join lateral (
        select case when bool_or(r.role <> all(${[...otherRoles]})) then 'teacher'
            when bool_or(r.role = 'student') then 'student' end as role
          from (${heldRoles(sql`r.connection_id = t.connection_id`)}
            union ${heldRoles(sql`r.connection_id is null and t.connection_id is null`)}) r) h
      where t.district_id = ${districtId} and t.id = ${userId} and t.removed_at is null and t.enabled_user is not false
        and h.role is not null`,
  )
}

/**
 * A teacher and a student to sign in as where there is nothing to protect: those with the most classes on the day, at
 * most eight, so that nobody stands for a district who teaches half of it.
 */
export async function sampleRostered(db: Runner, districtId: string, today: string): Promise<Rostered[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select distinct on (seats.role) seats.id from (
        select e.role, u.id, u.sourced_id, count(distinct e.class_sourced_id) filter (where
          (e.begin_date is null or e.begin_date <= ${today}::date) and (e.end_date is null or e.end_date > ${today}::date)) as held
        from enrollments e join users u on u.district_id = e.district_id and u.sourced_id = e.user_sourced_id
          and u.connection_id = e.connection_id and u.removed_at is null and u.enabled_user is not false
        where e.district_id = ${districtId} and e.role in ('teacher', 'student') and e.removed_at is null
        group by e.role, u.id, u.sourced_id) seats
      order by seats.role desc, seats.held > 8, seats.held desc, seats.sourced_id`,
  )
  const people = await Promise.all(found.map(({ id }) => findRostered(db, districtId, id)))
  return people.filter(one => one !== null)
}

/** Names of rostered users, by id; of those who were removed as well. */
export async function readUserNames(
  db: Runner,
  districtId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(
    db,
    sql`select t.id, trim(${calledName}) as name from users t where t.district_id = ${districtId} and t.id = any(${ids}::uuid[])`,
  )
  return new Map(found.map(({ id, name }) => [id, name]))
}
