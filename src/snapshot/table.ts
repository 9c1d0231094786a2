/**
 * Fingerprints of one kind: for each entity key the hash of its row as delivered, the hash of what the row
 * means, where its key is written down, and what this run knows of it. 28 bytes an entity, so that a
 * district of eight million rows fits into a process of 512 MB (bench/results.md), and side by side, since
 * most of what looking a row up costs is waiting for memory.
 *
 * Open addressing in 128 segments chosen by the top bits of the key: a full segment grows alone, and the
 * table never needs twice its memory at once.
 */
export const flags = {
  /** Live in the roster before this run. */
  held: 1,
  /** In this snapshot, whatever became of the row. */
  seen: 2,
  /** In this snapshot and accepted. */
  valid: 4,
  /** The source says it is gone. */
  gone: 8,
  /** Something about the row hangs on other rows: look at it again however equal its bytes are. */
  again: 16,
  /** Read and understood, but outside the scope, or a tombstone of nothing we hold. */
  out: 32,
} as const

const SEGMENTS = 128
/*
 * Words of an entity: key lo, key hi, row lo, row hi, content lo, content hi, name. The mark takes the place
 * of the last byte of row hi: 56 bits are plenty where only the old row and the new one of a key are compared.
 */
const STRIDE = 7
const ROW_LO = 2
const ROW_HI = 3
const CONTENT_LO = 4
const CONTENT_HI = 5
const NAME = 6
const MARK = 255
const FIRST_SIZE = 16
/** Room for more is not made on a promise. */
const MOST = 10_000_000
/** Room makes finding quick and a large table larger: where memory counts, there is as little as serves. */
const FULL = 0.9
const ROOMY = 0.7
const LARGE = 1_000_000
const GROWTH = 1.15
/** Flags that outlive a run: what the next one may start from. */
const KEPT = flags.held | flags.again | flags.out

type Segment = { size: number; used: number; cells: Int32Array }

export class KeyTable {
  private readonly segments: Segment[]
  count = 0
  /** Something of what the next run starts from is not as it was read: the table must be saved again. */
  changed = false

  constructor(segments?: Segment[]) {
    this.segments = segments ?? Array.from({ length: SEGMENTS }, () => emptySegment(FIRST_SIZE))
    for (const segment of this.segments) this.count += segment.used
  }

  /**
   * Makes room in an empty table for about as many entities. A table that grows step by step leaves every step
   * behind until the collector comes, which at eight million rows was a quarter of all memory.
   */
  reserve(count: number): void {
    if (this.count > 0) return
    // Hashes spread evenly, but not to the last one: three deviations more.
    const share = Math.min(count, MOST) / SEGMENTS
    const fill = count > LARGE ? FULL : ROOMY
    const size = Math.ceil((share + 3 * Math.sqrt(share)) / fill) + 1
    if (size <= FIRST_SIZE) return
    for (let at = 0; at < SEGMENTS; at++) this.segments[at] = emptySegment(size)
  }

  /** Slot of the key, or -1. Slots stay valid until the next `insert`. */
  find(lo: number, hi: number): number {
    const number = hi >>> 25
    const { size, cells } = this.segments[number] as Segment // 25 bits away leaves 0…127
    let at = homeOf(lo, size)
    for (let cell = at * STRIDE; ((cells[cell + ROW_HI] ?? 0) & MARK) !== 0; cell = at * STRIDE) {
      if (cells[cell] === lo && cells[cell + 1] === hi) return number * 16777216 + at
      at = at + 1 === size ? 0 : at + 1
    }
    return -1
  }

  /** Whether the key stands at a slot that `find` gave before others were entered. */
  holds(slot: number, lo: number, hi: number): boolean {
    const cells = this.cells(slot)
    const at = cellOf(slot)
    return cells[at] === lo && cells[at + 1] === hi && ((cells[at + ROW_HI] ?? 0) & MARK) !== 0
  }

  /** Slot of the key; a new one carries `mark`, which must not be 0, and the offset of its name. */
  insert(lo: number, hi: number, name: number, mark: number): number {
    const number = hi >>> 25
    let segment = this.segments[number] as Segment // 25 bits away leaves 0…127
    if (segment.used + 1 > segment.size * FULL) {
      segment = this.segments[number] = grown(segment)
    }
    const at = place(segment, lo, hi)
    const { cells } = segment
    const cell = at * STRIDE
    if (((cells[cell + ROW_HI] ?? 0) & MARK) === 0) {
      cells[cell + ROW_HI] = mark
      cells[cell + NAME] = name
      segment.used++
      this.count++
      this.changed = true
    }
    return number * 16777216 + at
  }

  mark(slot: number): number {
    return (this.cells(slot)[cellOf(slot) + ROW_HI] ?? 0) & MARK
  }

  setMark(slot: number, mark: number): void {
    const cells = this.cells(slot)
    const at = cellOf(slot) + ROW_HI
    const word = cells[at] ?? 0
    if (((word ^ mark) & KEPT) !== 0) this.changed = true
    cells[at] = (word & ~MARK) | mark
  }

  addMark(slot: number, mark: number): void {
    this.setMark(slot, this.mark(slot) | mark)
  }

  sameRow(slot: number, lo: number, hi: number): boolean {
    const cells = this.cells(slot)
    const at = cellOf(slot)
    return cells[at + ROW_LO] === lo && (((cells[at + ROW_HI] ?? 0) ^ hi) & ~MARK) === 0
  }

  setRow(slot: number, lo: number, hi: number): void {
    if (this.sameRow(slot, lo, hi)) return
    this.changed = true
    const cells = this.cells(slot)
    const at = cellOf(slot)
    cells[at + ROW_LO] = lo
    cells[at + ROW_HI] = (hi & ~MARK) | ((cells[at + ROW_HI] ?? 0) & MARK)
  }

  sameContent(slot: number, lo: number, hi: number): boolean {
    const cells = this.cells(slot)
    const at = cellOf(slot)
    return cells[at + CONTENT_LO] === lo && cells[at + CONTENT_HI] === hi
  }

  setContent(slot: number, lo: number, hi: number): void {
    if (this.sameContent(slot, lo, hi)) return
    this.changed = true
    const cells = this.cells(slot)
    const at = cellOf(slot)
    cells[at + CONTENT_LO] = lo
    cells[at + CONTENT_HI] = hi
  }

  /** Calls back with every mark and the offset of the name. */
  each(visit: (mark: number, name: number) => void): void {
    for (const { cells } of this.segments) {
      for (let cell = 0; cell < cells.length; cell += STRIDE) {
        const mark = (cells[cell + ROW_HI] ?? 0) & MARK
        if (mark !== 0) visit(mark, (cells[cell + NAME] ?? 0) >>> 0)
      }
    }
  }

  /** How many entities have all of the marks, and the sum of what they mean, which any order gives again. */
  sum(marks: number): { count: number; low: number; high: number } {
    let [count, low, high] = [0, 0, 0]
    for (const { cells } of this.segments) {
      for (let cell = 0; cell < cells.length; cell += STRIDE) {
        if (((cells[cell + ROW_HI] ?? 0) & marks) !== marks) continue
        count++
        low += cells[cell + CONTENT_LO] ?? 0
        high += cells[cell + CONTENT_HI] ?? 0
      }
    }
    return { count, low, high }
  }

  /**
   * What the next run starts from once this one is applied: accepted entities are held, those the snapshot
   * proved gone are forgotten, and what only this run knew is wiped.
   */
  settle(goneToo: (mark: number) => boolean): void {
    for (const segment of this.segments) {
      const { cells } = segment
      let dropped = false
      for (let at = ROW_HI; at < cells.length; at += STRIDE) {
        const word = cells[at] ?? 0
        const mark = word & MARK
        if (mark === 0) continue
        const next = settled(mark, goneToo(mark))
        if (next === 0) dropped = true
        if (next !== (mark & KEPT)) this.changed = true
        cells[at] = (word & ~MARK) | (next === 0 ? TOMBSTONE : next)
      }
      if (dropped) closeUp(segment)
    }
    this.count = this.segments.reduce((sum, segment) => sum + segment.used, 0)
  }

  /** The table as bytes, in pieces; `KeyTable.from` reads them back. */
  *pieces(): Iterable<Uint8Array> {
    const sizes = new Uint32Array(SEGMENTS * 2)
    this.segments.forEach((segment, at) => sizes.set([segment.size, segment.used], at * 2))
    yield bytesOf(sizes)
    for (const segment of this.segments) yield bytesOf(segment.cells)
  }

  static async from(read: (bytes: Uint8Array) => Promise<void>): Promise<KeyTable> {
    const sizes = new Uint32Array(SEGMENTS * 2)
    await read(bytesOf(sizes))
    const segments: Segment[] = []
    for (let at = 0; at < SEGMENTS; at++) {
      const segment = emptySegment(sizes[at * 2] ?? FIRST_SIZE)
      segment.used = sizes[at * 2 + 1] ?? 0
      await read(bytesOf(segment.cells))
      segments.push(segment)
    }
    return new KeyTable(segments)
  }

  private cells(slot: number): Int32Array {
    return (this.segments[slot >>> 24] as Segment).cells // slots come from find and insert
  }
}

/** No mark is this: it has bits that no flag has. */
const TOMBSTONE = MARK

function cellOf(slot: number): number {
  return (slot & 16777215) * STRIDE
}

function settled(mark: number, gone: boolean): number {
  const held = (mark & flags.valid) !== 0 || ((mark & flags.held) !== 0 && !gone)
  const rest = mark & (flags.again | flags.out) & KEPT
  if (held) return flags.held | (rest & flags.again)
  // A row that was read but let in nowhere is remembered only to skip it while its bytes stay the same.
  return (mark & flags.out) !== 0 && (mark & flags.seen) !== 0 ? rest : 0
}

function emptySegment(size: number): Segment {
  return { size, used: 0, cells: new Int32Array(size * STRIDE) }
}

/** Number of the key's place in the segment, or of the free one that now bears its key. */
function place({ size, cells }: Segment, lo: number, hi: number): number {
  let at = homeOf(lo, size)
  for (let cell = at * STRIDE; ((cells[cell + ROW_HI] ?? 0) & MARK) !== 0; cell = at * STRIDE) {
    if (cells[cell] === lo && cells[cell + 1] === hi) return at
    at = at + 1 === size ? 0 : at + 1
  }
  cells[at * STRIDE] = lo
  cells[at * STRIDE + 1] = hi
  return at
}

/** Empties the tombstones and closes up behind them, for probing stops at an empty place. */
function closeUp(segment: Segment): void {
  const { size, cells } = segment
  for (let at = 0; at < size; at++)
    while (((cells[at * STRIDE + ROW_HI] ?? 0) & MARK) === TOMBSTONE) {
      empty(segment, at)
      segment.used--
    }
}

/** What stands behind the place moves up, each as far as its own home allows. */
function empty({ size, cells }: Segment, place: number): void {
  let hole = place
  const after = (at: number) => (at + 1 === size ? 0 : at + 1)
  for (let at = after(hole); ((cells[at * STRIDE + ROW_HI] ?? 0) & MARK) !== 0; at = after(at)) {
    const home = homeOf(cells[at * STRIDE] ?? 0, size)
    const between = hole <= at ? hole < home && home <= at : hole < home || home <= at
    if (between) continue
    cells.copyWithin(hole * STRIDE, at * STRIDE, (at + 1) * STRIDE)
    hole = at
  }
  cells.fill(0, hole * STRIDE, (hole + 1) * STRIDE)
}

/** Where probing for a key begins. */
function homeOf(lo: number, size: number): number {
  return Math.floor(((lo >>> 0) / 4294967296) * size)
}

function grown({ size, cells }: Segment): Segment {
  const next = emptySegment(Math.ceil(size * GROWTH) + 8)
  for (let cell = 0; cell < cells.length; cell += STRIDE) {
    const mark = (cells[cell + ROW_HI] ?? 0) & MARK
    if (mark === 0) continue
    const to = place(next, cells[cell] ?? 0, cells[cell + 1] ?? 0) * STRIDE
    for (let word = ROW_LO; word < STRIDE; word++) next.cells[to + word] = cells[cell + word] ?? 0
    next.used++
  }
  return next
}

function bytesOf(words: Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
