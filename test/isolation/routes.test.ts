import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Declaration } from '../../src/http/route.ts'
import { routes } from '../../src/http/routes.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { openSession } from '../../src/login/sessions.ts'
import type { District } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { Browser, openOffice } from '../http/office.ts'
import { freshDistrict, joins, morning, rosters, supports } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { sampleOf, urlOf } from './sample.ts'

/** Every address, asked by everybody: one that comes tomorrow is asked tomorrow. */
const roles: readonly MemberRole[] = ['owner', 'manager', 'viewer', 'helpdesk', 'privacy']

/** Who may do what in their own district, as docs/access.md has it, by first letter: o m v h p, s and a of the vendor. */
const may: Readonly<Record<string, string>> = {
  see: 'omvhpsa', people: 'omvhpsa', run: 'oma', decide: 'om', settings: 'oma', export: 'omp', team: 'oa', audit: 'ompsa',
  vendor: 'sa', user: '', signed_in: 'omvhpsa',
} // prettier-ignore

let store: Store
let office: Awaited<ReturnType<typeof openOffice>>
let home: District
let abroad: District
const people = new Map<string, Browser>()

beforeAll(async () => {
  store = await freshStore()
  office = await openOffice(store, { now: morning })
  home = await freshDistrict(store)
  abroad = await freshDistrict(store)
  for (const role of roles) people.set(role, browserOf((await joins(store, home, role)).token))
  for (const role of ['student', 'teacher'])
    people.set(role, browserOf((await openSession(store, { districtId: home.districtId, userId: await rosters(store, home, role) }, morning)).token)) // prettier-ignore
  for (const vendorRole of ['support', 'admin'] as const)
    people.set(vendorRole, browserOf((await supports(store, vendorRole)).token))
  people.set('nobody', new Browser(office.app))
})
afterAll(async () => {
  await office.close()
  await store.close()
})

const ofDistricts = routes.filter(({ url }) => url.includes('/:district'))
const called = ({ method, url }: Declaration) => `${method} ${url}`

test('the addresses of a district were found', () => {
  expect(ofDistricts.length).toBeGreaterThan(40)
})

test('whoever looks after another district is told that there is none of this key, at every address', async () => {
  const wrong = []
  for (const route of ofDistricts)
    for (const who of [...roles, 'student', 'teacher']) {
      const { status, body } = await ask(who, route, abroad.key)
      if (status !== 404 || codeOf(body) !== 'DISTRICT_UNKNOWN')
        wrong.push([who, called(route), status, body])
    }
  expect(wrong).toEqual([])
})

test('a district that is there and one that is not are told of in the same words', async () => {
  const wrong = []
  for (const route of ofDistricts) {
    const there = await ask('owner', route, abroad.key)
    const gone = await ask('owner', route, 'nowhere-usd')
    const plain = ({ text }: { text: string }, key: string) =>
      text.replaceAll(key, 'KEY').replace(/"reference":"[^"]*"/, '')
    if (plain(there, abroad.key) !== plain(gone, 'nowhere-usd') || there.status !== gone.status)
      wrong.push(called(route))
  }
  expect(wrong).toEqual([])
})

test('nobody is answered who is not signed in, at every address that is not open', async () => {
  const wrong = []
  for (const route of routes.filter(one => one.may !== 'open')) {
    const { status, body } = await ask('nobody', route, home.key)
    if (status !== 401 || codeOf(body) !== 'SIGNED_OUT') wrong.push([called(route), status])
  }
  expect(wrong).toEqual([])
})

test('whoever lacks the right is refused in their own district too, at every address', async () => {
  const wrong = []
  for (const route of ofDistricts)
    for (const who of people.keys()) {
      if (who === 'nobody' || maySo(route, who)) continue
      const { status, body } = await ask(who, route, home.key)
      if (status !== 403 || codeOf(body) !== 'RIGHT_MISSING') wrong.push([who, called(route), status, body])
    }
  expect(wrong).toEqual([])
})

test('whoever has the right is let in by every address that only reads', async () => {
  const wrong = []
  for (const route of ofDistricts.filter(({ method, answer }) => method === 'GET' && answer !== null))
    for (const who of people.keys()) {
      if (!maySo(route, who)) continue
      const { status, body } = await ask(who, route, home.key)
      if ([400, 401, 403, 500].includes(status) || codeOf(body) === 'DISTRICT_UNKNOWN')
        wrong.push([who, called(route), status, body])
    }
  expect(wrong).toEqual([])
})

test('the pages of the vendor are for the vendor’s own people', async () => {
  const wrong = []
  for (const route of routes.filter(one => one.may === 'vendor' && !one.url.includes(':district')))
    for (const who of [...roles, 'student', 'teacher']) {
      const { status } = await ask(who, route, home.key)
      if (status !== 403) wrong.push([who, called(route), status])
    }
  expect(wrong).toEqual([])
})

test('every address carries the headers that keep a browser in bounds, whatever it answers', async () => {
  const wrong = []
  for (const route of routes) {
    const { headers, status } = await ask('nobody', route, home.key)
    const missing = Object.entries(bounds).filter(([name, value]) => !value.test(String(headers[name])))
    if (missing.length > 0) wrong.push([called(route), status, missing.map(([name]) => name)])
  }
  expect(wrong).toEqual([])
})

test('no address that changes something takes a request that a page of another site made', async () => {
  const wrong = []
  for (const route of routes.filter(({ method }) => method !== 'GET'))
    for (const foreign of foreigners) {
      const { method } = route
      const url = urlOf(route, { district: home.key })
      const cookie = `rollbook=${people.get('owner')?.cookie ?? ''}`
      const { statusCode, body } = await office.app.inject({ method, url, headers: { cookie, host: '127.0.0.1:7655', ...foreign } })
      if (statusCode !== 403 || !body.includes('FOREIGN_ORIGIN')) wrong.push([called(route), statusCode])
    }
  expect(wrong).toEqual([])
}) // prettier-ignore

const bounds: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'.*require-trusted-types-for 'script'/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'cache-control': /no-store/,
}
const foreigners = [
  {},
  { 'x-rollbook': '1', origin: 'https://evil.example' },
  { 'x-rollbook': '1', 'sec-fetch-site': 'cross-site' },
]

function browserOf(token: string): Browser {
  const browser = new Browser(office.app)
  browser.cookie = token
  return browser
}

async function ask(who: string, route: Declaration, district: string) {
  const browser = people.get(who) ?? new Browser(office.app)
  const { cookie } = browser
  const body = route.body === undefined ? undefined : sampleOf(route.body)
  const answer = await browser.ask(route.method, urlOf(route, { district }), asObject(body))
  browser.cookie = cookie
  return answer
}

function asObject(body: unknown): object | undefined {
  return typeof body === 'object' && body !== null ? body : undefined
}

function codeOf(body: Record<string, unknown>): unknown {
  return z.object({ error: z.object({ code: z.string() }) }).safeParse(body).data?.error.code
}

function maySo(route: Declaration, who: string): boolean {
  if (who === 'student' || who === 'teacher') return route.may === 'user' || route.may === 'signed_in'
  const letter = { support: 's', admin: 'a' }[who] ?? who.charAt(0)
  return (may[route.may] ?? '').includes(letter)
}
