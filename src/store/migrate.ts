import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { RollbookError } from '../roster/errors.ts'
import { row, rows, run, sql } from './sql.ts'
import type { Runner } from './sql.ts'
import { transact } from './transact.ts'

export type Migration = { readonly number: number; readonly name: string; readonly file: string }

/** Any number will do, as long as every release takes the same. */
const migrationLock = 7_104_229_518

/** Brings the schema up to this release; resolves to the numbers it applied. Safe to run from many processes at once. */
export async function migrate(pool: pg.Pool): Promise<number[]> {
  const known = await knownMigrations()
  const version = await schemaVersion(pool)
  refuseNewer(version, known.length)
  const applied: number[] = []
  for (const migration of known.slice(version)) {
    if (await applyOne(pool, migration)) applied.push(migration.number)
  }
  return applied
}

/** Number of the last migration this database has; 0 for an empty one. */
export async function schemaVersion(db: Runner): Promise<number> {
  const table = await row<{ found: boolean }>(db, sql`select to_regclass('migrations') is not null as found`)
  if (!table?.found) return 0
  const last = await rows<{ last: number | null }>(db, sql`select max(number) as last from migrations`)
  return last[0]?.last ?? 0
}

/** The numbered files of db/migrations, in order and without a gap. */
export async function knownMigrations(): Promise<Migration[]> {
  const folder = join(packageRoot(), 'db', 'migrations')
  const names = (await readdir(folder)).filter(name => /^\d{4}_.*\.sql$/.test(name)).sort()
  return names.map((name, at) => {
    const number = Number(name.slice(0, 4))
    if (number !== at + 1)
      throw new Error(`Cannot read migration ${name}: number ${at + 1} is missing before it`)
    return { number, name, file: join(folder, name) }
  })
}

async function applyOne(pool: pg.Pool, migration: Migration): Promise<boolean> {
  return transact(pool, client => migrateIn(client, migration))
}

/**
 * One migration inside the caller's transaction; false when another process had it first. The row comes
 * before the work: of two processes that start together the second waits at the lock, finds the row and
 * goes on, where it would have run into tables that exist.
 */
export async function migrateIn(client: Runner, migration: Migration): Promise<boolean> {
  await run(client, sql`select pg_advisory_xact_lock(${migrationLock})`)
  await client.query(`create table if not exists migrations (
    number integer primary key, name text not null, applied_at timestamptz not null default now())`)
  const { number, name } = migration
  const mine = await run(
    client,
    sql`insert into migrations (number, name) values (${number}, ${name}) on conflict do nothing`,
  )
  if (mine === 1) await client.query(await readFile(migration.file, 'utf8'))
  return mine === 1
}

function refuseNewer(version: number, known: number): void {
  if (version <= known) return
  throw new RollbookError(
    'SCHEMA_NEWER',
    `This database is at schema ${version}, and this release knows ${known}. ` +
      `Upgrade Rollbook, or restore the backup taken before migration ${known + 1}`,
  )
}

/** The folder that holds package.json: one level up from a bundle in dist/, two from src/store/. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder)
      throw new Error(`Cannot find db/migrations: no package.json above "${import.meta.url}"`)
    folder = dirname(folder)
  }
  return folder
}
