import { expect, test } from 'vitest'
import { defaultSchedule, type Schedule } from '../../roster/schedule.ts'
import { modeOf, pauseTomorrow } from './modes.ts'

const lincoln = defaultSchedule('America/Chicago')
const summer = { from: '2026-06-03', until: '2026-08-03', note: 'Summer' }
const rush = { from: '2026-08-04', until: '2026-08-21', note: 'First weeks' }
const year: Schedule = { ...lincoln, pauses: [summer], addOnly: [rush] }
const byHand = (until: string | null) => ({ since: '2026-09-07', until, who: 'console:1' })
const stopped = (until: string | null, ...pauses: Schedule['pauses']): Schedule => ({
  ...lincoln, pauses, pausedByHand: byHand(until),
}) // prettier-ignore
const range = (from: string, until: string) => ({ from, until, note: '' })
const run = { mode: 'run' }
const paused = (until: string | null) => ({ mode: 'paused', until })
const adding = { mode: 'add_only', until: '2026-08-21', note: 'First weeks' }

const days: readonly (readonly [what: string, day: string, schedule: Schedule, mode: object])[] = [
  ['the day before a pause runs', '2026-06-02', year, run],
  ['the first day of a pause is paused', '2026-06-03', year, paused('2026-08-03')],
  ['so is its last', '2026-08-03', year, paused('2026-08-03')],
  ['the first day that only adds only adds', '2026-08-04', year, adding],
  ['so does the last', '2026-08-21', year, adding],
  ['the day after runs', '2026-08-22', year, run],
  ['a pause outweighs days that only add', '2026-06-03', { ...year, addOnly: [summer] }, paused('2026-08-03')],
  ['a pause ends with the one that follows it', '2026-06-10', { ...year, pauses: [summer, rush] }, paused('2026-08-21')],
  ['of two that overlap the later end counts', '2026-06-10', { ...year, pauses: [range('2026-06-01', '2026-06-20'), summer] }, paused('2026-08-03')],
  ['the day before somebody paused runs', '2026-09-06', stopped(null), run],
  ['a pause by hand is from its day', '2026-09-07', stopped(null), paused(null)],
  ['and without an end for ever', '2027-09-07', stopped(null), paused(null)],
  ['its last day is paused', '2026-09-11', stopped('2026-09-11'), paused('2026-09-11')],
  ['and the day after runs', '2026-09-12', stopped('2026-09-11'), run],
  ['it ends with the planned one that follows', '2026-09-07', stopped('2026-09-11', range('2026-09-12', '2026-09-13')), paused('2026-09-13')],
  ['a planned one ends with it', '2026-09-01', stopped('2026-09-11', range('2026-09-01', '2026-09-06')), paused('2026-09-11')],
  ['and has no end when it has none', '2026-09-01', stopped(null, range('2026-09-01', '2026-09-06')), paused(null)],
] // prettier-ignore
test.each(days)('%s', (_what, day, schedule, mode) => {
  expect(modeOf(schedule, day)).toMatchObject(mode)
})

test('a pause is announced on the day before it, and on no other', () => {
  const told = ['2026-06-01', '2026-06-02', '2026-06-03'].map(today => pauseTomorrow(year, today))
  expect(told).toEqual([null, { from: '2026-06-03', until: '2026-08-03', note: 'Summer' }, null])
})

test('a pause that goes on from another is not announced', () => {
  const longer = { ...year, pauses: [summer, { from: '2026-08-04', until: '2026-08-05', note: '' }] }
  expect(pauseTomorrow(longer, '2026-08-03')).toBe(null)
})

test('nobody is told of a pause when nothing syncs, or of the one they began', () => {
  expect(pauseTomorrow({ ...year, enabled: false }, '2026-06-02')).toBe(null)
  expect(pauseTomorrow({ ...lincoln, pausedByHand: byHand('2026-09-11') }, '2026-09-06')).toBe(null)
})
