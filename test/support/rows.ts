import { manifest } from '../../src/roster/fields.ts'
import type { Kind } from '../../src/roster/kinds.ts'
import { defaultRules, type Rules } from '../../src/roster/rules.ts'
import { makeChecker } from '../../src/snapshot/check.ts'
import type { Checked } from '../../src/snapshot/checked.ts'
import type { Profile, Stream, Version } from '../../src/sources/source.ts'

/** Rows of Lincoln USD as their cells, in the order of the CSV files: sourcedId, status, dateLastModified, fields. */
export type Cells = Readonly<Record<string, string>>

const rows: Readonly<Record<Kind, Cells>> = {
  orgs: {
    sourcedId: 's-12',
    name: 'Roosevelt Middle',
    type: 'school',
    identifier: '0612',
    parentSourcedId: 'd-1',
  },
  academicSessions: {
    sourcedId: 't-1',
    title: 'Fall 2025',
    type: 'term',
    startDate: '2025-08-18',
    endDate: '2025-12-20',
    parentSourcedId: 'y-26',
    schoolYear: '2026',
  },
  courses: {
    sourcedId: 'c-7',
    title: 'Algebra I',
    schoolYearSourcedId: 'y-26',
    courseCode: 'MATH7',
    grades: '07,08',
    orgSourcedId: 's-12',
    subjects: 'Mathematics',
    subjectCodes: '02052',
  },
  classes: {
    sourcedId: 'k-3',
    title: 'Algebra I, period 3',
    grades: '07',
    courseSourcedId: 'c-7',
    classCode: 'A1-3',
    classType: 'scheduled',
    schoolSourcedId: 's-12',
    termSourcedIds: 't-1,t-2',
    subjects: 'Mathematics',
    subjectCodes: '02052',
    periods: '3',
  },
  users: {
    sourcedId: 'u-9',
    enabledUser: 'true',
    username: 'apark',
    givenName: 'Ada',
    familyName: 'Park',
    identifier: '100233',
    email: 'apark@lincoln.example',
    grades: '07',
    primaryOrgSourcedId: 's-12',
  },
  roles: {
    sourcedId: 'r-1',
    userSourcedId: 'u-9',
    roleType: 'primary',
    role: 'student',
    orgSourcedId: 's-12',
  },
  enrollments: {
    sourcedId: 'e-5',
    classSourcedId: 'k-3',
    schoolSourcedId: 's-12',
    userSourcedId: 'u-9',
    role: 'student',
    beginDate: '2025-08-18',
    endDate: '2025-12-20',
  },
  demographics: { sourcedId: 'u-9', birthDate: '2013-02-28', sex: 'female' },
}

/** A good row of the kind, with some cells changed. */
export function goodRow(kind: Kind, changed: Cells = {}): Cells {
  return { ...rows[kind], ...changed }
}

export type Setting = {
  readonly profile?: Profile
  readonly version?: Version
  readonly mode?: 'bulk' | 'delta'
  readonly rules?: Rules
  /** Users of a 1.1 drop, read for their roles. */
  readonly asRoles?: boolean
}

const front = ['sourcedId', 'status', 'dateLastModified']

/** The stream such cells would come in; 1.1 users end in `orgSourcedIds` and `role`. */
export function streamOf(kind: Kind, setting: Setting = {}): Stream {
  const { version = '1.2', mode = 'bulk', asRoles = false } = setting
  const fields = manifest[asRoles ? 'users' : kind].map(({ name }) => name)
  const header = [...front, ...fields, ...(asRoles ? ['orgSourcedIds', 'role'] : [])]
  return {
    kind,
    file: asRoles ? 'users.csv' : `${kind}.csv`,
    mode,
    version,
    form: version,
    sourcedIdCell: 0,
    statusCell: 1,
    modifiedCell: 2,
    toldBy: asRoles ? 'userSourcedId' : 'sourcedId',
    orgsCell: asRoles ? header.length - 2 : -1,
    roleCell: asRoles ? header.length - 1 : -1,
    cells: asRoles ? manifest[kind].map(() => -1) : fields.map((_, at) => at + front.length),
    header,
    async *batches() {},
    keySpan: () => false,
    split: () => [],
    ending: () => ({ complete: true, why: null }),
  }
}

/** Checks one row, told as cells by name. */
export function checkRow(kind: Kind, cells: Cells, setting: Setting = {}): Checked {
  const stream = streamOf(kind, setting)
  const { profile = 'tolerant', rules = defaultRules } = setting
  return makeChecker(
    stream,
    profile,
    rules,
  )(
    stream.header.map(name => cells[name] ?? ''),
    2,
  )
}

/** The issues of a row, each as `severity rule field`. */
export function told({ issues }: Checked): string[] {
  return issues.map(({ severity, rule, field }) => `${severity} ${rule} ${field}`)
}
