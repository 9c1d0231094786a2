import type { Fields } from '../events/state.ts'
import { itemsOf } from '../roster/entity.ts'
import type { Kind } from '../roster/kinds.ts'
import { tableOf } from '../store/roster.ts'
import { row, rows, sql } from '../store/sql.ts'
import { refIndex } from './artifacts.ts'
import { failed, passed, type Check } from './answer.ts'
import { checkSpan, checkTerms, spanOf, standing } from './calendar.ts'
import type { Place } from './place.ts'
import type { Sighting } from './sighting.ts'
import { called, counted, quoted } from './words.ts'

/** What a live record of a kind needs beside itself to be of use: a school, a term, somebody in it. */
export async function linksOf(place: Place, seen: Sighting, fields: Fields): Promise<Check[]> {
  const { kind, sourcedId } = seen
  const name = called(kind, sourcedId)
  if (kind === 'users') return await linksOfUser(place, seen, fields)
  if (kind === 'classes') return await linksOfClass(place, fields, sourcedId)
  if (kind === 'enrollments') return await linksOfSeat(place, fields, name)
  if (kind === 'academicSessions') return [checkSpan(name, spanOf(fields), place.today)]
  if (kind === 'courses') return [await checkLive(place, 'school', 'orgs', fields.orgSourcedId, name)]
  if (kind === 'roles')
    return [
      await checkLive(place, 'user', 'users', fields.userSourcedId, name),
      await checkLive(place, 'school', 'orgs', fields.orgSourcedId, name),
      checkSpan(name, spanOf(fields), place.today),
    ]
  return []
}

/** Whether what a record names is there; a kind nobody delivered is taken on trust, as when it was read. */
export async function checkLive(
  place: Place,
  check: string,
  kind: Kind,
  id: unknown,
  name: string,
): Promise<Check> {
  const found = await row<{ live: boolean; run: number | null }>(
    place.db,
    sql`select removed_at is null as live, removed_run as run from ${tableOf(kind)}
      where district_id = ${place.district.districtId} and sourced_id = ${String(id)}
        and removed_why is distinct from 'id_reused' order by removed_at is null desc limit 1`,
  )
  const target = called(kind, String(id))
  if (found?.live === true) return passed(check, `${target} is in the roster`)
  if (found === null && !(await isDelivered(place, kind)))
    return passed(check, `${kind} were never delivered, and ${target} is taken on trust`)
  const gone = found === null ? 'is not in the roster' : `was removed in run ${found.run}`
  return failed(check, `${name} belongs to ${target}, which ${gone}`, 'source', `Export ${target}, or take ${name} out`)
} // prettier-ignore

async function isDelivered({ db, district }: Place, kind: Kind): Promise<boolean> {
  const query = sql`select 1 from ${tableOf(kind)} where district_id = ${district.districtId} limit 1`
  return (await row(db, query)) !== null
}

type Role = {
  role: string
  org: string
  /** Null when the school is not in the roster. */
  school: string | null
  begin: string | null
  end: string | null
}

async function linksOfUser(place: Place, { sourcedId }: Sighting, fields: Fields): Promise<Check[]> {
  const name = called('users', sourcedId)
  const { db, district, connection } = place
  const roles = await rows<Role>(
    db,
    sql`select r.role, r.org_sourced_id as org, r.begin_date as begin, r.end_date as "end",
        (select coalesce(o.name, o.sourced_id) from orgs o where o.district_id = r.district_id and o.connection_id is not distinct from r.connection_id
          and o.sourced_id = r.org_sourced_id and o.removed_at is null) as school
      from roles r where r.district_id = ${district.districtId} and r.connection_id = ${connection.connectionId}
        and r.user_sourced_id = ${sourcedId} and r.removed_at is null order by r.role, r.org_sourced_id`,
  )
  const checks = [await checkRoles(place, name, sourcedId, roles)]
  checks.push(
    fields.enabledUser === false
      ? failed('enabled', `the source says that the account of ${name} is disabled`, 'source', 'Set enabledUser to true')
      : passed('enabled', `the account of ${name} is enabled`),
  )
  if (roles.some(({ role }) => role === 'student')) checks.push(await checkClasses(place, name, sourcedId))
  return checks
} // prettier-ignore

async function checkRoles(
  place: Place,
  name: string,
  sourcedId: string,
  roles: readonly Role[],
): Promise<Check> {
  const orgless = !(await isDelivered(place, 'orgs'))
  const held = roles.filter(({ school }) => school !== null || orgless)
  const on = held.filter(role => standing(role, place.today) === 'on')
  const list = (some: readonly Role[]) => some.map(({ role, org, school }) => `${role} at ${school ?? quoted(org)}`).join(', ')
  if (on.length > 0) return passed('role', `${name} is ${list(on)}`)
  const [first] = held
  if (first !== undefined)
    return failed('role', `no role of ${name} is on today: ${list(held)}, ${standing(first, place.today) === 'ahead' ? `begins on ${first.begin}` : `ended on ${first.end}`}`, 'source', 'Correct the dates of the role')
  if (roles.length > 0)
    return failed('role', `${name} is ${list(roles)}, which is not in the roster`, 'source', 'Export the school')
  const row = await rejectedRole(place, sourcedId)
  return failed(
    'role',
    `${name} has no role at any school${row}`,
    'source',
    `Give ${name} a role in roles.csv (1.1: role and orgSourcedIds in users.csv)`,
  )
} // prettier-ignore

async function rejectedRole({ asides }: Place, sourcedId: string): Promise<string> {
  const at = refIndex('roles', 'userSourcedId')
  for (const apart of (await asides.about(sourcedId)).rejected)
    if (apart.kind === 'roles' && (apart.refs[at] === sourcedId || apart.sourcedId === sourcedId))
      return `: row ${apart.row} of ${apart.file} was skipped`
  return ''
}

async function checkClasses({ db, district, connection, today }: Place, name: string, sourcedId: string) {
  const found = await row<{ count: number; all: number }>(
    db,
    sql`select count(*) filter (where (e.begin_date is null or e.begin_date <= ${today}::date) and (e.end_date is null or e.end_date > ${today}::date))::int as count,
        count(*)::int as all
      from enrollments e where e.district_id = ${district.districtId} and e.user_sourced_id = ${sourcedId}
        and e.connection_id = ${connection.connectionId} and e.removed_at is null
        and exists (select from classes c where c.district_id = e.district_id and c.connection_id = e.connection_id
          and c.sourced_id = e.class_sourced_id and c.removed_at is null)`,
  )
  const { count, all } = found ?? { count: 0, all: 0 }
  if (count > 0) return passed('enrolled', `${name} is in ${counted(count, 'class')}`)
  if (all > 0)
    return failed('enrolled', `no enrollment of ${name} is on today, of ${all}`, 'source', 'Correct beginDate and endDate of the enrollments, or wait for the day')
  return failed('enrolled', `${name} is a student in no class`, 'source', 'Check the schedule in the student information system, and the filter of the export')
} // prettier-ignore

async function linksOfClass(place: Place, fields: Fields, sourcedId: string): Promise<Check[]> {
  const name = called('classes', sourcedId)
  return [
    await checkLive(place, 'school', 'orgs', fields.schoolSourcedId, name),
    await checkLive(place, 'course', 'courses', fields.courseSourcedId, name),
    await checkTerms(place, itemsOf(fields.termSourcedIds), name),
    await checkPeople(place, name, sourcedId),
  ]
}

async function checkPeople({ db, district, connection }: Place, name: string, sourcedId: string) {
  const found = await row<{ students: number; teachers: number }>(
    db,
    sql`select count(*) filter (where e.role = 'student')::int as students, count(*) filter (where e.role = 'teacher')::int as teachers
      from enrollments e where e.district_id = ${district.districtId} and e.class_sourced_id = ${sourcedId}
        and e.connection_id = ${connection.connectionId} and e.removed_at is null
        and exists (select from users u where u.district_id = e.district_id and u.connection_id = e.connection_id
          and u.sourced_id = e.user_sourced_id and u.removed_at is null)`,
  )
  const { students, teachers } = found ?? { students: 0, teachers: 0 }
  const who = `${counted(students, 'student')} and ${counted(teachers, 'teacher')}`
  const fix = 'Check the schedule in the student information system, and the filter of the export'
  if (students > 0 && teachers > 0) return passed('people', `${name} has ${who}`)
  const none = students > 0 ? 'no teacher' : teachers > 0 ? 'no students' : 'neither students nor a teacher'
  return failed('people', `${name} has ${none}`, 'source', fix)
}

async function linksOfSeat(place: Place, fields: Fields, name: string): Promise<Check[]> {
  const checks = [
    await checkLive(place, 'user', 'users', fields.userSourcedId, name),
    await checkLive(place, 'class', 'classes', fields.classSourcedId, name),
    checkSpan(name, spanOf(fields), place.today),
  ]
  const found = await row<{ terms: string[] }>(
    place.db,
    sql`select term_sourced_ids as terms from classes where district_id = ${place.district.districtId}
        and connection_id = ${place.connection.connectionId} and sourced_id = ${String(fields.classSourcedId)}
        and removed_at is null`,
  )
  if (found !== null)
    checks.push(await checkTerms(place, found.terms ?? [], called('classes', String(fields.classSourcedId))))
  return checks
}
