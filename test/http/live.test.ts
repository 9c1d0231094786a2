import { afterAll, expect, test } from 'vitest'
import { announceLive } from '../../src/desk/live.ts'
import { freshDistrict, joins, morning } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { openOffice } from './office.ts'

const store = await freshStore()
afterAll(() => store.close())

test('whoever watches hears of a run, and does not keep the service from closing', async () => {
  const office = await openOffice(store, { now: morning })
  const district = await freshDistrict(store)
  const { token } = await joins(store, district, 'viewer')
  const base = await office.app.listen({ host: '127.0.0.1', port: 0 })
  const answer = await fetch(`${base}/api/districts/${district.key}/live`, { headers: { cookie: `rollbook=${token}` } })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toContain('event: open')
  await announceLive(store.pool, { districtId: district.districtId, run: 7, phase: 'applying', done: 0, total: null, result: null })
  expect((await reader?.read())?.value).toContain('"phase":"applying"')
  await office.close()
  let last = await reader?.read()
  while (last?.done === false) last = await reader?.read()
  expect(last?.done).toBe(true)
}) // prettier-ignore
