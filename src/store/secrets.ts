import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { RollbookError } from '../roster/errors.ts'
import { fingerprint, openSealed, sealBytes } from './envelope.ts'
import { adoptNext, masterKeys, prepareNext, type MasterKey } from './master-key.ts'
import type { Store } from './open.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'
import { transact } from './transact.ts'

/** Whose the secrets are that all districts share: the vendor's own with a provider. */
export const vendorScope = '00000000-0000-0000-0000-000000000000'

/** Values that one data key seals before another takes its place, far below what GCM allows with random IVs. */
const mostUses = 1_000_000
/** While one is being replaced at the provider, both are tried. */
const mostActive = 2

type Vault = Pick<Store, 'pool' | 'data'>

/** What people see of a secret. Its value is never among it. */
export type SecretView = {
  readonly name: string
  readonly version: number
  readonly fingerprint: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly retiredAt: Date | null
  readonly who: string
}

export type Keeping = {
  readonly districtId: string
  readonly name: string
  readonly value: string
  readonly expiresAt?: Date | null
  readonly who: string
}

/** Adds a secret. The one before it stays active until it is retired or yet another comes. Throws SECRET_EMPTY, SECRET_UNREADABLE. */
export async function keepSecret(vault: Vault, { districtId, name, value, expiresAt = null, who }: Keeping, now: Date): Promise<SecretView> {
  if (value.trim() === '')
    throw new RollbookError('SECRET_EMPTY', `Cannot keep secret ${name}: it is blank. Paste it as the provider shows it`, 2)
  return await transact(vault.pool, async client => {
    await run(client, sql`select pg_advisory_xact_lock(hashtextextended(${`secrets ${districtId}`}, 0))`)
    const { key, version: keyVersion } = await sealingKey(vault, client, districtId, now)
    const last = await row<{ version: number }>(client, sql`select version from secrets where district_id = ${districtId} and name = ${name} order by version desc limit 1`)
    const version = (last?.version ?? 0) + 1
    const sealed = sealBytes(key, placeOf(districtId, name, version), Buffer.from(value.trim()))
    await run(client, sql`update secrets set retired_at = ${now} where district_id = ${districtId} and name = ${name} and retired_at is null
        and version not in (select version from secrets where district_id = ${districtId} and name = ${name} and retired_at is null
          order by version desc limit ${mostActive - 1})`)
    await run(client, sql`insert into secrets (district_id, name, version, key_version, sealed, fingerprint, who, made_at, expires_at)
        values (${districtId}, ${name}, ${version}, ${keyVersion}, ${sealed}, ${fingerprint(key, value.trim())}, ${who}, ${now}, ${expiresAt})`)
    const kept = (await listSecrets(client, districtId)).find(one => one.name === name && one.version === version)
    if (kept === undefined) throw new Error(`Cannot find secret ${name} that was just kept`)
    return kept
  })
} // prettier-ignore

/** Active values of a name, the newest first; none where none is kept. Throws SECRET_UNREADABLE. */
export async function readSecrets(vault: Vault, districtId: string, name: string): Promise<string[]> {
  const found = await rows<{ version: number; sealed: Buffer; keyVersion: number }>(
    vault.pool,
    sql`select version, sealed, key_version as "keyVersion" from secrets
      where district_id = ${districtId} and name = ${name} and retired_at is null order by version desc`,
  )
  const values: string[] = []
  for (const { version, sealed, keyVersion } of found) {
    const key = await districtKey(vault, vault.pool, districtId, keyVersion)
    const value = key && openSealed(key, placeOf(districtId, name, version), sealed)
    if (value === null) throw unreadable(name)
    values.push(value.toString('utf8'))
  }
  return values
}

export async function listSecrets(db: Runner, districtId: string): Promise<SecretView[]> {
  return await rows<SecretView>(
    db,
    sql`select name, version, fingerprint, made_at as "createdAt", expires_at as "expiresAt", retired_at as "retiredAt", who
      from secrets where district_id = ${districtId} order by name, version desc`,
  )
}

/** Ends a version, or all of a name. Throws SECRET_UNKNOWN when none was active. */
export async function retireSecret(db: Runner, districtId: string, name: string, version: number | null, now: Date): Promise<void> {
  const ended = await run(
    db,
    sql`update secrets set retired_at = ${now} where district_id = ${districtId} and name = ${name} and retired_at is null
      and (${version}::int is null or version = ${version})`,
  )
  if (ended > 0) return
  throw new RollbookError('SECRET_UNKNOWN', `Cannot retire secret ${name}: none of it is active. Look at the list of secrets`, 2)
} // prettier-ignore

/** What a change of the master key did. */
export type Rotated = { readonly keys: number; readonly from: string; readonly to: string }

/**
 * Wraps every data key anew under another master key, in one transaction, while everything runs on: until the end both
 * keys are there to open with. A process that dies on the way leaves what the next call goes on with.
 */
export async function rotateMaster(vault: Vault): Promise<Rotated> {
  const { now } = await masterKeys(vault.data)
  const next = await prepareNext(vault.data)
  const keys = await transact(vault.pool, async client => await rewrap(client, now, next))
  await adoptNext(vault.data)
  return { keys, from: now.mark, to: next.mark }
}

async function rewrap(client: pg.PoolClient, now: MasterKey, next: MasterKey): Promise<number> {
  // Nobody makes a key under the old one meanwhile.
  await client.query('lock table district_keys in share row exclusive mode')
  // Districts one after another, each found by its own key: there is no query over several.
  const all = await rows<{ districtId: string; version: number; wrapped: Buffer; master: string }>(
    client,
    sql`select district_id as "districtId", version, wrapped, master from district_keys
      where district_id is not null and master <> ${next.mark} order by district_id, version`,
  )
  for (const { districtId, version, wrapped, master } of all) {
    const key = master === now.mark ? openSealed(now.key, keyPlace(districtId, version), wrapped) : null
    if (key === null) throw unwrappable(master)
    const anew = sealBytes(next.key, keyPlace(districtId, version), key)
    await run(client, sql`update district_keys set wrapped = ${anew}, master = ${next.mark} where district_id = ${districtId} and version = ${version}`)
  }
  return all.length
} // prettier-ignore

/** How many data keys the master key of this machine opens, and how many it does not. */
export async function checkKeys(vault: Vault): Promise<{ readonly opened: number; readonly shut: number }> {
  const { now, next } = await masterKeys(vault.data)
  const marks = [now.mark, ...(next === null ? [] : [next.mark])]
  const found = await row<{ opened: number; shut: number }>(
    vault.pool,
    sql`select count(*) filter (where master = any(${marks}))::int as opened, count(*) filter (where master <> all(${marks}))::int as shut
      from district_keys where district_id is not null`,
  )
  return found ?? { opened: 0, shut: 0 }
}

/** The data key to seal with, made when there is none or the last is spent. */
async function sealingKey(vault: Vault, client: pg.PoolClient, districtId: string, now: Date): Promise<{ key: Buffer; version: number }> {
  const last = await row<{ version: number; uses: number }>(
    client,
    sql`update district_keys set uses = uses + 1 where district_id = ${districtId}
      and version = (select max(version) from district_keys where district_id = ${districtId}) returning version, uses`,
  )
  if (last !== null && last.uses <= mostUses) {
    const key = await districtKey(vault, client, districtId, last.version)
    if (key === null) throw unreadable('of this district')
    return { key, version: last.version }
  }
  const master = (await masterKeys(vault.data)).now
  const key = randomBytes(32)
  const version = (last?.version ?? 0) + 1
  const wrapped = sealBytes(master.key, keyPlace(districtId, version), key)
  await run(client, sql`insert into district_keys (district_id, version, wrapped, master, uses, made_at)
      values (${districtId}, ${version}, ${wrapped}, ${master.mark}, 1, ${now})`)
  return { key, version }
} // prettier-ignore

async function districtKey({ data }: Vault, db: Runner, districtId: string, version: number): Promise<Buffer | null> {
  const found = await row<{ wrapped: Buffer; master: string }>(
    db,
    sql`select wrapped, master from district_keys where district_id = ${districtId} and version = ${version}`,
  )
  if (found === null) return null
  const { now, next } = await masterKeys(data)
  const master = [now, next].find(one => one?.mark === found.master)
  return master ? openSealed(master.key, keyPlace(districtId, version), found.wrapped) : null
} // prettier-ignore

function placeOf(districtId: string, name: string, version: number): string[] {
  return ['secrets', districtId, name, String(version)]
}

function keyPlace(districtId: string, version: number): string[] {
  return ['district_keys', districtId, String(version)]
}

function unreadable(name: string): RollbookError {
  return new RollbookError('SECRET_UNREADABLE', `Cannot read secret ${name}: it was sealed under another master key, or changed. Put back master.key or ROLLBOOK_MASTER_KEY, or give the secret anew`) // prettier-ignore
}

function unwrappable(mark: string): RollbookError {
  return new RollbookError('SECRET_UNREADABLE', `Cannot change the master key: a district's key was wrapped under ${mark}, which is not here. Put back master.key or ROLLBOOK_MASTER_KEY first`) // prettier-ignore
}
