/** `2026-08-14 02:00`, by the clock on the wall of the district. */
export function wallTime(zone: string, time: Date | string | null): string {
  if (time === null) return ''
  const parts = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hourCycle: 'h23', ...parts }).format(
    new Date(time),
  )
}

/** `0.4 s`, `12 s`, `3 min 20 s`. */
export function lasting(millis: number): string {
  const seconds = millis / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
