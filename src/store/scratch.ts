import { open, type FileHandle } from 'node:fs/promises'
import type { ScratchFile } from '../snapshot/scratch.ts'

/** A file that grows at its end and is read anywhere. */
class GrowingFile implements ScratchFile {
  private readonly file: FileHandle
  size = 0

  private constructor(file: FileHandle) {
    this.file = file
  }

  static async create(path: string): Promise<GrowingFile> {
    return new GrowingFile(await open(path, 'wx+', 0o600))
  }

  async append(bytes: Uint8Array): Promise<void> {
    const at = this.size
    this.size += bytes.length
    await this.file.write(bytes, 0, bytes.length, at)
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return readAt(this.file, offset, length)
  }

  close(): Promise<void> {
    return this.file.close()
  }
}

/**
 * A saved file with a run's own behind it, read as one. The saved one is never written to: a run that slept
 * through its lease must not touch what the next one stands on.
 */
export class LayeredFile implements ScratchFile {
  private readonly saved: FileHandle | null
  private readonly savedSize: number
  readonly own: GrowingFile

  private constructor(saved: FileHandle | null, savedSize: number, own: GrowingFile) {
    this.saved = saved
    this.savedSize = savedSize
    this.own = own
  }

  static async open(saved: string, savedSize: number, own: string): Promise<LayeredFile> {
    const file = savedSize > 0 ? await open(saved, 'r') : null
    return new LayeredFile(file, savedSize, await GrowingFile.create(own))
  }

  get size(): number {
    return this.savedSize + this.own.size
  }

  append(bytes: Uint8Array): Promise<void> {
    return this.own.append(bytes)
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    if (this.saved === null || offset >= this.savedSize) return this.own.read(offset - this.savedSize, length)
    return readAt(this.saved, offset, Math.min(length, this.savedSize - offset))
  }

  /** Bytes of the run's own part, front to back. */
  async *ownPieces(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < this.own.size; at += PIECE) yield await this.own.read(at, PIECE)
  }

  async close(): Promise<void> {
    await this.saved?.close()
    await this.own.close()
  }
}

const PIECE = 1 << 20

async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  const { bytesRead } = await file.read(bytes, 0, length, offset)
  return bytes.subarray(0, bytesRead)
}
