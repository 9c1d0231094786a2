import type { ScratchFile } from './scratch.ts'

const ROOM = 1 << 18
const WIDEST = 1 << 16

/**
 * The keys behind the hashes of a KeyTable, one after another in a file, found again by their offset.
 * `add` answers at once; `flush` must be awaited now and then and before `read`.
 */
export class NameFile {
  private readonly file: ScratchFile
  private readonly encoder = new TextEncoder()
  private readonly decoder = new TextDecoder()
  private room = new Uint8Array(ROOM)
  private used = 0
  private full: Uint8Array[] = []
  private end: number

  constructor(file: ScratchFile) {
    this.file = file
    this.end = file.size
  }

  /** Offset of the name; names longer than 64 kB are cut, which no checked key is. */
  add(name: string): number {
    if (this.used + WIDEST + 2 > this.room.length) {
      this.full.push(this.room.subarray(0, this.used))
      this.room = new Uint8Array(ROOM)
      this.used = 0
    }
    const length = this.encoder.encodeInto(
      name,
      this.room.subarray(this.used + 2, this.used + 2 + WIDEST - 1),
    ).written
    this.room[this.used] = length & 255
    this.room[this.used + 1] = length >>> 8
    const offset = this.end
    this.used += length + 2
    this.end += length + 2
    return offset
  }

  async flush(): Promise<void> {
    for (const piece of this.full) await this.file.append(piece)
    this.full = []
    if (this.used > 0) await this.file.append(this.room.slice(0, this.used))
    this.used = 0
  }

  async read(offset: number): Promise<string> {
    const head = await this.file.read(offset, 258)
    const length = (head[0] ?? 0) | ((head[1] ?? 0) << 8)
    if (length <= head.length - 2) return this.decoder.decode(head.subarray(2, 2 + length))
    return this.decoder.decode(await this.file.read(offset + 2, length))
  }
}
