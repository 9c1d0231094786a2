import { Temporal } from 'temporal-polyfill'
import type { DayRange, Schedule } from '../../roster/schedule.ts'

/** What a day is for. `until` is the last day of it; null when nobody has said. */
export type Mode =
  | { readonly mode: 'run' }
  | {
      readonly mode: 'paused'
      readonly until: string | null
      readonly note: string
      readonly byHand: boolean
    }
  | { readonly mode: 'add_only'; readonly until: string; readonly note: string }

/** The mode of a day, YYYY-MM-DD of the district. A pause outweighs days that only add. */
export function modeOf(schedule: Schedule, day: string): Mode {
  const { pausedByHand: hand } = schedule
  if (hand !== null && hand.since <= day && (hand.until === null || day <= hand.until))
    return { mode: 'paused', until: pauseEnd(schedule, hand.until), note: '', byHand: true }
  const pause = covering(schedule.pauses, day)
  if (pause !== null)
    return { mode: 'paused', until: pauseEnd(schedule, pause.until), note: pause.note, byHand: false }
  const range = covering(schedule.addOnly, day)
  if (range === null) return { mode: 'run' }
  return { mode: 'add_only', until: rangeEnd(schedule.addOnly, range.until), note: range.note }
}

/**
 * The planned pause that begins tomorrow, for the warning of the day before. Null when today is paused already;
 * and a pause by hand begins at once, so whoever pressed the button knows.
 */
export function pauseTomorrow(schedule: Schedule, today: string): DayRange | null {
  const tomorrow = following(today)
  const mode = modeOf(schedule, tomorrow)
  if (!schedule.enabled || mode.mode !== 'paused' || mode.byHand || mode.until === null) return null
  if (modeOf(schedule, today).mode === 'paused') return null
  return { from: tomorrow, until: mode.until, note: mode.note }
}

function covering(ranges: readonly DayRange[], day: string): DayRange | null {
  return ranges.find(({ from, until }) => from <= day && day <= until) ?? null
}

/** The last day of pauses that follow on one another: "Paused until Friday" is no news when Saturday is paused too. */
function pauseEnd({ pauses, pausedByHand: hand }: Schedule, until: string | null): string | null {
  if (until === null) return null
  const end = rangeEnd(pauses, until)
  if (hand === null || hand.since > following(end) || (hand.until !== null && hand.until <= end)) return end
  return hand.until === null ? null : rangeEnd(pauses, hand.until)
}

function rangeEnd(ranges: readonly DayRange[], until: string): string {
  const next = covering(ranges, following(until))
  return next === null ? until : rangeEnd(ranges, next.until)
}

function following(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString()
}
