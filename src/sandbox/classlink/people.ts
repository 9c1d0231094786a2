import { createHash } from 'node:crypto'
import type { Cells } from '../district.ts'
import { userId } from '../oneroster/records.ts'
import type { Crowd } from '../pages.ts'
import type { Seat } from '../seat.ts'

/** Somebody who can sign in at the portal; of the roster, or unknown to it. */
export type Person = { readonly seat: Seat; readonly sourcedId: string }

const levels = { 'Tenant Administrator': 1, Teacher: 3, Student: 4, Parent: 5 } as const
export type PortalRole = keyof typeof levels
export type Sample = Person & {
  readonly role: PortalRole
  readonly name: string
  readonly loginId: string
}

/** Users looked through for samples: of a large district the first schools are enough. */
const mostSampled = 20_000

/** A few of a district of each role, to sign in as. */
export function samplePeople(seat: Seat, each: number): readonly Sample[] {
  const counts = { Student: 0, Teacher: 0, 'Tenant Administrator': 0, Parent: 0 }
  return seat.district.shelves.users.rows.slice(0, mostSampled).flatMap(row => {
    const person = { seat, sourcedId: row.id }
    const role = roleOf(person)
    if (row.gone || ++counts[role] > each) return []
    return [{ ...person, role, name: nameOf(person), loginId: cellsOf(person)['username'] ?? '' }]
  })
}

const shown = 6
const headings = { Student: 'Students', Teacher: 'Teachers', 'Tenant Administrator': 'Administrators', Parent: 'Parents' } // prettier-ignore

/** Some people of each district, for a page on which one chooses who one is. */
export function crowdsOf(seats: Iterable<Seat>): Crowd[] {
  return [...seats].map(seat => {
    const people = samplePeople(seat, shown).map(one => ({
      ...one,
      value: `${seat.tenantId}:${one.sourcedId}`,
    }))
    const parts = Object.entries(headings).map(([role, heading]) => [heading, people.filter(one => one.role === role)] as const) // prettier-ignore
    return { heading: `${seat.district.name}, tenant ${seat.tenantId}`, parts }
  })
}

/** `<tenant id>:<sourcedId>`, known to the roster or not, or the sourcedId of somebody in it; null for nobody. */
export function findPerson(seats: Iterable<Seat>, text: string): Person | null {
  const all = [...seats]
  const colon = text.indexOf(':')
  const named = all.find(one => colon > 0 && String(one.tenantId) === text.slice(0, colon))
  if (named !== undefined && text.length > colon + 1) return { seat: named, sourcedId: text.slice(colon + 1) }
  const seat = all.find(({ district }) => district.shelves.users.index.has(text))
  return seat === undefined ? null : { seat, sourcedId: text }
}

export function nameOf(person: Person): string {
  const cells = cellsOf(person)
  return `${cells['givenName'] ?? ''} ${cells['familyName'] ?? ''}`.trim() || person.sourcedId
}

export function roleOf({ seat, sourcedId }: Person): PortalRole {
  const roles = seat.district.rolesOf(sourcedId).map(row => seat.district.cells('roles', row)['role'] ?? '')
  if (roles.some(role => /Administrator|principal/.test(role))) return 'Tenant Administrator'
  if (roles.includes('student')) return 'Student'
  return roles.length > 0 && roles.every(role => /parent|guardian|relative/.test(role)) ? 'Parent' : 'Teacher'
} // prettier-ignore

/** ClassLink's own number of somebody: of tenant and sourcedId, so that it holds while a person does. */
export function userNumber({ seat, sourcedId }: Person): number {
  return createHash('sha256').update(`${seat.tenantId} ${sourcedId}`).digest().readUInt32BE(0) >>> 1
}

export function emailOf(person: Person): string {
  return cellsOf(person)['email'] ?? ''
}

/** my/info, as captured. */
export function tellPerson(person: Person, now: Date): object {
  const { switches, district, tenantId } = person.seat
  const cells = cellsOf(person)
  const role = roleOf(person)
  const spelling = switches.has('sourceIdSpelling') ? 'SourceId' : 'SourcedId'
  return {
    UserId: userNumber(person),
    TenantId: switches.has('tenantAsText') ? String(tenantId) : tenantId,
    StateId: 2,
    StateName: 'New Jersey',
    BuildingId: buildingOf(person).id,
    AuthenticationType: 2,
    DisplayName: nameOf(person),
    FirstName: cells['givenName'] ?? '',
    LastName: cells['familyName'] ?? '',
    Email: emailOf(person),
    LoginId: cells['username'] ?? '',
    ImagePath: '',
    LanguageId: 1,
    Language: 'en',
    DefaultTimeFormat: 0,
    Profile: role,
    ProfileId: profileId(role),
    Tenant: district.name,
    Building: buildingOf(person).name,
    Role: role,
    Role_Level: levels[role],
    LastAccessTime: now.toISOString(),
    OrgId: '',
    [spelling]: switches.has('noSourcedId') ? '' : toldId(person),
  }
}

export function tellProfiles(person: Person): object[] {
  const role = roleOf(person)
  return [{ ProfileId: profileId(role), Profile: role }]
}

export function tellDistrict({ seat: { tenantId, district } }: Person): object {
  return { TenantId: tenantId, Name: district.name, StateId: 2, StateName: 'New Jersey' }
}

/** A school is a group of those who belong to it. */
export function tellGroups(person: Person): object[] {
  const { id, name } = buildingOf(person)
  return [{ GroupId: id, Name: name }]
}

/** The children of a parent, the students of a teacher's classes; nobody's for others. */
export function tellStudents(person: Person): object[] {
  const { seat, sourcedId } = person
  const role = roleOf(person)
  const ids = role === 'Parent' ? childrenOf(person) : role === 'Teacher' ? pupilsOf(person) : []
  return [...new Set(ids)].filter(id => id !== sourcedId).map(id => {
    const child = { seat, sourcedId: id }
    const { givenName = '', familyName = '', username = '' } = cellsOf(child)
    return { UserId: userNumber(child), FirstName: givenName, LastName: familyName, LoginId: username, SourcedId: toldId(child) }
  })
} // prettier-ignore

/** As the roster proxy tells it, which is of 1.1. */
function toldId({ seat: { district, switches: faults }, sourcedId }: Person): string {
  return userId({ district, faults, version: '1.1', base: '' }, sourcedId)
}

function childrenOf({ seat: { district }, sourcedId }: Person): string[] {
  const isChild = (cells: Cells) => (cells['agentSourcedIds'] ?? '').split(',').includes(sourcedId)
  const rows = district.shelves.users.rows.filter(row => !row.gone && row.text.includes(sourcedId))
  return rows.filter(row => isChild(district.cells('users', row))).map(({ id }) => id)
}

function pupilsOf({ seat: { district }, sourcedId }: Person): string[] {
  const seated = district.shelves.enrollments.rows.filter(({ gone }) => !gone).map(row => district.cells('enrollments', row))
  const taught = new Set(seated.filter(one => one['userSourcedId'] === sourcedId && one['role'] === 'teacher').map(one => one['classSourcedId']))
  return seated.filter(one => one['role'] === 'student' && taught.has(one['classSourcedId'])).map(one => one['userSourcedId'] ?? '')
} // prettier-ignore

function cellsOf({ seat: { district }, sourcedId }: Person): Cells {
  return district.cells('users', district.shelves.users.index.get(sourcedId))
}

function buildingOf({ seat: { district }, sourcedId }: Person): { readonly id: number; readonly name: string } {
  const [first] = district.rolesOf(sourcedId)
  const org = district.cells('roles', first)['orgSourcedId'] ?? ''
  const at = district.shelves.orgs.rows.findIndex(({ id }) => id === org)
  return { id: at + 1, name: district.cells('orgs', district.shelves.orgs.rows[at])['name'] ?? '' }
} // prettier-ignore

function profileId(role: PortalRole): number {
  return 3280 + levels[role]
}
