/** Clever's grades (Data API v3.1, Student.grade) in the codes that OneRoster takes from CEDS. */
const grades: Readonly<Record<string, string>> = {
  InfantToddler: 'IT',
  Preschool: 'PR',
  PreKindergarten: 'PK',
  TransitionalKindergarten: 'TK',
  Kindergarten: 'KG',
  PostGraduate: 'PS',
  Ungraded: 'UG',
  Other: 'Other',
}

/** What is not among Clever's words goes on as it came: the check says what it makes of it. */
export function gradeOf(word: string): string {
  const text = word.trim()
  return grades[text] ?? (/^\d$/.test(text) ? `0${text}` : text)
}

/** Clever's subjects (Data API v3.1, Section.subject), as OneRoster sources tell them. */
const subjects: Readonly<Record<string, string>> = {
  'english/language arts': 'English Language Arts',
  math: 'Mathematics',
  science: 'Science',
  'social studies': 'Social Studies',
  language: 'World Languages',
  'homeroom/advisory': 'Homeroom',
  'interventions/online learning': 'Interventions',
  'technology and engineering': 'Technology and Engineering',
  'PE and health': 'Physical Education and Health',
  'arts and music': 'Arts and Music',
  other: '',
}

export function subjectOf(word: string): string {
  const text = word.trim()
  return subjects[text] ?? text
}

/** `8/31/2012`, `2012-08-31` or a timestamp, as a day; anything else goes on as it came. */
export function dayOf(text: string): string {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? []
  if (month !== undefined && day !== undefined && year !== undefined)
    return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return /^(\d{4}-\d{2}-\d{2})(T|$)/.exec(text.trim())?.[1] ?? text.trim()
}

/** The day after: Clever's last day of a term is the last that it has, OneRoster's is the first that it has not. */
export function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) ? day : new Date(at + 86_400_000).toISOString().slice(0, 10)
}

/** The school year that a day is in, as the year it ends in; American years turn in July. */
export function yearOf(day: string): number {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return month >= 7 ? year + 1 : year
}
