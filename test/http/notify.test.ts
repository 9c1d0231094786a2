import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Notifications } from '../../src/http/contract/notify.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import type { District } from '../../src/store/districts.ts'
import { freshDistrict, joins, morning, supports } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { Browser, openOffice } from './office.ts'

const store = await freshStore()
const clock = { now: morning }
const office = await openOffice(store, clock)
afterAll(async () => {
  await office.close()
  await store.close()
})

let lincoln: District
beforeEach(async () => {
  lincoln = await freshDistrict(store)
})

async function opens(role: MemberRole) {
  const person = await joins(store, lincoln, role, clock.now)
  const page = new Browser(office.app)
  page.cookie = person.token
  return { id: person.id, page, url: `/api/districts/${lincoln.key}/notifications` }
}

/** Events somebody is told of, as a page shows it. */
async function heard(page: Browser, url: string, id: string): Promise<string[]> {
  const { body } = await page.ask('GET', url)
  const { people } = body as Notifications
  const choices = people.find(person => person.id === id)?.choices ?? []
  return choices.filter(({ wanted }) => wanted).map(({ event }) => event)
}

test('somebody chooses for themselves, and goes back to what the role hears of', async () => {
  const { page, url, id } = await opens('helpdesk')
  expect(await heard(page, url, id)).toEqual(['first_success', 'paused'])
  expect((await page.ask('PUT', url, { event: 'weekly', wanted: true })).status).toBe(200)
  expect((await page.ask('PUT', url, { event: 'paused', wanted: false })).status).toBe(200)
  expect(await heard(page, url, id)).toEqual(['first_success', 'weekly'])
  for (const event of ['weekly', 'paused']) await page.ask('PUT', url, { event, wanted: null })
  expect(await heard(page, url, id)).toEqual(['first_success', 'paused'])
})

test('an owner chooses for the team, and the choice is in the activity', async () => {
  const owner = await opens('owner')
  const manager = await opens('manager')
  const one = `${owner.url}/${manager.id}`
  expect((await owner.page.ask('PUT', one, { event: 'held', wanted: false })).status).toBe(200)
  expect(await heard(manager.page, manager.url, manager.id)).not.toContain('held')
  const { body } = await owner.page.ask('GET', `/api/districts/${lincoln.key}/activity?action=notifications`)
  expect(body.rows).toMatchObject([
    { action: 'notifications.choose', target: `console:${manager.id}`, detail: { event: 'held', wanted: false } },
  ])
}) // prettier-ignore

test('a manager chooses for nobody else', async () => {
  const owner = await opens('owner')
  const { page, url } = await opens('manager')
  const answer = await page.ask('PUT', `${url}/${owner.id}`, { event: 'held', wanted: false })
  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'RIGHT_MISSING' } } })
})

test('who sees some schools only cannot be told of all', async () => {
  const owner = await opens('owner')
  const viewer = await opens('viewer')
  await store.pool.query('update members set schools = $1 where console_user_id = $2', [['s-12'], viewer.id])
  const answer = await owner.page.ask('PUT', `${owner.url}/${viewer.id}`, { event: 'held', wanted: true })
  expect(answer).toMatchObject({ status: 422, body: { error: { code: 'NOTICE_LOCKED' } } })
})

test('nobody of another district is there to choose for', async () => {
  const { page, url } = await opens('owner')
  const stranger = '00000000-0000-4000-8000-000000000001'
  const answer = await page.ask('PUT', `${url}/${stranger}`, { event: 'held', wanted: true })
  expect(answer).toMatchObject({ status: 404, body: { error: { code: 'MEMBER_UNKNOWN' } } })
})

test('the page begins with its reader, and shows mail that was given up', async () => {
  await opens('owner')
  const { page, url, id } = await opens('manager')
  await store.pool.query(
    `insert into outbox (district_id, key, console_user_id, letter, status, queued_at, due_at, until, code, ended_at)
     values ($1, 'held:2:x', $2, '{"template": "held"}', 'gave_up', $3, $3, $3, 'SMTP 550', $3)`,
    [lincoln.districtId, id, clock.now],
  )
  const { body } = await page.ask('GET', url)
  const { people, undelivered } = body as Notifications
  expect(people.map(({ you }) => you)).toEqual([true, false])
  expect(undelivered).toMatchObject([{ event: 'held', id, code: 'SMTP 550' }])
})

test('the vendor’s people choose whether they hear of requests, and of nothing else', async () => {
  const { token, reader } = await supports(store, 'support', clock.now)
  const page = new Browser(office.app)
  page.cookie = token
  const url = '/api/fleet/notifications'
  expect(await heard(page, url, reader.id)).toEqual(['request'])
  expect((await page.ask('PUT', url, { event: 'request', wanted: false })).status).toBe(200)
  expect(await heard(page, url, reader.id)).toEqual([])
  expect((await page.ask('PUT', url, { event: 'held', wanted: true })).status).toBe(422)
})

test('somebody of a district does not choose for the vendor', async () => {
  const { page } = await opens('owner')
  const answer = await page.ask('PUT', '/api/fleet/notifications', { event: 'request', wanted: false })
  expect(answer.status).toBe(403)
})
