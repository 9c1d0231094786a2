import { createHash, randomUUID } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { RollbookError } from '../roster/errors.ts'
import { hasCode } from './failure.ts'

/*
 * The file of a backup: gzip over a heading, entries and an ending.
 *
 *   {"rollbook":"backup","format":1,"schema":3,…}\n
 *   {"table":"users","columns":[…]}\n   blocks, each behind its length in four bytes; a length of zero ends them
 *   {"file":"base/…"}\n                 blocks …
 *   {"end":true,"rows":{…},"sha256":"…"}\n
 *
 * The digest covers every byte before the ending, so a file cut off, spliced or altered is known as such
 * before one row of it is written.
 */
export type Heading = {
  readonly rollbook: 'backup'
  readonly format: 1
  readonly schema: number
  readonly madeAt: string
}
export type Entry =
  { readonly table: string; readonly columns: readonly string[] } | { readonly file: string }
export type Ending = { readonly rows: Readonly<Record<string, number>>; readonly files: number }

const blockBytes = 1 << 16

/** What an archive is made of, in order; the ending is asked for last, when all is counted. */
export type Contents = {
  readonly heading: Heading
  entries(): AsyncIterable<{ entry: Entry; bytes: AsyncIterable<Uint8Array> }>
  ending(): Ending
}

/** Writes beside the place and renames: a backup that was interrupted never stands where a good one is looked for. */
export async function writeArchive(file: string, contents: Contents): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`
  try {
    // Level 3: a third of the time of level 6 for a tenth more bytes.
    const out = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(Readable.from(frames(contents)), createGzip({ level: 3 }), out)
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
}

async function* frames(contents: Contents): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  const hashed = (bytes: Uint8Array) => {
    hash.update(bytes)
    return bytes
  }
  yield hashed(line(contents.heading))
  for await (const { entry, bytes } of contents.entries()) {
    yield hashed(line(entry))
    for await (const block of blocks(bytes)) yield hashed(block)
  }
  yield line({ end: true, ...contents.ending(), sha256: hash.digest('hex') })
}

/** COPY hands out a few rows at a time; in blocks of 64 kB they cost a length each, not a length per row. */
async function* blocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const bytes of source) {
    waiting.push(bytes)
    size += bytes.length
    if (size < blockBytes) continue
    yield framed(waiting, size)
    waiting = []
    size = 0
  }
  if (size > 0) yield framed(waiting, size)
  yield length(0)
}

function framed(waiting: Uint8Array[], size: number): Uint8Array {
  return Buffer.concat([length(size), ...waiting])
}

function length(size: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(size)
  return bytes
}

function line(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}

export type Visitor = {
  heading?(heading: Heading): void
  /** Blocks that it does not read are passed over. */
  entry?(entry: Entry, blocks: AsyncIterable<Uint8Array>): Promise<void> | void
}

/** Reads an archive from front to back and checks its digest at the end; throws in words where it is not a whole backup. */
export async function readArchive(file: string, visitor: Visitor): Promise<Ending> {
  const source = createReadStream(file)
  const plain = source.pipe(createGunzip())
  source.on('error', error => plain.destroy(error))
  const reader = new Reader(plain, file)
  try {
    const heading = parseHeading(await reader.line(), file)
    visitor.heading?.(heading)
    for (;;) {
      const sum = reader.digest()
      const next = JSON.parse(await reader.line()) as Entry | (Ending & { end: true; sha256: string }) // its digest vouches for it
      if (!('end' in next)) {
        const blocks = reader.blocks()
        await visitor.entry?.(next, blocks)
        while (!(await blocks.next()).done);
        continue
      }
      if (next.sha256 !== sum) throw damaged(file, 'its checksum does not fit its content')
      return { rows: next.rows, files: next.files }
    }
  } catch (error) {
    throw archiveError(error, file)
  } finally {
    source.destroy()
    plain.destroy()
  }
}

class Reader {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #file: string
  readonly #hash: Hash = createHash('sha256')
  #rest: Uint8Array = new Uint8Array(0)

  constructor(source: AsyncIterable<Uint8Array>, file: string) {
    this.#source = source[Symbol.asyncIterator]()
    this.#file = file
  }

  /** Digest of all that was taken so far. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  async line(): Promise<string> {
    for (let from = 0; ;) {
      const end = this.#rest.indexOf(10, from)
      if (end >= 0) return Buffer.from(this.#take(end + 1)).toString('utf8')
      from = this.#rest.length
      if (from > 1_000_000) throw notOurs(this.#file)
      await this.#more()
    }
  }

  async *blocks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const size = Buffer.from(await this.#bytes(4)).readUInt32BE()
      if (size === 0) return
      yield await this.#bytes(size)
    }
  }

  async #bytes(size: number): Promise<Uint8Array> {
    while (this.#rest.length < size) await this.#more()
    return this.#take(size)
  }

  #take(size: number): Uint8Array {
    const taken = this.#rest.subarray(0, size)
    this.#rest = this.#rest.subarray(size)
    this.#hash.update(taken)
    return taken
  }

  async #more(): Promise<void> {
    const next = await this.#source.next()
    if (next.done) throw damaged(this.#file, 'it ends too early')
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value])
  }
}

function parseHeading(text: string, file: string): Heading {
  let heading: unknown
  try {
    heading = JSON.parse(text)
  } catch {
    throw notOurs(file)
  }
  if (typeof heading !== 'object' || heading === null) throw notOurs(file)
  if (!('rollbook' in heading) || heading.rollbook !== 'backup') throw notOurs(file)
  const format = 'format' in heading ? heading.format : undefined
  if (format === 1) return heading as Heading // of our making, by its first words
  throw new RollbookError(
    'BACKUP_NEWER',
    `Cannot restore "${file}": it is of backup format ${String(format)}, and this release knows 1. Upgrade Rollbook`,
  )
}

function archiveError(error: unknown, file: string): unknown {
  if (error instanceof RollbookError) return error
  if (hasCode(error, 'ENOENT')) {
    return new RollbookError(
      'BACKUP_MISSING',
      `Cannot restore "${file}": there is no such file. Check the path`,
    )
  }
  if (hasCode(error, 'Z_DATA_ERROR') && error instanceof Error && /incorrect header/.test(error.message))
    return notOurs(file)
  if (hasCode(error, 'Z_BUF_ERROR')) return damaged(file, 'it ends too early')
  if (hasCode(error, 'Z_DATA_ERROR') || error instanceof SyntaxError)
    return damaged(file, 'its content is garbled')
  return error
}

function notOurs(file: string): RollbookError {
  const remedy = 'Give a file that `rollbook backup` wrote'
  return new RollbookError(
    'BACKUP_UNKNOWN',
    `Cannot restore "${file}": it is not a backup of Rollbook. ${remedy}`,
  )
}

function damaged(file: string, how: string): RollbookError {
  const remedy = 'Nothing was changed; take another copy of the file or an older backup'
  return new RollbookError('BACKUP_DAMAGED', `Cannot restore "${file}": ${how}. ${remedy}`)
}
