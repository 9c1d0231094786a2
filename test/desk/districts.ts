import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { addDistrict, connect, findDistrict } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { monday, writeDrop, type Files } from '../faults/tiny.ts'

/** A district connected to a drop of a corner of Lincoln USD. Resolves to its id. */
export async function addTiny(store: Store, key: string, files: Files = monday): Promise<string> {
  const { districtId } = await addDistrict(store.pool, key, 'Lincoln USD', 'America/Chicago')
  await deliver(store, key, files, 1)
  return districtId
}

/** What the source says from now on; `day` tells which is the newer. */
export async function deliver(store: Store, key: string, files: Files, day: number): Promise<void> {
  const path = await writeDrop(join(await mkdtemp(join(store.data, 'drop-')), key), files, day)
  await connect(store.pool, await findDistrict(store.pool, key), 'oneroster-csv', { path }, 'test')
}
