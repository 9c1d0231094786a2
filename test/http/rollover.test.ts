import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Activity } from '../../src/http/contract/activity.ts'
import type { RolloverView } from '../../src/http/contract/rollover.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { joins } from '../support/console.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
const clock = { now: new Date(`${schoolDay}T15:00:00Z`) }
const base = '/api/districts/lincoln-usd/rollover'

beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  office = await openOffice(lincoln.store, clock)
})
afterAll(async () => {
  await office.close()
  await lincoln.close()
})

async function opens(role: MemberRole = 'owner') {
  const page = new Browser(office.app)
  page.cookie = (await joins(lincoln.store, await lincoln.district(), role, clock.now)).token
  const view = async () => (await page.ask('GET', base)).body as RolloverView // checked by the route on its way out
  return { page, view }
}

test('in September the next summer is a guess by the dates of the source, and nothing has to be done', async () => {
  const { view } = await opens()
  const { status, turn } = await view()
  // Lincoln's terms run from 17 August 2026 to 11 June 2027; their ends are the day after.
  expect(status).toBe('not_started')
  expect(turn).toMatchObject({ name: '2028', known: false, lastDay: '2027-06-11', firstDay: '2027-08-17', conflicts: [] })
  expect(turn?.pause).toEqual({ from: '2027-06-09', until: '2027-08-02' })
}) // prettier-ignore

test('who would move up is counted from the roster as it stands, and the last grade leaves', async () => {
  const { view } = await opens()
  const { turn } = await view()
  // By hand from users.csv: grades KG 7, 03 7, 07 7, 08 7, 09 8.
  expect(turn?.flow).toMatchObject({ expected: true, run: null, held: false })
  expect(turn?.graduates.count).toBe(8)
  expect(turn?.schools.map(({ name, movedUp }) => [name, movedUp])).toEqual([
    ['Lincoln Elementary', 14],
    ['Lincoln High', 0],
    ['Roosevelt Middle', 14],
  ])
})

test('a step that people tick keeps who did and when, stands in Activity, and is taken back', async () => {
  const { page, view } = await opens()
  const step = async () => (await view()).turn?.steps.find(one => one.step === 'staff_told')
  expect((await page.ask('PUT', `${base}/steps/staff_told`, { done: true })).status).toBe(200)
  expect(await step()).toMatchObject({
    state: 'done',
    ticked: { who: 'Ada Park', at: clock.now.toISOString() },
  })
  const { rows } = (await page.ask('GET', '/api/districts/lincoln-usd/activity')).body as Activity
  expect(rows[0]).toMatchObject({ action: 'rollover.step', target: 'staff_told', detail: { year: '2028', done: true } }) // prettier-ignore
  expect((await page.ask('PUT', `${base}/steps/staff_told`, { done: false })).status).toBe(200)
  expect(await step()).toMatchObject({ state: 'open', ticked: null })
  expect((await page.ask('PUT', `${base}/steps/grades`, { done: true })).status).toBe(422)
})

test('whoever only looks ticks nothing', async () => {
  const { page } = await opens('helpdesk')
  expect((await page.ask('PUT', `${base}/steps/staff_told`, { done: true })).status).toBe(403)
})
