import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lincoln12 } from '../../test/sources/lincoln.ts'
import { freshStore } from '../../test/support/database.ts'
import { makeHasher } from '../snapshot/hash.ts'
import { flags } from '../snapshot/table.ts'
import { sync } from '../sync/sync.ts'
import { openBase, type OpenBase } from './base.ts'
import { addDistrict, connect, findConnection, findDistrict } from './districts.ts'
import type { Store } from './open.ts'

const key = 'lincoln-usd'
let store: Store
beforeAll(async () => {
  store = await freshStore()
  const district = await addDistrict(store.pool, key, 'Lincoln USD', 'America/Chicago')
  await connect(store.pool, district, 'oneroster-csv', {}, 'test')
  const from = await mkdtemp(join(store.data, 'drop-'))
  for (const [name, text] of Object.entries(lincoln12)) await writeFile(join(from, name), text)
  await sync({
    store, district: key, trigger: 'manual', who: 'test', from, planOnly: false, today: () => '2026-09-02', progress: () => {},
  }) // prettier-ignore
})
afterAll(() => store.close())

async function open(whole: boolean): Promise<OpenBase> {
  const connection = await findConnection(store.pool, await findDistrict(store.pool, key))
  const client = await store.pool.connect()
  try {
    return await openBase(store.data, client, connection, whole ? connection.base : null, makeHasher())
  } finally {
    client.release()
  }
}

test('what a run saved is believed by the next, and says what the roster says', async () => {
  const [saved, readOut] = [await open(true), await open(false)]
  expect([saved.fresh, readOut.fresh]).toEqual([true, false])
  const told = ({ kinds }: OpenBase) =>
    Object.entries(kinds).map(([kind, { table, stocked }]) => [kind, stocked, table.sum(flags.held)])
  expect(told(saved)).toEqual(told(readOut))
  await saved.close()
  await readOut.close()
})
