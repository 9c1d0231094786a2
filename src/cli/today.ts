import { UsageError } from './errors.ts'

/** The day in a zone, `YYYY-MM-DD`: terms begin and end by the district's calendar, not the server's. */
export function dayIn(zone: string, now: Date, rehearsed: string | undefined): string {
  if (rehearsed !== undefined && rehearsed !== '') return rehearsedDay(rehearsed)
  // Swedish writes dates as ISO 8601 does.
  return formatter(zone).format(now)
}

function rehearsedDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  const real = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(date.getTime())
  if (real && date.toISOString().startsWith(day)) return day
  throw new UsageError(`Cannot read ROLLBOOK_TODAY: "${day}" is not a day. Write it as 2026-08-14`)
}

function formatter(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UsageError(
      `Cannot tell the day in zone "${zone}": there is no such zone. Use a name like America/Chicago`,
    )
  }
}
