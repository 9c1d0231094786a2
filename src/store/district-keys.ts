import { randomBytes } from 'node:crypto'
import { openSealed, sealBytes } from './envelope.ts'
import { masterKeys, wrappingKey, type MasterKey, type MasterKeys } from './master-key.ts'
import type { Store } from './open.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'

/** Where secrets lie, and where the key over their keys does. */
export type Vault = Pick<Store, 'pool' | 'data'>
/** A key of one district, opened. */
export type DistrictKey = { readonly version: number; readonly key: Buffer }
export type KeyRow = { readonly version: number; readonly wrapped: Buffer; readonly master: string }

/** Values that one data key seals before another takes its place, far below what GCM allows with random IVs. */
const mostUses = 1_000_000
/** Any number will do, as long as every release takes the same. */
const masterLock = 7_104_229_519

/**
 * The key to seal with, counted as used once more; belongs into the transaction that keeps what is sealed. A new one
 * is made when there is none, when the last is spent, and when the last cannot be opened here: what a district enters
 * anew must not wait for a key that is lost.
 */
export async function sealingKey(client: Runner, data: string, districtId: string, now: Date): Promise<DistrictKey> {
  // A change of the master key waits for those who may still wrap under the old one.
  await run(client, sql`select pg_advisory_xact_lock_shared(${masterLock})`)
  const last = await row<KeyRow & { uses: number }>(
    client,
    sql`update district_keys set uses = uses + 1 where district_id = ${districtId}
      and version = (select max(version) from district_keys where district_id = ${districtId})
      returning version, wrapped, master, uses`,
  )
  const opened = last === null ? null : openKey(districtId, last, await masterKeys(data))
  if (last !== null && opened !== null && last.uses <= mostUses) return opened
  const made = { version: (last?.version ?? 0) + 1, key: randomBytes(32) }
  const under = await wrappingKey(data)
  await run(client, sql`insert into district_keys (district_id, version, wrapped, master, uses, made_at)
    values (${districtId}, ${made.version}, ${wrapKey(districtId, made, under)}, ${under.mark}, 1, ${now})`)
  return made
} // prettier-ignore

/** Those keys of a district that open here, by version. */
export async function openKeys(db: Runner, data: string, districtId: string): Promise<ReadonlyMap<number, Buffer>> {
  const found = await rows<KeyRow>(
    db,
    sql`select version, wrapped, master from district_keys where district_id = ${districtId}`,
  )
  const masters = await masterKeys(data)
  const opened = found.map(one => openKey(districtId, one, masters)).filter(one => one !== null)
  return new Map(opened.map(({ version, key }) => [version, key]))
} // prettier-ignore

/** Wraps every data key under another master key. Resolves to how many it was, and how many no key here opens. */
export async function rewrapKeys(client: Runner, masters: MasterKeys, next: MasterKey): Promise<{ keys: number; shut: number }> {
  await run(client, sql`select pg_advisory_xact_lock(${masterLock})`)
  // The one query over all districts, by whoever keeps the machine; no person of a district comes here.
  const found = await rows<KeyRow & { districtId: string }>(
    client,
    sql`select district_id as "districtId", version, wrapped, master from district_keys
      where master <> ${next.mark} order by district_id, version`,
  )
  let keys = 0
  for (const one of found) {
    const { districtId } = one
    const opened = openKey(districtId, one, masters)
    if (opened === null) continue
    await run(client, sql`update district_keys set wrapped = ${wrapKey(districtId, opened, next)}, master = ${next.mark}
      where district_id = ${districtId} and version = ${one.version}`)
    keys++
  }
  return { keys, shut: found.length - keys }
} // prettier-ignore

/** How many data keys the master keys of this machine open, and how many they do not. Makes no key. */
export async function checkKeys({ pool, data }: Vault): Promise<{ readonly opened: number; readonly shut: number }> {
  const masters = await masterKeys(data)
  const found = await rows<KeyRow & { districtId: string }>(
    pool,
    sql`select district_id as "districtId", version, wrapped, master from district_keys order by district_id, version`,
  )
  const opened = found.filter(one => openKey(one.districtId, one, masters) !== null).length
  return { opened, shut: found.length - opened }
} // prettier-ignore

function wrapKey(districtId: string, { version, key }: DistrictKey, under: MasterKey): Buffer {
  return sealBytes(under.key, placeOf(districtId, version), key)
}

/** null when its master key is not here, or it was changed or moved: as good as lost. */
function openKey(districtId: string, { version, wrapped, master }: KeyRow, { now, next }: MasterKeys): DistrictKey | null {
  const right = [now, next].find(one => one?.mark === master)
  const key = right ? openSealed(right.key, placeOf(districtId, version), wrapped) : null
  return key === null ? null : { version, key }
} // prettier-ignore

function placeOf(districtId: string, version: number): string[] {
  return ['district_keys', districtId, String(version)]
}
