import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { RollbookError } from '../roster/errors.ts'
import { writeArchive } from './archive.ts'
import type { Entry } from './archive.ts'
import { diskFull, hasCode } from './failure.ts'
import { names } from './layout.ts'
import { schemaVersion } from './migrate.ts'
import type { Store } from './open.ts'
import { ourTables } from './schema.ts'
import { rows, sql } from './sql.ts'
import type { Runner } from './sql.ts'
import { readMoment } from './transact.ts'

/** What a backup holds, for the person who made or restored it. */
export type BackupSummary = {
  readonly file: string
  readonly schema: number
  readonly rows: Readonly<Record<string, number>>
  readonly files: number
}

/** Subfolders and the key file of a data folder that are part of it; scratch and the cluster itself are not. */
export const keptFolders = [names.base, names.snapshots, names.uploads] as const
export const keyFile = names.key

/** What COPY writes must read the same on a server with other habits. */
export const plainDates = `set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local client_encoding = 'UTF8'`

/** Everything into one file: all tables as they were at one moment, and the files that belong to them. */
export async function backup(store: Store, file: string): Promise<BackupSummary> {
  const counted: Record<string, number> = {}
  let files = 0
  try {
    const schema = await readMoment(store.pool, work)
    return { file, schema, rows: counted, files }
  } catch (error) {
    throw diskFull(error, `write backup "${file}"`, store.said()) ?? unwritable(error, file) ?? error
  }

  async function work(client: PoolClient): Promise<number> {
    await client.query(plainDates)
    const schema = await schemaVersion(client)
    const tables = await tablesInOrder(client)
    await writeArchive(file, {
      heading: { rollbook: 'backup', format: 1, schema, madeAt: new Date().toISOString() },
      entries: () => entries(client, tables),
      ending: () => ({ rows: counted, files }),
    })
    return schema
  }

  async function* entries(
    client: PoolClient,
    tables: string[],
  ): AsyncGenerator<{ entry: Entry; bytes: AsyncIterable<Uint8Array> }> {
    for (const table of tables) {
      const columns = await columnsOf(client, table)
      const copy = client.query(copyTo(`copy ${table} (${columns.join(', ')}) to stdout`))
      copy.on('error', ignore) // the reader is told; when it has given up already, nobody need be
      yield { entry: { table, columns }, bytes: copy }
      counted[table] = copy.rowCount ?? 0
    }
    for (const path of await keptFiles(store.data)) {
      // An old snapshot may be cleared away since the folder was listed; one that is open is read to its end.
      const kept = await open(join(store.data, path)).catch(absent)
      if (kept === null) continue
      yield { entry: { file: path }, bytes: kept.createReadStream() }
      files++
    }
  }
}

/** Ours, each after those its foreign keys point to: rows of a backup are read back in the same order. */
async function tablesInOrder(db: Runner): Promise<string[]> {
  const pointers = await rows<{ from: string; to: string }>(
    db,
    sql`select f.relname as from, t.relname as to from pg_constraint k
        join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
        where k.contype = 'f' and f.oid <> t.oid and f.relnamespace = current_schema()::regnamespace`,
  )
  const waiting = new Set(await ourTables())
  const ordered: string[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      table => !pointers.some(({ from, to }) => from === table && waiting.has(to)),
    )
    if (ready.length === 0)
      throw new Error(`Cannot order tables for a backup: ${[...waiting].join(', ')} point to each other`)
    ready.forEach(table => waiting.delete(table))
    ordered.push(...ready)
  }
  return ordered
}

async function columnsOf(db: Runner, table: string): Promise<string[]> {
  const found = await rows<{ name: string }>(
    db,
    sql`select quote_ident(attname) as name from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  )
  return found.map(({ name }) => name)
}

/** Paths below the data folder, as an archive spells them on every system. */
async function keptFiles(data: string): Promise<string[]> {
  const lists = await Promise.all(keptFolders.map(folder => filesBelow(data, folder)))
  const key = await stat(join(data, keyFile)).catch(absent)
  // A base is saved header last, and its old header goes first: a header that is still there when the
  // tables have been read is theirs. Read before them it could vouch for tables of the next run.
  const header = (path: string) => Number(path.endsWith('/base.json'))
  return [...(key ? [keyFile] : []), ...lists.flat().sort((a, b) => header(a) - header(b))]
}

async function filesBelow(data: string, folder: string): Promise<string[]> {
  const found = (await readdir(join(data, folder), { withFileTypes: true }).catch(absent)) ?? []
  const lists = found.map(async entry => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return filesBelow(data, path)
    return entry.isFile() ? [path] : []
  })
  return (await Promise.all(lists)).flat().sort()
}

function unwritable(error: unknown, file: string): RollbookError | null {
  const ours =
    error instanceof Error && 'syscall' in error && ['open', 'rename'].includes(String(error.syscall))
  if (!ours) return null
  const message = `Cannot write backup "${file}": ${error.message}. Give a file in a folder that exists and may be written to`
  return new RollbookError('BACKUP_UNWRITTEN', message, 1, { cause: error })
}

function ignore(): void {}

function absent(error: unknown): null {
  if (hasCode(error, 'ENOENT')) return null
  throw error
}
