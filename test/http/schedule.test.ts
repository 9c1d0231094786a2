import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ScheduleView, Upcoming } from '../../src/http/contract/schedule.ts'
import { Lincoln } from '../events/district.ts'
import { joins, morning } from '../support/console.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
const clock = { now: morning }
const base = '/api/districts/lincoln-usd'

beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  office = await openOffice(lincoln.store, clock)
})
beforeEach(() => void (clock.now = morning))
afterAll(async () => {
  await office.close()
  await lincoln.close()
})

async function opens(role: 'owner' | 'viewer' = 'owner') {
  const { token, id } = await joins(lincoln.store, await lincoln.district(), role, clock.now)
  const page = new Browser(office.app)
  page.cookie = token
  const read = async () => (await page.ask('GET', `${base}/schedule`)).body as ScheduleView // checked by the route on its way out
  const put = async (changes: Partial<ScheduleView['schedule']>, version?: number) => {
    const seen = await read()
    return await page.ask('PUT', `${base}/schedule`, {
      version: version ?? seen.version, schedule: { ...seen.schedule, ...changes },
    }) // prettier-ignore
  }
  return { page, id, read, put }
}

test('a calendar tells its next three syncs with the offset of their days, and the night whose time is skipped', async () => {
  const { read } = await opens()
  const seen = await read()
  // 2 AM of Chicago in September; the clocks of 2027 go forward on March 14 at 2 AM, to 3 AM.
  expect(seen.next.map(({ at }) => at)).toEqual(['2026-09-02T02:00:00-05:00', '2026-09-03T02:00:00-05:00', '2026-09-04T02:00:00-05:00'])
  expect(seen.clocks).toMatchObject({ day: '2027-03-14', at: '2027-03-14T03:00:00-05:00', clocks: 'skipped' })
  expect(seen).toMatchObject({ version: 0, who: null, mode: { mode: 'run' }, today: '2026-09-01' })
}) // prettier-ignore

test('a time that comes twice is told of the first of the two, also of a schedule that nobody saved', async () => {
  const { page, read } = await opens()
  const { schedule, version } = await read()
  const asked = await page.ask('POST', `${base}/schedule/next`, { schedule: { ...schedule, time: '01:30' } })
  const seen = asked.body as Upcoming // checked by the route on its way out
  // Clocks go back on November 1, 2026 at 2 AM; the first 1:30 is still summer time.
  expect(seen.clocks).toMatchObject({ day: '2026-11-01', at: '2026-11-01T01:30:00-05:00', clocks: 'twice' })
  expect((await read()).version).toBe(version)
})

test('Hawaii has no change of clocks to tell of', async () => {
  const { page, read } = await opens()
  const { schedule } = await read()
  const asked = await page.ask('POST', `${base}/schedule/next`, {
    schedule: { ...schedule, zone: 'Pacific/Honolulu' },
  })
  expect(asked.body).toMatchObject({ clocks: null })
})

test('a summer pause is proposed by the dates of the source, and is accepted once it stands in the calendar', async () => {
  const { read, put } = await opens()
  const { proposal } = await read()
  // The last day of school is June 11, 2027; no next year is known, so it is taken to begin on August 17.
  expect(proposal).toEqual({
    from: '2027-06-09', until: '2027-08-02', lastDay: '2027-06-11', firstDay: '2027-08-17', guessed: true, accepted: false,
  }) // prettier-ignore
  await put({ pauses: [{ from: '2027-06-09', until: '2027-08-02', note: 'Summer' }] })
  expect((await read()).proposal?.accepted).toBe(true)
})

test('every problem of a schedule is told at its field, and nothing is changed', async () => {
  const { read, put } = await opens()
  const before = await read()
  const answer = await put({ time: '25:00', repeat: 'weekly', days: [], pauses: [{ from: '2027-03-02', until: '2027-03-01', note: '' }] })
  expect(answer.status).toBe(422)
  const { error } = answer.body as { error: { fields: { field: string }[] } } // a refusal of the service
  expect(error.fields.map(({ field }) => field)).toEqual(['schedule.time', 'schedule.days', 'schedule.pauses.0.until'])
  expect(await read()).toEqual(before)
}) // prettier-ignore

test('whoever saves over a change they have not seen is told so', async () => {
  const { put, read, id } = await opens()
  const { version } = await read()
  expect((await put({ time: '03:15' })).body).toMatchObject({ version: version + 1, who: 'Ada Park' })
  const late = await put({ time: '04:00' }, version)
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'SCHEDULE_MOVED' } } })
  expect((await read()).schedule.time).toBe('03:15')
  expect(id).toBeTruthy()
})

test('a pause begins at once, says until when, and ends when somebody resumes', async () => {
  const { page, read } = await opens()
  const paused = await page.ask('POST', `${base}/pause`, { until: '2026-09-04' })
  expect(paused.body).toMatchObject({ mode: { mode: 'paused', until: '2026-09-04', byHand: true } })
  expect((await read()).next[0]?.day).toBe('2026-09-05')
  expect(await page.ask('POST', `${base}/pause`, { until: '2026-08-31' })).toMatchObject({
    status: 422,
    body: { error: { code: 'PAUSE_OVER' } },
  })
  const resumed = await page.ask('POST', `${base}/resume`)
  expect(resumed.body).toMatchObject({ mode: { mode: 'run' } })
  expect((await read()).next[0]?.day).toBe('2026-09-02')
})

test('a viewer sees when the district syncs and changes nothing', async () => {
  const { page, read, put } = await opens('viewer')
  expect((await read()).next).toHaveLength(3)
  expect((await put({ time: '05:00' })).status).toBe(403)
  expect((await page.ask('POST', `${base}/pause`, { until: null })).status).toBe(403)
})
