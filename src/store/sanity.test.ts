import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { addLincoln, lincoln, syncFrom } from '../../test/faults/district.ts'
import { findConnection, findDistrict, type Connection } from './districts.ts'
import type { Store } from './open.ts'
import { refreshSanity } from './sanity.ts'
import { rows, run, sql } from './sql.ts'
import { transact } from './transact.ts'

let store: Store
let owner: Connection
let clean: string[]
beforeAll(async () => {
  store = await freshStore()
  await addLincoln(store)
  await syncFrom(store, 'test/districts/lincoln-usd')
  owner = await findConnection(store.pool, await findDistrict(store.pool, lincoln))
})
afterAll(() => store.close())

/** As after the first run, when every row is new: what is wrong, asked in one way or the other. */
async function found(much: number): Promise<string[]> {
  await run(store.pool, sql`delete from issues where district_id = ${owner.districtId}`)
  await transact(store.pool, client => refreshSanity(client, owner, 1, much))
  const issues = await rows<{ text: string }>(
    store.pool,
    sql`select rule || ' ' || sourced_id as text from issues where district_id = ${owner.districtId} order by 1`,
  )
  return issues.map(({ text }) => text)
}

test('asking the whole roster finds what asking in pieces finds', async () => {
  clean = await found(Infinity)
  await run(store.pool, sql`update users set email = 'twin@lincoln.example' where district_id = ${owner.districtId} and sourced_id in ('u-ada-park', 'u-oliver-brandt')`)
  await run(store.pool, sql`update enrollments set removed_at = now() where district_id = ${owner.districtId} and user_sourced_id = 'u-ada-park'`)
  const pieces = await found(Infinity)
  expect(pieces).toEqual(expect.arrayContaining(['duplicate_email u-oliver-brandt', 'student_without_enrollments u-ada-park']))
  expect(pieces.length).toBe(clean.length + 2)
  expect(await found(0)).toEqual(pieces)
}) // prettier-ignore

test('the whole roster closes what is right again', async () => {
  await found(0)
  await run(store.pool, sql`update enrollments set removed_at = null where district_id = ${owner.districtId} and user_sourced_id = 'u-ada-park'`)
  await transact(store.pool, client => refreshSanity(client, owner, 1, 0))
  const open = await rows(store.pool, sql`select rule from issues where district_id = ${owner.districtId} and closed_run is null and sourced_id = 'u-ada-park'`)
  expect(open).toEqual([])
}) // prettier-ignore
