import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestOf } from '../sources/lincoln.ts'

export type Files = Readonly<Record<string, string>>

/** A corner of Lincoln USD: 32 rows, so that a whole run is a hundred statements and each can be the last one. */
export const tinyKinds = [
  'orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments',
] as const // prettier-ignore
export type TinyKind = (typeof tinyKinds)[number]

const columns: Readonly<Record<TinyKind, string>> = {
  orgs: 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId',
  academicSessions:
    'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
  courses:
    'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
  classes:
    'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
  users:
    'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns',
  roles:
    'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId',
  enrollments:
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
}

type Person = {
  readonly id: string
  readonly given: string
  readonly family: string
  readonly number: string
}
const students: readonly Person[] = [
  { id: 'u-park', given: 'Ada', family: 'Park', number: '1001' },
  { id: 'u-ortiz', given: 'Al', family: 'Ortiz', number: '1002' },
  { id: 'u-singh', given: 'Bina', family: 'Singh', number: '1003' },
  { id: 'u-weber', given: 'Jörg', family: 'Weber', number: '1004' },
  { id: 'u-obrien', given: 'Niamh', family: 'O’Brien', number: '1005' },
  { id: 'u-tran', given: 'Lan', family: 'Tran', number: '1006' },
]
const teachers: readonly Person[] = [
  { id: 'u-reyes', given: 'José', family: 'Reyes', number: '2001' },
  { id: 'u-cole', given: 'Maya', family: 'Cole', number: '2002' },
]
const newcomer: Person = { id: 'u-diaz', given: 'Eva', family: 'Diaz', number: '1007' }

type Lines = Readonly<Record<TinyKind, readonly string[]>>

function userLine({ id, given, family, number }: Person, grade: string): string {
  const login = id.slice(2)
  return `${id},,,true,${login},,${given},${family},,${number},${login}@lincoln.example,,,,${grade},,,,,,s-12,`
}
const roleLine = ({ id }: Person, role: string) => `r-${id.slice(2)},,,${id},primary,${role},,,s-12,`
const seatLine = ({ id }: Person, room: string, role: string) =>
  `e-${id.slice(2)}-${room},,,${room},s-12,${id},${role},${role === 'teacher'},2026-08-20,2027-01-16`
const roomLine = (id: string, period: number, title: string) =>
  `${id},,,"${title}, period ${period}",07,c-alg,ALG1-${period},scheduled,Room 9,s-12,t-1,Mathematics,02052,${period}`

const lines: Lines = {
  orgs: ['d-1,,,Lincoln USD,district,,', 's-12,,,Roosevelt Middle,school,0612,d-1'],
  academicSessions: [
    'y-27,,,2026-27,schoolYear,2026-08-20,2027-06-11,,2027',
    't-1,,,Fall,term,2026-08-20,2027-01-16,y-27,2027',
  ],
  courses: ['c-alg,,,y-27,Algebra,ALG1,07,s-12,Mathematics,02052'],
  classes: [roomLine('k-3', 3, 'Algebra'), roomLine('k-4', 4, 'Algebra')],
  users: [...students.map(person => userLine(person, '07')), ...teachers.map(person => userLine(person, ''))],
  roles: [
    ...students.map(person => roleLine(person, 'student')),
    ...teachers.map(person => roleLine(person, 'teacher')),
  ],
  enrollments: [
    ...students.map((person, at) => seatLine(person, at < 3 ? 'k-3' : 'k-4', 'student')),
    ...teachers.map((person, at) => seatLine(person, `k-${at + 3}`, 'teacher')),
    seatLine({ ...newcomer, ...students[0] }, 'k-4', 'student'),
  ],
}

/** A drop whose files are all whole. */
function dropOf(told: Lines): Files {
  const files = tinyKinds.map(kind => [`${kind}.csv`, [columns[kind], ...told[kind], ''].join('\n')])
  const modes = Object.fromEntries(tinyKinds.map(kind => [kind, 'bulk']))
  return { 'manifest.csv': manifestOf('1.2', modes), ...Object.fromEntries(files) }
}

const without = (rows: readonly string[], id: string) => rows.filter(line => !line.includes(id))

/** The first delivery. */
export const monday: Files = dropOf(lines)

/** Something of everything: Lan Tran left, Eva Diaz came, a class has another name, Al Ortiz another first name. */
export const tuesday: Files = dropOf({
  ...lines,
  classes: [roomLine('k-3', 3, 'Algebra honors'), roomLine('k-4', 4, 'Algebra')],
  users: [
    ...without(lines.users, 'u-tran').map(line => line.replace(',Al,', ',Albert,')),
    userLine(newcomer, '07'),
  ],
  roles: [...without(lines.roles, 'u-tran'), roleLine(newcomer, 'student')],
  enrollments: [...without(lines.enrollments, 'u-tran'), seatLine(newcomer, 'k-3', 'student')],
})

/** The same changes, and Niamh O’Brien becomes a teacher: a person has to look at it. */
export const wednesday: Files = {
  ...tuesday,
  'roles.csv': (tuesday['roles.csv'] ?? '').replace('u-obrien,primary,student', 'u-obrien,primary,teacher'),
}

/** Monday with so many more students, each in a class: a drop that needs room. */
export function crowd(count: number): Files {
  const people = Array.from({ length: count }, (_, at): Person => ({
    id: `u-more${at}`, given: 'Kim', family: `Lee ${at}`, number: String(10_000 + at),
  })) // prettier-ignore
  return dropOf({
    ...lines,
    users: [...lines.users, ...people.map(person => userLine(person, '07'))],
    roles: [...lines.roles, ...people.map(person => roleLine(person, 'student'))],
    enrollments: [...lines.enrollments, ...people.map(person => seatLine(person, 'k-3', 'student'))],
  })
}

/** Writes a drop as a folder; `day` tells which is the newer. */
export async function writeDrop(folder: string, files: Files, day: number): Promise<string> {
  await mkdir(folder, { recursive: true })
  // Before the day that the zips of test/sources/drops.ts are of.
  const at = new Date(Date.UTC(2026, 7, day, 6))
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text)
    await utimes(join(folder, name), at, at)
  }
  return folder
}
