import type { Cells, SandboxDistrict } from '../district.ts'
import { birthOf } from '../oneroster/records.ts'
import type { Ids } from './ids.ts'
import { readSeats, type Seats } from './seats.ts'
import { sectionsOf } from './sections.ts'
import { shelfOf, type Admin, type Collections, type Contact, type RoleWord, type Roles, type School, type Staff, type Student, type Teacher, type User } from './shapes.ts' // prettier-ignore
import { gradePlace, gradeWord, roleOf } from './words.ts'

/** How Clever reads a district: with which ids, when, and with what is set for it. */
export type Reading = {
  readonly district: SandboxDistrict
  readonly ids: Ids
  readonly now: Date
  /** Employees who are two, since their addresses differ: ids of users. */
  readonly split: ReadonlySet<string>
  /** Every so many sections lack something, or have a teacher of another school; null for none. */
  readonly bare: number | null
}
/** Ids at Clever of schools and of people, by the district's. */
export type Named = {
  readonly schools: ReadonlyMap<string, string>
  /** By the part somebody plays, and the id: `student u-7`. */
  readonly people: ReadonlyMap<string, string>
}
/** Clever joins what employees are, and nobody else. */
type Part = 'student' | 'employee' | 'office' | 'contact'
type Duty = { readonly role: RoleWord; readonly title: string | undefined; readonly org: string }
type Somebody = {
  readonly sourcedId: string
  /** The district's own id for most; another for somebody's second part. */
  readonly key: string
  readonly part: Part
  readonly cells: Cells
  readonly duties: readonly Duty[]
}
/** Who is one user, the first of whom gives the name. */
type Joined = readonly [Somebody, ...Somebody[]]

/** A district as Clever has it, by ascending id; times of change are set by whoever knows what was before. */
export function readDistrict(reading: Reading): Omit<Collections, 'districts'> {
  const seats = readSeats(reading.district)
  const joined = join(peopleOf(reading))
  const named = nameAll(reading, joined)
  const { sections, courses, terms } = sectionsOf(reading, seats, named)
  const users = joined.map(some => userOf(reading, seats, named, some))
  const schools = schoolsOf(reading, named, users)
  return { schools: sorted(schools), terms: sorted(terms), courses: sorted(courses), users: sorted(users), sections: sorted(sections) }
} // prettier-ignore

function sorted<Shape extends { readonly id: string }>(rows: readonly Shape[]) {
  return shelfOf(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
}

function peopleOf({ district, split }: Reading): Somebody[] {
  const found: Somebody[] = []
  for (const row of district.shelves.users.rows) {
    if (row.gone) continue
    const cells = district.cells('users', row)
    const parts = new Map<Part, Duty[]>()
    for (const one of district.rolesOf(row.id)) {
      if (one.gone) continue
      const { role: word = '', orgSourcedId: org = '' } = district.cells('roles', one)
      const [role, title] = roleOf[word] ?? ['staff' as const]
      const part = partOf(role, split.has(row.id))
      parts.set(part, [...(parts.get(part) ?? []), { role, title, org }])
    }
    for (const [at, [part, duties]] of [...parts].entries())
      found.push({ sourcedId: row.id, key: at === 0 ? row.id : `${row.id} ${part}`, part, cells, duties })
  }
  return found
}

function partOf(role: RoleWord, isSplit: boolean): Part {
  if (role === 'student' || role === 'contact') return role
  return isSplit && role !== 'teacher' ? 'office' : 'employee'
}

/** Employees of one address are one user, as long as none of them is two of the same kind. */
function join(people: readonly Somebody[]): Joined[] {
  const byAddress = new Map<string, [Somebody, ...Somebody[]]>()
  const found: [Somebody, ...Somebody[]][] = []
  for (const one of people) {
    const address = one.part === 'employee' ? (one.cells['email'] ?? '').toLowerCase() : ''
    const held = byAddress.get(address)
    const has = (role: RoleWord) => held?.some(({ duties }) => duties.some(duty => duty.role === role)) === true
    if (address !== '' && held !== undefined && !one.duties.some(({ role }) => has(role))) held.push(one)
    else {
      const alone: [Somebody, ...Somebody[]] = [one]
      found.push(alone)
      if (address !== '' && held === undefined) byAddress.set(address, alone)
    }
  }
  return found
} // prettier-ignore

function nameAll({ district, ids, now }: Reading, joined: readonly Joined[]): Named {
  const isSchool = (cells: Cells) => cells['type'] === 'school'
  const open = district.shelves.orgs.rows.filter(row => !row.gone && isSchool(district.cells('orgs', row)))
  const schools = new Map(open.map(({ id }) => [id, ids.of('schools', id, now).id]))
  const people = new Map<string, string>()
  for (const some of joined) {
    const { id } = ids.of('users', some[0].key, now)
    for (const { part, sourcedId } of some) people.set(`${part} ${sourcedId}`, id)
  }
  return { schools, people }
}

function userOf(reading: Reading, seats: Seats, named: Named, some: Joined): User {
  const [{ key, sourcedId, cells, part }] = some
  const { id, legacy, created } = reading.ids.of('users', key, reading.now)
  const full = [cells['givenName'], cells['middleName'], cells['familyName']].filter(Boolean).join(' ')
  const name = { first: cells['givenName'], middle: cells['middleName'], last: cells['familyName'] }
  const address = cells['email'] || undefined
  const roles = some.map(one => rolesOf({ reading, seats, named, one, legacy, created }))
  return {
    id,
    district: reading.ids.district,
    created,
    last_modified: '',
    // Of contacts a district's file has one field, which becomes the last name.
    name: part === 'contact' ? { last: full } : name,
    email: part === 'office' && key !== sourcedId && address !== undefined ? `office.${address}` : address,
    roles: roles.length === 1 ? (roles[0] ?? {}) : (Object.assign({}, ...roles) as Roles), // each of them is some roles
  }
}

type Told = {
  readonly reading: Reading
  readonly seats: Seats
  readonly named: Named
  readonly one: Somebody
  readonly legacy: readonly string[]
  readonly created: string
}

function rolesOf(told: Told): Roles {
  const roles: { -readonly [Word in RoleWord]?: Roles[Word] } = {}
  for (const { role } of told.one.duties) {
    if (role === 'student') roles.student ??= studentOf(told)
    else if (role === 'teacher') roles.teacher ??= teacherOf(told)
    else if (role === 'staff') roles.staff ??= staffOf(told)
    else if (role === 'district_admin') roles.district_admin ??= adminOf(told)
    else roles.contact ??= contactOf(told)
  }
  return roles as Roles // each is set, or is not there
}

// Fields stand one by one, also where two roles have the same: a hundred thousand records that are spread together
// take twice as long.
function studentOf({ reading, seats, named, one, legacy, created }: Told): Student {
  const { cells, sourcedId } = one
  const { district } = reading
  const { birthDate, sex, race, hispanic } = birthOf(sourcedId)
  const [year, month, day] = birthDate.split('-').map(Number)
  const spans = (seats.places.get(sourcedId) ?? []).map(({ org, begin, end }) => ({ school: named.schools.get(org) ?? '', start_date: `${begin}T00:00:00.000Z`, end_date: `${end}T00:00:00.000Z` }))
  const own = schoolsIn(named, one, 'student')
  const schools = unique([...own, ...spans.map(({ school }) => school)])
  const grade = gradeWord(cells['grades'] ?? '')
  const preferred = cells['preferredGivenName']
  const ends = district.cells('academicSessions', district.shelves.academicSessions.rows.find(row => !row.gone))['schoolYear']
  return {
    created,
    last_modified: '',
    legacy_id: legacy[0] ?? '',
    sis_id: sourcedId,
    state_id: cells['userMasterIdentifier'] || undefined,
    student_number: cells['identifier'] || undefined,
    credentials: credentialsOf(one),
    school: own[0] ?? schools[0] ?? '',
    schools,
    enrollments: spans,
    grade,
    graduation_year: graduation(grade, Number(ends)),
    dob: `${month}/${day}/${year}`,
    gender: sex === 'female' ? 'F' : 'M',
    race,
    hispanic_ethnicity: hispanic ? 'Y' : 'N',
    home_language: hispanic ? 'Spanish' : 'English',
    home_language_code: hispanic ? 'spa' : 'eng',
    preferred_name: preferred ? { first: preferred } : undefined,
  }
} // prettier-ignore

function teacherOf({ reading, seats, named, one, legacy, created }: Told): Teacher {
  const { cells, sourcedId } = one
  const own = schoolsIn(named, one, 'teacher')
  const places = (seats.places.get(sourcedId) ?? []).map(({ org }) => named.schools.get(org) ?? '')
  const schools = unique([...own, ...places])
  return {
    created,
    last_modified: '',
    legacy_id: legacy[0] ?? '',
    district: reading.ids.district,
    sis_id: sourcedId,
    state_id: cells['userMasterIdentifier'] || undefined,
    teacher_number: cells['identifier'] || undefined,
    credentials: credentialsOf(one),
    school: own[0] ?? schools[0] ?? '',
    schools,
  }
}

function staffOf({ named, one, legacy }: Told): Staff {
  return {
    legacy_id: legacy[1] ?? '',
    staff_id: one.sourcedId,
    schools: unique(schoolsIn(named, one, 'staff')),
    roles: ['PortalOnly'],
    title: titleOf(one, 'staff'),
    credentials: credentialsOf(one),
  }
}

function adminOf({ one, legacy }: Told): Admin {
  return { legacy_id: legacy[2] ?? '', title: titleOf(one, 'district_admin') }
}

function contactOf({ seats, named, one, legacy }: Told): Contact {
  const children = (seats.children.get(one.sourcedId) ?? []).map(child =>
    named.people.get(`student ${child}`),
  )
  const related = children.filter(id => id !== undefined)
  return {
    legacy_id: legacy[0] ?? '',
    sis_id: one.sourcedId,
    phone: one.cells['phone'] || undefined,
    student_relationships: related.map(student => ({ student, relationship: 'Parent', type: 'Parent/Guardian' })), // prettier-ignore
  }
}

function credentialsOf({ cells }: Somebody) {
  return cells['username'] ? { district_username: cells['username'] } : undefined
}

function titleOf({ duties }: Somebody, role: RoleWord): string | undefined {
  return duties.find(duty => duty.role === role)?.title
}

/** Schools where somebody has a role, the main one first. */
function schoolsIn({ schools }: Named, { duties }: Somebody, role: RoleWord): string[] {
  return duties.filter(duty => duty.role === role).map(({ org }) => schools.get(org)).filter(id => id !== undefined) // prettier-ignore
}

/** As recorded: by ascending id. */
function unique(ids: readonly string[]): string[] {
  return ids.length === 1 ? [...ids] : [...new Set(ids)].sort()
}

function graduation(grade: string | undefined, ends: number): string | undefined {
  const left = gradePlace('12') - gradePlace(grade ?? 'Other')
  return Number.isInteger(ends) && left >= 0 ? String(ends + left) : undefined
}

function schoolsOf({ district, ids, now }: Reading, { schools }: Named, users: readonly User[]): School[] {
  const taught = new Map<string, Set<string>>()
  const heads = new Map<string, User>()
  for (const user of users) {
    const { student, staff } = user.roles
    if (student?.grade !== undefined) taught.set(student.school, (taught.get(student.school) ?? new Set()).add(student.grade))
    if (staff?.title === 'Principal') for (const school of staff.schools) heads.set(school, user)
  }
  return [...schools].map(([sourcedId, id]) => {
    const { name = '', identifier = '' } = district.cells('orgs', district.shelves.orgs.index.get(sourcedId))
    const grades = [...(taught.get(id) ?? [])].sort((a, b) => gradePlace(a) - gradePlace(b))
    const head = heads.get(id)
    return {
      id, district: ids.district, created: ids.of('schools', sourcedId, now).created, last_modified: '', name, sis_id: sourcedId,
      school_number: identifier.slice(-5) || sourcedId, nces_id: identifier || undefined, low_grade: grades[0], high_grade: grades.at(-1),
      principal: head && { name: `${head.name.first ?? ''} ${head.name.last ?? ''}`.trim(), email: head.email },
    }
  })
} // prettier-ignore
