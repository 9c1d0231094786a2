import { open, type FileHandle } from 'node:fs/promises'
import type { ScratchFile } from '../snapshot/scratch.ts'

/** A file that grows at its end and is read anywhere; `size` cuts off what an interrupted run left behind it. */
export class GrowingFile implements ScratchFile {
  private readonly file: FileHandle
  size: number

  private constructor(file: FileHandle, size: number) {
    this.file = file
    this.size = size
  }

  static async open(path: string, size: number): Promise<GrowingFile> {
    const file = await open(path, size === 0 ? 'w+' : 'r+', 0o600)
    await file.truncate(size)
    return new GrowingFile(file, size)
  }

  async append(bytes: Uint8Array): Promise<void> {
    const at = this.size
    this.size += bytes.length
    await this.file.write(bytes, 0, bytes.length, at)
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    const { bytesRead } = await this.file.read(bytes, 0, length, offset)
    return bytes.subarray(0, bytesRead)
  }

  close(): Promise<void> {
    return this.file.close()
  }
}
