import { Temporal } from 'temporal-polyfill'

export type WeekPast = {
  /** Monday and Sunday, YYYY-MM-DD in the zone. */
  readonly firstDay: string
  readonly lastDay: string
  /** The instants it began and was over. */
  readonly from: Date
  readonly to: Date
}

/** People read it with their coffee. */
const hour = 7
/** A service that was away on Monday tells it until Wednesday; then the week is no news. */
const days = 3

/** The week before this one, from Monday 7:00 in the zone to the end of Wednesday; null at any other time. */
export function weekDue(zone: string, now: Date): WeekPast | null {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  if (local.dayOfWeek > days || (local.dayOfWeek === 1 && local.hour < hour)) return null
  const monday = local.toPlainDate().subtract({ days: local.dayOfWeek - 1 })
  const first = monday.subtract({ days: 7 })
  const start = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(zone).epochMilliseconds)
  return {
    firstDay: first.toString(),
    lastDay: monday.subtract({ days: 1 }).toString(),
    from: start(first),
    to: start(monday),
  }
}
