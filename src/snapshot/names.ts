import type { ScratchFile } from './scratch.ts'

const ROOM = 1 << 18
const WIDEST = 1 << 16
const PIECE = 1 << 17

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

  /** Names at many offsets, in their order in the file, which is read in pieces and no more often than needed. */
  async readMany(offsets: ArrayLike<number>): Promise<string[]> {
    const names: string[] = []
    let piece: Uint8Array = new Uint8Array(0)
    let from = 0
    for (const offset of Uint32Array.from(offsets).sort()) {
      if (nameEnd(piece, offset - from) > piece.length) {
        from = offset
        piece = await this.file.read(offset, PIECE)
      }
      const at = offset - from
      names.push(this.decoder.decode(piece.subarray(at + 2, nameEnd(piece, at))))
    }
    return names
  }

  async read(offset: number): Promise<string> {
    const head = await this.file.read(offset, 258)
    const end = nameEnd(head, 0)
    if (end <= head.length) return this.decoder.decode(head.subarray(2, end))
    return this.decoder.decode(await this.file.read(offset + 2, end - 2))
  }
}

/** Where a name ends in a piece of the file; beyond the piece where not even its length stands in it. */
function nameEnd(piece: Uint8Array, at: number): number {
  if (at + 2 > piece.length) return Infinity
  return at + 2 + ((piece[at] ?? 0) | ((piece[at + 1] ?? 0) << 8))
}
