import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../src/http/routes.ts'
import { connect, type District } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { refreshSearch } from '../../src/store/search/refresh.ts'
import { sync } from '../../src/sync/sync.ts'
import { accident, writeLincoln } from '../cli/rollbook.ts'
import { Browser, openOffice } from '../http/office.ts'
import { freshDistrict, joins, morning } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { read } from '../support/tree.ts'
import { urlOf } from './sample.ts'

/** Addresses, usernames and family names of Lincoln USD: where operators look, none of them may stand. */
const [header = '', ...people] = read('test/districts/lincoln-usd/users.csv').text.trim().split('\n')
const columns = header.split(',')
const secrets = ['email', 'username', 'familyName', 'phone', 'sms'].flatMap(name =>
  people.map(line => line.split(',')[columns.indexOf(name)]?.trim() ?? '').filter(value => value.length > 4),
)

let folder = ''
let store: Store
let office: Awaited<ReturnType<typeof openOffice>>
let district: District
let browser: Browser
const refusals: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollbook canary '))
  store = await freshStore()
  office = await openOffice(store, { now: morning })
  district = await freshDistrict(store)
  browser = new Browser(office.app)
  browser.cookie = (await joins(store, district, 'owner')).token
  for (const [drop, edits] of [['monday', {}], ['tuesday', accident]] as const) {
    const path = join(folder, drop)
    await writeLincoln(path, edits, '2026-09-01T07:00:00Z')
    await connect(store.pool, district, 'oneroster-csv', { path }, 'npadilla')
    await sync({ store, district: district.key, trigger: 'manual', who: 'npadilla', from: null, planOnly: false, today: () => '2026-09-01', progress: () => {} })
  }
  await refreshSearch(store.pool, district.districtId)
  await askAll()
}) // prettier-ignore
afterAll(async () => {
  await office.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** Each address that reads, and a search by name in the URL, where a careless log would keep it. */
async function askAll(): Promise<void> {
  const reading = routes.filter(({ method, answer }) => method === 'GET' && answer !== null)
  const urls = reading.map(route => urlOf(route, { district: district.key, run: '2' }))
  const byName = secrets.slice(0, 20).map(word => `/api/districts/${district.key}/search?q=${word}`)
  for (const url of [...urls, ...byName, `/api/districts/${secrets[0] ?? ''}/overview`]) {
    const { status, text } = await browser.ask('GET', url)
    if (status >= 400 && !text.includes(String(secrets[0]))) refusals.push(text)
  }
}

/** sourcedIds may stand anywhere, and those of Lincoln are made of names. */
function leaks(text: string): string[] {
  const said = text.toLowerCase().replaceAll(/\b[ur]-[a-z-]+/g, '')
  return [...new Set(secrets)].filter(secret => said.includes(secret.toLowerCase()))
}

test('the canaries are there, and are found where they belong', async () => {
  expect(secrets.length).toBeGreaterThan(50)
  const { text } = await browser.ask('GET', `/api/districts/${district.key}/search?q=${secrets[0] ?? ''}`)
  expect(leaks(text).length).toBeGreaterThan(0)
})

test('no line of the log has them', () => {
  expect(office.lines.length).toBeGreaterThan(30)
  expect(leaks(JSON.stringify(office.lines))).toEqual([])
})

test('the metrics have none of them', async () => {
  expect(leaks((await browser.ask('GET', '/metrics')).text)).toEqual([])
})

test('no refusal has them', () => {
  expect(leaks(refusals.join('\n'))).toEqual([])
})

test('runs, issues, plans, tasks, mail and the audit have none of them', async () => {
  const found: Record<string, string[]> = {}
  for (const table of ['runs', 'issues', 'plans', 'outbox', 'audit', 'approvals']) {
    const { rows } = await store.pool.query<{ text: string }>(`select ${table}::text as text from ${table}`)
    found[table] = leaks(rows.map(({ text }) => text).join('\n'))
  }
  expect(found).toEqual({ runs: [], issues: [], plans: [], outbox: [], audit: [], approvals: [] })
})
