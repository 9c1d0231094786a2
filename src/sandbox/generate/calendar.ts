/** A school year as a district keeps it. `year` is the year in which it ends; every end is exclusive (OneRoster 1.2). */
export type Session = {
  readonly sourcedId: string
  readonly title: string
  readonly type: 'schoolYear' | 'semester' | 'gradingPeriod'
  readonly start: string
  readonly end: string
  readonly parent: string
}
export type Calendar = { readonly year: number; readonly sessions: readonly Session[] }

/** The school year that contains a day: a new one begins with July. */
export function schoolYearOf(day: Date): number {
  return day.getUTCFullYear() + (day.getUTCMonth() >= 6 ? 1 : 0)
}

/** From the Monday after mid-August to the second Saturday of June: 2027 is 2026-08-17 to 2027-06-12. */
export function calendar(year: number): Calendar {
  const start = weekday(year - 1, 7, 15, 1)
  const half = weekday(year, 0, 8, 1)
  const end = weekday(year, 5, 8, 6)
  const id = `t-${year}`
  const semester = (n: number, from: string, to: string): Session => ({
    sourcedId: `${id}-s${n}`, title: `Semester ${n}`, type: 'semester', start: from, end: to, parent: id,
  }) // prettier-ignore
  const quarter = (n: number, from: string, to: string): Session => ({
    sourcedId: `${id}-q${n}`, title: `Quarter ${n}`, type: 'gradingPeriod', start: from, end: to,
    parent: `${id}-s${n < 3 ? 1 : 2}`,
  }) // prettier-ignore
  const quarterOne = later(start, 63)
  const quarterThree = later(half, 70)
  const whole: Session = {
    sourcedId: id,
    title: `${year - 1}-${year}`,
    type: 'schoolYear',
    start,
    end,
    parent: '',
  }
  const semesters = [semester(1, start, half), semester(2, half, end)]
  const quarters = [
    quarter(1, start, quarterOne),
    quarter(2, quarterOne, half),
    quarter(3, half, quarterThree),
    quarter(4, quarterThree, end),
  ]
  return { year, sessions: [whole, ...semesters, ...quarters] }
}

/** The sessions a class may run in, by name; year-long classes of older students name both semesters. */
export type Span = 'year' | 'semesters' | 'first' | 'second'
export type Terms = { readonly ids: string; readonly start: string; readonly end: string }

export function termsOf(of: Calendar): Record<Span, Terms> {
  const [whole, one, two] = of.sessions
  if (!whole || !one || !two) throw new Error(`Cannot read calendar ${of.year}: it has no semesters`)
  return {
    year: { ids: whole.sourcedId, start: whole.start, end: whole.end },
    semesters: { ids: `"${one.sourcedId},${two.sourcedId}"`, start: whole.start, end: whole.end },
    first: { ids: one.sourcedId, start: one.start, end: one.end },
    second: { ids: two.sourcedId, start: two.start, end: two.end },
  }
}

/** First such weekday (0 is Sunday) on or after a day. */
function weekday(year: number, month: number, day: number, wanted: number): string {
  const date = new Date(Date.UTC(year, month, day))
  date.setUTCDate(day + ((wanted - date.getUTCDay() + 7) % 7))
  return date.toISOString().slice(0, 10)
}

export function later(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
