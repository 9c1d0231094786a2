import { rows, sql, type Runner } from '../sql.ts'
import { listClasses, type ClassSeat } from './seats.ts'
import { readHeld, tagSchools, unknownRecord, type HeldRecord, type SchoolTag } from './values.ts'

export type HeldRole = {
  readonly role: string
  readonly primary: boolean
  readonly school: SchoolTag
  readonly beginDate: string | null
  readonly endDate: string | null
  readonly removedAt: Date | null
}
export type Person = {
  readonly record: HeldRecord
  readonly name: string
  readonly roles: readonly HeldRole[]
  readonly classes: { readonly rows: readonly (Omit<ClassSeat, 'school'> & { readonly school: SchoolTag })[]; readonly total: number }
} // prettier-ignore

/**
 * A person with roles and classes, those that are over included and last. `within` are the schools the reader may look
 * into, null for all: whoever has no role at any of them is not there, and roles and classes elsewhere are left out. Throws RECORD_UNKNOWN.
 */
export async function readPerson(
  db: Runner,
  districtId: string,
  id: string,
  within: readonly string[] | null,
  offset: number,
): Promise<Person> {
  const record = await readHeld(db, districtId, 'users', id)
  const held = await listRoles(db, districtId, record)
  if (within !== null && !held.some(({ org }) => within.includes(org))) throw unknownRecord('users', id)
  const { rows: seats, total } = await listClasses(db, districtId, record, offset, within)
  const seen = within === null ? held : held.filter(({ org }) => within.includes(org))
  const tag = await tagSchools(db, districtId, [...seen.map(({ org }) => org), ...seats.map(({ school }) => school)])
  return {
    record,
    name: calledIn(record),
    roles: seen.map(({ org, ...role }) => ({ ...role, school: tag(org) })),
    classes: { rows: seats.map(seat => ({ ...seat, school: tag(seat.school) })), total },
  }
} // prettier-ignore

function calledIn({ fields, sourcedId }: HeldRecord): string {
  const parts = [fields.preferredGivenName ?? fields.givenName, fields.preferredFamilyName ?? fields.familyName]
  return parts.filter(part => part !== undefined).join(' ') || sourcedId
} // prettier-ignore

/** More roles than anybody has. */
const mostRoles = 100

async function listRoles(db: Runner, districtId: string, { sourcedId, connectionId, byHand }: HeldRecord) {
  const origin = byHand ? sql`connection_id is null` : sql`connection_id = ${connectionId}`
  return await rows<Omit<HeldRole, 'school'> & { org: string }>(
    db,
    sql`select coalesce(role, '') as role, role_type is not distinct from 'primary' as primary, coalesce(org_sourced_id, '') as org,
        begin_date as "beginDate", end_date as "endDate", removed_at as "removedAt"
      from roles where district_id = ${districtId} and ${origin} and user_sourced_id = ${sourcedId}
      order by removed_at desc nulls first, role_type, org_sourced_id, role limit ${mostRoles}`,
  )
}
