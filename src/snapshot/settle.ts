import type { Value } from '../roster/entity.ts'
import { fieldIndex } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Stream } from '../sources/source.ts'
import type { Findings } from './findings.ts'

/** Rules between the fields of one row, after each was read; may put a value in the place of another. */
export type Settle = (values: Value[], found: Findings, stream: Pick<Stream, 'nameless'>) => void

export const settles: Readonly<Partial<Record<Kind, Settle>>> = {
  academicSessions: settleSession,
  classes: settleClass,
  users: settleUser,
  roles: settleRole,
  enrollments: settleEnrollment,
}

// A session that ends before it starts would archive its classes on the day they open.
const start = fieldIndex('academicSessions', 'startDate')
const end = fieldIndex('academicSessions', 'endDate')
const schoolYear = fieldIndex('academicSessions', 'schoolYear')

function settleSession(values: Value[], found: Findings): void {
  const [from, to, year] = [values[start], values[end], values[schoolYear]]
  if (typeof from !== 'string' || typeof to !== 'string') return
  if (to < from) {
    const fix = 'Correct the dates of the session; endDate is the day after the last.'
    found.error('end_before_start', 'endDate', to, 'is before startDate', fix)
  }
  // Kept all the same: a year south of the equator, or a mistake, and only the district can tell.
  const fix = 'Export schoolYear as the year it ends in: 2026 for 2025-26.'
  if (typeof year !== 'string') {
    found.warn('missing_required_value', 'schoolYear', '', 'is not known', fix)
  } else if (Number(year) < Number(from.slice(0, 4)) || Number(year) > Number(to.slice(0, 4)) + 1) {
    found.warn('school_year_mismatch', 'schoolYear', year, 'lies outside the dates of the session', fix)
  }
}

// A homeroom is said to be one; whatever says nothing meets at its period.
const classType = fieldIndex('classes', 'classType')

function settleClass(values: Value[], found: Findings): void {
  if (values[classType] !== null) return
  values[classType] = 'scheduled'
  const fix = 'Export classType as homeroom or scheduled.'
  found.warn('missing_required_value', 'classType', '', 'is not known, and was taken as scheduled', fix)
}

const enabledUser = fieldIndex('users', 'enabledUser')
const username = fieldIndex('users', 'username')
const givenName = fieldIndex('users', 'givenName')
const familyName = fieldIndex('users', 'familyName')

function settleUser(values: Value[], found: Findings, { nameless }: Pick<Stream, 'nameless'>): void {
  if (values[enabledUser] === null) {
    values[enabledUser] = true
    const fix = 'Export enabledUser as true or false.'
    found.warn('missing_required_value', 'enabledUser', '', 'is blank, and was taken as true', fix)
  }
  if (values[username] === null && !nameless) {
    const fix = 'Export the name the person signs in with as username.'
    found.warn(
      'missing_required_value',
      'username',
      '',
      'is blank. Sign-in must find the person by e-mail or id',
      fix,
    )
  }
  const [given, family] = [values[givenName], values[familyName]]
  if (given !== null && family !== null) return
  const field = given === null ? 'givenName' : 'familyName'
  const fix = `Fill in ${field} in the student information system.`
  if (given === family)
    found.error('missing_required_value', field, '', 'is blank, and so is familyName', fix)
  else found.warn('missing_required_value', field, '', 'is blank. The other name was kept alone', fix)
}

// Without the wrong end the record stays open, which a later export ends; without the record a student is locked out.
const roleBegin = fieldIndex('roles', 'beginDate')
const roleEnd = fieldIndex('roles', 'endDate')

function settleRole(values: Value[], found: Findings): void {
  dropEarlyEnd(values, roleBegin, roleEnd, found)
}

const role = fieldIndex('enrollments', 'role')
const primary = fieldIndex('enrollments', 'primary')
const begins = fieldIndex('enrollments', 'beginDate')
const ends = fieldIndex('enrollments', 'endDate')

function settleEnrollment(values: Value[], found: Findings): void {
  dropEarlyEnd(values, begins, ends, found)
  if (values[primary] !== true || values[role] === 'teacher') return
  values[primary] = null
  const fix = 'Export primary for teachers only.'
  found.warn(
    'primary_not_teacher',
    'primary',
    'true',
    'is true of one who does not teach, and was left out',
    fix,
  )
}

function dropEarlyEnd(values: Value[], beginAt: number, endAt: number, found: Findings): void {
  const [begin, end] = [values[beginAt], values[endAt]]
  if (typeof begin !== 'string' || typeof end !== 'string' || end >= begin) return
  values[endAt] = null
  const fix = 'Correct the dates; endDate is the day after the last.'
  found.warn('end_before_start', 'endDate', end, 'is before beginDate, and was left out', fix)
}
