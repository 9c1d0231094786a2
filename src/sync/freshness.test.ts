import { expect, test } from 'vitest'
import { defaultSchedule, type Schedule } from '../roster/schedule.ts'
import { freshness } from './freshness.ts'

const lincoln = defaultSchedule('America/Chicago') // 7:00 UTC in September
const monday: Schedule = { ...lincoln, repeat: 'weekly', days: ['monday'] } // 31 August and 7 September 2026
const { time, repeat, days, zone, enabled } = monday
const wasWeekly: Schedule = {
  ...lincoln,
  earlier: { time, repeat, days, zone, enabled, until: '2026-09-05T15:00:00.000Z' },
}
const wasOff: Schedule = {
  ...lincoln,
  earlier: { time, repeat, days, zone, enabled: false, until: '2026-09-05T15:00:00.000Z' },
}
const pause = { ...lincoln, pauses: [{ from: '2026-09-02', until: '2026-09-20', note: '' }] }

const rows: readonly (readonly [what: string, schedule: Schedule, good: string, now: string, state: string, missed: number])[] = [
  ['nothing was planned since', lincoln, '2026-09-01T07:04Z', '2026-09-02T06:59Z', 'up_to_date', 0],
  ['the planned sync has its hour', lincoln, '2026-09-01T07:04Z', '2026-09-02T07:59Z', 'up_to_date', 0],
  ['one planned sync was missed', lincoln, '2026-09-01T07:04Z', '2026-09-02T08:00Z', 'late', 1],
  ['two were missed', lincoln, '2026-09-01T07:04Z', '2026-09-03T08:00Z', 'late', 2],
  ['three were missed', lincoln, '2026-09-01T07:04Z', '2026-09-04T08:00Z', 'stale', 3],
  ['a sync by hand counts as well', lincoln, '2026-09-03T20:00Z', '2026-09-04T06:00Z', 'up_to_date', 0],
  ['a weekly one is as old as it should be', monday, '2026-08-31T07:04Z', '2026-09-06T20:00Z', 'up_to_date', 0],
  ['a weekly one was missed', monday, '2026-08-31T07:04Z', '2026-09-09T20:00Z', 'late', 1],
  ['a weekly one was missed three days ago', monday, '2026-08-31T07:04Z', '2026-09-10T12:00Z', 'stale', 1],
  ['weeks were paused', pause, '2026-09-01T07:04Z', '2026-09-20T20:00Z', 'up_to_date', 0],
  ['one was missed before weeks that were paused', pause, '2026-08-31T07:04Z', '2026-09-20T20:00Z', 'late', 1],
  ['the first after a pause was missed too', pause, '2026-08-31T07:04Z', '2026-09-21T20:00Z', 'late', 2],
  ['it was weekly until today', wasWeekly, '2026-08-31T07:04Z', '2026-09-05T20:00Z', 'up_to_date', 0],
  ['the first daily one was missed', wasWeekly, '2026-08-31T07:04Z', '2026-09-06T08:00Z', 'late', 1],
  ['a weekly one was missed before it was daily', wasWeekly, '2026-08-28T07:04Z', '2026-09-05T20:00Z', 'stale', 1],
  ['it was off until today', wasOff, '2026-06-01T07:04Z', '2026-09-05T20:00Z', 'up_to_date', 0],
  ['all of it was after the change', wasWeekly, '2026-09-07T07:04Z', '2026-09-08T08:00Z', 'late', 1],
  ['nothing is planned at all', { ...lincoln, enabled: false }, '2026-01-01T00:00Z', '2026-09-21T20:00Z', 'up_to_date', 0],
] // prettier-ignore
test.each(rows)('%s', (_what, schedule, good, now, state, missed) => {
  expect(freshness(schedule, new Date(good), false, new Date(now))).toEqual({ state, missed })
})

test('before the first sync nothing is up to date, and late is late', () => {
  const connected = new Date('2026-09-01T15:00Z')
  expect(freshness(lincoln, connected, true, new Date('2026-09-01T16:00Z')).state).toBe('never')
  expect(freshness(lincoln, connected, true, new Date('2026-09-02T09:00Z')).state).toBe('late')
})
