import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { RollbookError } from '../roster/errors.ts'
import { embeddedBinaries } from './binaries.ts'
import { runningAt, startServer } from './embedded.ts'
import type { Server } from './embedded.ts'
import { diskFull } from './failure.ts'
import { knownMigrations, migrate, schemaVersion } from './migrate.ts'
import { claimFolder, makeFolder } from './owner.ts'
import type { Claim } from './owner.ts'

/** Where rosters are kept: a folder of ours, and the server that `DATABASE_URL` names, or null for our own. */
export type Where = {
  readonly data: string
  readonly url: string | null
  /** Whether sources and providers on this machine itself may be called: for a demo and for tests. */
  readonly loopback?: boolean
}

export type Store = {
  readonly pool: pg.Pool
  /** Absolute path of the data folder; scratch, base and snapshot files live in it whatever the database. */
  readonly data: string
  readonly embedded: boolean
  readonly loopback: boolean
  /** Last words of the embedded server; '' for one that is not ours. */
  said(): string
  close(): Promise<void>
}

const oldestServer = 150000
const patienceMillis = 5_000

// Set once for the process: a date is a day, not an instant, and must not move with the clock's zone;
// counts and versions are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, day => day)

/** Opens the store and brings its schema up to this release. */
export async function openStore(where: Where): Promise<Store> {
  const store = await connectStore(where)
  try {
    await checkServer(store.pool)
    await migrate(store.pool)
    return store
  } catch (error) {
    await store.close()
    throw diskFull(error, `open the database in "${store.data}"`, store.said()) ?? error
  }
}

/**
 * The store, also while somebody has it open: a built-in database that runs already is used through its socket. For
 * verbs that read and write tables alone; whoever touches the files of the folder must own it. Throws
 * DATA_FOLDER_BUSY when it cannot be reached, or is of another release.
 */
export async function joinStore(where: Where): Promise<Store> {
  try {
    return await openStore(where)
  } catch (error) {
    if (!(error instanceof RollbookError) || error.code !== 'DATA_FOLDER_BUSY') throw error
    const beside = await connectBeside(resolve(where.data), where.loopback === true)
    if (beside === null) throw error
    return beside
  }
}

async function connectBeside(data: string, loopback: boolean): Promise<Store | null> {
  const address = await runningAt(data)
  if (address === null) return null
  const pool = makePool({ ...address, database: address.user })
  const close = once(() => pool.end())
  const version = await schemaVersion(pool).catch(() => null)
  if (version === (await knownMigrations()).length)
    return { pool, data, embedded: true, loopback, said: () => '', close }
  await close()
  return null
}

/** The store as it is: neither checked nor migrated. For those who examine or repair it. */
export async function connectStore(where: Where): Promise<Store> {
  const data = resolve(where.data)
  const loopback = where.loopback === true
  if (where.url !== null) return connectTo(where.url, data, loopback)
  const claim = await claimFolder(data)
  try {
    const server = await startServer({ folder: data, binaries: await embeddedBinaries() })
    return connectEmbedded(data, server, claim, loopback)
  } catch (error) {
    await claim.release()
    throw error
  }
}

async function connectTo(url: string, data: string, loopback: boolean): Promise<Store> {
  await makeFolder(data)
  const pool = makePool({ connectionString: url })
  return { pool, data, embedded: false, loopback, said: () => '', close: once(() => pool.end()) }
}

function connectEmbedded(data: string, server: Server, claim: Claim, loopback: boolean): Store {
  const { host, port, user } = server
  const pool = makePool({ host, port, user, database: user })
  const close = async () => {
    // The pool waits for connections that are in use; a run that is being broken off may never give its back.
    await Promise.race([pool.end(), pause(patienceMillis, null, { ref: false })])
    await server.stop()
    await claim.release()
  }
  return { pool, data, embedded: true, loopback, said: server.said, close: once(close) }
}

function makePool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ max: 10, application_name: 'rollbook', ...config })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null
  return () => (closing ??= close())
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const found = await serverVersion(pool)
  if (found.number >= oldestServer) return
  throw new RollbookError(
    'POSTGRES_TOO_OLD',
    `Cannot use this database: it is PostgreSQL ${found.text}, and Rollbook needs 15 or newer. ` +
      'Upgrade the server, or leave DATABASE_URL unset to use the built-in one',
  )
}

/** Version of the server, for comparing and for people; an unreachable one is told in words. */
export async function serverVersion(pool: pg.Pool): Promise<{ number: number; text: string }> {
  try {
    const { rows } = await pool.query<{ number: number; text: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
    )
    return rows[0] ?? { number: 0, text: 'of no known version' }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    const message = `Cannot reach the database: ${reason}. Check DATABASE_URL and that the server accepts connections`
    throw new RollbookError('DATABASE_UNREACHABLE', message, 1, { cause })
  }
}
