import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { invite } from '../../src/login/invites.ts'
import { firstOwner } from '../../src/login/tickets.ts'
import { noDistrict } from '../../src/store/outbox.ts'
import { rows, sql } from '../../src/store/sql.ts'
import type { District } from '../../src/store/districts.ts'
import {
  after,
  codeOf,
  freshDistrict,
  joins,
  morning,
  password,
  rosters,
  support,
} from '../support/console.ts'
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
beforeAll(async () => {
  lincoln = await freshDistrict(store)
})
beforeEach(() => {
  clock.now = new Date(clock.now.getTime() + 24 * 3_600_000)
})

const browser = () => new Browser(office.app)

test('a session says who it is, where they may do what, and when it ends', async () => {
  const { email, id } = await joins(store, lincoln, 'viewer', clock.now)
  const page = browser()
  expect(await page.ask('GET', '/api/session')).toMatchObject({ status: 401, body: { error: { code: 'SIGNED_OUT' } } }) // prettier-ignore
  const answer = await page.ask('POST', '/api/session', { email, password })
  const { key, name, zone } = lincoln
  expect(answer.body).toEqual({
    who: { id, name: 'Ada Park', email, initial: 'A', kind: 'member', role: null, locale: 'en-US', factor: false, factorDue: false },
    districts: [{ key, name, zone, role: 'viewer', rights: ['see', 'people'] }],
    rights: [], vendor: { name: 'Tallgrass' }, demo: false,
    provenAt: clock.now.toISOString(), until: after(20, clock.now).toISOString(),
  }) // prettier-ignore
  expect((await page.ask('GET', '/api/session')).body).toEqual(answer.body)
})

test('the cookie is out of reach of scripts and of other sites', async () => {
  const { email } = await joins(store, lincoln, 'viewer', clock.now)
  const { headers } = await browser().ask('POST', '/api/session', { email, password })
  expect(String(headers['set-cookie'])).toMatch(/^rollbook=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
})

test('a cookie that somebody planted before the sign-in is worth nothing after it', async () => {
  const [ada, lee] = [
    await joins(store, lincoln, 'owner', clock.now),
    await joins(store, lincoln, 'owner', clock.now),
  ]
  const attacker = browser()
  await attacker.ask('POST', '/api/session', { email: lee.email, password })
  const victim = browser()
  victim.cookie = attacker.cookie
  await victim.ask('POST', '/api/session', { email: ada.email, password })
  expect(victim.cookie).not.toBe(attacker.cookie)
  expect((await attacker.ask('GET', '/api/session')).status).toBe(401)
  expect((await victim.ask('GET', '/api/session')).body).toMatchObject({ who: { id: ada.id } })
})

test('signing out ends the session itself, not only the cookie', async () => {
  const { email } = await joins(store, lincoln, 'owner', clock.now)
  const page = browser()
  await page.ask('POST', '/api/session', { email, password })
  const copy = browser()
  copy.cookie = page.cookie
  await page.ask('DELETE', '/api/session')
  expect(page.cookie).toBeNull()
  expect((await copy.ask('GET', '/api/session')).status).toBe(401)
})

test('an invitation is looked at, taken, and opens the console; the first owner is asked for an address', async () => {
  const { districtId } = lincoln
  const order = {
    email: 'kim@lincoln.example',
    name: 'Kim',
    districtId,
    role: 'manager',
    schools: null,
  } as const
  const { token } = await invite(store, order, support, clock.now)
  const page = browser()
  expect((await page.ask('POST', '/api/invites/look', { token })).body).toEqual({ email: 'kim@lincoln.example', name: 'Kim', districts: ['Lincoln USD'], vendor: false }) // prettier-ignore
  const accepted = await page.ask('POST', '/api/invites/accept', { token, name: 'Kim Ito', password })
  expect(accepted).toMatchObject({ status: 200, body: { who: { name: 'Kim Ito' } } })
  expect((await page.ask('GET', '/api/session')).status).toBe(200)
  const first = await firstOwner(store, clock.now)
  const looked = await browser().ask('POST', '/api/invites/look', { token: first })
  expect(looked.body).toEqual({ email: null, name: '', districts: [], vendor: true })
})

test('a second factor is set up, asked for, and shown to the team', async () => {
  const { email, id } = await joins(store, lincoln, 'owner', clock.now)
  const code = (secret: unknown) => codeOf(String(secret), clock.now)
  const page = browser()
  await page.ask('POST', '/api/session', { email, password })
  const { body: begun } = await page.ask('POST', '/api/me/factor')
  expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Rollbook/)
  const confirmed = await page.ask('POST', '/api/me/factor/confirm', { code: await code(begun.secret) })
  expect(confirmed.body.recovery).toHaveLength(10)
  clock.now = after(1, clock.now)
  const other = browser()
  const { body: half } = await other.ask('POST', '/api/session', { email, password })
  expect(half).toEqual({ secondFactor: 'totp', ticket: expect.stringMatching(/^[\w-]{43}$/) })
  expect(other.cookie).toBeNull()
  const sent = { ticket: half.ticket, code: await code(begun.secret) }
  expect((await other.ask('POST', '/api/session/second-factor', sent)).body).toMatchObject({ who: { id, factor: true } }) // prettier-ignore
  const { body: team } = await other.ask('GET', `/api/districts/${lincoln.key}/team`)
  expect(team.members).toContainEqual(expect.objectContaining({ id, factor: true, you: true }))
  expect((await other.ask('GET', '/api/me/factor')).body).toEqual({ on: true, recoveryLeft: 10 })
})

test('somebody of the vendor sets up a second factor before they see any district', async () => {
  const order = { email: 'sam@vendor.example', name: 'Sam Support', vendorRole: 'admin' } as const
  const { token } = await invite(store, order, support, clock.now)
  const page = browser()
  const seen = async () => [
    (await page.ask('GET', '/api/fleet')).status,
    (await page.ask('GET', `/api/districts/${lincoln.key}/overview`)).status,
  ]
  const { body } = await page.ask('POST', '/api/invites/accept', { token, name: 'Sam Support', password })
  expect(body).toMatchObject({ who: { factorDue: true } })
  expect((await page.ask('GET', '/api/fleet')).body).toMatchObject({ error: { code: 'FACTOR_NEEDED' } })
  expect(await seen()).toEqual([403, 403])
  const { body: begun } = await page.ask('POST', '/api/me/factor')
  expect(await seen()).toEqual([403, 403])
  await page.ask('POST', '/api/me/factor/confirm', { code: await codeOf(String(begun.secret), clock.now) })
  expect((await page.ask('GET', '/api/session')).body).toMatchObject({ who: { factorDue: false } })
  expect(await seen()).toEqual([200, 200])
  await page.ask('DELETE', '/api/me/factor')
  expect(await seen()).toEqual([403, 403])
})

test('the same answer whether anybody has the address or not', async () => {
  const { email } = await joins(store, lincoln, 'owner', clock.now)
  const [known, unknown] = [
    await browser().ask('POST', '/api/password/forgot', { email }),
    await browser().ask('POST', '/api/password/forgot', { email: 'nobody@lincoln.example' }),
  ]
  expect(known).toMatchObject({ status: 202, text: unknown.text })
  expect(unknown.status).toBe(202)
  const queued = await rows<{ letter: unknown }>(
    store.pool,
    sql`select letter from outbox where district_id = ${noDistrict}`,
  )
  expect(queued).toEqual([{ letter: { template: 'reset' } }])
})

test('an address that asks too often is told to wait, also when each try is for somebody else', async () => {
  const statuses: number[] = []
  for (let count = 0; count < 40; count++) {
    const person = { email: `guess-${count}@lincoln.example`, password }
    statuses.push((await browser().ask('POST', '/api/session', person)).status)
  }
  expect(statuses.filter(status => status === 401)).toHaveLength(30)
  expect(statuses.slice(30)).toEqual(Array.from({ length: 10 }, () => 429))
})

test('outside the demo nobody signs in by choosing who they are', async () => {
  const { id } = await joins(store, lincoln, 'owner', clock.now)
  expect((await browser().ask('GET', '/api/demo')).status).toBe(404)
  const page = browser()
  const answer = await page.ask('POST', '/api/demo/session', { id: `console:${id}` })
  expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } })
  expect(page.cookie).toBeNull()
})

test('in the demo the list leads in, as an admin and as a student', async () => {
  const demo = await openOffice(store, clock, { demo: true })
  const { id } = await joins(store, lincoln, 'owner', clock.now)
  const student = await rosters(store, lincoln, 'student')
  const page = new Browser(demo.app)
  const { body } = await page.ask('GET', '/api/demo')
  expect(body.people).toContainEqual({ id: expect.stringMatching(/^console:/), name: 'Ada Park', about: 'owner of Lincoln USD' }) // prettier-ignore
  const admin = await page.ask('POST', '/api/demo/session', { id: `console:${id}` })
  expect(admin.body).toMatchObject({ demo: true, who: { id, kind: 'member' } })
  const child = await page.ask('POST', '/api/demo/session', { id: `user:${lincoln.districtId}:${student}` })
  expect(child.body).toMatchObject({
    who: { id: student, kind: 'student', name: 'Jonah Reyes' },
    districts: [{ key: lincoln.key, role: 'student', rights: [] }],
  })
  for (const strange of ['console:nobody', `user:${lincoln.districtId}`, 'user:::', "console:' or 1=1"])
    expect((await page.ask('POST', '/api/demo/session', { id: strange })).status).toBe(404)
  await demo.close()
})

test('no line of the log names anybody', async () => {
  const { email } = await joins(store, lincoln, 'owner', clock.now)
  const page = browser()
  await page.ask('POST', '/api/session', { email, password: 'seven loud otters' })
  await page.ask('POST', '/api/session', { email, password })
  await page.ask('GET', '/api/session')
  const log = JSON.stringify(office.lines)
  for (const secret of [email, 'Ada Park', password, 'seven loud otters', page.cookie ?? '-'])
    expect(log).not.toContain(secret)
})
