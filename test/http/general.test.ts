import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Activity } from '../../src/http/contract/activity.ts'
import type { General } from '../../src/http/contract/general.ts'
import type { ScheduleView } from '../../src/http/contract/schedule.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { joins } from '../support/console.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
const clock = { now: new Date(`${schoolDay}T15:00:00Z`) }
const at = (path: string) => `/api/districts/lincoln-usd/${path}`

beforeAll(async () => {
  lincoln = await Lincoln.open()
  office = await openOffice(lincoln.store, clock)
})
afterAll(async () => {
  await office.close()
  await lincoln.close()
})

async function opens(role: MemberRole) {
  const page = new Browser(office.app)
  page.cookie = (await joins(lincoln.store, await lincoln.district(), role, clock.now)).token
  return page
}

test('an owner renames the district and moves it west, and its schedule moves along', async () => {
  const page = await opens('owner')
  const { version, schedule } = (await page.ask('GET', at('schedule'))).body as ScheduleView // checked by the route on its way out
  await page.ask('PUT', at('schedule'), { version, schedule: { ...schedule, time: '03:30' } })
  expect((await page.ask('PUT', at('general'), { name: 'Lincoln Unified', zone: 'America/Denver' })).status).toBe(200) // prettier-ignore
  expect((await page.ask('GET', at('general'))).body).toMatchObject({ name: 'Lincoln Unified', zone: 'America/Denver', key: 'lincoln-usd' }) // prettier-ignore
  const moved = (await page.ask('GET', at('schedule'))).body as ScheduleView
  expect([moved.schedule.zone, moved.schedule.time]).toEqual(['America/Denver', '03:30'])
  const { rows } = (await page.ask('GET', at('activity'))).body as Activity
  expect(rows[0]).toMatchObject({ action: 'settings.general', detail: { after: { zone: 'America/Denver' } } })
})

test('a zone that is none, and a name of nothing, change nothing and say what to do', async () => {
  const page = await opens('owner')
  const before = (await page.ask('GET', at('general'))).body as General
  const bad = await page.ask('PUT', at('general'), { name: 'Lincoln', zone: '-06:00' })
  expect([bad.status, bad.body]).toMatchObject([422, { error: { code: 'ZONE_UNKNOWN' } }])
  expect((await page.ask('PUT', at('general'), { name: '  ', zone: 'America/Denver' })).status).toBe(422)
  expect((await page.ask('GET', at('general'))).body).toEqual(before)
})

test('whoever may not change settings sees whom to reach', async () => {
  const page = await opens('helpdesk')
  const { owners } = (await page.ask('GET', at('general'))).body as General
  expect(owners.length).toBeGreaterThan(0)
  expect((await page.ask('PUT', at('general'), { name: 'X', zone: 'America/Denver' })).status).toBe(403)
})
