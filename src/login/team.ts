import { RollbookError } from '../roster/errors.ts'
import { note, type Deed } from '../store/audit.ts'
import { changeMember, dropMember, lockOwners, memberOf, strangeSchools, type Member } from '../store/members.ts' // prettier-ignore
import type { Runner } from '../store/sql.ts'
import type { MemberRole } from './rights.ts'

type Case = {
  readonly districtId: string
  readonly consoleUserId: string
  readonly who: Pick<Deed, 'actor' | 'actorKind'>
}

/** Another role, or other schools. Throws MEMBER_UNKNOWN, LAST_OWNER, SCHOOL_UNKNOWN. In a transaction. */
export async function changeRole(
  client: Runner,
  { districtId, consoleUserId, who }: Case,
  role: MemberRole,
  schools: readonly string[] | null,
  now: Date,
): Promise<void> {
  const before = await findMember(client, districtId, consoleUserId)
  if (role !== 'owner') await keepAnOwner(client, districtId, consoleUserId)
  const allowed = await checkSchools(client, districtId, role, schools)
  await changeMember(client, districtId, consoleUserId, { role, schools: allowed })
  const detail = { role: { before: before.role, after: role }, schools: { before: before.schools, after: allowed } } // prettier-ignore
  await note(client, { districtId, at: now, ...who, action: 'team.change', target: `console:${consoleUserId}`, detail }) // prettier-ignore
}

/** They look after this district no more. Throws MEMBER_UNKNOWN, LAST_OWNER. In a transaction. */
export async function removeMember(
  client: Runner,
  { districtId, consoleUserId, who }: Case,
  now: Date,
): Promise<void> {
  const { role } = await findMember(client, districtId, consoleUserId)
  await keepAnOwner(client, districtId, consoleUserId)
  await dropMember(client, districtId, consoleUserId)
  await note(client, { districtId, at: now, ...who, action: 'team.remove', target: `console:${consoleUserId}`, detail: { role } }) // prettier-ignore
}

/** Only a school viewer is kept to schools, and only to schools that are there. */
export async function checkSchools(
  client: Runner,
  districtId: string,
  role: MemberRole,
  schools: readonly string[] | null,
): Promise<readonly string[] | null> {
  if (role !== 'viewer' || schools === null || schools.length === 0) return null
  const strange = await strangeSchools(client, districtId, schools)
  if (strange.length === 0) return schools
  throw new RollbookError('SCHOOL_UNKNOWN', `Cannot keep a viewer to schools ${strange.join(', ')}: the roster has none of these sourcedIds. Choose from its schools`) // prettier-ignore
}

export function memberUnknown(): RollbookError {
  return new RollbookError('MEMBER_UNKNOWN', 'Cannot find this person: nobody of this id looks after the district. Look at the team again') // prettier-ignore
}

async function findMember(client: Runner, districtId: string, consoleUserId: string): Promise<Member> {
  const found = await memberOf(client, districtId, consoleUserId)
  if (found === null) throw memberUnknown()
  return found
}

/** Somebody who has been here must be left who can let others in: invited owners may never come. */
async function keepAnOwner(client: Runner, districtId: string, leaving: string): Promise<void> {
  const owners = await lockOwners(client, districtId)
  if (!owners.includes(leaving) || owners.length > 1) return
  throw new RollbookError('LAST_OWNER', `Cannot take the owner’s role from ${leaving}: the district has no other owner who signed in. Make somebody else owner first`) // prettier-ignore
}
