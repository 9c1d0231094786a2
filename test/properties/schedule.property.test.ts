import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSchedule, weekdays, type Schedule } from '../../src/roster/schedule.ts'
import { dueSlot, nextSlots, plannedSlots } from '../../src/sync/schedule/slots.ts'
import { cases } from './cases.ts'

// P15: in any zone, over ten years, each planned day has exactly one slot: at its time on the wall, or where the
// clocks left that out, at the first instant after it; where it comes twice, at the first.

const zonesOfUs = [
  'America/New_York', 'America/Detroit', 'America/Indiana/Indianapolis', 'America/Indiana/Knox', 'America/Chicago',
  'America/North_Dakota/Beulah', 'America/Denver', 'America/Boise', 'America/Phoenix', 'America/Los_Angeles',
  'America/Anchorage', 'America/Metlakatla', 'America/Adak', 'Pacific/Honolulu', 'America/Puerto_Rico',
  'America/St_Thomas', 'Pacific/Guam', 'Pacific/Saipan', 'Pacific/Pago_Pago',
] // prettier-ignore
// Half hours, quarter hours, a skipped day, clocks that move at midnight or by half an hour, and rules that come and go.
const zonesElsewhere = [
  'Pacific/Apia', 'Australia/Lord_Howe', 'America/St_Johns', 'America/Nuuk', 'Asia/Kathmandu', 'Pacific/Chatham',
  'Africa/Casablanca', 'Africa/Cairo', 'Asia/Tehran', 'Asia/Gaza', 'America/Asuncion', 'America/Havana', 'Europe/London',
  'Antarctica/Troll', 'America/Caracas', 'Asia/Pyongyang', 'Europe/Istanbul', 'America/Sao_Paulo',
] // prettier-ignore

const minute = 60_000
const hour = 60 * minute

/** The second implementation: it knows no rule of any zone, and looks at a clock on the wall minute by minute. */
class Wall {
  private readonly format: Intl.DateTimeFormat
  constructor(zone: string) {
    const two = '2-digit'
    const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, hourCycle: 'h23' } as const
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...parts })
  }
  /** YYYY-MM-DD HH:MM, which sorts as time does. */
  shows(at: number): string {
    return this.format.format(at)
  }
  /** The first minute, sought from `from` on, at which the wall shows `wanted` or, having skipped it, something later. */
  reaches(wanted: string, from: number): number {
    let at = from
    // No zone moves its clocks twice in a quarter of an hour: in such steps towards it, and by minutes from there.
    while (this.shows(at) < wanted) at += 15 * minute
    while (this.shows(at - minute) >= wanted) at -= minute
    return at
  }
}

type Naive = { readonly day: string; readonly at: number }

/** Every day of the calendar from one on that the zone had, with the instant its time was reached. */
function naiveSlots(zone: string, time: string, start: string, days: number): Naive[] {
  const wall = new Wall(zone)
  const found: Naive[] = []
  let from = Date.parse(`${start}T00:00Z`) - 20 * hour
  for (let at = 0; at < days; at++) {
    const day = new Date(Date.parse(start) + at * 24 * hour).toISOString().slice(0, 10)
    const slot = wall.reaches(`${day} ${time}`, from)
    from = slot + 22 * hour
    if (wall.shows(slot).startsWith(day) || hasDay(wall, day, slot)) found.push({ day, at: slot })
  }
  return found
}

/** Whether the wall ever showed the day, in the day and a half around the slot. */
function hasDay(wall: Wall, day: string, slot: number): boolean {
  for (let at = slot - 25 * hour; at <= slot + 25 * hour; at += hour)
    if (wall.shows(at).startsWith(day)) return true
  return false
}

/** The day's name by Zeller, so as not to ask the library under test. */
function weekdayOf(day: string): (typeof weekdays)[number] {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month]
  const zeller = (date + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7
  return weekdays[(zeller + 5) % 7] ?? 'monday'
} // prettier-ignore

const two = (value: number) => String(value).padStart(2, '0')
const times = fc
  .oneof(fc.record({ h: fc.constant(1), m: fc.nat(59) }), fc.record({ h: fc.constant(2), m: fc.nat(59) }), fc.record({ h: fc.nat(23), m: fc.nat(59) }))
  .map(({ h, m }) => `${two(h)}:${two(m)}`) // prettier-ignore
const weeks = fc.oneof(fc.constant(null), fc.subarray([...weekdays], { minLength: 1 }))
const starts = fc.integer({ min: 2000, max: 2027 }).map(year => `${year}-01-01`)
const years = 10
const days = years * 365 + 3

function check(zone: string, time: string, week: Schedule['days'] | null, start: string): void {
  const daily = { ...defaultSchedule(zone), time }
  const schedule: Schedule = week === null ? daily : { ...daily, repeat: 'weekly', days: week }
  const wanted = naiveSlots(zone, time, start, days).filter(
    ({ day }) => week === null || week.includes(weekdayOf(day)),
  )
  const [first] = wanted
  const last = wanted.at(-1)
  if (first === undefined || last === undefined) throw new Error('ten years have days')
  const from = new Date(first.at - 1)
  const got = plannedSlots(schedule, from, new Date(last.at))
  expect(got.map(({ day, at }) => `${day} ${at.toISOString()}`)).toEqual(
    wanted.map(({ day, at }) => `${day} ${new Date(at).toISOString()}`),
  )
  expect(got.every(({ at }, index) => index === 0 || at > (got[index - 1]?.at ?? at))).toBe(true)
  expect(nextSlots(schedule, from, 400)).toEqual(got.slice(0, 400))
}

describe('P15: exactly one slot a planned day', () => {
  test.each(zonesOfUs)('ten years in %s', zone => {
    fc.assert(
      fc.property(times, weeks, starts, (time, week, start) => check(zone, time, week, start)),
      cases(1),
    )
  })

  test('ten years in zones of the rest of the world', () => {
    const anywhere = fc.constantFrom(...zonesElsewhere, ...Intl.supportedValuesOf('timeZone'))
    fc.assert(fc.property(anywhere, times, weeks, starts, check), cases(8))
  })

  test('2011 in Samoa, which left a day out', () => check('Pacific/Apia', '02:30', null, '2005-01-01'))

  test('a clock that ticks at any pace takes each slot once', () => {
    const pace = fc.array(fc.integer({ min: 1, max: 40 * 60 }), { minLength: 20, maxLength: 60 })
    const place = fc.constantFrom('America/Chicago', 'America/Phoenix', 'Pacific/Guam', 'America/St_Johns')
    fc.assert(
      fc.property(place, times, starts, pace, (zone, time, start, minutes) => {
        const schedule = { ...defaultSchedule(zone), time }
        const begin = new Date(`${start}T12:00Z`)
        let now = begin
        let settled = begin
        for (const pause of minutes) {
          now = new Date(now.getTime() + pause * minute)
          const missed = plannedSlots(schedule, settled, now)
          const due = dueSlot(schedule, settled, now)
          expect(due).toEqual(missed.at(-1) ?? null)
          settled = due?.at ?? settled
          expect(dueSlot(schedule, settled, now)).toBe(null)
        }
      }),
      cases(20),
    )
  })
})
