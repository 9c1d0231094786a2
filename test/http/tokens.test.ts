import { afterAll, beforeEach, expect, test } from 'vitest'
import type { TokenList, TokenMade } from '../../src/http/contract/tokens.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import type { District } from '../../src/store/districts.ts'
import { after, freshDistrict, joins, morning } from '../support/console.ts'
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

const at = (path: string, { key } = lincoln) => `/api/districts/${key}/${path}`

async function opens(role: MemberRole, district = lincoln) {
  const person = await joins(store, district, role, clock.now)
  const page = new Browser(office.app)
  page.cookie = person.token
  return page
}

const order = { name: 'Warehouse', rights: ['see', 'run'], days: 30 }

async function makes(more: object = {}) {
  const page = await opens('owner')
  const made = await page.ask('POST', at('tokens'), { ...order, ...more })
  expect(made.status).toBe(201)
  return { page, ...(made.body as TokenMade) } // checked by the route on its way out
}

/** As a program sends it: no cookie, and no header of ours. */
async function sends(token: string, method: 'GET' | 'POST' | 'DELETE', url: string, body?: object) {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await office.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) }) // prettier-ignore
  const said = answer.json<{ error?: { code: string } }>()
  return { status: answer.statusCode, code: said.error?.code ?? null }
}

test('a program does what its token was made for, in its district and nowhere else', async () => {
  const { token } = await makes()
  const other = await freshDistrict(store)
  expect(await sends(token, 'GET', at('runs'))).toEqual({ status: 200, code: null })
  expect((await sends(token, 'POST', at('sync'), { planOnly: true })).status).toBe(202)
  expect(await sends(token, 'GET', at('runs', other))).toEqual({ status: 404, code: 'DISTRICT_UNKNOWN' })
  expect(await sends(token, 'GET', at('search?q=ada'))).toEqual({ status: 403, code: 'RIGHT_MISSING' })
})

test('no token makes tokens, decides, or is anybody signed in', async () => {
  const { token } = await makes({ rights: ['see', 'people', 'export', 'audit', 'run'] })
  const refused = { status: 403, code: 'RIGHT_MISSING' }
  expect(await sends(token, 'POST', at('tokens'), order)).toEqual(refused)
  expect(await sends(token, 'POST', at('holds/0123456789/discard'), { comment: 'x', digest: 'x' })).toEqual(refused) // prettier-ignore
  expect(await sends(token, 'GET', '/api/me/factor')).toEqual(refused)
  expect(await sends(token, 'GET', '/api/fleet')).toEqual(refused)
})

test('a token that was revoked, is too old, or never was opens nothing', async () => {
  const { page, id, token } = await makes()
  const nothing = { status: 401, code: 'TOKEN_INVALID' }
  expect(await sends(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, 'GET', at('runs'))).toEqual(nothing) // prettier-ignore
  expect(await sends('rbk_nothing', 'GET', at('runs'))).toEqual(nothing)
  const { token: late } = await makes({ days: 1 })
  clock.now = after(24 * 60)
  expect(await sends(late, 'GET', at('runs'))).toEqual(nothing)
  clock.now = after(1)
  expect((await page.ask('DELETE', at(`tokens/${id}`))).status).toBe(200)
  expect(await sends(token, 'GET', at('runs'))).toEqual(nothing)
  expect((await page.ask('DELETE', at(`tokens/${id}`))).status).toBe(404)
})

test('owners see who made a token, for what, and when it was used; the token itself is told once', async () => {
  const { page, id, token } = await makes()
  await sends(token, 'GET', at('runs'))
  const listed = await page.ask('GET', at('tokens'))
  expect((listed.body as TokenList).tokens).toEqual([
    {
      id,
      name: 'Warehouse',
      rights: ['see', 'run'],
      madeBy: expect.any(String),
      madeAt: morning.toISOString(),
      expiresAt: new Date(morning.getTime() + 30 * 86_400_000).toISOString(),
      usedAt: morning.toISOString(),
      revokedAt: null,
      state: 'open',
    },
  ])
  expect(listed.text).not.toContain(token.slice(-43))
  expect((await (await opens('manager')).ask('GET', at('tokens'))).status).toBe(403)
})

test('what a program does stands in the activity under its name', async () => {
  const { page, id, token } = await makes()
  await sends(token, 'POST', at('sync'), { planOnly: false })
  const { rows: deeds } = (await page.ask('GET', at('activity'))).body
  expect(deeds).toContainEqual(expect.objectContaining({ action: 'sync.start', actor: `token:${id}`, actorKind: 'token', actorName: 'Warehouse' })) // prettier-ignore
  expect(deeds).toContainEqual(expect.objectContaining({ action: 'team.token', target: `token:${id}`, targetName: 'Warehouse' })) // prettier-ignore
})

test('a cookie beside a token counts for nothing', async () => {
  const { token } = await makes({ rights: ['see'] })
  const owner = await opens('owner')
  const headers = { authorization: `Bearer ${token}`, cookie: `rollbook=${owner.cookie ?? ''}` }
  const answer = await office.app.inject({ method: 'GET', url: at('tokens'), headers })
  expect(answer.statusCode).toBe(403)
})
