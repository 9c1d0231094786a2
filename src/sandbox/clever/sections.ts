import type { Cells } from '../district.ts'
import type { Named, Reading } from './records.ts'
import type { Seats } from './seats.ts'
import type { Course, Section, Term } from './shapes.ts'
import { gradeWord, subjectWord } from './words.ts'

type Found = { sections: Section[]; courses: Course[]; terms: Term[] }

/** Sections, and the terms and courses that they have: Clever knows these by nothing else. */
export function sectionsOf(reading: Reading, seats: Seats, named: Named): Found {
  const courses = new Map<string, Course>()
  const terms = new Map<string, Term>()
  const sections: Section[] = []
  const { district } = reading
  for (const [at, row] of district.shelves.classes.rows.filter(({ gone }) => !gone).entries()) {
    const cells = district.cells('classes', row)
    const school = named.schools.get(cells['schoolSourcedId'] ?? '')
    if (school === undefined) continue
    const course = courseOf(reading, cells['courseSourcedId'] ?? '', courses)
    const term = termOf(reading, cells['termSourcedIds'] ?? '', terms)
    const section = sectionOf(reading, seats, named, { sourcedId: row.id, cells, school, course, term })
    sections.push(bared(reading, section, at, () => guestOf(seats, named, cells['schoolSourcedId'])))
  }
  return { sections, courses: [...courses.values()], terms: [...terms.values()] }
}

type Parts = {
  readonly sourcedId: string
  readonly cells: Cells
  readonly school: string
  readonly course: Course | undefined
  readonly term: Term | undefined
}

function sectionOf({ district, ids, now }: Reading, seats: Seats, { people }: Named, parts: Parts): Section {
  const { sourcedId, cells, school, course, term } = parts
  const { students = [], teachers = [] } = seats.classes.get(sourcedId) ?? {}
  const found = (part: string, of: readonly string[]) => [...new Set(of)].map(one => people.get(`${part} ${one}`)).filter(id => id !== undefined) // prettier-ignore
  const taught = found('employee', teachers)
  const { familyName } = district.cells('users', district.shelves.users.index.get(teachers[0] ?? ''))
  const built = course?.name && [course.name, familyName, cells['periods']].filter(Boolean).join(' - ')
  const { id, created } = ids.of('sections', sourcedId, now)
  return {
    id,
    district: ids.district,
    school,
    created,
    last_modified: '',
    name: built || (cells['title'] ?? ''),
    sis_id: sourcedId,
    course: course?.id,
    term_id: term?.id,
    section_number: cells['classCode'] || undefined,
    period: cells['periods'] || undefined,
    grade: gradeWord(cells['grades'] ?? ''),
    subject: cells['classType'] === 'homeroom' ? 'homeroom/advisory' : subjectWord(cells['subjects'] ?? ''),
    teacher: taught[0],
    teachers: taught,
    students: found('student', students),
  }
}

/** By the number, if there is one: it keeps the id when the district writes its courses anew. */
function courseOf(
  { district, ids, now }: Reading,
  sourcedId: string,
  known: Map<string, Course>,
): Course | undefined {
  // prettier-ignore
  const row = district.shelves.courses.index.get(sourcedId)
  if (row === undefined || row.gone) return undefined
  const held = known.get(sourcedId)
  if (held !== undefined) return held
  const { title, courseCode } = district.cells('courses', row)
  const { id } = ids.of('courses', courseCode || sourcedId, now)
  const course = { id, district: ids.district, name: title || undefined, number: courseCode || undefined }
  known.set(sourcedId, course)
  return course
}

/** A section has one term: that of several semesters is the year they are of. A term of other dates is another. */
function termOf({ district, ids, now }: Reading, cell: string, known: Map<string, Term>): Term | undefined {
  const sessions = district.shelves.academicSessions.index
  const several = cell.split(',').map(id => sessions.get(id)).filter(row => row !== undefined && !row.gone)
  const parents = several.map(row => district.cells('academicSessions', row)['parentSourcedId'] ?? '')
  const row = several.length > 1 ? (sessions.get(parents[0] ?? '') ?? several[0]) : several[0]
  if (row === undefined) return undefined
  const held = known.get(row.id)
  if (held !== undefined) return held
  const { title = '', startDate = '', endDate = '' } = district.cells('academicSessions', row)
  const { id } = ids.of('terms', `${row.id} ${title} ${startDate} ${endDate}`, now)
  const term = { id, district: ids.district, name: title || undefined, start_date: startDate || undefined, end_date: endDate === '' ? undefined : dayBefore(endDate) }
  known.set(row.id, term)
  return term
} // prettier-ignore

const lacking = ['course', 'term_id', 'grade', 'subject', 'teacher'] as const

/** One of what a section may lack in turn; in place of its teacher it gets one of another school. */
function bared({ bare }: Reading, section: Section, at: number, guest: () => string | undefined): Section {
  if (bare === null || bare === 0 || at % bare !== 0) return section
  const lack = lacking[(at / bare) % lacking.length] ?? 'grade'
  if (lack !== 'teacher') return { ...section, [lack]: undefined }
  const other = guest() ?? section.teacher
  return other === undefined ? section : { ...section, teacher: other, teachers: [other, ...section.teachers.slice(1)] } // prettier-ignore
}

function guestOf({ classes }: Seats, { people }: Named, school: string | undefined): string | undefined {
  const other = [...classes.values()].find(one => one.school !== school && one.teachers.length > 0)
  return people.get(`employee ${other?.teachers[0] ?? ''}`)
}

/** The last day of a term: OneRoster's is the first that it has not. */
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
