import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import copy from 'pg-copy-streams'
import { entityKey } from '../roster/entity.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import type { Base, KindBase, Session } from '../snapshot/base.ts'
import type { Hasher } from '../snapshot/hash.ts'
import { contentText, lineEntity } from '../snapshot/line.ts'
import { NameFile } from '../snapshot/names.ts'
import { flags, KeyTable } from '../snapshot/table.ts'
import { columnList, tableOf, type Owner } from './roster.ts'
import { GrowingFile } from './scratch.ts'
import { row, rows, sql, type Runner } from './sql.ts'

/** Which fingerprints describe the roster: those saved after this version, and no others. */
export type BaseStamp = { readonly version: number; readonly digest: string }

/** Fingerprints of a connection with the files behind them. */
export type OpenBase = Base & {
  /** The saved fingerprints were those of the roster; else they were read out of it. */
  readonly fresh: boolean
  close(): Promise<void>
}

type Header = { stamp: BaseStamp; names: Partial<Record<Kind, number>>; check: string }

/**
 * The fingerprints of the roster's base: as saved, where the stamp is the one the roster recorded; otherwise
 * the roster itself is read out and serves as the base. Same code after that, slower and always right.
 */
export async function openBase(
  data: string,
  client: pg.ClientBase,
  owner: Owner,
  stamp: BaseStamp | null,
  hasher: Hasher,
): Promise<OpenBase> {
  const folder = baseFolder(data, owner)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = stamp === null ? null : await readHeader(folder, stamp)
  // Tables that a crash cut short are no base, and the roster will be read out.
  const tables = found === null ? null : await loadTables(folder).catch(() => null)
  const header = tables === null ? null : found
  const files: GrowingFile[] = []
  const bases: Partial<Record<Kind, KindBase>> = {}
  for (const kind of kinds) {
    const file = await GrowingFile.open(join(folder, `${kind}.names`), header?.names[kind] ?? 0)
    files.push(file)
    const names = new NameFile(file)
    const table = tables?.[kind] ?? (await readOut(client, owner, kind, names, hasher))
    bases[kind] = { table, names, stocked: await isStocked(client, owner, kind) }
  }
  return {
    kinds: bases as Record<Kind, KindBase>, // every kind was set in the loop
    ...(await readCalendar(client, owner)),
    fresh: header !== null,
    close: async () => {
      for (const file of files) await file.close()
    },
  }
}

/** Settles the tables and saves them under a new stamp; the header last, so that a torn save is no base. */
export async function saveBase(data: string, owner: Owner, base: OpenBase, stamp: BaseStamp): Promise<void> {
  const folder = baseFolder(data, owner)
  await rm(join(folder, 'base.json'), { force: true })
  const names: Header['names'] = {}
  for (const kind of kinds) {
    await base.kinds[kind].names.flush()
    const file = await open(join(folder, `${kind}.table.new`), 'w', 0o600)
    for (const piece of gathered(base.kinds[kind].table.pieces())) await file.writeFile(piece)
    await file.close()
    await rename(join(folder, `${kind}.table.new`), join(folder, `${kind}.table`))
    names[kind] = (await stat(join(folder, `${kind}.names`))).size
  }
  const file = await open(join(folder, 'base.json.new'), 'w', 0o600)
  await file.write(JSON.stringify({ stamp, names }))
  await file.sync()
  await file.close()
  await rename(join(folder, 'base.json.new'), join(folder, 'base.json'))
}

function baseFolder(data: string, { connectionId }: Owner): string {
  return join(data, 'base', connectionId)
}

async function readHeader(folder: string, stamp: BaseStamp): Promise<Header | null> {
  try {
    const file = await open(join(folder, 'base.json'), 'r')
    const header = JSON.parse(await file.readFile('utf8')) as Header // written by saveBase alone
    await file.close()
    return header.stamp.version === stamp.version && header.stamp.digest === stamp.digest ? header : null
  } catch {
    // No base, or one that a crash tore: the roster will be read out.
    return null
  }
}

async function loadTables(folder: string): Promise<Record<Kind, KeyTable>> {
  const tables: Partial<Record<Kind, KeyTable>> = {}
  for (const kind of kinds) tables[kind] = await loadTable(folder, kind)
  return tables as Record<Kind, KeyTable> // every kind was set in the loop
}

async function loadTable(folder: string, kind: Kind): Promise<KeyTable> {
  const file = await open(join(folder, `${kind}.table`), 'r')
  const room = Buffer.allocUnsafe(PIECE)
  let [from, to] = [0, 0]
  try {
    return await KeyTable.from(async bytes => {
      for (let at = 0; at < bytes.length;) {
        if (from === to) [from, to] = [0, (await file.read(room, 0, PIECE, null)).bytesRead]
        if (to === 0) throw new Error(`Cannot read ${kind}.table: it ends too early`)
        const part = Math.min(to - from, bytes.length - at)
        bytes.set(room.subarray(from, from + part), at)
        from += part
        at += part
      }
    })
  } finally {
    await file.close()
  }
}

const PIECE = 1 << 20

/** A table is hundreds of small pieces: on a district of a few schools asking the disk for each would cost most of a run. */
function* gathered(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let waiting: Uint8Array[] = []
  let size = 0
  for (const piece of pieces) {
    waiting.push(piece)
    size += piece.length
    if (size < PIECE) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  yield Buffer.concat(waiting)
}

async function readOut(
  client: pg.ClientBase,
  owner: Owner,
  kind: Kind,
  names: NameFile,
  hasher: Hasher,
): Promise<KeyTable> {
  const table = new KeyTable()
  const columns = ['sourced_id', ...columnList(kind)].join(', ')
  // COPY takes no parameters; both ids are uuids of ours.
  const text = `copy (select ${columns} from ${tableOf(kind).text} where district_id = '${owner.districtId}'
    and connection_id = '${owner.connectionId}' and removed_at is null) to stdout`
  const stream = client.query(copy.to(text))
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + (chunk as Buffer).toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) addLine(table, kind, line, names, hasher)
    await names.flush()
  }
  return table
}

function addLine(table: KeyTable, kind: Kind, line: string, names: NameFile, hasher: Hasher): void {
  const key = entityKey(lineEntity(kind, line))
  hasher.text(key)
  const slot = table.insert(hasher.lo, hasher.hi, names.add(key), flags.held)
  hasher.text(contentText(kind, line))
  table.setContent(slot, hasher.lo, hasher.hi)
}

/** Any row of the kind, also a removed one or one made by hand: then newcomers may be old acquaintances. */
async function isStocked(client: Runner, { districtId }: Owner, kind: Kind): Promise<boolean> {
  return (
    (await row(client, sql`select 1 from ${tableOf(kind)} where district_id = ${districtId} limit 1`)) !==
    null
  )
}

async function readCalendar(
  client: Runner,
  { districtId, connectionId }: Owner,
): Promise<Pick<Base, 'sessions' | 'schools' | 'schoolYear'>> {
  type SessionRow = { id: string; live: boolean } & Session
  const found = await rows<SessionRow>(
    client,
    sql`select sourced_id as id, type, start_date as start, end_date as "end", parent_sourced_id as parent,
        school_year as year, removed_at is null as live from academic_sessions
      where district_id = ${districtId} and connection_id = ${connectionId} and removed_why is distinct from 'id_reused'`,
  )
  const orgs = await rows<{ id: string; type: string }>(
    client,
    sql`select sourced_id as id, type from orgs where district_id = ${districtId} and connection_id = ${connectionId}
      and removed_at is null`,
  )
  const years = found.filter(({ live }) => live).flatMap(({ year }) => year ?? [])
  return {
    sessions: new Map(found.map(({ id, ...session }) => [id, session])),
    schools: new Map(orgs.map(({ id, type }) => [id, type])),
    schoolYear: years.sort().at(-1) ?? null,
  }
}
