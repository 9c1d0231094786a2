import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw, constants } from 'node:zlib'
import { RollbookError } from '../roster/errors.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import { hasCode } from './failure.ts'

const squeeze = promisify(deflateRaw)
const unsqueeze = promisify(inflateRaw)
const BLOCK = 1 << 20
const HEAD = 4 + 12 + 16 // length, nonce, tag

const LINE_END = 10
const nothing = Buffer.alloc(0)

/** Lines of a label that are not on the disk yet: whole blocks, and one that is being filled; `lines` counts all. */
type Pending = { readonly full: Buffer[]; room: Buffer; used: number; lines: number; spare: Buffer | null }

/** Begins the next block. Line ends stand between lines only: a line never holds one (snapshot/line.ts escapes them). */
function turn(part: Pending, size: number): void {
  if (part.used > 0) part.full.push(part.room.subarray(0, part.used - 1))
  const again = size === BLOCK ? part.spare : null
  if (again !== null) part.spare = null
  part.room = again ?? (size === 0 ? nothing : Buffer.allocUnsafe(size))
  part.used = 0
}

/** A snapshot's folder: lines of each label in compressed, encrypted blocks, readable while it grows. */
export class FolderDrawer implements Drawer {
  private readonly folder: string
  private readonly key: Buffer
  private readonly pending = new Map<string, Pending>()
  private readonly files = new Map<string, FileHandle>()
  private made = false

  constructor(folder: string, key: Buffer) {
    this.folder = folder
    this.key = key
  }

  /** Lines become bytes at once: as texts they would be kept, and copied by the collector, until the block is full. */
  add(label: string, line: string): void {
    let part = this.pending.get(label)
    if (part === undefined)
      this.pending.set(label, (part = { full: [], room: nothing, used: 0, lines: 0, spare: null }))
    // Three bytes hold any UTF-16 unit.
    const most = line.length * 3 + 1
    if (part.used + most > part.room.length) turn(part, Math.max(BLOCK, most))
    part.used += part.room.write(line, part.used)
    part.room[part.used++] = LINE_END
    part.lines++
  }

  /** Lines of each label that were added. */
  get counts(): [string, number][] {
    return [...this.pending].map(([label, { lines }]) => [label, lines])
  }

  async drain(): Promise<void> {
    for (const [label, part] of this.pending) if (part.full.length > 0) await this.writeBlocks(label, part)
  }

  async flush(): Promise<void> {
    for (const [label, part] of this.pending) {
      turn(part, 0)
      await this.writeBlocks(label, part)
    }
  }

  async *lines(label: string): AsyncIterable<string> {
    await this.flush()
    const file = await openIfThere(this.path(label))
    if (file === null) return
    const { size } = await file.stat()
    try {
      for (let at = 0; ;) {
        const head = Buffer.alloc(HEAD)
        const { bytesRead } = await file.read(head, 0, HEAD, at)
        if (bytesRead === 0) return
        const length = head.readUInt32LE(0)
        if (bytesRead < HEAD || length > size - at - HEAD) throw this.damaged(label)
        const body = Buffer.alloc(length)
        await file.read(body, 0, length, at + HEAD)
        at += HEAD + body.length
        yield* (await this.openBlock(label, head, body)).split('\n')
      }
    } finally {
      await file.close()
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush()
    } finally {
      for (const file of this.files.values()) await file.close()
      this.files.clear()
    }
  }

  async discard(): Promise<void> {
    this.pending.clear()
    for (const file of this.files.values()) await file.close()
    this.files.clear()
    this.made = false
    await rm(this.folder, { recursive: true, force: true })
  }

  private async writeBlocks(label: string, part: Pending): Promise<void> {
    for (let block = part.full.shift(); block !== undefined; block = part.full.shift()) {
      await this.writeBlock(label, block)
      if (block.buffer.byteLength === BLOCK) part.spare = Buffer.from(block.buffer)
    }
  }

  private async writeBlock(label: string, text: Buffer): Promise<void> {
    const packed = await squeeze(text, { level: constants.Z_BEST_SPEED })
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(label))
    const body = [cipher.update(packed), cipher.final()] as const
    const head = Buffer.alloc(4)
    head.writeUInt32LE(body[0].length + body[1].length)
    const file = await this.fileOf(label)
    await file.writev([head, nonce, cipher.getAuthTag(), ...body])
  }

  private async openBlock(label: string, head: Buffer, body: Buffer): Promise<string> {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, head.subarray(4, 16)).setAAD(
        Buffer.from(label),
      )
      decipher.setAuthTag(head.subarray(16, HEAD))
      const packed = Buffer.concat([decipher.update(body), decipher.final()])
      return (await unsqueeze(packed)).toString()
    } catch (error) {
      throw this.damaged(label, error)
    }
  }

  private damaged(label: string, cause?: unknown): RollbookError {
    return snapshotDamaged(`"${this.folder}": ${label} was changed on disk, or its key is another`, cause)
  }

  private async fileOf(label: string): Promise<FileHandle> {
    let file = this.files.get(label)
    if (file !== undefined) return file
    if (!this.made) await mkdir(this.folder, { recursive: true, mode: 0o700 })
    this.made = true
    file = await open(this.path(label), 'a', 0o600)
    this.files.set(label, file)
    return file
  }

  private path(label: string): string {
    return join(this.folder, `${label}.lines`)
  }
}

export function snapshotDamaged(how: string, cause?: unknown): RollbookError {
  return new RollbookError('SNAPSHOT_DAMAGED', `Cannot read snapshot ${how}. Run the plan again`, 1, {
    cause,
  })
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
