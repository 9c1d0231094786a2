import { expect, test } from 'vitest'
import { defaultSchedule } from '../../roster/schedule.ts'
import { checkSchedule } from './check.ts'

const { time, repeat, days, zone, pauses, addOnly, enabled } = defaultSchedule('America/Chicago')
const lincoln = { time, repeat, days, zone, pauses, addOnly, enabled }
const problems = (given: unknown) => {
  const checked = checkSchedule(given)
  return 'problems' in checked ? checked.problems.map(({ field, problem }) => `${field} ${problem}`) : []
}
const withPause = (range: unknown) => problems({ ...lincoln, pauses: [range] })

test('a schedule as the product has it is read as it is', () => {
  expect(checkSchedule(lincoln)).toEqual({ schedule: lincoln })
})

test('days and ranges come in order, once each', () => {
  const winter = { from: '2026-12-21', until: '2027-01-03', note: 'Winter ' }
  const fall = { from: '2026-11-25', until: '2026-11-27' }
  const given = {
    ...lincoln,
    repeat: 'weekly',
    days: ['friday', 'monday', 'friday'],
    pauses: [winter, fall],
  }
  expect(checkSchedule(given)).toEqual({
    schedule: {
      ...lincoln,
      repeat: 'weekly',
      days: ['monday', 'friday'],
      pauses: [
        { ...fall, note: '' },
        { ...winter, note: 'Winter' },
      ],
    },
  })
})

test('what has no field is not kept', () => {
  expect(checkSchedule({ ...lincoln, pausedByHand: { since: 'ever' }, admin: true })).toEqual({
    schedule: lincoln,
  })
})

test('everything that is wrong is told at once', () => {
  expect(
    problems({ time: '2:00', repeat: 'hourly', days: ['someday'], zone: 'Chicago', enabled: 'yes' }),
  ).toEqual([
    'repeat repeat_unknown',
    'time time_unreadable',
    'days days_unknown',
    'zone zone_unknown',
    'enabled enabled_unclear',
  ])
})

test.each(['24:00', '02:60', '2:00', '02:00:00', ' 02:00', '', 200, null, undefined])(
  '%j is no time of day',
  time => expect(problems({ ...lincoln, time })).toEqual(['time time_unreadable']),
)

test.each(['-06:00', '+00:00', 'Nowhere/Town', '', 6, undefined])('%j is no zone', zone =>
  expect(problems({ ...lincoln, zone })).toEqual(['zone zone_unknown']),
)

test('a weekly sync needs a day', () => {
  expect(problems({ ...lincoln, repeat: 'weekly', days: [] })).toEqual(['days days_missing'])
})

test.each([
  ['no day of the calendar', { from: '2027-02-29', until: '2027-03-01' }, 'pauses.0.from date_unreadable'],
  ['no end', { from: '2027-02-01' }, 'pauses.0.until date_unreadable'],
  ['an instant', { from: '2027-02-01T00:00Z', until: '2027-03-01' }, 'pauses.0.from date_unreadable'],
  ['its end first', { from: '2027-02-02', until: '2027-02-01' }, 'pauses.0.until range_backwards'],
  ['more than a year', { from: '2027-01-01', until: '2028-01-02' }, 'pauses.0.until range_long'],
  [
    'a long note',
    { from: '2027-01-01', until: '2027-01-02', note: 'n'.repeat(201) },
    'pauses.0.note note_long',
  ],
])('a range with %s is refused', (_case, range, problem) => expect(withPause(range)).toEqual([problem]))

test('a range of one day, of a leap day, and of a whole year are ranges', () => {
  expect(withPause({ from: '2027-02-01', until: '2027-02-01' })).toEqual([])
  expect(withPause({ from: '2028-02-29', until: '2028-02-29' })).toEqual([])
  expect(withPause({ from: '2027-01-01', until: '2028-01-01' })).toEqual([])
})

test.each([null, 'daily', [], 7])('%j is no schedule', given =>
  expect(problems(given)).toEqual([' not_a_schedule']),
)

test('more ranges than anybody reads are refused', () => {
  const many = Array.from({ length: 51 }, () => ({ from: '2027-01-01', until: '2027-01-02' }))
  expect(problems({ ...lincoln, addOnly: many })).toEqual(['addOnly ranges_many'])
})
