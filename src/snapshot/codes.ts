import { enrollmentRoles, userRoles } from '../roster/fields.ts'
import type { Slot } from './slot.ts'

// What the standard lists where that is less than the manifest takes (CSV tables 1.1; CSV binding 1.2.1).
const roles11 = ['administrator', 'aide', 'guardian', 'parent', 'proctor', 'relative', 'student', 'teacher']
const roles12 = userRoles.filter(role => role !== 'administrator')
const enrollmentRolesStrict = enrollmentRoles.filter(role => role !== 'aide')

/** Other people's words for a code, without case, blanks and signs. */
const words = new Map(Object.entries({
  instructor: 'teacher', faculty: 'teacher', facultymember: 'teacher', leadteacher: 'teacher', coteacher: 'teacher',
  primaryteacher: 'teacher', teacherofrecord: 'teacher', pupil: 'student', learner: 'student',
  admin: 'administrator', schooladmin: 'siteAdministrator', schooladministrator: 'siteAdministrator',
  siteadmin: 'siteAdministrator', districtadmin: 'districtAdministrator', sysadmin: 'systemAdministrator',
  systemadmin: 'systemAdministrator', counsellor: 'counselor', teacheraide: 'aide', teachersaide: 'aide',
  teacherassistant: 'aide', teachingassistant: 'aide', paraprofessional: 'aide',
  lea: 'district', schooldistrict: 'district', campus: 'school', building: 'school', sea: 'state',
  year: 'schoolYear', fullyear: 'schoolYear', sem: 'semester', quarter: 'term', trimester: 'term',
  markingperiod: 'gradingPeriod', regular: 'scheduled', hr: 'homeroom',
  m: 'male', f: 'female', x: 'other', nonbinary: 'other',
})) // prettier-ignore

/** Codes the cell may hold as they stand. A tolerant reader takes those of both versions. */
export function legalCodes(slot: Slot): readonly string[] {
  const codes = slot.field.codes ?? []
  if (!slot.strict) return codes
  if (codes === userRoles) return slot.version === '1.1' ? roles11 : roles12
  if (codes === enrollmentRoles) return enrollmentRolesStrict
  if (slot.name === 'sex' && slot.version === '1.1') return ['male', 'female']
  return codes
}

// 1.2 lets every list grow but roleType, importance, status and mode (OpenAPI 1.2, CSV binding 1.2.1).
export function takesExtensions(slot: Slot): boolean {
  return slot.version === '1.2' && slot.name !== 'roleType'
}

/** `ext:` and a token: how 1.2 lets a region add to a list. */
export function isExtension(cell: string): boolean {
  return cell.startsWith('ext:') && /^ext:[a-zA-Z0-9.\-_]+$/.test(cell)
}

/** The code a word means, or null. */
export function codeOf(word: string, legal: readonly string[]): string | null {
  const plain = fold(word)
  const meant = legal.find(code => code.toLowerCase() === plain) ?? words.get(plain)
  return meant !== undefined && legal.includes(meant) ? meant : null
}

export const fold = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '')
