import { chance } from './chance.ts'
import { homerooms, slotsOf, specials, type Course } from './catalog.ts'
import type { Span } from './calendar.ts'
import { stageOf } from './grades.ts'

/**
 * One grade at one school, and how its classes are numbered. A student is a number within the cohort, and where
 * the student sits is arithmetic on it: no list of students is ever held.
 */
export type Cohort = {
  readonly school: number
  readonly grade: number
  readonly students: number
  /** Homerooms, or classes side by side in each slot of the timetable. */
  readonly width: number
  /** Number of the cohort's first class in the district. */
  readonly first: number
  readonly classes: number
}
export type Seat = { readonly number: number; readonly span: Span }
export type Room = {
  readonly number: number
  readonly course: Course
  readonly span: Span
  /** Tells it from its siblings, beginning with 1. */
  readonly sibling: number
  /** 0 for a homeroom, which lasts all day. */
  readonly period: number
}

const homeroomSize = 24
const classSize = 28

/** Cohorts by school and grade; class numbers run on through the district, beginning with 1. */
export function cohorts(counts: readonly (readonly number[])[]): Cohort[][] {
  let first = 1
  return counts.map((grades, school) =>
    grades.map((students, grade) => {
      const width = widthFor(grade, students)
      const classes = classCount(grade, width)
      const made = { school, grade, students, width, first, classes }
      first += classes
      return made
    }),
  )
}

function widthFor(grade: number, students: number): number {
  if (students === 0) return 0
  return Math.max(1, Math.round(students / (stageOf(grade) === 'elementary' ? homeroomSize : classSize)))
}

function classCount(grade: number, width: number): number {
  if (stageOf(grade) !== 'elementary') return slotsOf(grade).length * width
  return width + specials.length * pairs(width)
}

/** Two homerooms go to art, music and the gym together. */
function pairs(width: number): number {
  return Math.ceil(width / 2)
}

/** Where student number `n` of the cohort sits, slot by slot. */
export function seats(of: Cohort, n: number): Seat[] {
  if (of.width === 0) return []
  if (stageOf(of.grade) === 'elementary') return elementarySeats(of, n % of.width)
  const turns = rotations(of)
  const turn = (n % of.width) % turns
  const rooms = Math.floor((of.width - 1 - turn) / turns) + 1
  const place = Math.floor((n % of.width) / turns)
  const round = Math.floor(n / of.width)
  return slotsOf(of.grade).map((slot, at) => {
    // Each round of students moves on by a step of its own in every slot: classes stay equal, company changes.
    const sibling = turn + turns * ((place + round * at) % rooms)
    return { number: of.first + at * of.width + sibling, span: slot.span }
  })
}

function elementarySeats(of: Cohort, homeroom: number): Seat[] {
  const shared = specials.map((_, at): Seat => {
    const number = of.first + of.width + at * pairs(of.width) + (homeroom >> 1)
    return { number, span: 'year' }
  })
  return [{ number: of.first + homeroom, span: 'year' }, ...shared]
}

/**
 * All students of a rotation have the same subject in the same period, and the next rotation has it one period
 * later: so nobody is in two rooms at once, and a teacher can give the same lesson all day.
 */
function rotations(of: Cohort): number {
  return Math.max(1, Math.min(of.width, slotsOf(of.grade).length - 1))
}

/** All classes of a cohort in the order of their numbers. */
export function* rooms(of: Cohort, seed: number): Generator<Room> {
  if (of.width === 0) return
  if (stageOf(of.grade) === 'elementary') return yield* elementaryRooms(of)
  const slots = slotsOf(of.grade)
  const periods = slots.length - 1
  for (const [at, slot] of slots.entries()) {
    for (let place = 0; place < of.width; place++) {
      const number = of.first + at * of.width + place
      // Electives take turns, so that each is offered; honors and ordinary classes are as chance has it.
      const bits = slot.span === 'semesters' ? chance(seed, number, 81) : place + of.school + at
      const course = slot.courses[bits % slot.courses.length]
      const period = ((Math.min(at, periods - 1) + (place % rotations(of))) % periods) + 1
      if (course) yield { number, course, span: slot.span, sibling: place + 1, period }
    }
  }
}

function* elementaryRooms(of: Cohort): Generator<Room> {
  let number = of.first
  const home = homerooms[of.grade]
  if (!home) return
  for (let sibling = 1; sibling <= of.width; sibling++) {
    yield { number: number++, course: home, span: 'year', sibling, period: 0 }
  }
  for (const [at, course] of specials.entries()) {
    for (let pair = 0; pair < pairs(of.width); pair++) {
      yield { number: number++, course, span: 'year', sibling: pair + 1, period: ((at + pair) % 6) + 1 }
    }
  }
}
