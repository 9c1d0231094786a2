import { standing } from '../../explain/calendar.ts'
import type { Schedule } from '../../roster/schedule.ts'
import type { Days, MySeat } from '../../store/my-classes.ts'
import { modeOf } from '../../sync/schedule/modes.ts'
import type { MyClass, MyClasses, NoClasses } from '../contract/my.ts'

/** Where a class stands for somebody on a day: on, or from when, or until when it was. */
export type Stand =
  | { readonly is: 'on' }
  | { readonly is: 'ahead'; readonly from: string }
  | { readonly is: 'over'; readonly last: string }

/** Both the enrollment and one of the class's terms must be on. A class whose terms nobody sent is always on. */
export function standOf({ begin, end, terms }: MySeat, today: string): Stand {
  const both = [standIn([{ begin, end }], today), ...(terms.length === 0 ? [] : [standIn(terms, today)])]
  const over = both.find(one => one.is === 'over')
  if (over !== undefined) return over
  const froms = both.flatMap(one => (one.is === 'ahead' ? [one.from] : []))
  const from = froms.toSorted().at(-1)
  return from === undefined ? { is: 'on' } : { is: 'ahead', from }
}

function standIn(spans: readonly Days[], today: string): Stand {
  const states = spans.map(span => ({ span, is: standing(span, today) }))
  if (states.some(({ is }) => is === 'on')) return { is: 'on' }
  const [from] = states.flatMap(({ is, span }) => (is === 'ahead' && span.begin !== null ? [span.begin] : [])).toSorted()
  if (from !== undefined) return { is: 'ahead', from }
  const ends = spans.flatMap(({ end }) => (end === null ? [] : [end])).toSorted()
  return { is: 'over', last: dayBefore(ends.at(-1) ?? today) }
} // prettier-ignore

/** Sources write the day after the last one. */
function dayBefore(day: string): string {
  const at = new Date(`${day}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() - 1)
  return at.toISOString().slice(0, 10)
}

/** Seats that are on today, one a class. */
export function seatsOn(seats: readonly MySeat[], today: string): MySeat[] {
  const on = new Map<string, MySeat>()
  for (const seat of seats)
    if (standOf(seat, today).is === 'on' && !on.has(seat.id)) on.set(seat.id, seat)
  return [...on.values()]
} // prettier-ignore

export function presentClass(seat: MySeat, today: string): MyClass {
  const { id, title, school, location, students } = seat
  return {
    id,
    title,
    subjects: [...seat.subjects],
    periods: [...seat.periods],
    terms: seat.terms.filter(term => standing(term, today) === 'on').map(term => term.title),
    school: school.name,
    location,
    teachers: [...seat.teachers],
    students,
  }
}

/** Classes that begin later and are not on yet, the next first. */
export function comingOf(seats: readonly MySeat[], today: string): MyClasses['coming'] {
  const on = new Set(seatsOn(seats, today).map(({ id }) => id))
  const found = new Map<string, { title: string; from: string }>()
  for (const seat of seats) {
    const stand = standOf(seat, today)
    if (stand.is !== 'ahead' || on.has(seat.id)) continue
    const known = found.get(seat.id)
    if (known === undefined || stand.from < known.from) found.set(seat.id, { title: seat.title, from: stand.from })
  }
  return [...found.values()].toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
} // prettier-ignore

/** Why there is no class today. A pause counts only where it may be what keeps a class away. */
export function whyNone(
  seats: readonly MySeat[],
  { schedule, lost, today }: { schedule: Schedule | null; lost: boolean; today: string },
): NoClasses {
  const [next] = comingOf(seats, today)
  if (next !== undefined) return { reason: 'starts', code: 'C2', on: next.from }
  const last = lastDay(seats, today)
  if (last !== null) return { reason: 'over', code: 'C5', on: last }
  if (lost) return { reason: 'removed', code: 'C4', on: null }
  const mode = schedule === null ? null : pauseOf(schedule, today)
  if (mode !== null) return { reason: 'paused', code: 'C3', on: mode.until }
  return { reason: 'not_shared', code: 'C1', on: null }
}

function lastDay(seats: readonly MySeat[], today: string): string | null {
  const days = seats.flatMap(seat => {
    const stand = standOf(seat, today)
    return stand.is === 'over' ? [stand.last] : []
  })
  return days.toSorted().at(-1) ?? null
}

/** Until when the classes do not follow the source; null while they do. */
export function pauseOf(schedule: Schedule, today: string): { until: string | null } | null {
  if (!schedule.enabled) return { until: null }
  const mode = modeOf(schedule, today)
  return mode.mode === 'paused' ? { until: mode.until } : null
}

/** How often the classes follow the source, in the words of a page: what runs before seven is of the night. */
export function updatesOf(schedule: Schedule, today: string): MyClasses['updates'] {
  if (pauseOf(schedule, today) !== null) return 'paused'
  if (schedule.repeat === 'weekly') return 'week'
  return schedule.time < '07:00' || schedule.time >= '19:00' ? 'night' : 'day'
}
