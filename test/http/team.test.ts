import { afterAll, beforeEach, expect, test } from 'vitest'
import type { MemberRole } from '../../src/login/rights.ts'
import type { District } from '../../src/store/districts.ts'
import { rows, run, sql } from '../../src/store/sql.ts'
import { after, freshDistrict, joins, morning, password, supports } from '../support/console.ts'
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
  clock.now = morning
  lincoln = await freshDistrict(store)
})

async function opens(role: MemberRole, district = lincoln) {
  const person = await joins(store, district, role, clock.now)
  const page = new Browser(office.app)
  page.cookie = person.token
  const at = (path: string) => `/api/districts/${district.key}/${path}`
  return { ...person, page, at }
}

/** What waits to be mailed about a district. */
async function letters(districtId: string): Promise<unknown[]> {
  const found = await rows<{ letter: unknown }>(
    store.pool,
    sql`select letter from outbox where district_id = ${districtId}`,
  )
  return found.map(({ letter }) => letter)
}

async function supporter() {
  const { token, id } = await supports(store, 'support', clock.now)
  const page = new Browser(office.app)
  page.cookie = token
  return { page, id }
}

test('an owner invites, changes and removes; whoever was removed is out at once', async () => {
  const { page, at } = await opens('owner')
  const other = await opens('manager')
  const asked = { email: 'new@lincoln.example', name: 'New Person', role: 'helpdesk' }
  const invited = await page.ask('POST', at('team'), asked)
  expect(invited.status).toBe(201)
  expect(invited.text).not.toMatch(/[\w-]{43}/)
  expect(await letters(lincoln.districtId)).toEqual([{ template: 'invite', district: 'Lincoln USD' }])
  expect((await page.ask('PATCH', at(`team/${other.id}`), { role: 'viewer' })).status).toBe(200)
  expect((await other.page.ask('GET', at('team'))).status).toBe(401)
  expect((await page.ask('DELETE', at(`team/${other.id}`))).status).toBe(200)
  const { body } = await page.ask('GET', at('team'))
  expect(body.members).toMatchObject([
    { name: 'Ada Park', role: 'owner', you: true, lastOwner: true },
    { name: 'New Person', role: 'helpdesk', seenAt: null, factor: null, you: false },
  ])
})

test('only who has the right changes the team; the others see it', async () => {
  const owner = await opens('owner')
  for (const role of ['manager', 'viewer', 'helpdesk', 'privacy'] as const) {
    const { page, at } = await opens(role)
    expect((await page.ask('GET', at('team'))).status).toBe(200)
    for (const [method, url, body] of [
      ['POST', at('team'), { email: 'x@lincoln.example', name: 'X', role: 'owner' }],
      ['PATCH', at(`team/${owner.id}`), { role: 'viewer' }],
      ['DELETE', at(`team/${owner.id}`), undefined],
      ['POST', at(`team/${owner.id}/invite`), undefined],
    ] as const)
      expect(await page.ask(method, url, body)).toMatchObject({ status: 403, body: { error: { code: 'RIGHT_MISSING' } } }) // prettier-ignore
  }
})

test('a change to the team wants a fresh proof, and a confirmed session goes on under another cookie', async () => {
  const { page, at, id } = await opens('owner')
  clock.now = after(16)
  expect((await page.ask('POST', '/api/session/prove', { password: 'seven loud otters' })).body).toMatchObject({ error: { code: 'PROOF_REFUSED' } }) // prettier-ignore
  const asked = { email: 'x@lincoln.example', name: 'X', role: 'viewer' }
  expect(await page.ask('POST', at('team'), asked)).toMatchObject({ status: 403, body: { error: { code: 'PROOF_NEEDED' } } }) // prettier-ignore
  const old = page.cookie
  expect((await page.ask('POST', '/api/session/prove', { password })).body).toMatchObject({ who: { id } })
  expect(page.cookie).not.toBe(old)
  expect((await page.ask('POST', at('team'), asked)).status).toBe(201)
})

test('the last owner stays, and the answer says what to do', async () => {
  const { page, at, id } = await opens('owner')
  for (const answer of [
    await page.ask('DELETE', at(`team/${id}`)),
    await page.ask('PATCH', at(`team/${id}`), { role: 'manager' }),
  ])
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'LAST_OWNER' } } })
})

test('another district is not there, whatever is asked of it', async () => {
  const roosevelt = await freshDistrict(store)
  const stranger = await opens('owner', roosevelt)
  const { page, at, id } = await opens('owner')
  for (const path of ['team', 'activity', 'activity/check', 'activity.csv'])
    expect((await page.ask('GET', stranger.at(path))).body).toMatchObject({ error: { code: 'DISTRICT_UNKNOWN' } }) // prettier-ignore
  expect((await page.ask('DELETE', stranger.at(`team/${stranger.id}`))).status).toBe(404)
  expect((await page.ask('DELETE', at(`team/${stranger.id}`))).body).toMatchObject({ error: { code: 'MEMBER_UNKNOWN' } }) // prettier-ignore
  expect((await stranger.page.ask('POST', stranger.at(`team/${id}/invite`))).status).toBe(404)
})

test('activity says who did what to whom, newest first, and that the chain holds', async () => {
  const { page, at, id } = await opens('owner')
  const other = await opens('manager')
  await page.ask('DELETE', at(`team/${other.id}`))
  const { body } = await page.ask('GET', at('activity?limit=1'))
  expect(body.rows).toMatchObject([
    { actor: `console:${id}`, actorName: 'Ada Park', actorKind: 'member', action: 'team.remove', target: `console:${other.id}`, targetName: 'Ada Park', detail: { role: 'manager' } },
  ]) // prettier-ignore
  expect(body.actions).toEqual(expect.arrayContaining(['session.sign_in', 'team.invite', 'team.remove']))
  const next = await page.ask('GET', at(`activity?limit=200&before=${String(body.next)}&action=session`))
  expect(next.body).toMatchObject({ rows: [{ action: 'session.sign_in' }, { action: 'session.sign_in' }], next: null }) // prettier-ignore
  expect((await page.ask('GET', at('activity/check'))).body).toMatchObject({ rows: 5, broken: null })
  await run(store.pool, sql`update audit set actor = 'console:x' where district_id = ${lincoln.districtId} and seq = 2`) // prettier-ignore
  expect((await page.ask('GET', at('activity/check'))).body).toMatchObject({ rows: 1, broken: 2 })
})

test('what the vendor’s people read is written down, once an hour and screen', async () => {
  const { page, at } = await opens('owner')
  const sam = await supporter()
  for (const path of ['team', 'team', 'activity']) expect((await sam.page.ask('GET', at(path))).status).toBe(200) // prettier-ignore
  clock.now = after(15)
  expect((await sam.page.ask('GET', at('team'))).status).toBe(200)
  const { body } = await page.ask('GET', at('activity?action=support'))
  expect(body.rows).toMatchObject([
    { actorName: 'Sam Support', actorKind: 'vendor', action: 'support.looked', target: 'activity' },
    { actorName: 'Sam Support', actorKind: 'vendor', action: 'support.looked', target: 'team' },
  ])
})

test('the vendor’s support changes no team', async () => {
  const { id, at } = await opens('owner')
  const { page } = await supporter()
  expect((await page.ask('DELETE', at(`team/${id}`))).status).toBe(403)
})

test('activity as a file has every row, and no cell that a spreadsheet would run', async () => {
  const { page, at } = await opens('owner')
  const hostile = { email: 'evil@lincoln.example', name: '=HYPERLINK("http://x")', role: 'viewer' }
  await page.ask('POST', at('team'), hostile)
  const { text, headers } = await page.ask('GET', at('activity.csv'))
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(headers['content-disposition']).toContain('attachment')
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
  const { body } = await page.ask('GET', at('activity?limit=200'))
  expect(text.trimEnd().split('\r\n')).toHaveLength((body.rows as unknown[]).length + 1) // an array by the contract
  expect((await page.ask('GET', at('activity?action=activity'))).body).toMatchObject({ rows: [{ action: 'activity.export' }] }) // prettier-ignore
})
