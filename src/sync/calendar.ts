import type { Schedule, Timing } from '../roster/schedule.ts'
import { changeSchedule, type Calendar } from '../store/schedules.ts'
import type { Runner } from '../store/sql.ts'
import { dueSlot } from './schedule/slots.ts'

/**
 * Puts another schedule in place of the one that was looked at; resolves to its version. A new time earlier in the
 * day does not sync at once: what lies before the change is settled, but for a slot that was due and not taken yet,
 * which the new schedule makes up for where it runs that day. Throws SCHEDULE_MOVED.
 */
export async function changeCalendar(
  db: Runner,
  calendar: Calendar,
  change: {
    /** The version that was looked at. */
    readonly version: number
    readonly schedule: Schedule
    readonly who: string
    readonly now: Date
  },
): Promise<number> {
  const { version, schedule, who, now } = change
  const missed = dueSlot(calendar.schedule, calendar.settled, now) !== null
  const settled = missed ? calendar.settled : now
  const whole = { ...schedule, ...earlierOf(calendar.schedule, schedule, now) }
  return await changeSchedule(db, calendar, { version, schedule: whole, settled, who, at: now })
}

/** Remembers the timing that ends now; while only pauses change, the one before stays what it was. */
function earlierOf(before: Schedule, after: Schedule, now: Date): Pick<Schedule, 'earlier'> {
  const ended = timingOf(before)
  if (JSON.stringify(ended) !== JSON.stringify(timingOf(after)))
    return { earlier: { ...ended, until: now.toISOString() } }
  return before.earlier === undefined ? {} : { earlier: before.earlier }
}

function timingOf({ time, repeat, days, zone, enabled }: Schedule): Timing {
  return { time, repeat, days, zone, enabled }
}
