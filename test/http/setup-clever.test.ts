import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FleetSharers } from '../../src/http/contract/fleet.ts'
import type { Overview } from '../../src/http/contract/overview.ts'
import type { SetupView } from '../../src/http/contract/setup.ts'
import { addDistrict, findConnection, type District } from '../../src/store/districts.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, vendorScope } from '../../src/store/secrets.ts'
import { row, sql } from '../../src/store/sql.ts'
import { RollbookError } from '../../src/roster/errors.ts'
import { sync } from '../../src/sync/sync.ts'
import { openClever, type OpenClever } from '../sandbox/clever.ts'
import { joins, morning, supports } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { PaperDesk } from '../support/desk.ts'
import { Browser, openOffice } from './office.ts'

const store = { ...(await freshStore()), loopback: true }
const desk = new PaperDesk(store, '2026-10-05')
const office = await openOffice(store, { now: morning }, { desk })
const sandbox: OpenClever = await openClever({ guardians: true })
afterAll(async () => {
  await office.close()
  await store.close()
  await sandbox.close()
})

let lincoln: District
let owner: Browser
let admin: Browser
beforeAll(async () => {
  const { api, login, clientId, clientSecret } = sandbox.clever
  await saveProvider(store.pool, 'clever', { api, login, clientId }, 'test', morning)
  await keepSecret(store, { districtId: vendorScope, name: 'cleverSecret', value: clientSecret, who: 'test' }, morning)
  lincoln = await addDistrict(store.pool, 'lincoln', 'Lincoln Schools', 'America/Chicago')
  owner = new Browser(office.app)
  owner.cookie = (await joins(store, lincoln, 'owner')).token
  admin = new Browser(office.app)
  admin.cookie = (await supports(store, 'admin')).token
}) // prettier-ignore

const at = (path: string) => `/api/districts/${lincoln.key}/${path}`
const seen = async () => (await owner.ask('GET', at('setup'))).body as SetupView // checked by the route on its way out
const sharers = async () =>
  ((await admin.ask('GET', '/api/fleet/sharers/clever')).body as FleetSharers).sharers // likewise
const users = async () =>
  (await row<{ count: number }>(store.pool, sql`select count(*)::int as count from users where district_id = ${lincoln.districtId} and removed_at is null`))?.count // prettier-ignore
const theirs = async () => (await sharers()).find(({ tenantId }) => tenantId === sandbox.districtId)

const schedule = { time: '02:00', repeat: 'daily', days: [] }
const fox = { name: 'Fox Hollow Unified School District', ncesId: '4828942', state: 'TX' }
const ask = (browser: Browser, body: object) => browser.ask('POST', at('setup/tenant'), body)

test('without a place and by another name a district is not found, and what it asked is kept', async () => {
  await owner.ask('PUT', at('setup'), { step: 'connect', system: 'clever' })
  expect((await ask(owner, { tenant: 'Lincoln Schools' })).body).toMatchObject({ tenant: { state: 'unseen', asked: 'Lincoln Schools' } })
  expect((await owner.ask('POST', at('setup/test'))).status).toBe(409)
  expect(await theirs()).toMatchObject({ ...fox, tied: null, closed: null, fits: [] })
}) // prettier-ignore

test('two that share under one NCES id are told apart by a person, who hears of it', async () => {
  const asked = { tenant: 'Lincoln Schools', place: { ncesId: fox.ncesId, state: 'TX' } }
  expect((await ask(owner, asked)).body).toMatchObject({ tenant: { state: 'unconfirmed', tenantId: '', name: '' } })
  const fit = { district: { key: 'lincoln', name: 'Lincoln Schools' }, certainty: 'unsure', evidence: ['nces', 'name_differs'], asks: true, source: null }
  expect((await sharers()).map(({ fits }) => fits)).toEqual([[fit], [fit]])
  expect((await admin.ask('GET', '/api/fleet/requests')).text).toContain('Several may be meant')
  expect((await owner.ask('GET', '/api/fleet/sharers/clever')).status).toBe(403)
}) // prettier-ignore

test('one that shares is proposed by its NCES id, tied by the vendor alone, and never to two', async () => {
  sandbox.roosevelt().clever.connected = false
  expect(await theirs()).toMatchObject({ fits: [{ certainty: 'likely' }] })
  const seenBy = await ask(owner, { tenant: 'Lincoln Schools' })
  expect(seenBy.body).toMatchObject({
    tenant: { state: 'unconfirmed', tenantId: sandbox.districtId, name: '' },
  })
  expect((await owner.ask('POST', at('setup/test'))).status).toBe(409)
  const tied = await ask(admin, { tenant: sandbox.districtId, contacts: true })
  expect(tied.body).toMatchObject({ tenant: { state: 'confirmed', name: fox.name } })
  expect((await findConnection(store.pool, lincoln)).settings).toEqual({ tenantId: sandbox.districtId, contacts: 'yes' }) // prettier-ignore
  expect(await theirs()).toMatchObject({ tied: { key: 'lincoln' }, fits: [] })
  const other = await addDistrict(store.pool, 'other', fox.name, 'America/Chicago')
  await admin.ask('PUT', `/api/districts/${other.key}/setup`, { step: 'connect', system: 'clever' })
  const twice = await admin.ask('POST', `/api/districts/${other.key}/setup/tenant`, { tenant: sandbox.districtId }) // prettier-ignore
  expect([twice.status, twice.text]).toEqual([422, expect.stringContaining('TENANT_TAKEN')])
})

test('what is wrong at Clever fails its check with its remedy, and what is paused there only warns', async () => {
  const check = async (name: string) => {
    await owner.ask('POST', at('setup/test'))
    return (await seen()).answers.test?.checks.find(({ check }) => check === name)
  }
  await sandbox.change('disconnect')
  expect(await check('auth')).toMatchObject({ state: 'failed', problems: [{ fix: expect.stringContaining('add the app') }] }) // prettier-ignore
  await sandbox.change('connect')
  await sandbox.change('share', { by: 'nothing' })
  expect(await check('orgs')).toMatchObject({ state: 'failed', problems: [{ fix: expect.stringContaining('choose what to share') }] }) // prettier-ignore
  await sandbox.reset()
  await sandbox.change('pause', { start: '2026-06-01', end: '2026-12-31' })
  expect(await check('users')).toMatchObject({ state: 'warned', problems: [{ message: expect.stringContaining('paused') }] }) // prettier-ignore
  await sandbox.reset()
  expect(await check('users')).toMatchObject({ state: 'passed' })
})

test('map, preview and going live bring everybody who is shared', async () => {
  expect((await owner.ask('PUT', at('setup/map'), { schools: null, fields: {} })).status).toBe(200)
  await owner.ask('POST', at('setup/preview'))
  await desk.work()
  const { preview } = await seen()
  const people = preview?.kinds.find(({ kind }) => kind === 'users')
  const body = { plan: preview?.plan, digest: preview?.digest, on: null, ...schedule }
  expect((await owner.ask('POST', at('setup/live'), body)).status).toBe(200)
  expect(await desk.work()).toEqual(['applied'])
  expect([await users(), (people?.create ?? 0) > 90]).toEqual([people?.create, true])
  expect(await seen()).toMatchObject({ state: 'done' })
})

test('sharing nothing, leaving and coming back are told apart, and nobody is lost', async () => {
  const before = await users()
  const syncs = async () => {
    const order = { store, district: lincoln.key, trigger: 'manual', who: 'ada', from: null, planOnly: false, today: () => '2026-10-05', progress: () => {} } as const
    const status = await sync(order).then(
      outcome => outcome.status,
      (error: unknown) => (error instanceof RollbookError ? error.code : error),
    )
    const { headline } = (await owner.ask('GET', at('overview'))).body as Overview // checked on its way out
    return [status, headline.state, headline.facts.reason, headline.owner]
  }
  await sandbox.change('share', { by: 'nothing' })
  expect(await syncs()).toEqual(['SOURCE_EMPTY', 'action_needed', 'nothing_shared', 'you'])
  await sandbox.reset()
  await sandbox.change('disconnect')
  expect(await syncs()).toEqual(['SOURCE_NOT_SHARED', 'action_needed', 'sharing_ended', 'you'])
  expect(await users()).toBe(before)
  await sandbox.change('connect')
  await sandbox.change('token')
  expect((await syncs()).slice(0, 2)).toEqual(['empty', expect.not.stringMatching('action_needed')])
  expect(await users()).toBe(before)
}) // prettier-ignore
