import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { District } from '../../src/store/districts.ts'
import { findConnection } from '../../src/store/districts.ts'
import { uploadsFolder } from '../../src/store/layout.ts'
import { freshDistrict, joins, morning, supports } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { zipBytes } from '../sources/drops.ts'
import { lincoln12 } from '../sources/lincoln.ts'
import { Browser, openOffice } from './office.ts'

const store = await freshStore()
const office = await openOffice(store, { now: morning })
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
  expect((await page.ask('PUT', at('setup'), { step: 'connect', system: 'oneroster-csv' })).status).toBe(200)
})

const at = (path: string) => `/api/districts/${lincoln.key}/${path}`
const edge = 'edge-of-a-part'

/** A form with one file, as a browser sends it; without its end when the line is cut. */
async function upload(name: string, bytes: Uint8Array, whole = true) {
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/zip\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(whole ? `\r\n--${edge}--\r\n` : '')])
  const headers = {
    'x-rollbook': '1',
    cookie: `rollbook=${page.cookie ?? ''}`,
    'content-type': `multipart/form-data; boundary=${edge}`,
  }
  const answer = await office.app.inject({ method: 'POST', url: at('setup/upload'), headers, payload })
  const body: { error?: { code: string; message: string } } = answer.json()
  return { status: answer.statusCode, error: body.error }
}

async function kept(): Promise<string[]> {
  return await readdir(uploadsFolder(store.data, lincoln.districtId)).catch(() => [])
}

const zip = zipBytes(lincoln12)
const hostile = [
  ['a PDF', 'NOT_A_DROP', Buffer.from('%PDF-1.7\n')],
  ['nothing', 'NOT_A_DROP', Buffer.alloc(0)],
  ['half a zip', 'ARCHIVE_BROKEN', zip.subarray(0, zip.length / 2)],
  ['a name that leads out', 'ENTRY_TRAVERSAL', zipBytes({ ...lincoln12, '../../users.csv': 'x' })],
  ['a bomb', 'ARCHIVE_TOO_LARGE', zipBytes({ 'users.csv': Buffer.alloc(64 * 1024 * 1024) })],
] as const

test.each(hostile)(
  '%s is refused with %s, without a path of ours, and nothing is kept',
  async (_, code, bytes) => {
    const { status, error } = await upload('../roster.zip', bytes)
    expect([status, error?.code]).toEqual([422, code])
    expect(error?.message).not.toContain(store.data)
    expect(await kept()).toEqual([])
  },
)

test('what is no zip is called as its sender calls it', async () => {
  const { error } = await upload('../roster.zip', Buffer.from('%PDF-1.7\n'))
  expect(error?.message).toContain('Cannot read "roster.zip": it is a PDF')
})

test('an upload that breaks off leaves nothing behind', async () => {
  expect((await upload('roster.zip', zip, false)).status).toBeGreaterThanOrEqual(400)
  expect(await kept()).toEqual([])
})

test('a roster is kept for the service alone, tested, and found again where it was left', async () => {
  expect(await upload('roster.zip', zip)).toEqual({ status: 200, error: undefined })
  const [name = ''] = await kept()
  const path = join(uploadsFolder(store.data, lincoln.districtId), name)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await findConnection(store.pool, lincoln)).settings).toEqual({ path: relative(store.data, path) })
  expect((await page.ask('PUT', at('setup/map'), { schools: null, fields: {} })).status).toBe(409)
  expect((await page.ask('POST', at('setup/test'))).status).toBe(200)
  const { body } = await page.ask('GET', at('setup'))
  expect(body).toMatchObject({
    state: 'open', step: 'test', who: 'Ada Park',
    answers: {
      drop: { name: 'roster.zip', bytes: zip.length },
      test: { ok: true, heard: { schools: [{ sourcedId: 's-12', name: 'Roosevelt Middle', students: 1, staff: 1 }] } },
    },
  }) // prettier-ignore
  expect(JSON.stringify(body)).not.toContain('apark')
  expect((await page.ask('PUT', at('setup/map'), { schools: ['s-12'], fields: {} })).status).toBe(200)
  expect((await page.ask('GET', at('setup'))).body).toMatchObject({
    step: 'preview',
    map: { schools: ['s-12'] },
  })
})

test('a request reaches Product Support, and its answer whoever asked', async () => {
  const answers = { system: 'Synergy', message: 'We would like to begin in May' }
  const made = await page.ask('POST', at('requests'), { kind: 'system', answers })
  expect(made.status).toBe(201)
  const sam = new Browser(office.app)
  sam.cookie = (await supports(store)).token
  const district = { key: lincoln.key, name: 'Lincoln USD' }
  expect((await sam.ask('GET', '/api/fleet/requests')).body).toMatchObject({ open: 1, requests: [{ district, answers, who: 'Ada Park' }] }) // prettier-ignore
  expect((await sam.ask('GET', '/api/fleet')).body).toMatchObject({ districts: [{ key: lincoln.key, headline: { state: 'setting_up' } }] }) // prettier-ignore
  expect((await page.ask('GET', '/api/fleet/requests')).status).toBe(403)
  const reply = at(`requests/${String(made.body.id)}/answer`)
  expect((await sam.ask('POST', reply, { answer: 'We call you on Monday' })).status).toBe(200)
  expect((await sam.ask('POST', reply, { answer: 'Twice' })).status).toBe(404)
  expect((await page.ask('GET', at('requests'))).body).toMatchObject({ requests: [{ status: 'closed', answer: 'We call you on Monday' }] }) // prettier-ignore
})
