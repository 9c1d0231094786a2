import { isRecord, readText, type Record } from '../oneroster-rest/columns.ts'
import { dayAfter, dayOf, gradeOf, subjectOf, yearOf } from './words.ts'

/*
 * Schools, terms, courses and sections as rows of OneRoster. Clever lets a section be without course or term, and a
 * term without dates; OneRoster does not, and an app opens classes by their dates. What is missing is made from what the
 * district is known by, never from today's date: a district that is paused for the summer must not turn a year by itself.
 */

export const orgNames = ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId'] as const // prettier-ignore
export const sessionNames = ['sourcedId', 'status', 'title', 'type', 'startDate', 'endDate', 'schoolYear'] as const // prettier-ignore
export const courseNames = ['sourcedId', 'status', 'title', 'courseCode', 'orgSourcedId'] as const
export const classNames = [
  'sourcedId', 'status', 'dateLastModified', 'title', 'grades', 'courseSourcedId', 'classCode', 'classType', 'schoolSourcedId',
  'termSourcedIds', 'subjects', 'periods',
] as const // prettier-ignore
export const enrollmentNames = [
  'sourcedId', 'status', 'dateLastModified', 'classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role', 'primary',
] as const // prettier-ignore

export function districtCells(district: Record): string[] {
  return [readText(district.id), 'active', readText(district.last_modified), readText(district.name), 'district', readText(district.nces_id), ''] // prettier-ignore
}

export function schoolCells(school: Record, district: string): string[] {
  const identifier = readText(school.sis_id) || readText(school.school_number)
  return [readText(school.id), 'active', readText(school.last_modified), readText(school.name), 'school', identifier, district] // prettier-ignore
}

/** The school year that a district's data is of: of the last day on which Clever took in what the SIS had. */
export type SchoolYear = { readonly id: string; readonly year: number }

export function schoolYearAt(district: string, lastSync: string): SchoolYear {
  const year = yearOf(dayOf(lastSync))
  return { id: `${district}-${year}`, year }
}

/** The year itself, for sections that say no term. It is told whether or not there are such: else it would be gone once there are none. */
export function yearCells({ id, year }: SchoolYear): string[] {
  return [id, 'active', `${year - 1}-${String(year).slice(2)}`, 'schoolYear', `${year - 1}-07-01`, `${year}-07-01`, String(year)] // prettier-ignore
}

/** A term has at least one of name, start and end (Clever, data model quirks); the year stands in for what it lacks. */
export function termCells(term: Record, { year }: SchoolYear): string[] {
  const [from, to] = [dayOf(readText(term.start_date)), dayOf(readText(term.end_date))]
  const known = from || to
  const own = known === '' ? year : yearOf(known)
  const start = from || `${own - 1}-07-01`
  const end = to === '' ? `${own}-07-01` : dayAfter(to)
  const title = readText(term.name).trim() || `${start} to ${to || end}`
  return [readText(term.id), 'active', title, 'term', start, end, String(own)]
}

export function courseCells(course: Record, district: string): string[] {
  const [name, number] = [readText(course.name).trim(), readText(course.number).trim()]
  return [readText(course.id), 'active', name || number || readText(course.id), number, district]
}

/** The course of a section that has none: the section itself, for nothing else is known of what it teaches. */
export function ownCourseCells(section: Record): string[] {
  return [`${readText(section.id)}-course`, 'active', titleOf(section), '', readText(section.school)]
}

/** What a section is tied to, as far as it is shared with us. */
export type Ties = { readonly course: string | null; readonly term: string }

type Has = (id: string) => boolean
/** A course or a term that is not shared is none for us. */
export function tiesOf(section: Record, hasCourse: Has, hasTerm: Has, { id }: SchoolYear): Ties {
  const [course, term] = [readText(section.course).trim(), readText(section.term_id).trim()]
  return { course: hasCourse(course) ? course : null, term: hasTerm(term) ? term : id }
}

export function classCells(section: Record, { course, term }: Ties): string[] {
  const id = readText(section.id)
  const subject = readText(section.subject).trim()
  return [
    id, 'active', readText(section.last_modified), titleOf(section), gradeOf(readText(section.grade)), course ?? `${id}-course`,
    readText(section.sis_id) || readText(section.section_number), subject === 'homeroom/advisory' ? 'homeroom' : 'scheduled',
    readText(section.school), term, subjectOf(subject), readText(section.period),
  ] // prettier-ignore
}

function titleOf(section: Record): string {
  return readText(section.name).trim() || readText(section.section_number).trim() || readText(section.id)
}

export type Member = { readonly id: string; readonly role: 'student' | 'teacher'; readonly primary: boolean }

/** Who is in a section: its teachers, the main one first, and its students; each once. */
export function membersOf(section: Record): Member[] {
  const main = readText(section.teacher).trim()
  const teachers = idsOf([main, ...listOf(section.teachers)])
  const students = idsOf(listOf(section.students)).filter(id => !teachers.includes(id))
  return [
    ...teachers.map(id => ({ id, role: 'teacher' as const, primary: id === (main || teachers[0]) })),
    ...students.map(id => ({ id, role: 'student' as const, primary: false })),
  ]
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Ids of a list, or of records where whole ones stand in it. */
function idsOf(items: readonly unknown[]): string[] {
  const ids = items.map(item => (isRecord(item) ? readText(item.id) : readText(item)).trim())
  return [...new Set(ids)].filter(id => id !== '')
}

export function enrollmentCells(section: Record, { id, role, primary }: Member): string[] {
  const own = readText(section.id)
  const taught = role === 'teacher' ? String(primary) : ''
  return [`${own}/${id}`, 'active', readText(section.last_modified), own, readText(section.school), id, role, taught] // prettier-ignore
}
