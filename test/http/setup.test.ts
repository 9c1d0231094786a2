import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SetupView } from '../../src/http/contract/setup.ts'
import type { District } from '../../src/store/districts.ts'
import { backup } from '../../src/store/backup.ts'
import { restore } from '../../src/store/restore.ts'
import { row, sql } from '../../src/store/sql.ts'
import { sync } from '../../src/sync/sync.ts'
import { schoolDay, zipOfLincoln } from '../events/district.ts'
import { freshDistrict, joins, morning } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { PaperDesk } from '../support/desk.ts'
import { Browser, openOffice } from './office.ts'

const store = await freshStore()
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

const at = (path: string) => `/api/districts/${lincoln.key}/${path}`
const seen = async () => (await page.ask('GET', at('setup'))).body as SetupView // checked by the route on its way out
async function users(): Promise<number | undefined> {
  const { districtId } = lincoln
  const found = await row<{ n: number }>(
    store.pool,
    sql`select count(*)::int as n from users where district_id = ${districtId}`,
  )
  return found?.n
}
const schedule = { time: '02:00', repeat: 'daily', days: [] }

async function upload(name: string, bytes: Uint8Array) {
  const edge = 'edge-of-a-part'
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)])
  const headers = {
    'x-rollbook': '1',
    cookie: `rollbook=${page.cookie ?? ''}`,
    'content-type': `multipart/form-data; boundary=${edge}`,
  }
  return await office.app.inject({ method: 'POST', url: at('setup/upload'), headers, payload })
}

test('a setup begins with the choice, and no step is taken before the one it needs', async () => {
  expect(await seen()).toMatchObject({ state: 'none', step: 'choose', map: null, preview: null })
  expect((await upload('roster.zip', await zipOfLincoln())).statusCode).toBe(409)
  expect((await page.ask('PUT', at('setup'), { step: 'connect', system: 'google' })).status).toBe(409)
  expect((await page.ask('PUT', at('setup'), { step: 'connect', system: 'clever' })).status).toBe(200)
  expect((await upload('roster.zip', await zipOfLincoln())).json()).toMatchObject({
    error: { code: 'INPUT_INVALID' },
  })
  expect((await page.ask('PUT', at('setup'), { step: 'prepare', system: 'oneroster-csv' })).status).toBe(200)
  expect(await seen()).toMatchObject({ state: 'open', step: 'prepare', answers: { system: 'oneroster-csv' } })
})

test('a PDF is refused, and the files of Lincoln lead to a test that passes', async () => {
  const refused = await upload('roster.pdf', Buffer.from('%PDF-1.7\n'))
  expect([refused.statusCode, refused.json()]).toMatchObject([422, { error: { code: 'NOT_A_DROP' } }])
  expect((await upload('roster.zip', await zipOfLincoln())).statusCode).toBe(200)
  expect((await page.ask('POST', at('setup/test'))).status).toBe(200)
  expect((await seen()).answers.test).toMatchObject({ ok: true })
})

test('a preview changes nothing, and going live runs exactly the plan of it and ends the setup', async () => {
  expect((await page.ask('PUT', at('setup/map'), { schools: null, fields: {} })).status).toBe(200)
  expect((await page.ask('POST', at('setup/preview'))).status).toBe(202)
  expect(await seen()).toMatchObject({ previewing: true, preview: null })
  await desk.work()
  const { preview, previewing, step } = await seen()
  expect([previewing, step, preview?.status]).toEqual([false, 'preview', 'cleared'])
  expect(await users()).toBe(0)
  const people = preview?.kinds.find(({ kind }) => kind === 'users')
  expect(people).toMatchObject({ update: 0, remove: 0 })
  const body = { plan: preview?.plan, digest: preview?.digest, on: null, ...schedule }
  expect((await page.ask('POST', at('setup/live'), { ...body, digest: 'another' })).status).toBe(409)
  const live = await page.ask('POST', at('setup/live'), body)
  expect([live.status, live.text]).toMatchObject([200, expect.stringContaining('task')])
  expect(await desk.work()).toEqual(['applied'])
  expect(await users()).toBe(people?.create)
  expect(await seen()).toMatchObject({ state: 'done' })
  expect((await page.ask('POST', at('setup/test'))).status).toBe(409)
})

test('a backup takes the uploaded files along, and what is restored elsewhere reads them there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-uploads-'))
  const file = join(folder, 'all.backup')
  await backup(store, file)
  const other = await freshStore()
  await restore(other, file)
  const order = { store: other, district: lincoln.key, trigger: 'manual', who: 'ada', from: null, planOnly: false, today: () => schoolDay, progress: () => {} } as const
  expect((await sync(order)).status).toBe('empty')
  await other.close()
  await rm(folder, { recursive: true })
}) // prettier-ignore
