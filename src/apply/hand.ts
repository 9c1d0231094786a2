import { randomUUID } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import type { Kind } from '../roster/kinds.ts'
import { tableOf } from '../store/roster.ts'
import { row, run, sql, type Query, type Runner } from '../store/sql.ts'

/** A person as somebody writes them down; null for what is not said. */
export type HandPerson = {
  readonly givenName: string
  readonly familyName: string
  readonly preferredGivenName: string | null
  readonly email: string | null
  readonly username: string | null
  readonly identifier: string | null
  /** A code of CEDS, or null. */
  readonly grade: string | null
  readonly role: string
  /** sourcedId of a live school. */
  readonly school: string
}
export type HandDeed =
  | { readonly do: 'create'; readonly person: HandPerson }
  | { readonly do: 'update'; readonly id: string; readonly person: HandPerson }
  | { readonly do: 'remove' | 'restore'; readonly id: string }

/** What a deed is done with: the number of its run, and the last change before it. */
export type HandWork = {
  readonly db: Runner
  readonly districtId: string
  readonly run: number
  readonly from: number
}
export type HandDone = {
  readonly id: string
  readonly last: number
  readonly counts: Partial<Record<Kind, Record<string, number>>>
}

/**
 * Carries a deed out on rows that belong to no connection, and notes what each row was before, as a run does.
 * Throws RECORD_UNKNOWN, RECORD_ROSTERED, SCHOOL_UNKNOWN, LOGIN_TAKEN.
 */
export async function writeByHand(work: HandWork, deed: HandDeed): Promise<HandDone> {
  if (deed.do === 'create') return await create(work, deed.person)
  const { sourcedId, removed } = await ownPerson(work, deed.id)
  if (deed.do === 'update') return await update(work, deed.id, sourcedId, deed.person)
  if ((deed.do === 'remove') === removed) throw unknown(deed.id)
  return await turn(work, deed.id, sourcedId, deed.do)
} // prettier-ignore

async function create(work: HandWork, person: HandPerson): Promise<HandDone> {
  const { db, districtId, run: number, from } = work
  await refuseWrong(work, person, null)
  const [id, role] = [randomUUID(), randomUUID()]
  const sourcedId = `hand-${id}`
  await note(work, 'users', sql`${id}::uuid`, sourcedId, 'create', from + 1)
  await run(
    db,
    sql`insert into users (district_id, id, sourced_id, enabled_user, username, given_name, family_name, preferred_given_name, identifier, email,
        grades, primary_org_sourced_id, created_run, updated_run)
      values (${districtId}, ${id}, ${sourcedId}, true, ${person.username}, ${person.givenName}, ${person.familyName}, ${person.preferredGivenName},
        ${person.identifier}, ${person.email}, ${person.grade === null ? null : [person.grade]}, ${person.school}, ${number}, ${number})`,
  )
  await note(work, 'roles', sql`${role}::uuid`, `hand-${role}`, 'create', from + 2)
  await run(
    db,
    sql`insert into roles (district_id, id, sourced_id, user_sourced_id, role_type, role, org_sourced_id, created_run, updated_run)
      values (${districtId}, ${role}, ${`hand-${role}`}, ${sourcedId}, 'primary', ${person.role}, ${person.school}, ${number}, ${number})`,
  )
  return { id, last: from + 2, counts: { users: { create: 1 }, roles: { create: 1 } } }
} // prettier-ignore

async function update(work: HandWork, id: string, sourcedId: string, person: HandPerson): Promise<HandDone> {
  const { db, districtId, run: number, from } = work
  await refuseWrong(work, person, id)
  await note(work, 'users', sql`${id}::uuid`, sourcedId, 'update', from + 1)
  await run(
    db,
    sql`update users set username = ${person.username}, given_name = ${person.givenName}, family_name = ${person.familyName},
        preferred_given_name = ${person.preferredGivenName}, identifier = ${person.identifier}, email = ${person.email},
        grades = ${person.grade === null ? null : [person.grade]}, primary_org_sourced_id = ${person.school}, updated_run = ${number}
      where district_id = ${districtId} and id = ${id}`,
  )
  const roles = await noteAll(work, 'roles', rolesOf(sourcedId), 'update', from + 1)
  await run(
    db,
    sql`update roles t set role = ${person.role}, org_sourced_id = ${person.school}, updated_run = ${number} where t.district_id = ${districtId} and ${rolesOf(sourcedId)}`,
  )
  return { id, last: from + 1 + roles, counts: { users: { update: 1 }, roles: { update: roles } } }
} // prettier-ignore

/** Takes a person out, or brings them back, with their roles. */
async function turn(
  work: HandWork,
  id: string,
  sourcedId: string,
  how: 'remove' | 'restore',
): Promise<HandDone> {
  const { db, districtId, run: number, from } = work
  const set =
    how === 'remove'
      ? sql`removed_at = now(), removed_run = ${number}, removed_why = 'by_hand'`
      : sql`removed_at = null, removed_run = null, removed_why = null, updated_run = ${number}`
  await note(work, 'users', sql`${id}::uuid`, sourcedId, how, from + 1)
  await run(db, sql`update users t set ${set} where t.district_id = ${districtId} and t.id = ${id}`)
  const roles = await noteAll(work, 'roles', rolesOf(sourcedId), how, from + 1)
  await run(db, sql`update roles t set ${set} where t.district_id = ${districtId} and ${rolesOf(sourcedId)}`)
  return { id, last: from + 1 + roles, counts: { users: { [how]: 1 }, roles: { [how]: roles } } }
}

/** Roles `t` that were given by hand. */
function rolesOf(sourcedId: string): Query {
  return sql`t.connection_id is null and t.user_sourced_id = ${sourcedId}`
}

/** What a row was, under the number that its change has; nothing for one that is new. */
async function note(
  { db, districtId, run: number }: HandWork,
  kind: Kind,
  id: Query,
  sourcedId: string,
  op: string,
  seq: number,
): Promise<void> {
  await run(
    db,
    sql`insert into changes (district_id, seq, run, kind, op, id, sourced_id, before, reason)
      select ${districtId}, ${seq}, ${number}, ${kind}, ${op}, ${id}, ${sourcedId}, to_jsonb(t), 'by_hand'
      from (select) one left join ${tableOf(kind)} t on t.district_id = ${districtId} and t.id = ${id}`,
  )
}

async function noteAll(
  { db, districtId, run: number }: HandWork,
  kind: Kind,
  which: Query,
  op: string,
  after: number,
): Promise<number> {
  return await run(
    db,
    sql`insert into changes (district_id, seq, run, kind, op, id, sourced_id, before, reason)
      select ${districtId}, ${after}::bigint + row_number() over (order by t.id), ${number}::int, ${kind}, ${op}, t.id, t.sourced_id, to_jsonb(t), 'by_hand'
      from ${tableOf(kind)} t where t.district_id = ${districtId} and ${which}`,
  )
}

async function ownPerson(
  { db, districtId }: HandWork,
  id: string,
): Promise<{ sourcedId: string; removed: boolean }> {
  const found = await row<{ sourcedId: string; removed: boolean; rostered: boolean }>(
    db,
    sql`select sourced_id as "sourcedId", removed_at is not null as removed, connection_id is not null as rostered from users
      where district_id = ${districtId} and id = ${id}`,
  )
  if (found === null) throw unknown(id)
  if (found.rostered)
    throw new RollbookError('RECORD_ROSTERED', `Cannot change user ${JSON.stringify(found.sourcedId)} by hand: the source of the district manages it. Change it in the SIS; the next sync brings it`) // prettier-ignore
  return found
}

/** A school that is there, and a login that nobody else has: whoever signs in must be one person. */
async function refuseWrong(
  { db, districtId }: HandWork,
  { school, email, username }: HandPerson,
  id: string | null,
): Promise<void> {
  const found = await row<{ school: boolean; email: boolean; username: boolean }>(
    db,
    sql`select exists (select from orgs where district_id = ${districtId} and sourced_id = ${school} and type = 'school'
          and removed_at is null) as school,
        exists (select from users where district_id = ${districtId} and lower(normalize(email, nfc)) = lower(normalize(${email}, nfc))
          and removed_at is null and id is distinct from ${id}::uuid) as email,
        exists (select from users where district_id = ${districtId} and lower(normalize(username, nfc)) = lower(normalize(${username}, nfc))
          and removed_at is null and id is distinct from ${id}::uuid) as username`,
  )
  if (found?.school !== true)
    throw new RollbookError('SCHOOL_UNKNOWN', `Cannot write down this person: school ${JSON.stringify(school)} is not in the roster. Choose one of the list`) // prettier-ignore
  const taken = found.email ? 'e-mail address' : found.username ? 'username' : null
  if (taken !== null)
    throw new RollbookError('LOGIN_TAKEN', `Cannot write down this person: somebody in the roster has this ${taken}. Look for them under People, or leave it blank`) // prettier-ignore
}

function unknown(id: string): RollbookError {
  return new RollbookError('RECORD_UNKNOWN', `Cannot change person ${JSON.stringify(id)}: there is none like this. Look for them under People`) // prettier-ignore
}
