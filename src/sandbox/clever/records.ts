import type { Cells, SandboxDistrict } from '../district.ts'
import { birthOf } from '../oneroster/records.ts'
import type { Ids } from './ids.ts'
import { readSeats, type Seats } from './seats.ts'
import { sectionsOf } from './sections.ts'
import { shelfOf, type Collections, type RoleWord, type Roles, type School, type User } from './shapes.ts'
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
  const dated = { created, last_modified: '' }
  const roles = some.map(one => rolesOf(reading, seats, named, one, legacy, dated))
  return {
    id,
    district: reading.ids.district,
    ...dated,
    // Of contacts a district's file has one field, which becomes the last name.
    name: part === 'contact' ? { last: full } : name,
    email: part === 'office' && key !== sourcedId && address !== undefined ? `office.${address}` : address,
    roles: Object.assign({}, ...roles) as Roles, // each of them is some roles
  }
}

function rolesOf(reading: Reading, seats: Seats, named: Named, one: Somebody, legacy: readonly string[], dated: Pick<User, 'created' | 'last_modified'>): Roles {
  const { cells, sourcedId } = one
  const [first = '', second = '', third = ''] = legacy
  const at = (role: RoleWord) => one.duties.filter(duty => duty.role === role)
  const schoolsOf = (role: RoleWord) => at(role).map(({ org }) => named.schools.get(org)).filter(id => id !== undefined)
  const credentials = cells['username'] ? { district_username: cells['username'] } : undefined
  const seated = seats.places.get(sourcedId) ?? []
  const places = seated.map(({ org }) => named.schools.get(org)).filter(id => id !== undefined)
  const own = { sis_id: sourcedId, state_id: cells['userMasterIdentifier'] || undefined, credentials }
  const title = (role: RoleWord) => at(role)[0]?.title
  const student = () => ({
    ...dated, legacy_id: first, ...own, ...homeOf(schoolsOf('student'), places), ...pupil(reading, cells, sourcedId),
    enrollments: seated.flatMap(({ org, begin, end }) => {
      const school = named.schools.get(org)
      return school === undefined ? [] : [{ school, start_date: `${begin}T00:00:00.000Z`, end_date: `${end}T00:00:00.000Z` }]
    }),
  })
  return {
    ...(at('student').length > 0 && { student: student() }),
    ...(at('teacher').length > 0 && { teacher: { ...dated, legacy_id: first, district: reading.ids.district, ...own, ...homeOf(schoolsOf('teacher'), places), teacher_number: cells['identifier'] || undefined } }),
    ...(at('staff').length > 0 && { staff: { legacy_id: second, staff_id: sourcedId, schools: unique(schoolsOf('staff')), roles: ['PortalOnly'], title: title('staff'), credentials } }),
    ...(at('district_admin').length > 0 && { district_admin: { legacy_id: third, title: title('district_admin') } }),
    ...(at('contact').length > 0 && { contact: { legacy_id: first, sis_id: sourcedId, phone: cells['phone'] || undefined, student_relationships: childrenOf(seats, named, sourcedId) } }),
  }
} // prettier-ignore

/** As recorded: schools by ascending id, not the main one first. */
function homeOf(own: readonly string[], places: readonly string[]) {
  const schools = unique([...own, ...places])
  return { school: own[0] ?? schools[0] ?? '', schools }
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}

function pupil({ district }: Reading, cells: Cells, sourcedId: string) {
  const { birthDate, sex, race, hispanic } = birthOf(sourcedId)
  const [year, month, day] = birthDate.split('-').map(Number)
  const grade = gradeWord(cells['grades'] ?? '')
  const preferred = cells['preferredGivenName']
  const ends = district.cells('academicSessions', district.shelves.academicSessions.rows.find(row => !row.gone))['schoolYear'] // prettier-ignore
  return {
    student_number: cells['identifier'] || undefined,
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
}

function graduation(grade: string | undefined, ends: number): string | undefined {
  const left = gradePlace('12') - gradePlace(grade ?? 'Other')
  return Number.isInteger(ends) && left >= 0 ? String(ends + left) : undefined
}

function childrenOf({ children }: Seats, { people }: Named, sourcedId: string) {
  const ids = (children.get(sourcedId) ?? []).map(child => people.get(`student ${child}`))
  return ids.filter(id => id !== undefined).map(student => ({ student, relationship: 'Parent', type: 'Parent/Guardian' })) // prettier-ignore
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
