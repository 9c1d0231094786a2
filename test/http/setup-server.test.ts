import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { SetupView } from '../../src/http/contract/setup.ts'
import { startSandbox } from '../../src/sandbox/serve.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, readSecrets, vendorScope } from '../../src/store/secrets.ts'
import { row, sql } from '../../src/store/sql.ts'
import { findConnection, type District } from '../../src/store/districts.ts'
import { examineServer } from '../../src/sync/examine-server.ts'
import { schoolDay } from '../events/district.ts'
import { restServer, smallSchool11, type Play } from '../sources/rest-server.ts'
import { freshDistrict, joins, morning, supports } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { PaperDesk } from '../support/desk.ts'
import { Browser, openOffice } from './office.ts'

const store = { ...(await freshStore()), loopback: true }
const desk = new PaperDesk(store, schoolDay)
const office = await openOffice(store, { now: morning }, { desk })
afterAll(async () => {
  await office.close()
  await store.close()
})

let lincoln: District
let page: Browser
beforeAll(async () => {
  lincoln = await freshDistrict(store)
  page = new Browser(office.app)
  page.cookie = (await joins(store, lincoln, 'owner')).token
})

const canary = 'canary-7b1f-secret'
const at = (path: string) => `/api/districts/${lincoln.key}/${path}`
const seen = async () => (await page.ask('GET', at('setup'))).body as SetupView // checked by the route on its way out
const states = async () =>
  Object.fromEntries(((await seen()).answers.test?.checks ?? []).map(({ check, state }) => [check, state]))

/** Gives the address of a server that plays so, and tests it. */
async function connectTo(play: Play = () => null, more: Record<string, string> = {}) {
  const server = await restServer(smallSchool11(), play)
  const body = {
    url: server.root,
    tokenUrl: `${server.root}/token`,
    auth: 'oauth2',
    clientId: 'rollbook',
    ...more,
  }
  const given = await page.ask('POST', at('setup/source'), body)
  expect([given.status, (await page.ask('POST', at('setup/test'))).status]).toEqual([200, 200])
  return server
}

test('an address that holds a password is refused, and so is a server without a secret', async () => {
  await page.ask('PUT', at('setup'), { step: 'connect', system: 'powerschool' })
  const body = { url: 'https://ada:pw@sis.lincoln.example', auth: 'oauth2', clientId: 'x' }
  const refused = await page.ask('POST', at('setup/source'), body)
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('"field":"url"')])
  const bare = await page.ask('POST', at('setup/source'), { ...body, url: 'https://sis.lincoln.example' })
  expect([bare.status, bare.text]).toEqual([422, expect.stringContaining('the secret is missing')])
  expect((await page.ask('POST', at('setup/test'))).status).toBe(409)
})

test('refused credentials fail the sign-in, and what needs it waits for it', async () => {
  await connectTo(({ path }) => (path === '/token' ? { status: 401, body: {} } : null), { secret: canary })
  expect(await states()).toMatchObject({ reach: 'passed', auth: 'failed', orgs: 'waiting', users: 'waiting' })
  expect((await page.ask('PUT', at('setup/map'), { schools: null, fields: {} })).status).toBe(409)
})

test('a secret is kept by its fingerprint, and stands in no answer and in no column', async () => {
  const { source } = await seen()
  expect(source).toMatchObject({ name: 'oneroster-rest', secret: { fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/) } }) // prettier-ignore
  expect((await page.ask('GET', at('setup'))).text).not.toContain(canary)
  expect((await page.ask('GET', at('activity'))).text).not.toContain(canary)
  const { districtId } = lincoln
  const dump = await row<{ all: string }>(
    store.pool,
    sql`select string_agg(s::text, '') || (select string_agg(answers::text, '') from setups where district_id = ${districtId})
      || (select string_agg(settings::text, '') from connections where district_id = ${districtId}) as all
      from secrets s where district_id = ${districtId}`,
  )
  expect([dump?.all.includes('rollbook'), dump?.all.includes(canary)]).toEqual([true, false])
})

test('a kept secret goes to no other address than the one it was given for', async () => {
  const elsewhere = await restServer(smallSchool11())
  const body = {
    url: elsewhere.root,
    tokenUrl: `${elsewhere.root}/token`,
    auth: 'oauth2',
    clientId: 'rollbook',
  }
  const refused = await page.ask('POST', at('setup/source'), body)
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('for another address')])
  expect((await page.ask('POST', at('setup/source'), { ...body, secret: 'another' })).status).toBe(200)
  await page.ask('POST', at('setup/test'))
  expect(await readSecrets(store, lincoln.districtId, 'clientSecret')).toEqual(['another'])
  expect(elsewhere.asked.some(({ headers, body }) => JSON.stringify([headers, body]).includes(canary))).toBe(
    false,
  )
})

test('a collection that is closed to us fails by itself, with what opens it', async () => {
  await connectTo(({ collection }) => (collection === 'enrollments' ? { status: 403, body: {} } : null), {
    secret: 's3',
  })
  expect(await states()).toMatchObject({
    auth: 'passed',
    users: 'passed',
    enrollments: 'failed',
    paging: 'passed',
  })
  const closed = (await seen()).answers.test?.checks.find(({ check }) => check === 'enrollments')
  expect(closed?.problems[0]).toMatchObject({ message: 'Cannot read enrollments: it answers 403', fix: expect.stringContaining('grant') }) // prettier-ignore
})

test('a tenant of ClassLink is tied by the vendor alone, and never to two districts', async () => {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: [{ key: 'harbor', schools: 1, students: 5, seed: 'a' }] })
  onTestFinished(() => sandbox.close())
  const { proxy, partnerKey } = sandbox.description.classlink
  await saveProvider(store.pool, 'classlink', { proxy }, 'test', morning)
  await keepSecret(store, { districtId: vendorScope, name: 'partnerKey', value: partnerKey, who: 'test' }, morning)
  const [first, second] = [await freshDistrict(store), await freshDistrict(store)]
  const [owner, admin] = [new Browser(office.app), new Browser(office.app)]
  owner.cookie = (await joins(store, first, 'owner')).token
  admin.cookie = (await supports(store, 'admin')).token
  const ask = async (browser: Browser, { key }: District) => {
    await browser.ask('PUT', `/api/districts/${key}/setup`, { step: 'connect', system: 'classlink' })
    return await browser.ask('POST', `/api/districts/${key}/setup/tenant`, { tenant: '2000' })
  }
  const test = async (browser: Browser) => (await browser.ask('POST', `/api/districts/${first.key}/setup/test`)).status
  expect((await ask(owner, first)).body).toMatchObject({ tenant: { state: 'unconfirmed', tenantId: '2000', name: '' } })
  expect(await test(owner)).toBe(409)
  expect((await admin.ask('GET', '/api/fleet/requests')).text).toContain('Tenant 2000')
  expect((await ask(admin, first)).body).toMatchObject({ tenant: { state: 'confirmed' } })
  expect(await test(owner)).toBe(200)
  expect((await ask(admin, second)).text).toContain('TENANT_TAKEN')
  // The hosts are the vendor's: a test and a run find them where the vendor changes them.
  const reached = async () => {
    expect(await test(owner)).toBe(200)
    const { answers } = (await owner.ask('GET', `/api/districts/${first.key}/setup`)).body as SetupView // checked on its way out
    return answers.test?.checks.find(({ check }) => check === 'reach')?.facts.host
  }
  expect((await findConnection(store.pool, first)).settings).toEqual({ tenantId: '2000', applicationId: expect.any(String) })
  expect(await reached()).toBe(new URL(proxy).host)
  const moved = await restServer({})
  await saveProvider(store.pool, 'classlink', { proxy: moved.root }, 'test', morning)
  expect([await reached(), moved.paths()[0]]).toEqual([undefined, expect.stringContaining('applications?')])
}) // prettier-ignore

test('one test at a time: a second is refused in words, and one whose page was left ends there and then', async () => {
  const calls: { request: IncomingMessage; reply: ServerResponse }[] = []
  let silent = true
  const server = createServer((request, reply) => {
    if (!silent) return void reply.writeHead(401).end()
    calls.push({ request, reply })
    server.emit('called')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const harbor = await freshDistrict(store)
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
  const body = { url: root, tokenUrl: `${root}/token`, auth: 'oauth2', clientId: 'rollbook', secret: 's1' }
  const { key } = harbor
  const owner = new Browser(office.app)
  owner.cookie = (await joins(store, harbor, 'owner')).token
  await owner.ask('PUT', `/api/districts/${key}/setup`, { step: 'connect', system: 'powerschool' })
  await owner.ask('POST', `/api/districts/${key}/setup/source`, body)
  const test = `/api/districts/${key}/setup/test`
  const address = await office.app.listen({ host: '127.0.0.1', port: 0 })
  const leaving = new AbortController()
  const called = once(server, 'called')
  const headers = { 'x-rollbook': '1', cookie: `rollbook=${owner.cookie ?? ''}` }
  const first = fetch(address + test, { method: 'POST', headers, signal: leaving.signal })
  await called
  const second = await owner.ask('POST', test)
  expect([second.status, second.text]).toEqual([409, expect.stringContaining('a test of it is at work')])
  const [call] = calls
  leaving.abort()
  await expect(first).rejects.toThrow()
  // By itself the request would end after half a minute.
  await expect.poll(() => call?.reply.destroyed, { timeout: 10_000 }).toBe(true)
  silent = false
  await expect.poll(async () => (await owner.ask('POST', test)).status).toBe(200)
  expect((await owner.ask('GET', `/api/districts/${key}/setup`)).text).toContain('{"check":"auth","state":"failed"')
}) // prettier-ignore

test('a test that takes too long says so', async () => {
  const connection = await findConnection(store.pool, lincoln)
  const signal = new AbortController().signal
  const { ok, checks } = await examineServer({ store, district: lincoln, connection, signal, deadline: AbortSignal.abort() })
  expect([ok, checks[0]?.state, checks[0]?.problems[0]?.message]).toEqual([false, 'failed', expect.stringContaining('more than 5 minutes')])
}) // prettier-ignore

test('a whole server passes, says field by field what came, and goes live with what was previewed', async () => {
  await connectTo(undefined, { secret: 's3' })
  const { answers } = await seen()
  expect([answers.test?.ok, answers.test?.heard.sample.length, answers.drop]).toEqual([true, 4, null])
  const filled = Object.fromEntries((answers.test?.heard.fields ?? []).map(one => [one.field, [one.filled, one.of]])) // prettier-ignore
  expect([filled['users.givenName'], filled['users.email']]).toEqual([[4, 4], [0, 4]]) // prettier-ignore
  expect((await page.ask('PUT', at('setup/map'), { schools: null, fields: {} })).status).toBe(200)
  await page.ask('POST', at('setup/preview'))
  await desk.work()
  const { preview } = await seen()
  expect(preview?.kinds.find(({ kind }) => kind === 'users')).toMatchObject({ create: 4 })
  const body = {
    plan: preview?.plan,
    digest: preview?.digest,
    on: null,
    time: '02:00',
    repeat: 'daily',
    days: [],
  }
  expect((await page.ask('POST', at('setup/live'), body)).status).toBe(200)
  expect(await desk.work()).toEqual(['applied'])
  expect(await seen()).toMatchObject({ state: 'done' })
})
