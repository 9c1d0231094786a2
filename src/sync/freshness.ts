import type { Schedule } from '../roster/schedule.ts'
import { modeOf } from './schedule/modes.ts'
import { dayOf, plannedSlots, type Slot } from './schedule/slots.ts'

/** Whether the roster is what the source last said, by the schedule and the last good sync. */
export type Freshness = {
  /** `never` while there was no good sync and none was missed. */
  readonly state: 'never' | 'up_to_date' | 'late' | 'stale'
  /** Planned syncs since the last good one that came to nothing. */
  readonly missed: number
}

/** A sync that is planned for now is not missed yet: the longest take most of an hour. */
const graceMillis = 3_600_000
const staleRuns = 3
const staleDays = 3

/**
 * Late from the first planned sync that was missed, stale from the third, or on the third day after it: a weekly
 * sync is not stale on Thursday for having run on Monday. Days that were paused count neither as syncs nor as days.
 * `since` is the last good sync; before the first, when the district was connected, and `never` is true.
 */
export function freshness(schedule: Schedule, since: Date, never: boolean, now: Date): Freshness {
  const missed = slotsOfTheDay(schedule, since, new Date(now.getTime() - graceMillis))
  const [first] = missed
  if (first === undefined) return { state: never ? 'never' : 'up_to_date', missed: 0 }
  const old = missed.length >= staleRuns || openDays(schedule, first.day, dayOf(schedule, now)) >= staleDays
  return { state: old ? 'stale' : 'late', missed: missed.length }
}

/** Planned slots, each by the timing of its day: who goes from weekly to daily has missed no daily sync before. */
function slotsOfTheDay(schedule: Schedule, since: Date, until: Date): Slot[] {
  const { earlier } = schedule
  if (earlier === undefined) return plannedSlots(schedule, since, until)
  const turn = new Date(earlier.until)
  const before = plannedSlots({ ...schedule, ...earlier }, since, turn < until ? turn : until)
  return [...before, ...plannedSlots(schedule, turn > since ? turn : since, until)]
}

/** Days after one, up to and including another, that were not paused. Stops at as many as matter. */
function openDays(schedule: Schedule, from: string, until: string): number {
  let count = 0
  for (let day = nextDay(from); day <= until && count < staleDays; day = nextDay(day))
    if (modeOf(schedule, day).mode !== 'paused') count++
  return count
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
