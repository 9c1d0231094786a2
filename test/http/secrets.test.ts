import { afterAll, beforeEach, expect, test } from 'vitest'
import type { SecretList } from '../../src/http/contract/secrets.ts'
import { retireSecret, readSecrets } from '../../src/store/secrets.ts'
import { readAudit } from '../../src/store/audit.ts'
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
let page: Browser
beforeEach(async () => {
  clock.now = morning
  lincoln = await freshDistrict(store)
  page = new Browser(office.app)
  page.cookie = (await joins(store, lincoln, 'manager', morning)).token
})

const canary = 'otter-canary-9f31'
const at = (path = '') => `/api/districts/${lincoln.key}/secrets${path}`
const gives = (value: string, more: object = {}) => page.ask('PUT', at('/clientSecret'), { value, ...more })
const lists = async () => ((await page.ask('GET', at())).body as SecretList).secrets // checked on its way out

test('a secret is told by fingerprint, age and end, and never by its value', async () => {
  const given = await gives(canary, { expiresAt: '2026-09-03T00:00:00Z' })
  expect(given.status).toBe(200)
  clock.now = after(3 * 24 * 60)
  page.cookie = (await joins(store, lincoln, 'manager', clock.now)).token
  const list = await page.ask('GET', at())
  expect(list.body).toMatchObject({ secrets: [{ name: 'clientSecret', version: 1, who: 'Ada Park', ageDays: 3, state: 'expired' }] }) // prettier-ignore
  const audit = JSON.stringify(await readAudit(store.pool, lincoln.districtId, {}, 100))
  expect(audit).toContain('secret.keep')
  const said = [given.text, list.text, audit, JSON.stringify(office.lines)].join('\n')
  expect(said).not.toContain(canary)
})

test('while one is replaced both are in use, until the older one is retired', async () => {
  await gives('first-otter')
  await gives('second-otter')
  expect(await readSecrets(store, lincoln.districtId, 'clientSecret')).toEqual(['second-otter', 'first-otter'])
  expect((await page.ask('DELETE', at('/clientSecret?version=1'))).status).toBe(200)
  expect((await lists()).map(({ version, state }) => [version, state])).toEqual([
    [2, 'active'],
    [1, 'retired'],
  ])
  const again = await page.ask('DELETE', at('/clientSecret?version=1'))
  expect([again.status, again.text]).toEqual([404, expect.stringContaining('SECRET_UNKNOWN')])
}) // prettier-ignore

test('whoever has not said who they are for a while gives and retires none', async () => {
  await gives('first-otter')
  clock.now = after(16)
  await page.ask('GET', at())
  const refused = [await gives('second-otter'), await page.ask('DELETE', at('/clientSecret'))]
  expect(refused.map(({ status, text }) => [status, text.includes('PROOF_NEEDED')])).toEqual([
    [403, true],
    [403, true],
  ])
  expect((await lists()).map(({ state }) => state)).toEqual(['active'])
})

test.each([
  ['a name that nothing asks for', '/password', { value: 'x' }],
  ['a secret of the vendor', '/ssoSecret', { value: 'x' }],
  ['nothing', '/clientSecret', { value: '' }],
  ['blanks', '/clientSecret', { value: '   ' }],
])('%s is refused, and the refusal quotes no value', async (_, path, body) => {
  const { status, text } = await page.ask('PUT', at(path), { ...body, note: canary })
  expect([400, 422]).toContain(status)
  expect(text).not.toContain(canary)
  expect(await lists()).toEqual([])
})

test('what cannot be read is still listed, and can be retired', async () => {
  await gives('lost-otter')
  await store.pool.query('update secrets set sealed = $2 where district_id = $1', [lincoln.districtId, Buffer.from('torn')]) // prettier-ignore
  expect(await lists()).toHaveLength(1)
  await retireSecret(store.pool, lincoln.districtId, 'clientSecret', null, morning)
  expect(await readSecrets(store, lincoln.districtId, 'clientSecret')).toEqual([])
})

test('the secret of an identity provider goes to no other issuer than the one it was given for', async () => {
  const providers = `/api/districts/${lincoln.key}/sign-in/providers`
  const given = { name: 'Directory', issuer: 'https://idp.lincoln.example', clientId: 'rollbook', claim: 'sub', finds: 'username', enabled: true } // prettier-ignore
  const made = await page.ask('POST', providers, { ...given, secret: 'first-otter' })
  const id = String(made.body.id)
  const kept = async () =>
    (await page.ask('GET', `/api/districts/${lincoln.key}/sign-in`)).text.split('"callback"').length
  const before = await kept()
  // Neither a blank secret nor one that cannot be kept leaves a provider behind that nobody can sign in with.
  for (const blank of [{ secret: '  ' }, { name: ' ', secret: 'otter' }])
    expect((await page.ask('POST', providers, { ...given, ...blank })).status).toBe(422)
  await store.pool.query('alter table secrets add constraint shut check (false) not valid')
  expect((await page.ask('POST', providers, { ...given, secret: 'lost-otter' })).status).toBe(500)
  const changed = await page.ask('PUT', `${providers}/${id}`, {
    ...given,
    name: 'Half',
    secret: 'lost-otter',
  })
  expect([changed.status, (await page.ask('GET', `/api/districts/${lincoln.key}/sign-in`)).text]).toEqual([
    500,
    expect.not.stringContaining('Half'),
  ])
  await store.pool.query('alter table secrets drop constraint shut')
  expect(await kept()).toBe(before)
  const reads = () => readSecrets(store, lincoln.districtId, `oidcSecret:${id}`)
  const moved = { ...given, issuer: 'https://idp.elsewhere.example' }
  const refused = await page.ask('PUT', `${providers}/${id}`, moved)
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Cannot change the issuer')])
  expect((await page.ask('PUT', `${providers}/${id}`, { ...given, name: 'The directory' })).status).toBe(200)
  expect(await reads()).toEqual(['first-otter'])
  expect((await page.ask('PUT', `${providers}/${id}`, { ...moved, secret: 'second-otter' })).status).toBe(200)
  expect(await reads()).toEqual(['second-otter'])
})
