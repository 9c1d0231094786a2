import { gradeCodes } from './grades.ts'
import type { Span } from './calendar.ts'

/** Courses are the district's, so a class of one course can be found in any of its schools. */
export type Course = {
  readonly sourcedId: string
  readonly title: string
  readonly code: string
  /** First and last place in `gradeCodes`. */
  readonly from: number
  readonly to: number
  readonly subject: string
  /** Five digits in the manner of the School Courses for the Exchange of Data. */
  readonly sced: string
}

/** One line of a student's timetable: a class of one of these courses, for this long. */
export type Slot = { readonly courses: readonly Course[]; readonly span: Span }

const list: Course[] = []

export const homerooms = gradeCodes.slice(0, 6).map((code, grade) => {
  const title = grade === 0 ? 'Kindergarten' : `Grade ${Number(code)}`
  return course(title, `HR${code}`, grade, grade, 'Elementary', `2300${grade + 1}`)
})
export const specials = [
  course('Art (K-5)', 'ART-EL', 0, 5, 'Visual Art', '05150'),
  course('Music (K-5)', 'MUS-EL', 0, 5, 'Music', '05100'),
  course('Physical Education (K-5)', 'PE-EL', 0, 5, 'Physical Education', '08010'),
  course('Library (K-5)', 'LIB-EL', 0, 5, 'Library', '22000'),
  course('STEM Lab (K-5)', 'STEM-EL', 0, 5, 'Science', '03230'),
]

const middleElectives = [
  course('Band', 'BAND-MS', 6, 8, 'Music', '05101'),
  course('Choir', 'CHOIR-MS', 6, 8, 'Music', '05110'),
  course('Art Exploration', 'ART-MS', 6, 8, 'Visual Art', '05151'),
  course('Spanish Introduction', 'SPA-MS', 6, 8, 'World Languages', '24051'),
  course('Coding & Robotics', 'CODE-MS', 6, 8, 'Computer Science', '10011'),
  course('Drama', 'DRAMA-MS', 6, 8, 'Theatre', '05051'),
]
const highElectives = [
  course('Jazz Band', 'BAND-HS', 9, 12, 'Music', '05102'),
  course('Concert Choir', 'CHOIR-HS', 9, 12, 'Music', '05111'),
  course('Ceramics', 'CERAM', 9, 12, 'Visual Art', '05159'),
  course('Photography', 'PHOTO', 9, 12, 'Visual Art', '05167'),
  course('Theatre Arts', 'THEATRE', 9, 12, 'Theatre', '05052'),
  course('Culinary Arts', 'CULIN', 9, 12, 'Hospitality', '16054'),
  course('Computer Science Principles', 'CSP', 9, 12, 'Computer Science', '10019'),
  course('Personal Finance', 'PFIN', 9, 12, 'Business', '12051'),
  course('Journalism', 'JOURN', 9, 12, 'Communications', '11101'),
  course('Auto Shop, Beginning', 'AUTO', 9, 12, 'Transportation', '20104'),
]

/** Timetable of each grade from 06 on: whole-year slots first, then one elective per semester. */
const secondary: readonly (readonly Slot[])[] = [
  middle(6, ['Math 6', 'MATH6'], ['World History', 'WH6', '04053']),
  middle(7, ['Math 7', 'MATH7'], ['State History', 'SH7', '04105']),
  middle(8, ['Pre-Algebra', 'PREALG'], ['U.S. History', 'USH8', '04101'], ['Algebra I (Grade 8)', 'ALG8']),
  high(
    9,
    'English 9',
    'Algebra I|Geometry',
    'Biology|Biology Honors',
    'World Geography',
    'Spanish I|French I',
  ),
  high(
    10,
    'English 10|English 10 Honors',
    'Geometry 10|Algebra II',
    'Chemistry|Physical Science',
    'World History 10',
    'Spanish II|French II',
  ),
  high(
    11,
    'English 11|AP English Language',
    'Algebra II 11|Precalculus',
    'Physics|Environmental Science',
    'U.S. History 11|AP U.S. History',
    'Spanish III|Mandarin I',
  ),
  high(
    12,
    'English 12|AP English Literature',
    'Statistics|AP Calculus AB',
    'Anatomy & Physiology|AP Biology',
    'Government & Economics',
    'Spanish IV|American Sign Language',
  ),
]

// Every catalog lists courses nobody teaches this year.
for (const [title, code] of [
  ['Marine Biology', 'MARBIO'],
  ['Latin I', 'LAT1'],
  ['Philosophy', 'PHIL'],
  ['Astronomy', 'ASTRO'],
  ['Creative Writing', 'CRWR'],
  ['Psychology', 'PSY'],
  ['Sociology', 'SOC'],
  ['Film Studies', 'FILM'],
] as const) {
  course(title, code, 9, 12, 'Elective', '22999')
}

export const courses: readonly Course[] = list

export function slotsOf(grade: number): readonly Slot[] {
  return secondary[grade - 6] ?? []
}

function middle(
  grade: number,
  math: readonly [string, string],
  social: readonly [string, string, string],
  ...more: readonly (readonly [string, string])[]
): Slot[] {
  const one = (title: string, code: string, subject: string, sced: string) =>
    course(title, code, grade, grade, subject, sced)
  const year = [
    [math, ...more].map(([title, code]) => one(title, code, 'Mathematics', `0203${grade}`)),
    [one(`English Language Arts ${grade}`, `ELA${grade}`, 'English', `0103${grade}`)],
    [one(`Science ${grade}`, `SCI${grade}`, 'Science', `0323${grade}`)],
    [one(social[0], social[1], 'Social Studies', social[2])],
    [one(`Physical Education ${grade}`, `PE${grade}`, 'Physical Education', '08016')],
  ]
  return slots(year, middleElectives)
}

function high(grade: number, ...lines: [string, string, string, string, string]): Slot[] {
  const subjects = ['English', 'Mathematics', 'Science', 'Social Studies', 'World Languages']
  const year = lines.map((line, at) =>
    line.split('|').map((title, variant) => {
      const subject = subjects[at] ?? 'Elective'
      return course(
        title,
        `${subject.slice(0, 3).toUpperCase()}${grade}${'AB'[variant]}`,
        grade,
        grade,
        subject,
        sced(at, grade, variant),
      )
    }),
  )
  const fitness = course(
    `Health & Fitness ${grade}`,
    `PE${grade}`,
    grade,
    grade,
    'Physical Education',
    '08051',
  )
  return slots([...year, [fitness]], highElectives)
}

function sced(subject: number, grade: number, variant: number): string {
  return `0${subject + 1}${grade < 10 ? `0${grade}` : grade}${variant}`
}

function slots(year: Course[][], electives: readonly Course[]): Slot[] {
  const whole = year.map((of): Slot => ({ courses: of, span: 'semesters' }))
  return [...whole, { courses: electives, span: 'first' }, { courses: electives, span: 'second' }]
}

function course(
  title: string,
  code: string,
  from: number,
  to: number,
  subject: string,
  sced: string,
): Course {
  const made = { sourcedId: `k-${code.toLowerCase()}`, title, code, from, to, subject, sced }
  list.push(made)
  return made
}
