import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSession } from '../../src/login/sessions.ts'
import type { Store } from '../../src/store/open.ts'
import type { District } from '../../src/store/districts.ts'
import { freshDistrict, joins, morning, rosters, supports } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { Browser, openOffice } from './office.ts'

let store: Store
let office: Awaited<ReturnType<typeof openOffice>>
let lincoln: District
beforeAll(async () => {
  store = await freshStore()
  lincoln = await freshDistrict(store)
  office = await openOffice(store, { now: morning })
})
afterAll(async () => {
  await office.close()
  await store.close()
})

function browser(token: string): Browser {
  const page = new Browser(office.app)
  page.cookie = token
  return page
}
const url = ({ key }: District, guide = 'holds') => `/api/districts/${key}/guides/${guide}/feedback`
const no = { helpful: false, comment: 'where the limit is set' }

test('what somebody thinks of a guide is kept without who it was, and the vendor reads it', async () => {
  const owner = await joins(store, lincoln, 'owner')
  expect((await browser(owner.token).ask('POST', url(lincoln), no)).status).toBe(201)
  const teacher = { districtId: lincoln.districtId, userId: await rosters(store, lincoln, 'teacher') }
  const page = browser((await openSession(store, teacher, morning)).token)
  expect((await page.ask('POST', url(lincoln), { helpful: true, comment: null })).status).toBe(201)
  const kept = await store.pool.query('select * from guide_feedback where district_id = $1', [lincoln.districtId]) // prettier-ignore
  expect(JSON.stringify(kept.rows)).not.toContain(owner.id)
  expect(JSON.stringify(kept.rows)).not.toContain(teacher.userId)
  expect((await browser((await supports(store)).token).ask('GET', '/api/fleet/feedback')).body).toMatchObject(
    {
      guides: [{ guide: 'holds', yes: 1, no: 1 }],
      comments: [{ guide: 'holds', comment: no.comment, district: { key: lincoln.key } }],
    },
  )
})

test('nobody speaks for another district, and no district reads what all of them say', async () => {
  const page = browser((await joins(store, lincoln, 'owner')).token)
  expect((await page.ask('POST', url(await freshDistrict(store)), no)).status).toBe(404)
  expect((await page.ask('GET', '/api/fleet/feedback')).status).toBe(403)
})

test('an address that is no guide’s is refused', async () => {
  const page = browser((await joins(store, lincoln, 'owner')).token)
  expect((await page.ask('POST', url(lincoln, '..%2Fholds'), no)).status).toBe(422)
})
