import type { Version } from '../source.ts'

/** Columns of every file in the order of the standard (OneRoster 1.2.1 CSV binding); `*` marks the required ones. */
export type Column = { readonly name: string; readonly required: boolean }

const all = 'sourcedId* status dateLastModified '
const tables: Readonly<Record<string, string>> = {
  academicSessions: 'title* type* startDate* endDate* parentSourcedId schoolYear*',
  orgs: 'name* type* identifier parentSourcedId',
  courses: 'schoolYearSourcedId title* courseCode grades orgSourcedId* subjects subjectCodes',
  classes:
    'title* grades courseSourcedId* classCode classType* location schoolSourcedId* termSourcedIds* subjects subjectCodes periods',
  users:
    'enabledUser* username* userIds givenName* familyName* middleName identifier email sms phone agentSourcedIds grades ' +
    'password userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns',
  roles: 'userSourcedId* roleType* role* beginDate endDate orgSourcedId* userProfileSourcedId',
  enrollments: 'classSourcedId* schoolSourcedId* userSourcedId* role* primary beginDate endDate',
  demographics:
    'birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican nativeHawaiianOrOtherPacificIslander white ' +
    'demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation cityOfBirth ' +
    'publicSchoolResidenceStatus',
  userProfiles:
    'userSourcedId* profileType* vendorId* applicationId description credentialType* username* password',
  resources: 'vendorResourceId* title roles importance vendorId applicationId',
  classResources: 'title classSourcedId* resourceSourcedId*',
  courseResources: 'title courseSourcedId* resourceSourcedId*',
  userResources: 'userSourcedId* orgSourcedId classSourcedId resourceSourcedId*',
}
const users11 =
  'enabledUser* orgSourcedIds* role* username* userIds givenName* familyName* middleName identifier email sms phone ' +
  'agentSourcedIds grades password'

const files11 = [
  'academicSessions', 'categories', 'classes', 'classResources', 'courses', 'courseResources', 'demographics',
  'enrollments', 'lineItems', 'orgs', 'resources', 'results', 'users',
] // prettier-ignore
const added12 = [
  'lineItemLearningObjectiveIds', 'lineItemScoreScales', 'resultLearningObjectiveIds', 'resultScoreScales', 'roles',
  'scoreScales', 'userProfiles', 'userResources',
] // prettier-ignore

/** Every file that a manifest of this version must list. */
export const filesOf: Readonly<Record<Version, readonly string[]>> = {
  '1.1': files11,
  '1.2': [...files11, ...added12].sort(),
}

/** Every name either version knows. */
export const knownFiles: readonly string[] = filesOf['1.2']

/** Columns of a file, or null for a gradebook file: those are tolerated by name and never opened. */
export function columnsOf(file: string, version: Version): readonly Column[] | null {
  const table = version === '1.1' && file === 'users' ? users11 : tables[file]
  if (table === undefined) return null
  return (all + table).split(' ').map(name => ({ name: name.replace('*', ''), required: name.endsWith('*') }))
}

/** Columns of either version, and one that 1.2.1 took away: a tolerant reader takes what is there. */
export function columnsEver(file: string): readonly string[] {
  const found = [...(columnsOf(file, '1.2') ?? []), ...(columnsOf(file, '1.1') ?? [])].map(({ name }) => name)
  return file === 'users' ? [...found, 'resourceSourcedIds'] : found
}

/**
 * Names a column went by in OneRoster 1.0, in its JSON, or in a misspelt export (Microsoft's converter and several
 * importers had to learn these). Case, spaces, hyphens and underscores do not count.
 */
const aliases: Readonly<Record<string, readonly string[]>> = {
  sourcedId: ['sourceId', 'sourcedIds'],
  dateLastModified: ['dataLastModified', 'lastModified', 'dateModified'],
  grades: ['grade'],
  userIds: ['userId'],
  agentSourcedIds: ['agents', 'agentSourcedId'],
  schoolYearSourcedId: ['schoolYearId', 'schoolYearSourceId'],
  orgSourcedIds: ['orgSourcedId', 'orgs'],
  orgSourcedId: ['orgSourcedIds', 'org'],
  termSourcedIds: ['termSourcedId', 'terms'],
  subjects: ['subject'],
  subjectCodes: ['subjectCode'],
  periods: ['period'],
  parentSourcedId: ['parent', 'parentId'],
  preferredGivenName: ['prefferedGivenName', 'preferredFirstName', 'prefferedFirstName'],
  preferredMiddleName: ['prefferedMiddleName'],
  preferredFamilyName: ['prefferedFamilyName', 'preferredLastName', 'prefferedLastName'],
  primaryOrgSourcedId: ['primaryOrg'],
  beginDate: ['startDate'],
  birthDate: ['dateOfBirth'],
}

/** A header name without what does not count: `Sourced ID ` → `sourcedid`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '')
}

/** Names, made plain, under which a column may come besides its own. */
export function aliasesOf(column: string): readonly string[] {
  return (aliases[column] ?? []).map(plainName)
}
