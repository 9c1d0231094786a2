import type { IssueRule } from '../roster/issue.ts'
import type { Owner } from './roster.ts'
import { raw, row, rows, run, sql, type Query, type Runner } from './sql.ts'

/**
 * What only the whole roster tells: students in no class, classes without students or teachers, addresses that
 * two people share. A full reading tells it from its rows; after a run of few changes only whom they touched is
 * asked again, so that the cost follows the change.
 */
export async function refreshSanity(db: Runner, owner: Owner, number: number, much = MUCH): Promise<void> {
  if ((await countChanges(db, owner, number)) > much) {
    for (const rule of rules(owner)) await refreshRule(db, owner, number, rule, null)
    return
  }
  for (const kind of ['users', 'classes'] as const) {
    const touched = await touchedIds(db, owner, number, kind)
    for (let from = 0; from < touched.length; from += CHUNK) {
      const ids = touched.slice(from, from + CHUNK)
      for (const rule of rules(owner)) if (rule.kind === kind) await refreshRule(db, owner, number, rule, ids)
    }
  }
}

const CHUNK = 10_000
/** From so many changes on, the whole roster is asked once: of a first import of a million, pieces took ten minutes. */
const MUCH = 200_000

async function countChanges(db: Runner, { districtId }: Owner, number: number): Promise<number> {
  const found = await row<{ changes: number }>(
    db,
    sql`select coalesce(final_seq - first_seq + 1, 0)::int as changes from runs where district_id = ${districtId} and run = ${number}`,
  )
  return found?.changes ?? 0
}

/** sourcedIds whose own row the run changed, or who sits where it changed. */
async function touchedIds(
  db: Runner,
  { districtId }: Owner,
  number: number,
  kind: 'users' | 'classes',
): Promise<string[]> {
  const column = kind === 'users' ? sql`e.user_sourced_id` : sql`e.class_sourced_id`
  // The feed has an index by number and none by run.
  const bound = (name: string) =>
    sql`(select ${raw(name)} from runs where district_id = ${districtId} and run = ${number})`
  const mine = sql`c.seq between ${bound('first_seq')} and ${bound('final_seq')}`
  const found = await rows<{ id: string }>(
    db,
    sql`select c.sourced_id as id from changes c
        where c.district_id = ${districtId} and ${mine} and c.kind = ${kind}
      union select ${column} as id from changes c join enrollments e on e.district_id = c.district_id and e.id = c.id
        where c.district_id = ${districtId} and ${mine} and c.kind = 'enrollments'`,
  )
  return found.map(({ id }) => id)
}

async function refreshRule(
  db: Runner,
  owner: Owner,
  number: number,
  sanity: Sanity,
  ids: readonly string[] | null,
): Promise<void> {
  const { districtId, connectionId } = owner
  const asked = (column: string) => (ids === null ? sql`true` : sql`${raw(column)} = any(${ids})`)
  const wrong = await rows<{ id: string }>(
    db,
    sql`select t.sourced_id as id from ${raw(sanity.kind)} t
      where t.district_id = ${districtId} and t.connection_id = ${connectionId} and t.removed_at is null
        and ${asked('t.sourced_id')} and ${sanity.wrong}`,
  )
  const found = wrong.map(({ id }) => id)
  await run(
    db,
    sql`update issues set closed_run = ${number}::int
      where district_id = ${districtId} and connection_id = ${connectionId} and closed_run is null
        and rule = ${sanity.rule} and ${asked('sourced_id')} and sourced_id <> all(${found})`,
  )
  if (found.length > 0) await openFound(db, owner, number, sanity, found)
}

type Sanity = {
  readonly rule: IssueRule
  readonly file: string
  readonly field: string
  readonly message: string
  readonly fix: string
  /** What is wrong with row `t` of the kind. */
  readonly kind: 'users' | 'classes'
  readonly wrong: Query
}

const schedule = 'Check the schedule in the student information system, and the filter of the export.'

function rules({ connectionId }: Owner): Sanity[] {
  const none = (
    role: string,
    column: Query,
  ) => sql`not exists (select from enrollments e where e.district_id = t.district_id
    and e.connection_id = t.connection_id and e.${column} = t.sourced_id and e.role = ${role} and e.removed_at is null)`
  const student = sql`exists (select from roles r where r.district_id = t.district_id and r.connection_id = t.connection_id
    and r.user_sourced_id = t.sourced_id and r.role = 'student' and r.removed_at is null)`
  const shared = (
    column: Query,
  ) => sql`exists (select from users o where o.district_id = t.district_id and o.connection_id = ${connectionId}
    and o.id <> t.id and o.removed_at is null and lower(normalize(o.${column}, nfc)) = lower(normalize(t.${column}, nfc)))`
  const sign = 'sign-in cannot tell two apart by one.'
  return [
    { rule: 'student_without_enrollments', kind: 'users', file: 'users.csv', field: 'sourcedId', message: 'is a student in no class',
      fix: schedule, wrong: sql`${student} and ${none('student', sql`user_sourced_id`)}` },
    { rule: 'class_without_students', kind: 'classes', file: 'classes.csv', field: 'sourcedId', message: 'names a class that has no students',
      fix: schedule, wrong: none('student', sql`class_sourced_id`) },
    { rule: 'class_without_teacher', kind: 'classes', file: 'classes.csv', field: 'sourcedId', message: 'names a class that has no teacher',
      fix: schedule, wrong: none('teacher', sql`class_sourced_id`) },
    { rule: 'duplicate_email', kind: 'users', file: 'users.csv', field: 'email', message: 'is that of another person too',
      fix: `Give each person their own email: ${sign}`, wrong: shared(sql`email`) },
    { rule: 'duplicate_username', kind: 'users', file: 'users.csv', field: 'username', message: 'is that of another person too',
      fix: `Give each person their own username: ${sign}`, wrong: shared(sql`username`) },
  ] // prettier-ignore
}

async function openFound(
  db: Runner,
  owner: Owner,
  number: number,
  sanity: Sanity,
  found: readonly string[],
): Promise<void> {
  const { rule, file, field, message, fix } = sanity
  await run(
    db,
    sql`insert into issues (district_id, run, seq, connection_id, severity, rule, file, field, sourced_id, message, fix)
      select ${owner.districtId}::uuid, ${number}::int, row_number() over (order by f.id) + (select coalesce(max(seq), 0) from issues
          where district_id = ${owner.districtId} and run = ${number}),
        ${owner.connectionId}::uuid, 'warning', ${rule}, ${file}, ${field}, f.id, ${`${file}: ${field} ${message}`}, ${fix}
      from unnest(${found}::text[]) as f(id)
      where not exists (select from issues i where i.district_id = ${owner.districtId} and i.connection_id = ${owner.connectionId}
        and i.closed_run is null and i.rule = ${rule} and i.sourced_id = f.id)`,
  )
}
