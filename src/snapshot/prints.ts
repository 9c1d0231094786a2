import { fieldIndex } from '../roster/fields.ts'
import type { Batch, Stream } from '../sources/source.ts'
import { noSeed, type Hasher, type Seed } from './hash.ts'
import type { KeyTable } from './table.ts'

const LONGEST = 1024
const UNIT_SEPARATOR = 0x1f

/**
 * Fingerprints of the rows of one batch, and the slots of their keys. Finding a key is waiting for memory, and
 * a processor waits for several at once where nothing else stands between them: so all rows are hashed first,
 * then all keys are found, and only then is the first row looked at.
 */
export class Prints {
  private readonly stream: Stream
  private readonly hasher: Hasher
  private readonly table: KeyTable
  private readonly seed: Seed
  private readonly keyCells: readonly number[]
  private readonly span = new Uint32Array(2)
  private readonly key = new Uint8Array(LONGEST)
  /** Four words a row: its hash, and that of its key. */
  private words = new Int32Array(0)
  private plain = new Uint8Array(0)
  private slots = new Int32Array(0)

  constructor(stream: Stream, hasher: Hasher, table: KeyTable, seed: Seed) {
    this.stream = stream
    this.hasher = hasher
    this.table = table
    this.seed = seed
    this.keyCells = keyCellsOf(stream)
  }

  take(batch: Batch): void {
    if (batch.count > this.plain.length) this.grow(batch.count)
    for (let at = 0; at < batch.count; at++) this.hash(batch, at)
    const { words, plain, slots, table } = this
    for (let at = 0; at < batch.count; at++)
      slots[at] = plain[at] === 1 ? table.find(words[at * 4 + 2] ?? 0, words[at * 4 + 3] ?? 0) : -1
  }

  lo(at: number): number {
    return this.words[at * 4] ?? 0
  }

  hi(at: number): number {
    return this.words[at * 4 + 1] ?? 0
  }

  /** Slot of the row's key; -1 where it is not known, or the cells must say it. */
  slot(at: number): number {
    if (this.plain[at] !== 1) return -1
    const slot = this.slots[at] ?? -1
    const lo = this.words[at * 4 + 2] ?? 0
    const hi = this.words[at * 4 + 3] ?? 0
    // Rows before this one may have entered its key, or made the table grow and move it.
    return slot >= 0 && this.table.holds(slot, lo, hi) ? slot : this.table.find(lo, hi)
  }

  private hash(batch: Batch, at: number): void {
    const { hasher, words } = this
    hasher.bytes(batch.bytes, batch.starts[at] ?? 0, batch.ends[at] ?? 0, this.seed)
    words[at * 4] = hasher.lo
    words[at * 4 + 1] = hasher.hi
    this.plain[at] = this.hashKey(batch, at) ? 1 : 0
    words[at * 4 + 2] = hasher.lo
    words[at * 4 + 3] = hasher.hi
  }

  private hashKey(batch: Batch, at: number): boolean {
    const { stream, span, keyCells, hasher } = this
    if (keyCells.length !== 1) return keyCells.length > 0 && this.hashParts(batch, at)
    if (!stream.keySpan(batch, at, span)) return false
    hasher.bytes(batch.bytes, span[0] ?? 0, span[1] ?? 0, noSeed)
    return true
  }

  /** A key of several cells, as `roleKey` puts it together. */
  private hashParts(batch: Batch, at: number): boolean {
    const { stream, span, key } = this
    let length = 0
    for (let part = 0; part < this.keyCells.length; part++) {
      if (!stream.keySpan(batch, at, span, this.keyCells[part])) return false
      const to = span[1] ?? 0
      let from = span[0] ?? 0
      if (length + to - from >= LONGEST) return false
      if (part > 0) key[length++] = UNIT_SEPARATOR
      while (from < to) key[length++] = batch.bytes[from++] ?? 0
    }
    this.hasher.bytes(key, 0, length, noSeed)
    return true
  }

  private grow(rows: number): void {
    this.words = new Int32Array(rows * 4)
    this.plain = new Uint8Array(rows)
    this.slots = new Int32Array(rows)
  }
}

const roleParts = ['userSourcedId', 'orgSourcedId', 'role'].map(name => fieldIndex('roles', name))

/** Cells that name a row's entity; none where one is missing, or a row stands for several entities. */
function keyCellsOf({ kind, sourcedIdCell, orgsCell, cells }: Stream): number[] {
  if (kind === 'roles' && orgsCell >= 0) return []
  const named = kind === 'roles' ? roleParts.map(at => cells[at] ?? -1) : [sourcedIdCell]
  return named.includes(-1) ? [] : named
}
