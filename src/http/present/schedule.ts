import { Temporal } from 'temporal-polyfill'
import type { Schedule } from '../../roster/schedule.ts'
import type { Calendar } from '../../store/schedules.ts'
import type { TermRow } from '../../store/terms.ts'
import { modeOf } from '../../sync/schedule/modes.ts'
import { dayOf, nextSlots, plannedSlots, type Slot } from '../../sync/schedule/slots.ts'
import { proposeSummer } from '../../sync/schedule/summer.ts'
import type { ScheduleView, SlotView, Upcoming } from '../contract/schedule.ts'

const shownSlots = 3
const yearMillis = 365 * 86_400_000

/** The calendar of a district as its people see it at an instant. */
export function presentSchedule(calendar: Calendar, terms: readonly TermRow[], now: Date): ScheduleView {
  const { schedule, version, changedAt, who } = calendar
  const { time, repeat, days, zone, enabled, pauses, addOnly } = schedule
  const today = dayOf(schedule, now)
  return {
    version,
    schedule: { time, repeat, days: [...days], zone, enabled, pauses: [...pauses], addOnly: [...addOnly] },
    today,
    mode: modeView(schedule, today),
    ...presentUpcoming(schedule, now),
    proposal: proposalView(schedule, terms, today),
    changedAt: changedAt?.toISOString() ?? null,
    who,
  }
} // prettier-ignore

/** The next three planned syncs, and the next one whose time the clocks change. */
export function presentUpcoming(schedule: Schedule, now: Date): Upcoming {
  const view = (slot: Slot) => slotView(slot, schedule.zone)
  const year = plannedSlots(schedule, now, new Date(now.getTime() + yearMillis))
  const turn = year.find(({ clocks }) => clocks !== null)
  return { next: nextSlots(schedule, now, shownSlots).map(view), clocks: turn === undefined ? null : view(turn) }
} // prettier-ignore

function slotView({ at, day, mode, clocks }: Slot, zone: string): SlotView {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toString({ timeZone: zone })
  return { at: local, day, mode, clocks }
}

function modeView(schedule: Schedule, today: string): ScheduleView['mode'] {
  if (!schedule.enabled) return { mode: 'off', until: null, byHand: false }
  const mode = modeOf(schedule, today)
  if (mode.mode === 'run') return { mode: 'run', until: null, byHand: false }
  return { mode: mode.mode, until: mode.until, byHand: mode.mode === 'paused' && mode.byHand }
}

function proposalView(schedule: Schedule, terms: readonly TermRow[], today: string): ScheduleView['proposal'] {
  const summer = proposeSummer(terms, today)
  return summer === null ? null : { ...summer, accepted: isPaused(schedule, summer.from, summer.until) }
} // prettier-ignore

/** Whether every day of a stretch is one without a sync. */
export function isPaused(schedule: Schedule, from: string, until: string): boolean {
  const mode = modeOf(schedule, from)
  if (mode.mode !== 'paused') return false
  if (mode.until === null || mode.until >= until) return true
  return isPaused(schedule, Temporal.PlainDate.from(mode.until).add({ days: 1 }).toString(), until)
}
