import { Temporal } from 'temporal-polyfill'
import { weekdays, type Schedule } from '../../roster/schedule.ts'
import { modeOf, type Mode } from './modes.ts'

/** One planned sync. */
export type Slot = {
  readonly at: Date
  /** The day it is planned for, YYYY-MM-DD in the schedule's zone. */
  readonly day: string
  readonly mode: 'run' | 'add_only'
  /** What the clocks did to it: its time was skipped in spring, or came twice in autumn. */
  readonly clocks: 'skipped' | 'twice' | null
}

/*
 * A day has at most one slot, so it is days that are walked, never instants: adding 24 hours twice a year lands
 * an hour off, and an hour that comes twice would sync twice.
 *
 *   skipped   clocks go from 2:00 to 3:00, so 2:30 is not there: the first instant after, 3:00
 *   twice     clocks go from 2:00 back to 1:00: the first 1:30 of the two
 *   no day    Samoa had no 30 December 2011: no slot
 */

/** The next planned syncs after an instant, the earliest first; fewer, or none, when a pause has no end. */
export function nextSlots(schedule: Schedule, after: Date, count: number): Slot[] {
  const found: Slot[] = []
  let day: Temporal.PlainDate | null = localDay(schedule, after)
  while (day !== null && found.length < count && runsAtAll(schedule)) {
    const slot = slotOn(schedule, day)
    if (slot !== null && slot.at > after) found.push(slot)
    day = dayAfter(schedule, day)
  }
  return found
}

/**
 * The slot to run now: the latest of those after `settled`, up to and including `now`. However many were missed
 * while the service was away, one run makes up for them, since a run brings everything up to date.
 */
export function dueSlot(schedule: Schedule, settled: Date, now: Date): Slot | null {
  return plannedSlots(schedule, settled, now).at(-1) ?? null
}

/** Every planned slot after `since`, up to and including `until`, the earliest first. */
export function plannedSlots(schedule: Schedule, since: Date, until: Date): Slot[] {
  const found: Slot[] = []
  // Where clocks go back over midnight, the slot of tomorrow may be over.
  const last = localDay(schedule, until).add({ days: 1 })
  let day: Temporal.PlainDate | null = localDay(schedule, since)
  while (day !== null && Temporal.PlainDate.compare(day, last) <= 0 && runsAtAll(schedule)) {
    const slot = slotOn(schedule, day)
    if (slot !== null && slot.at > since && slot.at <= until) found.push(slot)
    day = dayAfter(schedule, day)
  }
  return found
}

/** The day of an instant in the schedule's zone, YYYY-MM-DD. */
export function dayOf(schedule: Schedule, at: Date): string {
  return localDay(schedule, at).toString()
}

function localDay({ zone }: Schedule, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate()
}

/** A weekly schedule without days, as one under edit may be, would be walked for ever. */
function runsAtAll({ enabled, repeat, days }: Schedule): boolean {
  return enabled && (repeat === 'daily' || days.length > 0)
}

/** The next day to look at: behind a pause that has an end, at once. Null behind one that has none. */
function dayAfter(schedule: Schedule, day: Temporal.PlainDate): Temporal.PlainDate | null {
  const mode = modeOf(schedule, day.toString())
  if (mode.mode !== 'paused') return day.add({ days: 1 })
  return mode.until === null ? null : Temporal.PlainDate.from(mode.until).add({ days: 1 })
}

function slotOn(schedule: Schedule, day: Temporal.PlainDate): Slot | null {
  const { mode } = modeOf(schedule, day.toString())
  if (mode === 'paused' || !isChosen(schedule, day)) return null
  return instantOn(schedule, day, mode)
}

function isChosen({ repeat, days }: Schedule, day: Temporal.PlainDate): boolean {
  return repeat === 'daily' || weekdays.some((name, at) => at + 1 === day.dayOfWeek && days.includes(name))
}

function instantOn(
  { time, zone }: Schedule,
  day: Temporal.PlainDate,
  mode: Exclude<Mode['mode'], 'paused'>,
): Slot | null {
  // The start of a day that the zone left out lies in the next.
  if (!day.toZonedDateTime(zone).toPlainDate().equals(day)) return null
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(time))
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const slot = { day: day.toString(), mode }
  // Of a time that is not there, 'earlier' gives one an hour before, and the clocks skip between the two.
  if (!first.toPlainDateTime().equals(wall)) {
    const skip = first.getTimeZoneTransition('next') ?? first
    return { ...slot, at: new Date(skip.epochMilliseconds), clocks: 'skipped' }
  }
  const twice = !first.equals(wall.toZonedDateTime(zone, { disambiguation: 'later' }))
  return { ...slot, at: new Date(first.epochMilliseconds), clocks: twice ? 'twice' : null }
}
