import type { Cells, Row, Served } from '../district.ts'
import type { SheetName, Version } from '../generate/columns.ts'
import type { Switches } from '../faults.ts'

export type Json = Record<string, unknown>
export type KindName = Exclude<SheetName, 'roles'> | 'demographics'
/** How a record is told: in which version, and where its references lead. */
export type Telling = {
  readonly district: Served
  readonly version: Version
  readonly base: string
  readonly faults: Switches
}

/** The record of a row, as the version has it (OneRoster 1.1 and 1.2 REST, data model). */
export function tell(telling: Telling, kind: KindName, row: Row): Json {
  const cells = telling.district.cells(kind === 'demographics' ? 'users' : kind, row)
  const own = makers[kind](telling, cells, row)
  const record = { sourcedId: row.id, status: row.gone ? 'tobedeleted' : 'active', dateLastModified: row.modified, metadata: {}, ...own }
  return telling.faults.on.size === 0 ? pruned(record) : spoil(telling, kind, pruned(record), row)
} // prettier-ignore

type Maker = (telling: Telling, cells: Cells, row: Row) => Json

const makers: Readonly<Record<KindName, Maker>> = {
  orgs: (on, { name, type, identifier, parentSourcedId }, { id }) => ({
    name, type, identifier: identifier || id, parent: ref(on, 'orgs', parentSourcedId, 'org'),
    children: childrenOf(on, 'orgs', id, 'org'),
  }),
  academicSessions: (on, { title, type, startDate, endDate, parentSourcedId, schoolYear }, { id }) => ({
    title, startDate, endDate, type, schoolYear, parent: ref(on, 'academicSessions', parentSourcedId, 'academicSession'),
    children: childrenOf(on, 'academicSessions', id, 'academicSession'),
  }),
  courses: (on, { title, schoolYearSourcedId, courseCode, grades, subjects, orgSourcedId, subjectCodes }) => ({
    title, courseCode, grades: list(grades), subjects: list(subjects), subjectCodes: list(subjectCodes),
    schoolYear: ref(on, 'academicSessions', schoolYearSourcedId, 'academicSession'), org: ref(on, 'orgs', orgSourcedId, 'org'),
  }),
  classes: (on, cells) => ({
    title: cells['title'], classCode: cells['classCode'], classType: cells['classType'], location: cells['location'], grades: list(cells['grades']),
    subjects: list(cells['subjects']), course: ref(on, 'courses', cells['courseSourcedId'], 'course'), school: ref(on, 'orgs', cells['schoolSourcedId'], 'org'),
    terms: list(cells['termSourcedIds']).map(id => ref(on, 'academicSessions', id, 'academicSession')), subjectCodes: list(cells['subjectCodes']),
    periods: on.version === '1.1' ? cells['periods'] : list(cells['periods']),
  }),
  users: (on, cells, { id }) => ({
    username: cells['username'], userIds: cells['identifier'] ? [{ type: 'SIS', identifier: cells['identifier'] }] : [],
    enabledUser: on.version === '1.1' ? cells['enabledUser'] !== 'false' : String(cells['enabledUser'] !== 'false'),
    givenName: cells['givenName'], familyName: cells['familyName'], middleName: cells['middleName'], identifier: cells['identifier'], email: cells['email'],
    agents: list(cells['agentSourcedIds']).map(agent => ref(on, 'users', agent, 'user')), grades: list(cells['grades']),
    ...(on.version === '1.1' ? roles11(on, id) : roles12(on, id, cells)),
  }),
  enrollments: (on, { classSourcedId, schoolSourcedId, userSourcedId, role, primary, beginDate, endDate }) => ({
    user: ref(on, 'users', userSourcedId, 'user'), class: ref(on, 'classes', classSourcedId, 'class'), school: ref(on, 'orgs', schoolSourcedId, 'org'),
    role, primary: flag(on, primary === 'true'), beginDate, endDate,
  }),
  demographics: (on, _, { id }) => demographicsOf(on, id),
} // prettier-ignore

const admins = ['principal', 'siteAdministrator', 'districtAdministrator', 'systemAdministrator']

/** 1.1 has one role and a list of orgs. */
function roles11(on: Telling, user: string): Json {
  const rows = on.district.rolesOf(user).map(row => on.district.cells('roles', row))
  const word = rows[0]?.['role'] ?? 'student'
  const role = admins.includes(word) ? 'administrator' : word === 'counselor' ? 'aide' : word
  const orgs = [...new Set(rows.map(({ orgSourcedId = '' }) => orgSourcedId))].map(id =>
    ref(on, 'orgs', id, 'org'),
  )
  return { role, orgs }
}

function roles12(on: Telling, user: string, cells: Cells): Json {
  const roles = on.district.rolesOf(user).map(row => {
    const { roleType, role, orgSourcedId, beginDate, endDate } = on.district.cells('roles', row)
    return pruned({ roleType, role, org: ref(on, 'orgs', orgSourcedId, 'org'), beginDate, endDate })
  })
  return {
    userMasterIdentifier: cells['userMasterIdentifier'],
    preferredFirstName: cells['preferredGivenName'],
    preferredMiddleName: cells['preferredMiddleName'],
    preferredLastName: cells['preferredFamilyName'],
    pronouns: cells['pronouns'],
    roles,
    primaryOrg: ref(on, 'orgs', cells['primaryOrgSourcedId'], 'org'),
  }
}

function childrenOf(on: Telling, sheet: 'orgs' | 'academicSessions', parent: string, type: string): unknown[] {
  return on.district.childrenOf(sheet, parent).map(({ id }) => ref(on, sheet, id, type))
} // prettier-ignore

function demographicsOf(on: Telling, id: string): Json {
  const number = numberIn(id)
  const { birthDate, sex, hispanic } = birthOf(id)
  return {
    birthDate,
    sex,
    ...Object.fromEntries(races.map(([race], at) => [race, flag(on, number % races.length === at)])),
    hispanicOrLatinoEthnicity: flag(on, hispanic),
    countryOfBirthCode: 'US',
    cityOfBirth: 'Lincoln',
  }
}

/** Made up from the id, and the same each time; the race as Clever has it. */
export function birthOf(id: string) {
  const number = numberIn(id)
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    birthDate: `${2008 + (number % 12)}-${two((number % 12) + 1)}-${two((number % 28) + 1)}`,
    sex: number % 2 === 0 ? 'female' : 'male',
    race: races[number % races.length]?.[1] ?? 'Unknown',
    hispanic: number % 4 === 0,
  }
}

const races = [
  ['americanIndianOrAlaskaNative', 'American Indian'],
  ['asian', 'Asian'],
  ['blackOrAfricanAmerican', 'Black or African American'],
  ['nativeHawaiianOrOtherPacificIslander', 'Hawaiian or Other Pacific Islander'],
  ['white', 'Caucasian'],
  ['demographicRaceTwoOrMoreRaces', 'Two or More Races'],
] as const

/** 1.2 writes booleans as texts in JSON. */
function flag({ version }: Telling, value: boolean): boolean | string {
  return version === '1.1' ? value : String(value)
}

function list(cell: string | undefined): string[] {
  return (cell ?? '') === '' ? [] : (cell ?? '').split(',')
}

function ref(on: Telling, collection: string, id: string | undefined, type: string): Json | undefined {
  if (id === undefined || id === '') return undefined
  const sourcedId = collection === 'users' && on.faults.on.size > 0 ? userId(on, id) : id
  return { href: `${on.base}/${collection}/${encodeURIComponent(sourcedId)}`, sourcedId, type }
} // prettier-ignore

/** What is not said is left out. */
function pruned(record: Json): Json {
  for (const [name, value] of Object.entries(record))
    if (value === undefined || value === '' || (name !== 'terms' && name !== 'orgs' && name !== 'roles' && Array.isArray(value) && value.length === 0)) delete record[name] // prettier-ignore
  return record
}

/** The id of a user as it is told: with all that is unusual in one, or as Infinite Campus has it, where that is switched on. */
export function userId(on: Telling, id: string, row?: Row): string {
  const own = on.version === '1.1' && on.faults.has('infiniteCampus') ? legacyId(on, id, row) : id
  return on.faults.has('oddIds') ? `{${own}} 50%+ñ` : own
}

/** The id that stands behind one of a path; of other records it is the same. */
export function ownId({ version, faults }: Telling, id: string): string {
  const plain = faults.has('oddIds') ? id.replace(/^\{(.*)\} 50%\+ñ$/, '$1') : id
  return version === '1.1' && faults.has('infiniteCampus') ? plain.replace(/^[st](?=u-)/, '') : plain
}

function legacyId({ district }: Telling, id: string, row?: Row): string {
  const [first] = district.rolesOf(id)
  const isStudent = row?.twin === true || district.cells('roles', first)['role'] === 'student'
  return `${isStudent ? 's' : 't'}${id}`
}

/** Every fifth teacher also learns somewhere: one person, and two users. */
export function twins({ district }: Telling, row: Row): Row[] {
  const teaches = district.rolesOf(row.id).some(one => district.cells('roles', one)['role'] === 'teacher')
  return teaches && numberIn(row.id) % 5 === 0 ? [row, { ...row, twin: true }] : [row]
}

/** Ids of enrollments end in small numbers: all of their digits count. */
function digitsOf(id: string): number {
  return [...id].reduce((sum, sign) => sum + (Number(sign) || 0), 0)
}

function numberIn(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0)
}

const booleanWords: Readonly<Record<string, (value: boolean) => unknown>> = {
  string: String,
  TRUE: value => String(value).toUpperCase(),
  1: Number,
  yes: value => (value ? 'yes' : 'no'),
}

/** The habits of vendors that are switched on. */
function spoil(on: Telling, kind: KindName, record: Json, row: Row): Json {
  const { faults } = on
  const number = numberIn(row.id)
  const say = booleanWords[faults.text('booleansAs') ?? '']
  if (say !== undefined)
    for (const [name, value] of Object.entries(record))
      if (typeof value === 'boolean' || value === 'true' || value === 'false')
        record[name] = say(String(value) === 'true')
  spoilStatus(faults, record)
  spoilDates(faults, record)
  if (kind === 'users' || kind === 'demographics') record['sourcedId'] = userId(on, row.id, row)
  if (kind === 'users') spoilUser(on, record, row)
  const { grades } = record
  if (Array.isArray(grades)) record['grades'] = gradesAs(faults.text('gradesAs'), grades as string[]) // texts, as they were made above
  const periods = faults.text('periodsAs')
  if (kind === 'classes' && periods !== null && record['periods'] !== undefined)
    record['periods'] =
      periods === 'array' ? [record['periods']].flat() : [record['periods']].flat().join(',')
  if (kind === 'enrollments' && faults.has('orphans') && digitsOf(row.id) % 10 === 0)
    record['user'] = { ...(record['user'] as Json), sourcedId: `nobody-${number}` } // a reference, as it was made above
  if (kind === 'demographics' && faults.has('birthdateKey')) {
    record['birthdate'] = record['birthDate']
    delete record['birthDate']
  }
  const blank = faults.text('nullsAs')
  if (blank !== null)
    for (const name of ['middleName', 'email', 'location', 'identifier'])
      record[name] ??= blank === 'null' ? null : ''
  return record
}

function spoilStatus(faults: Switches, record: Json): void {
  const words = faults.text('statusWords')
  if (words === 'missing' && record['status'] === 'active') delete record['status']
  else if (words !== null && words !== 'missing' && record['status'] === 'tobedeleted')
    record['status'] = words
}

function spoilDates(faults: Switches, record: Json): void {
  const as = faults.text('datesAs')
  if (as === 'noMs') record['dateLastModified'] = String(record['dateLastModified']).replace(/\.\d+Z$/, 'Z')
  if (as !== 'time' && as !== 'slash') return
  for (const name of ['startDate', 'endDate', 'beginDate', 'birthDate']) {
    const [year, month, day] = String(record[name] ?? '').split('-')
    if (day === undefined) continue
    record[name] = as === 'time' ? `${year}-${month}-${day} 00:00:00` : `${Number(day)}/${month}/${year}`
  }
}

function spoilUser(on: Telling, record: Json, row: Row): void {
  const { faults } = on
  if (row.twin === true) record['role'] = 'student'
  if (faults.has('infiniteCampus') && on.version === '1.2')
    record['metadata'] = { ic: { legacySourceId: legacyId(on, row.id) } }
  if (faults.has('namelessUsers') && numberIn(row.id) % 10 === 0)
    for (const name of ['givenName', 'familyName', 'username', 'email']) delete record[name]
  if (!faults.has('rolesCase')) return
  const capital = (word: unknown) => String(word).replace(/^./, letter => letter.toUpperCase())
  if (record['role'] !== undefined) record['role'] = capital(record['role'])
  for (const role of (record['roles'] as Json[] | undefined) ?? []) role['role'] = capital(role['role'])
}

function gradesAs(as: string | null, grades: string[]): unknown {
  if (as === 'string') return grades.join(',')
  if (as === 'blanks') return grades.join(' ')
  if (as === 'K') return grades.map(grade => (grade === 'KG' ? 'K' : grade))
  return as === 'plain' ? grades.map(grade => grade.replace(/^0/, '')) : grades
}
