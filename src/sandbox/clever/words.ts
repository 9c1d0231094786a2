import { grades } from '../../roster/grades.ts'
import type { RoleWord } from './shapes.ts'

/** Clever's words for grades, in the order of ours. */
const gradeWords = [
  'InfantToddler', 'Preschool', 'PreKindergarten', 'TransitionalKindergarten', 'Kindergarten',
  '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', 'PostGraduate', 'Ungraded', 'Other',
] // prettier-ignore

/** Of the first of several grades; Other for a code that is not of the list. */
export function gradeWord(codes: string): string | undefined {
  const [code = ''] = codes.split(',')
  if (code === '') return undefined
  return gradeWords[grades.findIndex(one => one === code)] ?? 'Other'
}

/** Places of Clever's grades, to tell the lowest from the highest. */
export function gradePlace(word: string): number {
  return gradeWords.indexOf(word)
}

const subjectWords: Readonly<Record<string, string>> = {
  Mathematics: 'math',
  English: 'english/language arts',
  Science: 'science',
  'Social Studies': 'social studies',
  'World Languages': 'language',
  Elementary: 'homeroom/advisory',
  'Computer Science': 'technology and engineering',
  'Physical Education': 'PE and health',
  Music: 'arts and music',
  'Visual Art': 'arts and music',
  Theatre: 'arts and music',
}

export function subjectWord(subjects: string): string | undefined {
  return subjects === '' ? undefined : (subjectWords[subjects.split(',')[0] ?? ''] ?? 'other')
}

/** What OneRoster's roles are at Clever, and the title somebody bears; students and contacts bear none. */
export const roleOf: Readonly<Record<string, readonly [role: RoleWord, title?: string]>> = {
  student: ['student'],
  teacher: ['teacher'],
  aide: ['staff', 'Aide'],
  counselor: ['staff', 'Counselor'],
  principal: ['staff', 'Principal'],
  siteAdministrator: ['staff', 'Site Administrator'],
  districtAdministrator: ['district_admin', 'Superintendent'],
  systemAdministrator: ['district_admin', 'Technology Director'],
  guardian: ['contact'],
  parent: ['contact'],
  relative: ['contact'],
}
