const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export type TimeStyle = 'instant' | 'full' | 'date' | 'clock'

const parts = {
  date: { weekday: 'short', month: 'short', day: 'numeric' },
  clock: { hour: 'numeric', minute: '2-digit' },
  full: {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  },
  instant: { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
} as const satisfies Record<TimeStyle, Intl.DateTimeFormatOptions>

/** "Thu, Nov 19, 2:00 AM" in a zone; the year stands there when it is not that of `now`. */
export function timeWords(
  at: Date,
  { locale, zone, style = 'instant', now }: { locale: string; zone: string; style?: TimeStyle; now: Date },
): string {
  const otherYear = style !== 'clock' && yearIn(zone, at) !== yearIn(zone, now)
  return new Intl.DateTimeFormat(locale, {
    ...parts[style],
    ...(otherYear && { year: 'numeric' }),
    timeZone: zone,
  }).format(at)
}

/** A calendar day ("2026-11-17"), which has no zone: "Tue, Nov 17". */
export function dayWords(isoDay: string, { locale, now }: { locale: string; now: Date }): string {
  return timeWords(new Date(`${isoDay}T12:00:00Z`), { locale, zone: 'UTC', style: 'date', now })
}

/** "in 17 hours", "30 hours ago": hours up to two days, since "yesterday" does not say how long that is. */
export function agoWords(at: Date, now: Date, locale: string): string {
  const away = at.getTime() - now.getTime()
  const size = Math.abs(away)
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
  if (size < minute) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second')
  if (size < hour) return words.format(Math.trunc(away / minute), 'minute')
  if (size < 2 * day) return words.format(Math.trunc(away / hour), 'hour')
  return words.format(Math.trunc(away / day), 'day')
}

function yearIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone: zone }).format(at)
}
