import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { RollbookError } from '../roster/errors.ts'
import { readArchive } from './archive.ts'
import type { Ending, Entry, Heading } from './archive.ts'
import { keptFolders, keyFile, plainDates } from './backup.ts'
import type { BackupSummary } from './backup.ts'
import { diskFull, hasCode } from './failure.ts'
import { knownMigrations, migrateIn } from './migrate.ts'
import type { Migration } from './migrate.ts'
import type { Store } from './open.ts'
import { ourTables } from './schema.ts'
import { row, rows, run, sql } from './sql.ts'
import { transact } from './transact.ts'

/**
 * Replaces everything by what the backup holds. The whole file is read and its checksum compared before the
 * first write; then one transaction makes the tables anew as they were in the backup's release, fills
 * them, and migrates them to this one. So a backup of an older release is a way up.
 */
export async function restore(store: Store, file: string): Promise<BackupSummary> {
  const known = await knownMigrations()
  const { schema, ending } = await verify(file, known.length)
  const staged = join(store.data, 'restored')
  await rm(staged, { recursive: true, force: true })
  await mkdir(staged, { recursive: true, mode: 0o700 })
  try {
    await transact(store.pool, client => replaceTables(client, file, staged, known, schema, ending))
    await moveFiles(staged, store.data)
  } catch (error) {
    throw inUse(error, file) ?? diskFull(error, `restore "${file}"`, store.said()) ?? error
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
  return { file, schema, ...ending }
}

async function verify(file: string, known: number): Promise<{ schema: number; ending: Ending }> {
  let schema = 0
  const heading = (found: Heading) => {
    schema = found.schema
    if (schema > known) throw newer(file, schema, known)
  }
  const entry = (found: Entry) => {
    if ('file' in found) safePath(found.file, file)
  }
  return { ending: await readArchive(file, { heading, entry }), schema }
}

async function replaceTables(
  client: pg.PoolClient,
  file: string,
  staged: string,
  known: readonly Migration[],
  schema: number,
  ending: Ending,
): Promise<void> {
  await client.query(`${plainDates}; set local lock_timeout = '30s'`)
  await refuseWhileBusy(client, file)
  const fences = await rows<Fence>(client, sql`select district_id, fence from districts`)
  await client.query(`drop table ${(await ourTables()).join(', ')} cascade`)
  await client.query('delete from migrations')
  for (const migration of known.slice(0, schema)) await migrateIn(client, migration)
  const indexes = await liftIndexes(client)
  const copied: Record<string, number> = {}
  await readArchive(file, {
    async entry(found, blocks) {
      if ('file' in found) await writeStaged(join(staged, found.file), blocks)
      else copied[found.table] = await copyIn(client, found.table, found.columns, blocks)
    },
  })
  compareCounts(file, copied, ending.rows)
  for (const index of indexes) await client.query(index)
  for (const migration of known.slice(schema)) await migrateIn(client, migration)
  await keepFences(client, fences)
  await client.query(`analyze ${(await ourTables()).join(', ')}`)
}

/** Drops the indexes that are no keys and says how to make them: built over full tables they halve the time. */
async function liftIndexes(client: pg.PoolClient): Promise<string[]> {
  const found = await rows<{ name: string; make: string }>(
    client,
    sql`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as make
        from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = current_schema()::regnamespace and c.relname = any(${await ourTables()})
          and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
  )
  if (found.length > 0) await client.query(`drop index ${found.map(({ name }) => name).join(', ')}`)
  await client.query(`set local maintenance_work_mem = '256MB'`)
  return found.map(({ make }) => make)
}

type Fence = { district_id: string; fence: number }

/** A fence never goes back: a worker that has slept since before the restore must not find its number again. */
async function keepFences(client: pg.PoolClient, fences: Fence[]): Promise<void> {
  await run(
    client,
    sql`update districts d set fence = f.fence
        from unnest(${fences.map(f => f.district_id)}::uuid[], ${fences.map(f => f.fence)}::bigint[]) f (district_id, fence)
        where d.district_id = f.district_id and d.fence < f.fence`,
  )
}

async function copyIn(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  blocks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const copy = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from(blocks), copy)
  return copy.rowCount
}

async function writeStaged(path: string, blocks: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(Readable.from(blocks), createWriteStream(path, { mode: 0o600, flush: true }))
}

/** After the commit: a base that is missing or not the recorded one is read from the roster instead, so no moment is unsafe. */
async function moveFiles(staged: string, data: string): Promise<void> {
  for (const name of keptFolders) await rm(join(data, name), { recursive: true, force: true })
  for (const name of [...keptFolders, keyFile]) {
    try {
      await rename(join(staged, name), join(data, name))
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
}

async function refuseWhileBusy(client: pg.PoolClient, file: string): Promise<void> {
  const busy = await row<{ key: string }>(
    client,
    sql`select key from districts where holder is not null and lease_until > now() order by key limit 1`,
  )
  if (!busy) return
  throw new RollbookError(
    'DISTRICT_BUSY',
    `Cannot restore "${file}": a run is at work in district "${busy.key}". Stop the servers and workers first, then restore`,
  )
}

function inUse(error: unknown, file: string): RollbookError | null {
  if (!hasCode(error, '55P03')) return null
  return new RollbookError(
    'DATABASE_IN_USE',
    `Cannot restore "${file}": another process is at work in the database. Stop the servers and workers first, then restore`,
    1,
    { cause: error },
  )
}

/** A checksum finds accidents, not intent: a path that leads out of the data folder is refused by itself. */
function safePath(path: string, file: string): void {
  const parts = path.split('/')
  const inside = path === keyFile || keptFolders.some(folder => parts.length > 1 && parts[0] === folder)
  if (inside && !parts.some(part => part === '' || part === '.' || part === '..' || part.includes('\\')))
    return
  throw new RollbookError(
    'BACKUP_DAMAGED',
    `Cannot restore "${file}": it names the file "${path}", which no backup holds. Do not use it`,
  )
}

function compareCounts(file: string, copied: Record<string, number>, told: Ending['rows']): void {
  const off = Object.keys({ ...copied, ...told }).find(table => copied[table] !== told[table])
  if (off === undefined) return
  throw new RollbookError(
    'BACKUP_DAMAGED',
    `Cannot restore "${file}": table ${off} came to ${copied[off] ?? 0} rows, and ${told[off] ?? 0} were saved. Nothing was changed; take an older backup`,
  )
}

function newer(file: string, schema: number, known: number): RollbookError {
  return new RollbookError(
    'BACKUP_NEWER',
    `Cannot restore "${file}": it is of schema ${schema}, and this release knows ${known}. Upgrade Rollbook, then restore`,
  )
}
