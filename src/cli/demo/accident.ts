import type { Row } from '../../sandbox/generate/row.ts'
import { RollbookError } from '../../roster/errors.ts'
import { readSheet, writeSheet } from './sheets.ts'

/** What went wrong with the export, by the ids it happened to. */
export type Accident = {
  readonly school: string
  readonly schoolName: string
  /** Enrollments of the school that are missing from the file. */
  readonly lost: number
  /** The student who left, and the one who got the address. */
  readonly left: string
  readonly heir: string
  /** One of the seats that are missing. */
  readonly seat: { readonly student: string; readonly class: string }
}

/**
 * Spoils a generated drop as exports get spoilt: the schedule of one school is all but missing, and a student who
 * left has passed an e-mail address on to another.
 */
export async function spoil(folder: string): Promise<Accident> {
  const orgs = await readSheet(folder, 'orgs')
  const school = middleSchool(orgs)
  const enrollments = await readSheet(folder, 'enrollments')
  const kept = enrollments.filter((row, at) => row.of('schoolSourcedId') !== school.id || at % 8 === 0)
  const { left, heir } = await passAddress(folder, school.id)
  await writeSheet(folder, 'enrollments', kept.filter(row => row.of('userSourcedId') !== left)) // prettier-ignore
  const gone = enrollments.filter(row => row.of('role') === 'student' && !kept.includes(row))
  return {
    school: school.id,
    schoolName: school.of('name'),
    lost: enrollments.length - kept.length,
    left,
    heir,
    seat: { student: gone[0]?.of('userSourcedId') ?? '', class: gone[0]?.of('classSourcedId') ?? '' },
  }
}

function middleSchool(orgs: readonly Row[]): Row {
  const schools = orgs.filter(row => row.of('type') === 'school')
  const school = schools.find(row => row.of('name').includes('Middle')) ?? schools[0]
  if (school === undefined) throw new RollbookError('NO_SCHOOL', 'Cannot spoil the drop: it has no school')
  return school
}

/** Of the students of other schools with an address the first leaves, and the last inherits what was theirs. */
async function passAddress(folder: string, school: string): Promise<{ left: string; heir: string }> {
  const users = await readSheet(folder, 'users')
  const students = users.filter(
    row => row.of('grades') !== '' && row.of('email') !== '' && row.of('primaryOrgSourcedId') !== school,
  )
  const [left, heir] = [students[0], students.at(-1)]
  if (left === undefined || heir === undefined)
    throw new RollbookError('NO_STUDENTS', 'Cannot spoil the drop: its students have no addresses')
  heir.put('email', left.of('email'))
  await writeSheet(folder, 'users', users.filter(row => row !== left)) // prettier-ignore
  const roles = await readSheet(folder, 'roles')
  await writeSheet(folder, 'roles', roles.filter(row => row.of('userSourcedId') !== left.id)) // prettier-ignore
  return { left: left.id, heir: heir.id }
}
