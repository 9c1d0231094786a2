import type { Cells, Row, Served } from '../district.ts'
import type { Version } from '../generate/columns.ts'
import type { KindName } from './records.ts'

/** An endpoint of OneRoster rostering: what it lists, of which rows, and what a client must be allowed to. */
export type Endpoint = {
  /** Beneath the base, with `:name` for an id: `schools/:school/classes`. */
  readonly path: string
  readonly kind: KindName
  /** Key of a list and of one. */
  readonly keys: readonly [many: string, one: string]
  readonly scope: 'core' | 'all' | 'demographics'
  /** Which rows of the kind, given the ids of the path; left out for all. */
  readonly keep?: (district: Served, ids: readonly string[]) => (cells: Cells, row: Row) => boolean
}

type Keep = NonNullable<Endpoint['keep']>

const keys: Readonly<Record<KindName, readonly [string, string]>> = {
  orgs: ['orgs', 'org'],
  academicSessions: ['academicSessions', 'academicSession'],
  courses: ['courses', 'course'],
  classes: ['classes', 'class'],
  users: ['users', 'user'],
  enrollments: ['enrollments', 'enrollment'],
  demographics: ['demographics', 'demographics'],
}

const top = (path: string, kind: KindName, keep?: Keep): Endpoint => ({
  path, kind, keys: keys[kind], scope: kind === 'demographics' ? 'demographics' : 'core', ...(keep && { keep }),
}) // prettier-ignore
const nested = (path: string, kind: KindName, keep: Keep): Endpoint => ({ path, kind, keys: keys[kind], scope: 'all', keep }) // prettier-ignore

const typed = (...types: string[]): Keep => () => ({ type = '' }) => types.includes(type) // prettier-ignore
const inRole = (role: string): Keep => district => {
  const users = new Set(
    district.shelves.roles.rows.map(row => district.cells('roles', row)).filter(cells => cells['role'] === role).map(({ userSourcedId }) => userSourcedId),
  )
  return (_, { id }) => users.has(id)
} // prettier-ignore

/** Ids that enrollments give: of users in classes, or of classes of users. */
function seats(district: Served, wanted: (seat: Cells) => boolean, field: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const row of district.shelves.enrollments.rows) {
    if (row.gone) continue
    const seat = district.cells('enrollments', row)
    if (wanted(seat)) found.add(seat[field] ?? '')
  }
  return found
}

const usersOfClass = (role: string, at: number): Keep => (district, ids) => {
  const roles = district.mixed === true && role === 'student' ? [role, 'teacher'] : [role]
  const users = seats(district, seat => seat['classSourcedId'] === ids[at] && roles.includes(seat['role'] ?? ''), 'userSourcedId')
  return (_, { id }) => users.has(id)
} // prettier-ignore
const classesOfUser = (role: string | null): Keep => (district, ids) => {
  const classes = seats(district, seat => seat['userSourcedId'] === ids[0] && (role === null || seat['role'] === role), 'classSourcedId')
  return (_, { id }) => classes.has(id)
} // prettier-ignore
const usersOfSchool = (role: string): Keep => (district, ids) => {
  const rows = district.shelves.roles.rows.map(row => district.cells('roles', row))
  const users = new Set(rows.filter(cells => cells['role'] === role && cells['orgSourcedId'] === ids[0]).map(({ userSourcedId }) => userSourcedId))
  return (_, { id }) => users.has(id)
} // prettier-ignore
const coursesOfSchool: Keep = (district, ids) => {
  const rows = district.shelves.classes.rows.map(row => district.cells('classes', row))
  const used = new Set(rows.filter(cells => cells['schoolSourcedId'] === ids[0]).map(({ courseSourcedId }) => courseSourcedId))
  return (cells, { id }) => used.has(id) || cells['orgSourcedId'] === ids[0]
} // prettier-ignore
const termsOfSchool: Keep = (district, ids) => {
  const rows = district.shelves.classes.rows.map(row => district.cells('classes', row))
  const used = new Set(rows.filter(cells => cells['schoolSourcedId'] === ids[0]).flatMap(({ termSourcedIds = '' }) => termSourcedIds.split(',')))
  // A class of the whole year is taught in each of its terms.
  return (cells, { id }) => (used.has(id) || used.has(cells['parentSourcedId'] ?? '')) && ['term', 'semester'].includes(cells['type'] ?? '')
} // prettier-ignore

/** All of rostering, the same in 1.1 and 1.2 (OneRoster 1.2 REST, table of endpoints). Each list but the nested has its singles. */
export const endpoints: readonly Endpoint[] = [
  top('academicSessions', 'academicSessions'),
  top('terms', 'academicSessions', typed('term', 'semester')),
  top('gradingPeriods', 'academicSessions', typed('gradingPeriod')),
  top('orgs', 'orgs'),
  top('schools', 'orgs', typed('school')),
  top('courses', 'courses'),
  top('classes', 'classes'),
  top('users', 'users'),
  top('students', 'users', inRole('student')),
  top('teachers', 'users', inRole('teacher')),
  top('enrollments', 'enrollments'),
  top('demographics', 'demographics'),
  nested('schools/:school/classes', 'classes', (_, ids) => cells => cells['schoolSourcedId'] === ids[0]),
  nested('schools/:school/courses', 'courses', coursesOfSchool),
  nested('schools/:school/enrollments', 'enrollments', (_, ids) => cells => cells['schoolSourcedId'] === ids[0]),
  nested('schools/:school/students', 'users', usersOfSchool('student')),
  nested('schools/:school/teachers', 'users', usersOfSchool('teacher')),
  nested('schools/:school/terms', 'academicSessions', termsOfSchool),
  nested('schools/:school/classes/:class/enrollments', 'enrollments', (_, ids) => cells => cells['classSourcedId'] === ids[1]),
  nested('schools/:school/classes/:class/students', 'users', usersOfClass('student', 1)),
  nested('schools/:school/classes/:class/teachers', 'users', usersOfClass('teacher', 1)),
  nested('classes/:class/students', 'users', usersOfClass('student', 0)),
  nested('classes/:class/teachers', 'users', usersOfClass('teacher', 0)),
  nested('courses/:course/classes', 'classes', (_, ids) => cells => cells['courseSourcedId'] === ids[0]),
  nested('terms/:term/classes', 'classes', (_, ids) => cells => (cells['termSourcedIds'] ?? '').split(',').includes(ids[0] ?? '')),
  nested('terms/:term/gradingPeriods', 'academicSessions', (_, ids) => cells => cells['type'] === 'gradingPeriod' && cells['parentSourcedId'] === ids[0]),
  nested('students/:student/classes', 'classes', classesOfUser('student')),
  nested('teachers/:teacher/classes', 'classes', classesOfUser('teacher')),
  nested('users/:user/classes', 'classes', classesOfUser(null)),
] // prettier-ignore

export type Found = {
  readonly endpoint: Endpoint
  readonly ids: readonly string[]
  readonly single: string | null
}

/** The endpoint of a path beneath the base, and the ids in it; null for none. */
export function findEndpoint(path: string): Found | null {
  const parts = path.split('/').filter(part => part !== '').map(decoded)
  for (const endpoint of endpoints) {
    const pattern = endpoint.path.split('/')
    const single = parts.length === pattern.length + 1 && pattern.length === 1 ? (parts.at(-1) ?? null) : null
    if (parts.length !== pattern.length + (single === null ? 0 : 1)) continue
    if (!pattern.every((part, at) => part.startsWith(':') || part === parts[at])) continue
    return { endpoint, single, ids: parts.filter((_, at) => pattern[at]?.startsWith(':')) }
  }
  return null
} // prettier-ignore

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const common = ['sourcedId', 'status', 'dateLastModified', 'metadata']
const fields: Readonly<Record<KindName, string>> = {
  orgs: 'name type identifier parent children',
  academicSessions: 'title startDate endDate type parent children schoolYear',
  courses: 'title schoolYear courseCode grades subjects org subjectCodes resources',
  classes:
    'title classCode classType location grades subjects course school terms subjectCodes periods resources',
  users:
    'username userIds enabledUser givenName familyName middleName identifier email sms phone agents grades password resources',
  enrollments: 'user class school role primary beginDate endDate',
  demographics:
    'birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation cityOfBirth publicSchoolResidenceStatus',
}
const users: Readonly<Record<Version, string>> = {
  '1.1': 'role orgs',
  '1.2':
    'userMasterIdentifier preferredFirstName preferredMiddleName preferredLastName pronouns roles userProfiles primaryOrg',
}

/** Whether records of a kind can have a field; beneath a dot anything may stand. */
export function knowsField(kind: KindName, version: Version, field: string): boolean {
  const [name = ''] = field.split('.')
  const own = [...common, ...fields[kind].split(' '), ...(kind === 'users' ? users[version].split(' ') : [])]
  return own.includes(name)
}
