import { expect, test } from 'vitest'
import { defaultSchedule, type Schedule } from '../../roster/schedule.ts'
import { dueSlot, nextSlots, plannedSlots } from './slots.ts'

const lincoln = defaultSchedule('America/Chicago') // 2:00 every night, UTC-6 and in summer UTC-5
const range = (from: string, until: string) => ({ from, until, note: '' })
const next = (schedule: Schedule, after: string, count = 3) =>
  nextSlots(schedule, new Date(after), count).map(({ at }) => at.toISOString().slice(0, 16))
const due = (schedule: Schedule, settled: string, now: string) =>
  dueSlot(schedule, new Date(settled), new Date(now))?.at.toISOString().slice(0, 16)

test('every night at the same time on the wall', () => {
  expect(next(lincoln, '2026-09-01T12:00Z')).toEqual([
    '2026-09-02T07:00',
    '2026-09-03T07:00',
    '2026-09-04T07:00',
  ])
})

test('a slot is not next at its own instant', () => {
  expect(next(lincoln, '2026-09-02T07:00Z', 1)).toEqual(['2026-09-03T07:00'])
  expect(next(lincoln, '2026-09-02T06:59:59.999Z', 1)).toEqual(['2026-09-02T07:00'])
})

// Clocks in Chicago go from 2:00 to 3:00 on 8 March 2026, and from 2:00 back to 1:00 on 1 November.
const clockDays: readonly (readonly [day: string, time: string, at: string, clocks: string | null])[] = [
  ['2026-03-08', '01:30', '2026-03-08T07:30', null],
  ['2026-03-08', '02:00', '2026-03-08T08:00', 'skipped'],
  ['2026-03-08', '02:30', '2026-03-08T08:00', 'skipped'],
  ['2026-03-08', '03:00', '2026-03-08T08:00', null],
  ['2026-11-01', '00:59', '2026-11-01T05:59', null],
  ['2026-11-01', '01:00', '2026-11-01T06:00', 'twice'],
  ['2026-11-01', '01:30', '2026-11-01T06:30', 'twice'],
  ['2026-11-01', '02:00', '2026-11-01T08:00', null],
  ['2026-11-01', '02:30', '2026-11-01T08:30', null],
]
test.each(clockDays)('on %s, %s is %s UTC', (day, time, at, clocks) => {
  const slots = plannedSlots(
    { ...lincoln, time },
    new Date(`${day}T05:00Z`),
    new Date(Date.parse(`${day}T05:00Z`) + 86_400_000 - 1),
  )
  expect(slots.map(slot => [slot.day, slot.at.toISOString().slice(0, 16), slot.clocks])).toEqual([
    [day, at, clocks],
  ])
})

test('clocks that skip midnight move the slot into the next day, which keeps its own', () => {
  // Nuuk went from 23:00 on 30 March 2024 (UTC-2) to midnight (UTC-1).
  const nuuk = { ...defaultSchedule('America/Nuuk'), time: '23:30' }
  expect(next(nuuk, '2024-03-30T12:00Z', 2)).toEqual(['2024-03-31T01:00', '2024-04-01T00:30'])
  const { day, clocks } = nextSlots(nuuk, new Date('2024-03-30T12:00Z'), 1)[0] ?? {}
  expect({ day, clocks }).toEqual({ day: '2024-03-30', clocks: 'skipped' })
})

test('a slot that clocks going back over midnight left behind is due once', () => {
  // St. John's went from 0:01 on 29 October 2006 (UTC-2:30) back to 23:01 on the 28th (UTC-3:30).
  const john = { ...defaultSchedule('America/St_Johns'), time: '00:00' }
  expect(due(john, '2006-10-28T12:00Z', '2006-10-29T02:45Z')).toBe('2006-10-29T02:30')
  expect(due(john, '2006-10-29T02:30Z', '2006-10-30T03:00Z')).toBe(undefined)
})

test('a day that a zone left out has no slot', () => {
  expect(next(defaultSchedule('Pacific/Apia'), '2011-12-29T00:00Z')).toEqual([
    '2011-12-29T12:00',
    '2011-12-30T12:00',
    '2011-12-31T12:00',
  ])
})

test('weekly runs on each of its days', () => {
  // 1 September 2026 is a Tuesday.
  const weekly: Schedule = { ...lincoln, repeat: 'weekly', days: ['monday', 'thursday', 'sunday'] }
  expect(next(weekly, '2026-09-01T12:00Z', 4)).toEqual([
    '2026-09-03T07:00',
    '2026-09-06T07:00',
    '2026-09-07T07:00',
    '2026-09-10T07:00',
  ])
})

test('weekly without a day never runs', () => {
  expect(next({ ...lincoln, repeat: 'weekly' }, '2026-09-01T12:00Z')).toEqual([])
  expect(due({ ...lincoln, repeat: 'weekly' }, '2026-08-01T12:00Z', '2026-09-01T12:00Z')).toBe(undefined)
})

test('the day of a week is the district’s, not that of UTC', () => {
  const guam: Schedule = { ...defaultSchedule('Pacific/Guam'), repeat: 'weekly', days: ['monday'] } // UTC+10
  expect(next(guam, '2026-09-01T12:00Z', 1)).toEqual(['2026-09-06T16:00'])
})

test('a pause over the end of the year skips its first and its last day too', () => {
  const winter = { ...lincoln, pauses: [range('2026-12-21', '2027-01-03')] }
  expect(next(winter, '2026-12-19T12:00Z')).toEqual([
    '2026-12-20T08:00',
    '2027-01-04T08:00',
    '2027-01-05T08:00',
  ])
})

test('a leap day is a day like any other', () => {
  expect(next(lincoln, '2028-02-28T12:00Z', 2)).toEqual(['2028-02-29T08:00', '2028-03-01T08:00'])
})

test('days that only add are planned, and say so', () => {
  const rush = { ...lincoln, addOnly: [range('2026-09-02', '2026-09-02')] }
  const slots = nextSlots(rush, new Date('2026-09-01T12:00Z'), 2)
  expect(slots.map(({ day, mode }) => [day, mode])).toEqual([
    ['2026-09-02', 'add_only'],
    ['2026-09-03', 'run'],
  ])
})

test('a pause by hand without an end leaves nothing to come', () => {
  const paused = { ...lincoln, pausedByHand: { since: '2026-09-03', until: null, who: 'console:1' } }
  expect(next(paused, '2026-09-01T12:00Z')).toEqual(['2026-09-02T07:00'])
})

test('a schedule that is off plans nothing', () => {
  expect(next({ ...lincoln, enabled: false }, '2026-09-01T12:00Z')).toEqual([])
})

test('nothing is due before its instant, and it is at it', () => {
  expect(due(lincoln, '2026-09-01T07:00Z', '2026-09-02T06:59:59.999Z')).toBe(undefined)
  expect(due(lincoln, '2026-09-01T07:00Z', '2026-09-02T07:00Z')).toBe('2026-09-02T07:00')
})

test('a week without the service is caught up by one run', () => {
  expect(due(lincoln, '2026-09-01T07:00Z', '2026-09-08T15:00Z')).toBe('2026-09-08T07:00')
  expect(due(lincoln, '2026-09-08T07:00Z', '2026-09-08T15:01Z')).toBe(undefined)
})

test('a slot that was missed before a pause is caught up within it, and none of the pause', () => {
  const winter = { ...lincoln, pauses: [range('2026-12-21', '2027-01-03')] }
  expect(due(winter, '2026-12-19T08:00Z', '2026-12-22T15:00Z')).toBe('2026-12-20T08:00')
  expect(due(winter, '2026-12-20T08:00Z', '2027-01-04T07:59Z')).toBe(undefined)
})
