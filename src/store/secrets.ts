import { RollbookError } from '../roster/errors.ts'
import { openKeys, sealingKey, type Vault } from './district-keys.ts'
import { fingerprint, openSealed, sealBytes } from './envelope.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'
import { transact } from './transact.ts'

/** Whose the secrets are that all districts share: the vendor's own with a provider. */
export const vendorScope = '00000000-0000-0000-0000-000000000000'

/** While one is being replaced at the provider, both are tried. */
const mostActive = 2
/** What is left of a value that is out of use. */
const nothing = Buffer.alloc(0)

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

/** Adds a secret, unless it is the newest already. The one before it stays active until it is retired or yet another comes. Throws SECRET_EMPTY, SECRET_UNREADABLE. */
export async function keepSecret(vault: Vault, keeping: Keeping, now: Date): Promise<SecretView> {
  return await transact(vault.pool, client => keepWith(client, vault.data, keeping, now))
}

/** The same in a transaction that does more. `data` is the folder of the master key. */
export async function keepWith(client: Runner, data: string, { districtId, name, value, expiresAt = null, who }: Keeping, now: Date): Promise<SecretView> {
  if (value.trim() === '')
    throw new RollbookError('SECRET_EMPTY', `Cannot keep secret ${name}: it is blank. Paste it as the provider shows it`, 2)
  await run(client, sql`select pg_advisory_xact_lock(hashtextextended(${`secrets ${districtId}`}, 0))`)
  const [active] = (await listSecrets(client, districtId)).filter(one => one.name === name && one.retiredAt === null)
  // Given twice, it is still one: a second version would push out the older one that is being replaced.
  const [newest] = await openActive(client, data, districtId, name)
  if (active !== undefined && newest === value.trim() && active.expiresAt?.getTime() === expiresAt?.getTime()) return active
  const { key, version: keyVersion } = await sealingKey(client, data, districtId, now)
  const last = await row<{ version: number }>(client, sql`select version from secrets where district_id = ${districtId} and name = ${name} order by version desc limit 1`)
  const version = (last?.version ?? 0) + 1
  const sealed = sealBytes(key, placeOf(districtId, name, version), Buffer.from(value.trim()))
  await run(client, sql`update secrets set retired_at = ${now}, sealed = ${nothing} where district_id = ${districtId} and name = ${name} and retired_at is null
      and version not in (select version from secrets where district_id = ${districtId} and name = ${name} and retired_at is null
        order by version desc limit ${mostActive - 1})`)
  await run(client, sql`insert into secrets (district_id, name, version, key_version, sealed, fingerprint, who, made_at, expires_at)
      values (${districtId}, ${name}, ${version}, ${keyVersion}, ${sealed}, ${fingerprint(key, value.trim())}, ${who}, ${now}, ${expiresAt})`)
  const kept = (await listSecrets(client, districtId)).find(one => one.name === name && one.version === version)
  if (kept === undefined) throw new Error(`Cannot find secret ${name} that was just kept`)
  return kept
} // prettier-ignore

/**
 * Active values of a name, the newest first: whoever is refused with one tries the next. None where none is kept.
 * Throws SECRET_UNREADABLE when there are some and none of them opens here.
 */
export async function readSecrets(vault: Vault, districtId: string, name: string): Promise<string[]> {
  // A change of the master key that ends between our look at the rows and at the keys hides them once, not twice.
  const first = await openActive(vault.pool, vault.data, districtId, name)
  const values = first.includes(null) ? await openActive(vault.pool, vault.data, districtId, name) : first
  const opened = values.filter(value => value !== null)
  if (values.length > 0 && opened.length === 0) throw unreadable(name)
  return opened
}

/** null for each that does not open. */
async function openActive(
  db: Runner,
  data: string,
  districtId: string,
  name: string,
): Promise<(string | null)[]> {
  const found = await rows<Sealed>(
    db,
    sql`select version, sealed, key_version as "keyVersion" from secrets
      where district_id = ${districtId} and name = ${name} and retired_at is null order by version desc`,
  )
  if (found.length === 0) return []
  const keys = await openKeys(db, data, districtId)
  return found.map(one => openOne(keys, districtId, name, one))
}

export async function listSecrets(db: Runner, districtId: string): Promise<SecretView[]> {
  return await rows<SecretView>(
    db,
    sql`select name, version, fingerprint, made_at as "createdAt", expires_at as "expiresAt", retired_at as "retiredAt", who
      from secrets where district_id = ${districtId} order by name, version desc`,
  )
}

/** Ends a version, or all of a name, and forgets the value. Throws SECRET_UNKNOWN when none was active. */
export async function retireSecret(db: Runner, districtId: string, name: string, version: number | null, now: Date): Promise<void> {
  const ended = await run(
    db,
    sql`update secrets set retired_at = ${now}, sealed = ${nothing} where district_id = ${districtId} and name = ${name} and retired_at is null
      and (${version}::int is null or version = ${version})`,
  )
  if (ended > 0) return
  throw new RollbookError('SECRET_UNKNOWN', `Cannot retire secret ${name}: none of it is active. Look at the list of secrets`, 2)
} // prettier-ignore

type Sealed = { readonly version: number; readonly sealed: Buffer; readonly keyVersion: number }

function openOne(
  keys: ReadonlyMap<number, Buffer>,
  districtId: string,
  name: string,
  one: Sealed,
): string | null {
  const key = keys.get(one.keyVersion)
  const value = key === undefined ? null : openSealed(key, placeOf(districtId, name, one.version), one.sealed)
  return value?.toString('utf8') ?? null
}

function placeOf(districtId: string, name: string, version: number): string[] {
  return ['secrets', districtId, name, String(version)]
}

function unreadable(name: string): RollbookError {
  return new RollbookError('SECRET_UNREADABLE', `Cannot read secret ${name}: it was sealed under another master key, or changed. Put back master.key or ROLLBOOK_MASTER_KEY, or give the secret anew`) // prettier-ignore
}
