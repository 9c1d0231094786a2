import { row, rows, run, sql, type Runner } from './sql.ts'

export type VendorRole = 'support' | 'admin'

/** Somebody of the console, with what proves who it is. Never leaves the server. */
export type ConsoleUser = {
  readonly consoleUserId: string
  readonly email: string
  readonly name: string
  readonly vendorRole: VendorRole | null
  /** Null until the invitation is taken. */
  readonly passwordHash: string | null
  readonly totpSecret: string | null
  readonly totpPending: string | null
  readonly totpLastStep: number | null
  readonly recoveryHashes: readonly string[]
  readonly locale: string
}

const columns = sql`console_user_id as "consoleUserId", email, name, vendor_role as "vendorRole",
  password_hash as "passwordHash", totp_secret as "totpSecret", totp_pending as "totpPending",
  totp_last_step as "totpLastStep", recovery_hashes as "recoveryHashes", locale`

export async function findByEmail(db: Runner, email: string): Promise<ConsoleUser | null> {
  return await row<ConsoleUser>(
    db,
    sql`select ${columns} from console_users where lower(email) = lower(${email})`,
  )
}

export async function findConsoleUser(db: Runner, consoleUserId: string): Promise<ConsoleUser | null> {
  return await row<ConsoleUser>(
    db,
    sql`select ${columns} from console_users where console_user_id = ${consoleUserId}`,
  )
}

/** Somebody with this address, made when there is none; whoever is there keeps name and password. */
export async function ensureConsoleUser(
  db: Runner,
  person: { readonly consoleUserId: string; readonly email: string; readonly name: string },
  now: Date,
): Promise<ConsoleUser> {
  await run(
    db,
    sql`insert into console_users (console_user_id, email, name, created_at)
      values (${person.consoleUserId}, ${person.email}, ${person.name}, ${now})
      on conflict (lower(email)) do nothing`,
  )
  const found = await findByEmail(db, person.email)
  if (found === null) throw new Error('the row written above is gone')
  return found
}

export async function setVendorRole(db: Runner, consoleUserId: string, role: VendorRole): Promise<void> {
  await run(db, sql`update console_users set vendor_role = ${role} where console_user_id = ${consoleUserId}`)
}

/** Whether the vendor has somebody who can sign in and invite the others. */
export async function hasVendorAdmin(db: Runner): Promise<boolean> {
  const found = await row(
    db,
    sql`select 1 from console_users where vendor_role = 'admin' and password_hash is not null limit 1`,
  )
  return found !== null
}

export async function setPassword(db: Runner, consoleUserId: string, hash: string): Promise<void> {
  await run(
    db,
    sql`update console_users set password_hash = ${hash} where console_user_id = ${consoleUserId}`,
  )
}

/** What people call themselves, here and in each district they look after. */
export async function setName(db: Runner, consoleUserId: string, name: string): Promise<void> {
  await run(db, sql`update console_users set name = ${name} where console_user_id = ${consoleUserId}`)
  await run(
    db,
    sql`update members set name = ${name} where console_user_id = ${consoleUserId} and district_id is not null`,
  )
}

export async function setLocale(db: Runner, consoleUserId: string, locale: string): Promise<void> {
  await run(db, sql`update console_users set locale = ${locale} where console_user_id = ${consoleUserId}`)
}

export async function setPendingTotp(db: Runner, consoleUserId: string, secret: string): Promise<void> {
  await run(
    db,
    sql`update console_users set totp_pending = ${secret} where console_user_id = ${consoleUserId}`,
  )
}

/** The pending second factor becomes the one that is asked for; false when it is another one by now. */
export async function adoptTotp(
  db: Runner,
  consoleUserId: string,
  factor: { pending: string; secret: string; step: number; recovery: readonly string[] },
): Promise<boolean> {
  const changed = await run(
    db,
    sql`update console_users set totp_secret = ${factor.secret}, totp_pending = null, totp_last_step = ${factor.step},
        recovery_hashes = ${factor.recovery}
      where console_user_id = ${consoleUserId} and totp_pending = ${factor.pending}`,
  )
  if (changed === 1) await showFactor(db, consoleUserId, true)
  return changed === 1
}

export async function dropTotp(db: Runner, consoleUserId: string): Promise<void> {
  await run(
    db,
    sql`update console_users set totp_secret = null, totp_pending = null, totp_last_step = null, recovery_hashes = '{}'
      where console_user_id = ${consoleUserId}`,
  )
  await showFactor(db, consoleUserId, false)
}

async function showFactor(db: Runner, consoleUserId: string, factor: boolean): Promise<void> {
  await run(
    db,
    sql`update members set factor = ${factor} where console_user_id = ${consoleUserId} and district_id is not null`,
  )
}

/** Spends a time step; false when it, or a later one, was spent before: of two at once one wins. */
export async function spendStep(db: Runner, consoleUserId: string, step: number): Promise<boolean> {
  const spent = await run(
    db,
    sql`update console_users set totp_last_step = ${step}
      where console_user_id = ${consoleUserId} and coalesce(totp_last_step, -1) < ${step}`,
  )
  return spent === 1
}

/** Spends a recovery code; false when it is none, or was spent. */
export async function spendRecovery(db: Runner, consoleUserId: string, hash: string): Promise<boolean> {
  const spent = await run(
    db,
    sql`update console_users set recovery_hashes = array_remove(recovery_hashes, ${hash})
      where console_user_id = ${consoleUserId} and ${hash} = any(recovery_hashes)`,
  )
  return spent === 1
}

/** Names of those who did something, by id. */
export async function readNames(db: Runner, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(
    db,
    sql`select console_user_id as id, name from console_users where console_user_id = any(${ids}::uuid[])`,
  )
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** False when somebody else has this address. */
export async function setEmail(db: Runner, consoleUserId: string, email: string): Promise<boolean> {
  const changed = await run(
    db,
    sql`update console_users set email = ${email} where console_user_id = ${consoleUserId}
      and not exists (select from console_users where lower(email) = lower(${email}) and console_user_id <> ${consoleUserId})`,
  )
  return changed === 1
}

/** The first who were made and can sign in, or could: for a demo. */
export async function listConsoleUsers(
  db: Runner,
  limit: number,
): Promise<Pick<ConsoleUser, 'consoleUserId' | 'name' | 'vendorRole'>[]> {
  return await rows(
    db,
    sql`select console_user_id as "consoleUserId", name, vendor_role as "vendorRole" from console_users
      where email <> '' order by created_at, console_user_id limit ${limit}`,
  )
}
