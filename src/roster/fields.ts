import type { Kind } from './kinds.ts'

/**
 * The field manifest: every field Rollbook may hold, why, how long, and who sees it.
 * A field that is off is dropped by the reader, before any write. Order is the order of an entity's
 * `values`, of the table's columns and of the exported CSV.
 */
export type FieldType = 'text' | 'list' | 'boolean' | 'date' | 'year' | 'grades' | 'ref' | 'refs' | 'code'
export type Need = 'required' | 'optional' | 'off'
export type Field = {
  readonly name: string
  readonly type: FieldType
  readonly need: Need
  /** Kind that a `ref` or `refs` field points to. */
  readonly to?: Kind
  /** Legal values of a `code` field; a code with `open` also takes `ext:…` (OneRoster 1.2 §1.1). */
  readonly codes?: readonly string[]
  readonly open?: boolean
  readonly purpose: string
  /** public: names a thing; personal: names a person; sensitive: never needed to roster. */
  readonly class: 'public' | 'personal' | 'sensitive'
}

type Extra = Partial<Pick<Field, 'to' | 'codes' | 'open'>>
const field =
  (cls: Field['class']) =>
  (name: string, type: FieldType, need: Need, purpose: string, extra: Extra = {}): Field => ({
    name,
    type,
    need,
    purpose,
    class: cls,
    ...extra,
  })
const open = field('public')
const personal = field('personal')
const sensitive = field('sensitive')

const sessionTypes = ['gradingPeriod', 'semester', 'schoolYear', 'term'] as const
const orgTypes = ['department', 'school', 'district', 'local', 'state', 'national'] as const
const classTypes = ['homeroom', 'scheduled'] as const
const roleTypes = ['primary', 'secondary'] as const
/** OneRoster 1.2 roles, plus 1.1's `administrator`, which says less than any of the four it became. */
export const userRoles = [
  'aide', 'administrator', 'counselor', 'districtAdministrator', 'guardian', 'parent', 'principal', 'proctor',
  'relative', 'siteAdministrator', 'student', 'systemAdministrator', 'teacher',
] as const // prettier-ignore
export const enrollmentRoles = ['administrator', 'aide', 'proctor', 'student', 'teacher'] as const
const sexes = ['male', 'female', 'unspecified', 'other'] as const

const orgs = [
  open('name', 'text', 'required', 'shows the school'),
  open('type', 'code', 'required', 'tells schools from districts', { codes: orgTypes }),
  open('identifier', 'text', 'optional', 'matches the school after its sourcedId changed'),
  open('parentSourcedId', 'ref', 'optional', 'places the school in its district', { to: 'orgs' }),
]
const academicSessions = [
  open('title', 'text', 'required', 'shows the term'),
  open('type', 'code', 'required', 'tells terms from school years', { codes: sessionTypes }),
  open('startDate', 'date', 'required', 'opens classes on the day'),
  open('endDate', 'date', 'required', 'archives classes by the day (exclusive, OneRoster 1.2)'),
  open('parentSourcedId', 'ref', 'optional', 'places the term in its year', { to: 'academicSessions' }),
  open('schoolYear', 'year', 'required', 'recognises a new school year'),
]
const courses = [
  open('title', 'text', 'required', 'shows the course'),
  open('schoolYearSourcedId', 'ref', 'optional', 'places the course in its year', { to: 'academicSessions' }),
  open('courseCode', 'text', 'optional', 'matches the course after its sourcedId changed'),
  open('grades', 'grades', 'optional', 'offers content of the right level'),
  open('orgSourcedId', 'ref', 'required', 'places the course in its school', { to: 'orgs' }),
  open('subjects', 'list', 'optional', 'offers content of the right subject'),
  open('subjectCodes', 'list', 'optional', 'offers content of the right subject'),
]
const classes = [
  open('title', 'text', 'required', 'shows the classroom'),
  open('grades', 'grades', 'optional', 'offers content of the right level'),
  open('courseSourcedId', 'ref', 'required', 'ties the class to its course', { to: 'courses' }),
  open('classCode', 'text', 'optional', 'matches the class after its sourcedId changed'),
  open('classType', 'code', 'required', 'tells homerooms from periods', { codes: classTypes }),
  open('location', 'text', 'off', 'not needed to roster'),
  open('schoolSourcedId', 'ref', 'required', 'places the class in its school', { to: 'orgs' }),
  open('termSourcedIds', 'refs', 'required', 'opens and archives the class', { to: 'academicSessions' }),
  open('subjects', 'list', 'optional', 'offers content of the right subject'),
  open('subjectCodes', 'list', 'optional', 'offers content of the right subject'),
  open('periods', 'list', 'optional', 'tells periods of one course apart'),
]
const users = [
  open('enabledUser', 'boolean', 'required', 'says whether the account may sign in'),
  personal('username', 'text', 'required', 'finds the account at sign-in'),
  personal('userIds', 'list', 'off', 'ids of other systems, not needed to roster'),
  personal('givenName', 'text', 'required', 'shows the person'),
  personal('familyName', 'text', 'required', 'shows the person'),
  personal('middleName', 'text', 'optional', 'tells namesakes apart'),
  personal('identifier', 'text', 'optional', 'recognises the person after a change of sourcedId'),
  personal('email', 'text', 'optional', 'reaches staff; suggests a match, never makes one'),
  sensitive('sms', 'text', 'off', 'not needed to roster'),
  sensitive('phone', 'text', 'off', 'not needed to roster'),
  personal('agentSourcedIds', 'refs', 'off', 'ties guardians to students', { to: 'users' }),
  personal('grades', 'grades', 'optional', 'moves the student up and offers content of the right level'),
  personal('userMasterIdentifier', 'text', 'optional', 'recognises the person after a change of sourcedId'),
  personal('preferredGivenName', 'text', 'optional', 'shows the person as they wish'),
  personal('preferredMiddleName', 'text', 'optional', 'shows the person as they wish'),
  personal('preferredFamilyName', 'text', 'optional', 'shows the person as they wish'),
  open('primaryOrgSourcedId', 'ref', 'optional', 'names the main school of several', { to: 'orgs' }),
  sensitive('pronouns', 'text', 'off', 'not needed to roster'),
]
const roles = [
  open('userSourcedId', 'ref', 'required', 'whose role', { to: 'users' }),
  open('roleType', 'code', 'optional', 'names the main role of several', { codes: roleTypes }),
  open('role', 'code', 'required', 'what the person may do', { codes: userRoles, open: true }),
  open('beginDate', 'date', 'optional', 'begins the role on the day'),
  open('endDate', 'date', 'optional', 'ends the role on the day (exclusive)'),
  open('orgSourcedId', 'ref', 'required', 'at which school', { to: 'orgs' }),
]
const enrollments = [
  open('classSourcedId', 'ref', 'required', 'which class', { to: 'classes' }),
  open('schoolSourcedId', 'ref', 'required', 'which school', { to: 'orgs' }),
  open('userSourcedId', 'ref', 'required', 'who', { to: 'users' }),
  open('role', 'code', 'required', 'teaches or attends', { codes: enrollmentRoles, open: true }),
  open('primary', 'boolean', 'optional', 'names the main teacher'),
  open('beginDate', 'date', 'optional', 'begins the enrollment on the day'),
  open('endDate', 'date', 'optional', 'ends the enrollment on the day (exclusive)'),
]
const race = (name: string) => sensitive(name, 'boolean', 'off', 'not needed to roster')
const demographics = [
  sensitive('birthDate', 'date', 'off', 'not needed to roster'),
  sensitive('sex', 'code', 'off', 'not needed to roster', { codes: sexes, open: true }),
  race('americanIndianOrAlaskaNative'),
  race('asian'),
  race('blackOrAfricanAmerican'),
  race('nativeHawaiianOrOtherPacificIslander'),
  race('white'),
  race('demographicRaceTwoOrMoreRaces'),
  race('hispanicOrLatinoEthnicity'),
  sensitive('countryOfBirthCode', 'text', 'off', 'not needed to roster'),
  sensitive('stateOfBirthAbbreviation', 'text', 'off', 'not needed to roster'),
  sensitive('cityOfBirth', 'text', 'off', 'not needed to roster'),
  sensitive('publicSchoolResidenceStatus', 'text', 'off', 'not needed to roster'),
]

export const manifest: Readonly<Record<Kind, readonly Field[]>> = {
  orgs,
  academicSessions,
  courses,
  classes,
  users,
  roles,
  enrollments,
  demographics,
}

/** Position of a field in its kind's `values`; throws for a name the manifest does not have. */
export function fieldIndex(kind: Kind, name: string): number {
  const at = manifest[kind].findIndex(field => field.name === name)
  if (at < 0) throw new Error(`Cannot find field ${kind}.${name}: the manifest does not list it`)
  return at
}
