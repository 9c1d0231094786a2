import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../src/http/routes.ts'
import type { District } from '../../src/store/districts.ts'
import { freshDistrict, joins, morning } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { mailed } from '../support/mailed.ts'
import { Browser, openOffice } from './office.ts'

const store = await freshStore()
const clock = { now: morning }
const office = await openOffice(store, clock)
afterAll(async () => {
  await office.close()
  await store.close()
})

let lincoln: District
let harbor: District
let owner: Browser
beforeAll(async () => {
  lincoln = await freshDistrict(store)
  harbor = await freshDistrict(store)
})

const minutes = (count: number) => void (clock.now = new Date(clock.now.getTime() + count * 60_000))
const at = (path: string, { key }: District = lincoln) => `/api/districts/${key}/${path}`

async function signedIn(): Promise<Browser> {
  const browser = new Browser(office.app)
  browser.cookie = (await joins(store, lincoln, 'owner', clock.now)).token
  return browser
}

async function send(email = 'it@lincoln.example'): Promise<{ id: string; token: string }> {
  minutes(30)
  owner = await signedIn()
  const made = await owner.ask('POST', at('setup-links'), { email })
  expect(made.status).toBe(201)
  return { id: String(made.body.id), token: await mailed(store, 'setup_link') }
}

async function open(token: string, guest = new Browser(office.app)): Promise<Browser> {
  await guest.ask('POST', '/api/setup-link/code', { token })
  const opened = await guest.ask('POST', '/api/setup-link/open', {
    token,
    code: await mailed(store, 'setup_code'),
  })
  expect([opened.status, opened.body.who]).toMatchObject([200, { kind: 'guest' }])
  return guest
}

const look = async (token: string, guest = new Browser(office.app)) =>
  (await guest.ask('POST', '/api/setup-link/look', { token })).body.state

test('a link and a mailed code open the setup of one district, and nothing else', async () => {
  const { token } = await send()
  const guest = new Browser(office.app)
  expect(await look(token, guest)).toBe('ready')
  expect((await guest.ask('GET', at('setup'))).status).toBe(401)
  await open(token, guest)
  expect((await guest.ask('PUT', at('setup'), { step: 'prepare', system: 'powerschool' })).status).toBe(200)
  for (const { method, url, may } of routes) {
    if (may === 'open' || /^\/api\/(session$|districts\/:district\/(setup|requests)(\/|$))/.test(url))
      continue
    const asked = url.replace(':district', lincoln.key).replaceAll(/:\w+/g, 'x')
    expect([method, url, (await guest.ask(method, asked)).status]).toEqual([method, url, 403])
  }
  expect((await guest.ask('GET', at('setup', harbor))).status).toBe(404)
  const live = { plan: 'x', digest: 'x', on: null, time: '02:00', repeat: 'daily', days: [] }
  expect((await guest.ask('POST', at('setup/live'), live)).status).toBe(403)
})

test('another browser with the same link gets no code and no further', async () => {
  const { token } = await send()
  const first = await open(token)
  const second = new Browser(office.app)
  expect([await look(token, first), await look(token, second)]).toEqual(['here', 'elsewhere'])
  const asked = await second.ask('POST', '/api/setup-link/code', { token })
  const tried = await second.ask('POST', '/api/setup-link/open', {
    token,
    code: await mailed(store, 'setup_code'),
  })
  expect([asked.status, tried.status]).toEqual([422, 422])
})

test('after five wrong codes the right one opens nothing', async () => {
  const { token } = await send()
  const guest = new Browser(office.app)
  await guest.ask('POST', '/api/setup-link/code', { token })
  const code = await mailed(store, 'setup_code')
  const wrong = code === '000000' ? '000001' : '000000'
  for (let tries = 0; tries < 5; tries++)
    expect((await guest.ask('POST', '/api/setup-link/open', { token, code: wrong })).text).toContain('CODE_REFUSED')
  expect((await guest.ask('POST', '/api/setup-link/open', { token, code })).text).toContain('CODE_REFUSED')
}) // prettier-ignore

test('a code opens once, and not after fifteen minutes', async () => {
  const { token } = await send()
  const guest = new Browser(office.app)
  await guest.ask('POST', '/api/setup-link/code', { token })
  minutes(16)
  const late = await guest.ask('POST', '/api/setup-link/open', {
    token,
    code: await mailed(store, 'setup_code'),
  })
  expect(late.text).toContain('CODE_REFUSED')
})

test('whoever was away for an hour gives a new code, in the browser they had', async () => {
  const { token } = await send()
  const guest = await open(token)
  minutes(61)
  expect([(await guest.ask('GET', at('setup'))).status, await look(token, guest), await look(token)]).toEqual([401, 'ready', 'elsewhere']) // prettier-ignore
  await open(token, guest)
  expect((await guest.ask('GET', at('setup'))).status).toBe(200)
})

test('a link that is called back puts its guest out, and one of seven days is over', async () => {
  const { id, token } = await send()
  const guest = await open(token)
  expect((await owner.ask('DELETE', at(`setup-links/${id}`))).status).toBe(200)
  expect([(await guest.ask('GET', at('setup'))).status, await look(token, guest)]).toEqual([401, 'revoked'])
  const other = await send()
  minutes(7 * 24 * 60 + 1)
  expect(await look(other.token)).toBe('expired')
})

test('what opens a link stands in no column, and the activity tells of it without an address', async () => {
  const { token } = await send('someone@lincoln.example')
  const { rows } = await store.pool.query<{ all: string }>(`select string_agg(l::text, '') as all from setup_links l`)
  expect(rows[0]?.all).not.toContain(token)
  const { text } = await owner.ask('GET', at('activity'))
  expect([text.includes('setup.link'), text.includes('someone@')]).toEqual([true, false])
}) // prettier-ignore
