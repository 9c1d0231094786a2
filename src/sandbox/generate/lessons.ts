import { termsOf, type Calendar } from './calendar.ts'
import { chance, textShare } from './chance.ts'
import { gradeCodes, stageOf } from './grades.ts'
import type { Drop } from './drop.ts'
import { rooms, seats, type Cohort, type Room } from './timetable.ts'

/** What classes and enrollments of one school year have in common. */
export type Year = {
  readonly seed: number
  readonly calendar: Calendar
  readonly short: string
  readonly terms: ReturnType<typeof termsOf>
}

export function yearOf(seed: number, calendar: Calendar): Year {
  return { seed, calendar, short: String(calendar.year % 100).padStart(2, '0'), terms: termsOf(calendar) }
}

/** A student's enrollments. `guest` is the same grade at another school, where the last elective is taken. */
export function addSeats(drop: Drop, year: Year, user: string, at: Place, guest?: Place): void {
  const own = seats(at.cohort, at.n)
  const there = guest ? seats(guest.cohort, at.n) : []
  const last = own.length - 1
  own.forEach((home, slot) => {
    const away = slot === last ? there[slot] : undefined
    const seat = away ?? home
    const school = away && guest ? guest.org : at.org
    const terms = year.terms[seat.span]
    drop.add(
      'enrollments',
      `e-${year.short}-${user.slice(2)}-${slot + 1},,,c-${year.short}-${seat.number},${school},${user},student,false,${terms.start},${terms.end}`,
    )
  })
}
export type Place = { readonly org: string; readonly cohort: Cohort; readonly n: number }

/** One older student in two hundred takes an elective at the next school that has the grade. */
export function guestOf(
  year: Year,
  user: string,
  at: Place,
  all: Cohort[][],
  orgs: readonly string[],
): Place | undefined {
  const { school, grade } = at.cohort
  if (stageOf(grade) !== 'high' || textShare(year.seed, user) >= 0.005) return undefined
  const cohort = all[school + 1]?.[grade]
  const org = orgs[school + 1]
  return cohort && org && cohort.width > 0 ? { org, cohort, n: at.n } : undefined
}

/** The classes of one school with those who teach them. */
export function addRooms(
  drop: Drop,
  year: Year,
  org: string,
  of: readonly Cohort[],
  teachers: readonly string[],
): void {
  const duty = new Duty(of, teachers)
  for (const cohort of of) {
    for (const room of rooms(cohort, year.seed)) {
      drop.add('classes', classLine(year, org, cohort, room))
      const [first, second] = duty.next(room, chance(year.seed, room.number, 92) % 12 === 0)
      if (first) drop.add('enrollments', teacherLine(year, org, room, 1, first))
      if (second) drop.add('enrollments', teacherLine(year, org, room, 2, second))
    }
  }
}

function classLine(year: Year, org: string, cohort: Cohort, room: Room): string {
  const { course, sibling, period } = room
  const home = period === 0
  const title = home ? `${course.title} Homeroom ${sibling}` : `${course.title} P${period}-${sibling}`
  const text = title.includes(',') ? `"${title}"` : title
  const code = `${course.code}-${gradeCodes[cohort.grade]}-${sibling}`
  const type = home ? 'homeroom' : 'scheduled'
  const where = `Room ${100 + (room.number % 180)}`
  return (
    `c-${year.short}-${room.number},,,${text},${gradeCodes[cohort.grade]},${course.sourcedId},${code},${type},${where},` +
    `${org},${year.terms[room.span].ids},${course.subject},${course.sced},${home ? '' : period}`
  )
}

function teacherLine(year: Year, org: string, room: Room, at: number, user: string): string {
  const { start, end } = year.terms[room.span]
  return (
    `e-${year.short}-c${room.number}-${at},,,c-${year.short}-${room.number},${org},${user},teacher,` +
    `${at === 1},${start},${end}`
  )
}

/** Hands out classes: homerooms to the first teachers, one each; the rest in blocks, so that subjects stay together. */
class Duty {
  readonly #home: readonly string[]
  readonly #rest: readonly string[]
  #homes = 0
  #given = 0
  readonly #lessons: number

  constructor(of: readonly Cohort[], teachers: readonly string[]) {
    const homes = of.reduce((sum, cohort) => sum + (cohort.grade < 6 ? cohort.width : 0), 0)
    this.#lessons = of.reduce((sum, cohort) => sum + cohort.classes, 0) - homes
    this.#home = teachers
    this.#rest = teachers.length > homes ? teachers.slice(homes) : teachers
  }

  /** The teacher of a class, and a second one when it is taught by two. */
  next(room: Room, pair: boolean): [string | undefined, string | undefined] {
    const home = room.period === 0
    const list = home ? this.#home : this.#rest
    const at = home ? this.#homes++ % list.length : Math.floor((this.#given++ * list.length) / this.#lessons)
    const second = (at + 1) % list.length
    return [list[at], pair && second !== at ? list[second] : undefined]
  }
}
