import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { addDistrict, connect, findDistrict } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { monday, writeDrop, type Files } from '../faults/tiny.ts'

/** A district connected to a drop of a corner of Lincoln USD. */
export async function addTiny(store: Store, key: string, files: Files = monday, day = 1): Promise<string> {
  const drop = await writeDrop(join(await mkdtemp(join(store.data, 'drop-')), key), files, day)
  await addDistrict(store.pool, key, 'Lincoln USD', 'America/Chicago')
  const district = await findDistrict(store.pool, key)
  await connect(store.pool, district, 'oneroster-csv', { path: drop }, 'test')
  return district.districtId
}
