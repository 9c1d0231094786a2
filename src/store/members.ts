import { row, rows, run, sql, type Runner } from './sql.ts'

export type SeatRow = {
  readonly districtId: string
  readonly key: string
  readonly name: string
  readonly zone: string
  readonly role: string
  readonly schools: readonly string[] | null
}

/** Somebody who looks after a district, as its own people see it. */
export type Member = {
  readonly consoleUserId: string
  readonly email: string
  readonly name: string
  readonly role: string
  /** sourcedIds of the schools a school viewer sees; null for all. */
  readonly schools: readonly string[] | null
  readonly invitedAt: Date
  /** Last sign-in; null until the invitation is taken. */
  readonly seenAt: Date | null
  readonly factor: boolean
}

const columns = sql`console_user_id as "consoleUserId", email, name, role, schools, invited_at as "invitedAt",
  seen_at as "seenAt", factor`

/** The districts somebody looks after, by name. Asked before any one of them is chosen. */
export async function listSeats(db: Runner, consoleUserId: string): Promise<SeatRow[]> {
  return await rows<SeatRow>(
    db,
    sql`select m.district_id as "districtId", d.key, d.name, d.zone, m.role, m.schools
      from members m join districts d on d.district_id = m.district_id
      where m.console_user_id = ${consoleUserId} order by d.name, d.key`,
  )
}

export async function listMembers(db: Runner, districtId: string): Promise<Member[]> {
  return await rows<Member>(
    db,
    sql`select ${columns} from members where district_id = ${districtId} order by lower(name), console_user_id`,
  )
}

export async function memberOf(
  db: Runner,
  districtId: string,
  consoleUserId: string,
): Promise<Member | null> {
  return await row<Member>(
    db,
    sql`select ${columns} from members where district_id = ${districtId} and console_user_id = ${consoleUserId}`,
  )
}

/** False when this person looks after the district already. */
export async function addMember(
  db: Runner,
  districtId: string,
  member: Pick<Member, 'consoleUserId' | 'email' | 'name' | 'role' | 'schools' | 'factor'>,
  now: Date,
): Promise<boolean> {
  const { consoleUserId, email, name, role, schools, factor } = member
  const added = await run(
    db,
    sql`insert into members (district_id, console_user_id, email, name, role, schools, invited_at, factor)
      values (${districtId}, ${consoleUserId}, ${email}, ${name}, ${role}, ${schools}, ${now}, ${factor})
      on conflict (district_id, console_user_id) do nothing`,
  )
  return added === 1
}

/** Owners who have been here; the rows stay locked, so that two who demote each other wait for one another. */
export async function lockOwners(db: Runner, districtId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select console_user_id as id from members
      where district_id = ${districtId} and role = 'owner' and seen_at is not null
      order by console_user_id for update`,
  )
  return found.map(({ id }) => id)
}

export async function changeMember(
  db: Runner,
  districtId: string,
  consoleUserId: string,
  change: Pick<Member, 'role' | 'schools'>,
): Promise<void> {
  await run(
    db,
    sql`update members set role = ${change.role}, schools = ${change.schools}
      where district_id = ${districtId} and console_user_id = ${consoleUserId}`,
  )
}

export async function dropMember(db: Runner, districtId: string, consoleUserId: string): Promise<void> {
  await run(
    db,
    sql`delete from members where district_id = ${districtId} and console_user_id = ${consoleUserId}`,
  )
}

/** Notes a sign-in in each district somebody looks after. */
export async function seeMember(db: Runner, consoleUserId: string, now: Date): Promise<void> {
  await run(
    db,
    sql`update members set seen_at = ${now} where console_user_id = ${consoleUserId} and district_id is not null`,
  )
}

/** Which of these are no schools of the district. */
export async function strangeSchools(
  db: Runner,
  districtId: string,
  schools: readonly string[],
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select wanted.id from unnest(${schools}::text[]) wanted (id) where not exists (
        select from orgs o where o.district_id = ${districtId} and o.sourced_id = wanted.id and o.removed_at is null)`,
  )
  return found.map(({ id }) => id)
}
