import { Temporal } from 'temporal-polyfill'
import { weekdays, type DayRange, type Schedule, type Weekday } from '../../roster/schedule.ts'

/** What a person may set; pausing by hand has its own button, and the past is as it was. */
export type WantedSchedule = Omit<Schedule, 'pausedByHand' | 'earlier'>
export type ScheduleProblem = {
  /** `time`, `days`, `pauses.0.until`, … */
  readonly field: string
  readonly problem: Problem
  /** The sentence for people; its value is quoted where there is one. */
  readonly message: string
}
type Problem =
  | 'not_a_schedule' | 'time_unreadable' | 'repeat_unknown' | 'days_unknown' | 'days_missing' | 'zone_unknown'
  | 'enabled_unclear' | 'ranges_unreadable' | 'ranges_many' | 'date_unreadable' | 'range_backwards' | 'range_long'
  | 'note_long' // prettier-ignore

/** Whoever wants longer disconnects, or pauses by hand. */
const longestRange = 366
const mostRanges = 50
const longestNote = 200
const dayPattern = /^\d{4}-\d\d-\d\d$/

/**
 * Reads a schedule from outside: the schedule with its days and ranges in order, or everything that is wrong with it
 * at once. Of what nobody has a field for, nothing is kept.
 */
export function checkSchedule(
  given: unknown,
): { readonly schedule: WantedSchedule } | { readonly problems: readonly ScheduleProblem[] } {
  if (!isRecord(given))
    return { problems: [wrong('', 'not_a_schedule', 'a schedule has a time, days and a zone')] }
  const problems: ScheduleProblem[] = []
  const report = (field: string, problem: Problem, message: string) =>
    void problems.push(wrong(field, problem, message))
  const repeat = readRepeat(given.repeat, report)
  const schedule = {
    time: readTime(given.time, report),
    repeat,
    days: readDays(given.days ?? [], repeat, report),
    zone: readZone(given.zone, report),
    pauses: readRanges('pauses', given.pauses ?? [], report),
    addOnly: readRanges('addOnly', given.addOnly ?? [], report),
    enabled: given.enabled !== false,
  }
  if (given.enabled !== undefined && typeof given.enabled !== 'boolean')
    report('enabled', 'enabled_unclear', `${quoted(given.enabled)} is neither true nor false`)
  return problems.length === 0 ? { schedule } : { problems }
}

type Report = (field: string, problem: Problem, message: string) => void

function readTime(time: unknown, report: Report): string {
  if (typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return time
  report('time', 'time_unreadable', `${quoted(time)} is no time of day. Write it as 02:00`)
  return ''
}

function readRepeat(repeat: unknown, report: Report): Schedule['repeat'] {
  if (repeat === 'daily' || repeat === 'weekly') return repeat
  report('repeat', 'repeat_unknown', `${quoted(repeat)} is neither daily nor weekly`)
  return 'daily'
}

function readDays(days: unknown, repeat: Schedule['repeat'], report: Report): readonly Weekday[] {
  const given: readonly unknown[] = Array.isArray(days) ? days : [days]
  const strange = given.filter(day => !weekdays.some(name => name === day))
  if (strange.length > 0)
    report('days', 'days_unknown', `${strange.map(quoted).join(', ')}: days are ${weekdays.join(', ')}`)
  if (repeat === 'weekly' && given.length === 0)
    report('days', 'days_missing', 'a weekly sync needs at least one day')
  return weekdays.filter(name => given.includes(name))
}

function readZone(zone: unknown, report: Report): string {
  if (typeof zone === 'string' && isZone(zone)) return zone
  report('zone', 'zone_unknown', `${quoted(zone)} is no IANA time zone. Use one such as America/Chicago`)
  return ''
}

/** An offset such as -06:00 is no zone: it would be an hour off for half of the year. */
function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function readRanges(field: string, ranges: unknown, report: Report): readonly DayRange[] {
  if (!Array.isArray(ranges)) {
    report(field, 'ranges_unreadable', `${quoted(ranges)} is no list of ranges of days`)
    return []
  }
  if (ranges.length > mostRanges)
    report(field, 'ranges_many', `${ranges.length} ranges, most ${mostRanges}. Remove those that are over`)
  const given: readonly unknown[] = ranges.slice(0, mostRanges)
  return given
    .map((range, at) => readRange(`${field}.${at}`, range, report))
    .sort((one, other) => (one.from < other.from ? -1 : 1))
}

function readRange(field: string, range: unknown, report: Report): DayRange {
  const { from, until, note = '' } = isRecord(range) ? range : {}
  const read = {
    from: readDay(`${field}.from`, from, report),
    until: readDay(`${field}.until`, until, report),
    note: readNote(`${field}.note`, note, report),
  }
  const days = read.from === '' || read.until === '' ? 1 : countDays(read)
  if (days < 1)
    report(`${field}.until`, 'range_backwards', `${quoted(until)} is before the first day, ${read.from}`)
  if (days > longestRange)
    report(`${field}.until`, 'range_long', `${days} days, most ${longestRange}. Pause without an end instead`)
  return read
}

function readDay(field: string, day: unknown, report: Report): string {
  if (typeof day === 'string' && isDay(day)) return day
  report(field, 'date_unreadable', `${quoted(day)} is no day. Write it as 2026-08-14`)
  return ''
}

function readNote(field: string, note: unknown, report: Report): string {
  if (typeof note === 'string' && note.length <= longestNote) return note.trim()
  report(field, 'note_long', `a note is text of at most ${longestNote} letters`)
  return ''
}

function countDays({ from, until }: DayRange): number {
  return Temporal.PlainDate.from(from).until(until).days + 1
}

function isDay(day: string): boolean {
  if (!dayPattern.test(day)) return false
  try {
    Temporal.PlainDate.from(day)
    return true
  } catch {
    return false
  }
}

function wrong(field: string, problem: Problem, message: string): ScheduleProblem {
  return { field, problem, message }
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

function quoted(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60)
}
