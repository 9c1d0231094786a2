import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import type { Broken, Drop, Stream } from '../../src/sources/source.ts'

/** What a drop is made of: a path inside it and its bytes. Text is written as UTF-8. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** A folder of the running test's own, gone when it ends. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-drop-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function folderOf(files: Files): Promise<string> {
  const folder = await scratchFolder()
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return folder
}

/** What a zip may say of an entry that is not so; everything else is honest. */
export type Lie = {
  readonly name?: string
  readonly size?: number
  readonly packedSize?: number
  readonly crc?: number
  readonly flags?: number
  readonly method?: number
  readonly attributes?: number
  /** Entry number whose bytes this one claims too. */
  readonly over?: number
  readonly date?: number
  /** Extra field of the central directory. */
  readonly extra?: Buffer
  /** Bytes in place of the packed ones. */
  readonly packed?: Uint8Array
}

/** A zip made byte by byte (APPNOTE.TXT 4.3), so that it can be wrong in one place and right in all others. */
export function zipBytes(files: Files, lies: Readonly<Record<string, Lie>> = {}): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  const offsets: number[] = []
  let offset = 0
  for (const [path, content] of Object.entries(files)) {
    const lie = lies[path] ?? {}
    const bytes = Buffer.from(content)
    const packed = Buffer.from(lie.packed ?? deflateRawSync(bytes))
    const name = Buffer.from(lie.name ?? path)
    const fields = fieldsOf(bytes, packed, name, lie)
    const at = lie.over === undefined ? offset : (offsets[lie.over] ?? 0)
    offsets.push(at)
    if (lie.over === undefined) {
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, packed])
      parts.push(local)
      offset += local.length
    }
    central.push(centralEntry(fields, name, lie, at))
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(central.length, 8)
  end.writeUInt16LE(central.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, directory, end])
}

/** The fields that stand in both headers, from `version needed` to `extra field length`. */
function fieldsOf(bytes: Buffer, packed: Buffer, name: Buffer, lie: Lie): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(lie.flags ?? 0x800, 2)
  fields.writeUInt16LE(lie.method ?? 8, 4)
  fields.writeUInt16LE(0x1000, 6)
  fields.writeUInt16LE(lie.date ?? dosDate(2026, 8, 14), 8)
  fields.writeUInt32LE(lie.crc ?? crc32(bytes), 10)
  fields.writeUInt32LE(lie.packedSize ?? packed.length, 14)
  fields.writeUInt32LE(lie.size ?? bytes.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function centralEntry(
  fields: Buffer,
  name: Buffer,
  { attributes = 0, extra = Buffer.alloc(0) }: Lie,
  offset: number,
): Buffer {
  const entry = Buffer.alloc(46)
  entry.write('PK\x01\x02', 'latin1')
  entry.writeUInt16LE(0x0314, 4)
  fields.copy(entry, 6)
  entry.writeUInt16LE(extra.length, 30)
  entry.writeUInt32LE(attributes, 38)
  entry.writeUInt32LE(offset, 42)
  return Buffer.concat([entry, name, extra])
}

export function dosDate(year: number, month: number, day: number): number {
  return ((year - 1980) << 9) | (month << 5) | day
}

export async function fileOf(bytes: Uint8Array, name = 'drop.zip'): Promise<string> {
  const path = join(await scratchFolder(), name)
  await writeFile(path, bytes)
  return path
}

export type Row = { readonly row: number; readonly cells: string[] | Broken; readonly key: string | null }

/** One whole pass over a stream. */
export async function readAll(stream: Stream): Promise<Row[]> {
  const rows: Row[] = []
  const span = new Uint32Array(2)
  for await (const batch of stream.batches()) {
    for (let at = 0; at < batch.count; at++) {
      const known = stream.keySpan(batch, at, span)
      const key = known ? Buffer.from(batch.bytes.subarray(span[0], span[1])).toString('utf8') : null
      rows.push({ row: batch.firstRow + at, cells: stream.split(batch, at), key })
    }
  }
  return rows
}

export function streamOf(drop: Drop, kind: string): Stream {
  const stream = drop.streams.find(found => found.kind === kind)
  if (stream === undefined) throw new Error(`the drop has no stream of ${kind}`)
  return stream
}

/** A row as an object keyed by the manifest's field names is what a test wants to see: here by header name. */
export async function readObjects(drop: Drop, kind: string): Promise<Record<string, string>[]> {
  const stream = streamOf(drop, kind)
  return (await readAll(stream)).map(({ cells }) => {
    if (!Array.isArray(cells)) throw new Error(`a row of ${kind} is broken: ${cells.rule}`)
    return Object.fromEntries(stream.header.map((name, at) => [name, cells[at] ?? '']))
  })
}

/** Column → cell of each row of a stream. */
export async function rowsOf(drop: Drop, kind: string): Promise<Record<string, string>[]> {
  const stream = drop.streams.find(one => one.kind === kind)
  if (stream === undefined) return []
  const rows = await readAll(stream)
  return rows.map(({ cells }) => Object.fromEntries(stream.header.map((name, at) => [name, Array.isArray(cells) ? (cells[at] ?? '') : ''])))
} // prettier-ignore

/** Why each stream is not whole, by its kind; null for one that is. */
export async function whole(drop: Drop): Promise<Record<string, string | null>> {
  const found: Record<string, string | null> = {}
  for (const stream of drop.streams) {
    await readAll(stream)
    found[stream.kind] = stream.ending().why
  }
  return found
}
