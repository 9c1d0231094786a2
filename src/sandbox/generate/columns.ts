/** Headers in the order of the OneRoster CSV tables (1.1 and 1.2.1): all columns, also those left blank. */
export type Version = '1.1' | '1.2'
const sheetNames = [
  'orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments',
] as const // prettier-ignore
export type SheetName = (typeof sheetNames)[number]

const every = ['sourcedId', 'status', 'dateLastModified']
const columns = (text: string): readonly string[] => [...every, ...text.trim().split(/\s+/)]

const shared = {
  orgs: columns('name type identifier parentSourcedId'),
  academicSessions: columns('title type startDate endDate parentSourcedId schoolYear'),
  courses: columns('schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes'),
  classes: columns(`title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds
    subjects subjectCodes periods`),
  enrollments: columns('classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate'),
  roles: columns('userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId'),
}
const users11 =
  columns(`enabledUser orgSourcedIds role username userIds givenName familyName middleName identifier
  email sms phone agentSourcedIds grades password`)
const users12 =
  columns(`enabledUser username userIds givenName familyName middleName identifier email sms phone
  agentSourcedIds grades password userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName
  primaryOrgSourcedId pronouns`)

export const headers: Readonly<Record<Version, Readonly<Record<SheetName, readonly string[]>>>> = {
  '1.1': { ...shared, users: users11 },
  '1.2': { ...shared, users: users12 },
}

/** Sheets a drop of this version brings: 1.1 keeps roles in users.csv. */
export function sheetsOf(version: Version): readonly SheetName[] {
  return version === '1.2' ? sheetNames : sheetNames.filter(name => name !== 'roles')
}

const files11 =
  `academicSessions categories classes classResources courses courseResources demographics enrollments
  lineItems orgs resources results users`.split(/\s+/)
const files12 =
  `lineItemLearningObjectiveIds lineItemScoreScales resultLearningObjectiveIds resultScoreScales roles
  scoreScales userProfiles userResources`.split(/\s+/)

/** Every file the version knows: the manifest names them all, those that are absent too. */
export function manifestFiles(version: Version): readonly string[] {
  return version === '1.1' ? files11 : [...files11, ...files12].sort((a, b) => (a < b ? -1 : 1))
}

/** RFC 4180: quotes only where a cell would otherwise be read as something else. */
export function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function line(cells: readonly string[]): string {
  return cells.map(cell).join(',')
}
