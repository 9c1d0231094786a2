import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import type pg from 'pg'
import copy from 'pg-copy-streams'
import { entityKey } from '../roster/entity.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import type { Base, KindBase, Session } from '../snapshot/base.ts'
import type { Hasher } from '../snapshot/hash.ts'
import { contentText, lineEntity } from '../snapshot/line.ts'
import { NameFile } from '../snapshot/names.ts'
import { flags, KeyTable } from '../snapshot/table.ts'
import { baseFolder } from './layout.ts'
import { columnList, tableOf, type Owner } from './roster.ts'
import { LayeredFile } from './scratch.ts'
import { countLive } from './stock.ts'
import { join as joinQueries, raw, row, rows, sql, type Runner } from './sql.ts'

/** Which fingerprints describe the roster: those saved after this version, and no others. */
export type BaseStamp = { readonly version: number; readonly digest: string }

/** Fingerprints of a connection with the files behind them. */
export type OpenBase = Base & {
  /** The saved fingerprints were those of the roster; else they were read out of it. */
  readonly fresh: boolean
  readonly saved: Header | null
  readonly files: Readonly<Record<Kind, LayeredFile>>
  close(): Promise<void>
}

/** What base.json says: whose fingerprints, how long the names are, and a sum of each table. */
type Header = {
  format: number
  stamp: BaseStamp
  names: Partial<Record<Kind, number>>
  sums: Partial<Record<Kind, string>>
}

/** Moves with the layout of a table and with what is hashed: files of another release are no base. */
const FORMAT = 1

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
  const folder = baseFolder(data, owner.connectionId)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await clearLeftovers(folder)
  const found = stamp === null ? null : await readHeader(folder, stamp)
  // Tables that a crash cut short or a disk changed are no base, and the roster will be read out.
  const tables = found === null ? null : await loadTables(folder, found, hasher).catch(() => null)
  const header = tables === null ? null : found
  const files: Partial<Record<Kind, LayeredFile>> = {}
  const bases: Partial<Record<Kind, KindBase>> = {}
  const own = randomBytes(6).toString('hex')
  const close = async () => {
    for (const kind of kinds) await files[kind]?.close()
    for (const kind of kinds) await rm(join(folder, `${kind}.names.own-${own}`), { force: true })
  }
  try {
    const stocked = await findStocked(client, owner)
    for (const kind of kinds) {
      const path = join(folder, `${kind}.names`)
      const file = await LayeredFile.open(path, header?.names[kind] ?? 0, `${path}.own-${own}`)
      files[kind] = file
      const names = new NameFile(file)
      const table = tables?.[kind] ?? (await readOut(client, owner, kind, names, hasher))
      bases[kind] = { table, names, stocked: stocked[kind] }
    }
    return {
      kinds: bases as Record<Kind, KindBase>, // every kind was set in the loop
      files: files as Record<Kind, LayeredFile>, // and here
      ...(await readCalendar(client, owner)),
      fresh: header !== null,
      saved: header,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Saves the settled tables that changed under a new stamp; the header goes first and comes last, so that a torn save is no base.
 * Needs the district's lock: nobody else may be saving.
 */
export async function saveBase(
  data: string,
  owner: Owner,
  base: OpenBase,
  stamp: BaseStamp,
  hasher: Hasher,
): Promise<void> {
  const folder = baseFolder(data, owner.connectionId)
  const { saved } = base
  const changed = kinds.filter(kind => saved === null || base.kinds[kind].table.changed)
  if (changed.length === 0 && saved?.stamp.version === stamp.version && saved.stamp.digest === stamp.digest)
    return
  await rm(join(folder, 'base.json'), { force: true })
  const header: Header = { format: FORMAT, stamp, names: { ...saved?.names }, sums: { ...saved?.sums } }
  for (const kind of changed) {
    header.sums[kind] = await saveTable(folder, kind, base.kinds[kind].table, hasher)
    header.names[kind] = await saveNames(folder, kind, base)
  }
  await writing(join(folder, 'base.json.new'), 'w', file => file.writeFile(JSON.stringify(header)))
  await rename(join(folder, 'base.json.new'), join(folder, 'base.json'))
}

async function saveTable(folder: string, kind: Kind, table: KeyTable, hasher: Hasher): Promise<string> {
  const path = join(folder, `${kind}.table`)
  const sum = new Sum(hasher)
  await writing(`${path}.new`, 'w', async file => {
    for (const piece of gathered(table.pieces())) {
      sum.add(piece)
      await file.writeFile(piece)
    }
  })
  await rename(`${path}.new`, path)
  return sum.text
}

/** The run's own names go behind those saved; offsets in the table stay what they are. */
async function saveNames(folder: string, kind: Kind, base: OpenBase): Promise<number> {
  await base.kinds[kind].names.flush()
  const layers = base.files[kind]
  const savedSize = layers.size - layers.own.size
  const path = join(folder, `${kind}.names`)
  if (savedSize === 0) await rm(path, { force: true })
  let at = savedSize
  await writing(path, savedSize === 0 ? 'w' : 'r+', async file => {
    await file.truncate(savedSize)
    for await (const piece of layers.ownPieces())
      at += (await file.write(piece, 0, piece.length, at)).bytesWritten
  })
  return at
}

/** The file is on the disk when this resolves, and closed whatever happens. */
async function writing(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await work(file)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Sum of a table's bytes in pieces of any size cut at the same places. */
class Sum {
  text = ''
  private readonly hasher: Hasher

  constructor(hasher: Hasher) {
    this.hasher = hasher
  }

  add(piece: Uint8Array): void {
    this.hasher.bytes(piece, 0, piece.length, this.hasher.seed(this.text))
    this.text = `${this.hasher.hi} ${this.hasher.lo}`
  }
}

/** Fingerprints that cannot be trusted: the next run reads the roster out. */
export async function forgetBase(data: string, owner: Owner): Promise<void> {
  await rm(join(baseFolder(data, owner.connectionId), 'base.json'), { force: true })
}

/** A run that was killed leaves its own files behind. */
async function clearLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.includes('.own-') || name.endsWith('.new')) await rm(join(folder, name), { force: true })
}

async function readHeader(folder: string, stamp: BaseStamp): Promise<Header | null> {
  try {
    const header = JSON.parse(await readFile(join(folder, 'base.json'), 'utf8')) as Header // written by saveBase alone
    const { version, digest } = header.stamp
    return header.format === FORMAT && version === stamp.version && digest === stamp.digest ? header : null
  } catch {
    // No base, or one that a crash tore: the roster will be read out.
    return null
  }
}

async function loadTables(folder: string, header: Header, hasher: Hasher): Promise<Record<Kind, KeyTable>> {
  const load = async (kind: Kind) => {
    const sum = new Sum(hasher)
    const table = await loadTable(folder, kind, sum)
    if (sum.text !== header.sums[kind]) throw new Error(`Cannot read ${kind}.table: its sum is another`)
    const { size } = await stat(join(folder, `${kind}.names`))
    if (size < (header.names[kind] ?? 0)) throw new Error(`Cannot read ${kind}.names: it ends too early`)
    return [kind, table] as const
  }
  // Side by side: most tables are small, and only wait for the disk.
  const loaded = await Promise.all(kinds.map(load))
  return Object.fromEntries(loaded) as Record<Kind, KeyTable> // every kind is among them
}

async function loadTable(folder: string, kind: Kind, sum: Sum): Promise<KeyTable> {
  const file = await open(join(folder, `${kind}.table`), 'r')
  const room = Buffer.allocUnsafe(PIECE)
  let [piece, from]: [Uint8Array, number] = [new Uint8Array(0), 0]
  try {
    return await KeyTable.from(async bytes => {
      for (let at = 0; at < bytes.length;) {
        if (from === piece.length) {
          ;[piece, from] = [await readPiece(file, room), 0]
          sum.add(piece)
        }
        const part = Math.min(piece.length - from, bytes.length - at)
        bytes.set(piece.subarray(from, from + part), at)
        from += part
        at += part
      }
    })
  } finally {
    await file.close()
  }
}

async function readPiece(file: FileHandle, room: Buffer): Promise<Uint8Array> {
  const { bytesRead } = await file.read(room, 0, PIECE, null)
  if (bytesRead === 0) throw new Error('Cannot read a table: it ends too early')
  return room.subarray(0, bytesRead)
}

const PIECE = 1 << 20

/**
 * A table is hundreds of small pieces: on a district of a few schools asking the disk for each would cost most
 * of a run. All but the last are of one size, at which the sums are cut too. One is done with before the next.
 */
function* gathered(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const room = Buffer.allocUnsafe(PIECE)
  let used = 0
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = Math.min(PIECE - used, piece.length - at)
      room.set(piece.subarray(at, at + part), used)
      at += part
      used += part
      if (used < PIECE) continue
      yield room
      used = 0
    }
  }
  if (used > 0) yield room.subarray(0, used)
}

async function readOut(
  client: pg.ClientBase,
  owner: Owner,
  kind: Kind,
  names: NameFile,
  hasher: Hasher,
): Promise<KeyTable> {
  const table = new KeyTable()
  table.reserve(await countLive(client, owner, kind))
  const columns = ['sourced_id', ...columnList(kind)].join(', ')
  // COPY takes no parameters; both ids are uuids of ours.
  const text = `copy (select ${columns} from ${tableOf(kind).text} where district_id = '${owner.districtId}'
    and connection_id = '${owner.connectionId}' and removed_at is null) to stdout`
  const stream = client.query(copy.to(text))
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n') // the stream is not in text mode
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
async function findStocked(client: Runner, { districtId }: Owner): Promise<Record<Kind, boolean>> {
  const any = (kind: Kind) =>
    sql`exists (select from ${tableOf(kind)} where district_id = ${districtId}) as "${raw(kind)}"`
  const found = await row<Record<Kind, boolean>>(client, sql`select ${joinQueries(kinds.map(any), ', ')}`)
  if (found === null) throw new Error('Cannot look into the roster: the database gave no answer')
  return found
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
