/** Days by name, as the week of a school goes. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof weekdays)[number]

/** Calendar days of the district, YYYY-MM-DD, both included. */
export type DayRange = { readonly from: string; readonly until: string; readonly note: string }

/** Somebody pressed Pause. `until` is the last day without a sync; null lasts until somebody presses Resume. */
export type HandPause = { readonly since: string; readonly until: string | null; readonly who: string }

/** When a connection syncs, as people say it: a wall time in a zone. Instants are made of it when they are needed. */
export type Timing = {
  /** HH:MM on the wall, 00:00 to 23:59. */
  readonly time: string
  readonly repeat: 'daily' | 'weekly'
  /** For weekly, at least one; a daily schedule keeps its choice here for the day it is weekly again. */
  readonly days: readonly Weekday[]
  /** IANA name. */
  readonly zone: string
  readonly enabled: boolean
}
export type Schedule = Timing & {
  readonly pauses: readonly DayRange[]
  /** Days on which a sync adds and changes nothing else. */
  readonly addOnly: readonly DayRange[]
  readonly pausedByHand: HandPause | null
  /** The timing before this one, and the instant it ended (ISO 8601): a sync was missed by the timing of its day. */
  readonly earlier?: Timing & { readonly until: string }
}

/** Every night at two: after the SIS has made its files, and before the first teacher looks. */
export function defaultSchedule(zone: string): Schedule {
  return {
    time: '02:00',
    repeat: 'daily',
    days: [],
    zone,
    pauses: [],
    addOnly: [],
    pausedByHand: null,
    enabled: true,
  }
}
