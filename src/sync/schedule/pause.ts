import { Temporal } from 'temporal-polyfill'
import type { DayRange, HandPause, Schedule } from '../../roster/schedule.ts'
import { modeOf } from './modes.ts'

/** Days of the past that freshness may still ask about. */
const keptDays = 400

/** Pauses from a day on: `since` is today, `until` the last day without a sync, or null. */
export function pauseByHand(schedule: Schedule, pause: HandPause): Schedule {
  return { ...foldPause(schedule, pause.since), pausedByHand: pause }
}

/**
 * Resume now: what is paused today is not, up to the day the pause would have ended; days that only add are whole
 * again; a schedule that is off is on. What lies later, and what is past, stays: a day that was paused has missed
 * no sync.
 */
export function resumeNow(schedule: Schedule, today: string): Schedule {
  const open = { ...foldPause(schedule, today), enabled: true }
  const mode = modeOf(open, today)
  if (mode.mode === 'paused') return { ...open, pauses: cutRanges(open.pauses, today, mode.until ?? today) }
  if (mode.mode === 'run' || modeOf(schedule, today).mode === 'paused') return open
  return { ...open, addOnly: cutRanges(open.addOnly, today, mode.until) }
}

/** A pause by hand ends today, and what there was of it becomes a planned one. Old ranges are forgotten. */
function foldPause(schedule: Schedule, today: string): Schedule {
  const { pausedByHand: hand } = schedule
  const recent = schedule.pauses.filter(({ until }) => until >= shifted(today, -keptDays))
  if (hand === null) return { ...schedule, pauses: recent }
  const past = { from: hand.since, until: earlier(hand.until, shifted(today, -1)), note: '' }
  const pauses = past.until < past.from ? recent : [...recent, past]
  return { ...schedule, pauses: inOrder(pauses), pausedByHand: null }
}

/** Takes the days from one to another out of the ranges; of a range that began before, the beginning stays. */
function cutRanges(ranges: readonly DayRange[], from: string, until: string): DayRange[] {
  const before = shifted(from, -1)
  return ranges.flatMap(range => {
    if (range.until < from || range.from > until) return [range]
    return range.from < from ? [{ ...range, until: before }] : []
  })
}

function inOrder(ranges: readonly DayRange[]): DayRange[] {
  return [...ranges].sort((one, other) => (one.from < other.from ? -1 : 1))
}

function earlier(day: string | null, other: string): string {
  return day !== null && day < other ? day : other
}

function shifted(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}
