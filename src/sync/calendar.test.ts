import { afterAll, beforeEach, expect, test } from 'vitest'
import { freshDistrict } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import { defaultSchedule, type Schedule } from '../roster/schedule.ts'
import { connect, type District } from '../store/districts.ts'
import { claimSlot, readSchedule } from '../store/schedules.ts'
import { changeCalendar } from './calendar.ts'
import { pauseByHand, resumeNow } from './schedule/pause.ts'
import { dayOf, dueSlot } from './schedule/slots.ts'

const store = await freshStore()
const { pool } = store
afterAll(() => store.close())

// Lincoln is connected now, so its nights are those of a year to come: 2:00 in Chicago is 8:00 UTC in January.
const january = (time: string) => new Date(`2099-01-${time}Z`)
const lincoln = defaultSchedule('America/Chicago')
let district: District
beforeEach(async () => {
  district = await freshDistrict(store)
  await connect(pool, district, 'oneroster-csv', {}, 'apark')
  await claimSlot(pool, await read(), january('06T08:00')) // Tuesday
})

async function read() {
  const calendar = await readSchedule(pool, district.districtId)
  if (calendar === null) throw new Error('Lincoln is connected')
  return calendar
}
const change = async (schedule: Schedule, now: Date) => {
  const calendar = await read()
  return await changeCalendar(pool, calendar, { version: calendar.version, schedule, who: 'console:1', now })
}
const due = async (now: Date) => {
  const { schedule, settled } = await read()
  return dueSlot(schedule, settled, now)?.at.toISOString().slice(0, 16) ?? null
}

test('a time that has passed today begins tomorrow', async () => {
  await change({ ...lincoln, time: '05:00' }, january('06T15:00'))
  expect(await due(january('06T15:01'))).toBe(null)
  expect(await due(january('07T11:00'))).toBe('2099-01-07T11:00')
})

test('a time later today runs today', async () => {
  await change({ ...lincoln, time: '14:00' }, january('06T15:00'))
  expect(await due(january('06T20:00'))).toBe('2099-01-06T20:00')
})

test('a slot that was due when the schedule changed is made up for', async () => {
  await change({ ...lincoln, time: '01:00' }, january('07T08:00'))
  expect(await due(january('07T08:01'))).toBe('2099-01-07T07:00')
})

test('resuming brings back the nights to come, and none of those it slept through', async () => {
  const pause = { since: '2099-01-06', until: null, who: 'console:1' }
  await change(pauseByHand(lincoln, pause), january('06T15:00'))
  expect(await due(january('10T15:00'))).toBe(null)
  const { schedule } = await read()
  await change(resumeNow(schedule, dayOf(schedule, january('10T15:00'))), january('10T15:00'))
  expect(await due(january('10T15:01'))).toBe(null)
  expect(await due(january('11T08:00'))).toBe('2099-01-11T08:00')
})

test('a change of timing remembers the one before, and a pause after it does too', async () => {
  await change({ ...lincoln, time: '05:00' }, january('06T15:00'))
  const { time, repeat, days, zone, enabled } = lincoln
  const earlier = { time, repeat, days, zone, enabled, until: '2099-01-06T15:00:00.000Z' }
  expect((await read()).schedule.earlier).toEqual(earlier)
  const pauses = [{ from: '2099-02-01', until: '2099-02-02', note: '' }]
  await change({ ...lincoln, time: '05:00', pauses }, january('06T16:00'))
  expect((await read()).schedule).toEqual({ ...lincoln, time: '05:00', pauses, earlier })
})

test('a change over a version that somebody changed is refused', async () => {
  const calendar = await read()
  const over = { version: 0, schedule: lincoln, who: 'console:1', now: january('06T15:00') }
  await changeCalendar(pool, calendar, over)
  await expect(changeCalendar(pool, calendar, over)).rejects.toMatchObject({ code: 'SCHEDULE_MOVED' })
})
