import { randomUUID } from 'node:crypto'
import { hashPassword } from '../../login/password.ts'
import type { MemberRole } from '../../login/rights.ts'
import { note } from '../../store/audit.ts'
import { ensureConsoleUser, setPassword, setVendorRole, type VendorRole } from '../../store/console-users.ts'
import type { District } from '../../store/districts.ts'
import { addMember, seeMember } from '../../store/members.ts'
import type { Store } from '../../store/open.ts'
import type { Runner } from '../../store/sql.ts'
import { transact } from '../../store/transact.ts'

/** Everybody of the demo has it; the page of the demo says so. */
export const demoPassword = 'roll call at nine'

/** Somebody of the demo's console. */
export type DemoPerson = {
  readonly name: string
  readonly email: string
  readonly role: MemberRole | VendorRole
}

export const vendorPeople: readonly DemoPerson[] = [
  { name: 'Nora Padilla', email: 'nora.padilla@rollbook.example', role: 'support' },
  { name: 'Ines Ortega', email: 'ines.ortega@rollbook.example', role: 'admin' },
]

const names: Readonly<Record<string, readonly [MemberRole, string][]>> = {
  'harbor-point': [
    ['owner', 'Maria Alvarez'], ['manager', 'Tom Becker'], ['viewer', 'June Carter'], ['helpdesk', 'Sam Diaz'], ['privacy', 'Ruth Evans'],
  ],
  'cedar-valley': [
    ['owner', 'Grace Foster'], ['manager', 'Luis Garcia'], ['viewer', 'Amy Hughes'], ['helpdesk', 'Owen Iqbal'], ['privacy', 'Kate Jensen'],
  ],
  'blue-mesa': [['owner', 'Hana Ortiz'], ['manager', 'Paul Quinn']],
  'redwood-coast': [['owner', 'Iris Lund'], ['manager', 'Omar Price']],
  'golden-plains': [
    ['owner', 'Peter Kim'], ['manager', 'Dana Lewis'], ['viewer', 'Rosa Mendez'], ['helpdesk', 'Neil Norris'], ['privacy', 'Ella Owens'],
  ],
} // prettier-ignore

/** Who looks after a district of the demo; the owner comes first. */
export function membersOf(key: string): DemoPerson[] {
  return (names[key] ?? []).map(([role, name]) => ({ role, name, email: `${name.toLowerCase().replace(' ', '.')}@${key}.example` }))
} // prettier-ignore

/** The vendor's own people. */
export async function addVendor({ pool }: Store, now: Date): Promise<void> {
  const hash = await hashPassword(demoPassword)
  await transact(pool, async client => {
    for (const person of vendorPeople) {
      const id = await addPerson(client, person, hash, now)
      await setVendorRole(client, id, person.role === 'admin' ? 'admin' : 'support')
    }
  })
}

/** The people of a district, invited on the day it was connected. A viewer sees one school. */
export async function addMembers(
  { pool }: Store,
  { districtId, key }: District,
  school: string,
  at: Date,
): Promise<void> {
  const hash = await hashPassword(demoPassword)
  await transact(pool, async client => {
    for (const [after, person] of membersOf(key).entries()) {
      // They are listed in the order they came.
      const consoleUserId = await addPerson(client, person, hash, new Date(at.getTime() + after * 1000))
      const { email, name } = person
      const role = person.role === 'support' || person.role === 'admin' ? 'viewer' : person.role
      const schools = role === 'viewer' ? [school] : null
      await addMember(client, districtId, { consoleUserId, email, name, role, schools, factor: false }, at)
      await seeMember(client, consoleUserId, at)
      const target = `console:${consoleUserId}`
      await note(client, { districtId, at, actor: 'npadilla', actorKind: 'system', action: 'team.invite', target, detail: { role, schools } })
    }
  })
} // prettier-ignore

/** The password is hashed once a district: argon2 is slow on purpose, and people wait for the demo. */
async function addPerson(
  client: Runner,
  { name, email }: DemoPerson,
  hash: string,
  at: Date,
): Promise<string> {
  const { consoleUserId } = await ensureConsoleUser(client, { consoleUserId: randomUUID(), email, name }, at)
  await setPassword(client, consoleUserId, hash)
  return consoleUserId
}
