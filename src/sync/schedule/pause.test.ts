import { expect, test } from 'vitest'
import { defaultSchedule, type Schedule } from '../../roster/schedule.ts'
import { modeOf } from './modes.ts'
import { pauseByHand, resumeNow } from './pause.ts'

const lincoln = defaultSchedule('America/Chicago')
const range = (from: string, until: string) => ({ from, until, note: '' })
const paused = (since: string, until: string | null, schedule: Schedule = lincoln) =>
  pauseByHand(schedule, { since, until, who: 'console:1' })

test('resuming ends a pause by hand, and keeps the days it took', () => {
  const resumed = resumeNow(paused('2026-09-07', null), '2026-09-10')
  expect(resumed).toEqual({ ...lincoln, pauses: [range('2026-09-07', '2026-09-09')] })
})

test('a pause that is taken back on its day leaves nothing', () => {
  expect(resumeNow(paused('2026-09-07', '2026-09-11'), '2026-09-07')).toEqual(lincoln)
})

test('a pause by hand that ran out keeps its own last day', () => {
  const again = paused('2026-10-05', null, paused('2026-09-07', '2026-09-11'))
  expect(again.pauses).toEqual([range('2026-09-07', '2026-09-11')])
  expect(again.pausedByHand).toEqual({ since: '2026-10-05', until: null, who: 'console:1' })
})

test('resuming within a planned pause cuts it before today', () => {
  const summer = {
    ...lincoln,
    pauses: [range('2026-06-03', '2026-08-03'), range('2026-12-21', '2027-01-03')],
  }
  expect(resumeNow(summer, '2026-07-20').pauses).toEqual([
    range('2026-06-03', '2026-07-19'),
    range('2026-12-21', '2027-01-03'),
  ])
})

test('resuming takes away every pause up to the day that was shown', () => {
  const chain = { ...lincoln, pauses: [range('2026-06-03', '2026-06-30'), range('2026-07-01', '2026-08-03')] }
  expect(modeOf(chain, '2026-06-20')).toMatchObject({ until: '2026-08-03' })
  expect(resumeNow(chain, '2026-06-20').pauses).toEqual([range('2026-06-03', '2026-06-19')])
})

test('resuming on days that only add makes them whole', () => {
  const rush = { ...lincoln, addOnly: [range('2026-08-04', '2026-08-21')] }
  expect(resumeNow(rush, '2026-08-10').addOnly).toEqual([range('2026-08-04', '2026-08-09')])
})

test('resuming from a pause leaves days that only add as they are', () => {
  const both = paused('2026-08-05', null, { ...lincoln, addOnly: [range('2026-08-04', '2026-08-21')] })
  const resumed = resumeNow(both, '2026-08-10')
  expect(resumed.addOnly).toEqual([range('2026-08-04', '2026-08-21')])
  expect(modeOf(resumed, '2026-08-10').mode).toBe('add_only')
})

test('resuming a schedule that is off turns it on', () => {
  expect(resumeNow({ ...lincoln, enabled: false }, '2026-09-07')).toEqual(lincoln)
})

test('pauses of more than a year ago are forgotten', () => {
  const old = { ...lincoln, pauses: [range('2025-06-03', '2025-08-03'), range('2026-06-03', '2026-08-03')] }
  expect(paused('2026-10-05', null, old).pauses).toEqual([range('2026-06-03', '2026-08-03')])
})
