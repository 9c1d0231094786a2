import type { Batch } from '../source.ts'
import { fillWhole, type Reader } from './package.ts'

/** How a file separates its cells. Strict knows one line end, LF or CRLF, and quotes only at the start of a cell. */
export type Dialect = { readonly delimiter: number; readonly strict: boolean }

export const MAX_LINE = 2 ** 20
const LF = 10
const CR = 13
const SPACE = 32
const QUOTE = 34
const CTRL_Z = 26

/** What a pass over the file found out; filled while the batches come. A doubt is why rows may be missing. */
export type Pass = { rows: number; doubt: string | null }

/** Says of a record that its bytes alone do not settle. */
export type Judge = {
  /** The last record, with no line end after it, is not cut off. */
  isWhole(record: Buffer): boolean
  /** A record over several lines is one row, and not several behind a stray quote. */
  isRow(record: Buffer): boolean
}

/**
 * Cuts a file into records, one batch per chunk. Memory is one chunk and one line, whatever the file is.
 */
export async function* scanRecords(
  reader: Reader,
  skip: number,
  dialect: Dialect,
  chunk: number,
  pass: Pass,
  judge: Judge,
): AsyncGenerator<Batch> {
  const cutter = new Cutter(dialect, pass, judge)
  let carry: Buffer = Buffer.alloc(0)
  for (let last = false; !last;) {
    const bytes = Buffer.allocUnsafeSlow(carry.length + chunk)
    carry.copy(bytes)
    const { filled, failure } = await fillWhole(reader, bytes.subarray(carry.length))
    last = filled < chunk && failure === null
    let whole = bytes.subarray(0, carry.length + filled)
    const skipped = Math.min(skip, whole.length)
    skip -= skipped
    whole = whole.subarray(skipped)
    const firstRow = pass.rows + 2
    const used = cutter.cut(whole, last)
    carry = whole.subarray(used)
    if (cutter.count > 0) yield cutter.batch(whole, firstRow)
    if (failure !== null) throw failure
  }
}

/**
 * Finds where records end. Line ends, quotes and carriage returns are looked up natively and remembered, so
 * a record without quotes costs two lookups; only records with quotes are walked byte by byte.
 *
 * A stray quote would swallow the rows up to the next quote, or all of them, and who is not seen gets removed.
 * So a record over several lines must be a row of the right width; else it ends at its first line break, one
 * stray quote costs one row, and the pass remembers its doubt.
 */
class Cutter {
  count = 0
  private starts = new Uint32Array(4096)
  private ends = new Uint32Array(4096)
  /** Inside a line longer than MAX_LINE whose head was already given out. */
  private skipping = false
  private readonly dialect: Dialect
  private readonly pass: Pass
  private readonly judge: Judge
  constructor(dialect: Dialect, pass: Pass, judge: Judge) {
    this.dialect = dialect
    this.pass = pass
    this.judge = judge
  }

  /** Number of bytes that belong to finished records; the rest must come again with the next chunk. */
  cut(bytes: Buffer, last: boolean): number {
    const length = bytes.length
    let lf = -1
    let cr = -1
    let quote = -1
    let at = 0
    this.count = 0
    while (at < length) {
      if (lf < at) lf = find(bytes, LF, at)
      if (cr < at) cr = find(bytes, CR, at)
      let end = lf < cr || this.dialect.strict ? lf : cr
      if (this.skipping) {
        this.skipping = end === length
        at = end + 1
        continue
      }
      if (quote < at) quote = find(bytes, QUOTE, at)
      if (quote < end) end = this.quotedEnd(bytes, at, end, last)
      if (end - at > MAX_LINE) {
        this.push(bytes, at, at + MAX_LINE + 1)
        this.skipping = true
        at += MAX_LINE + 1
        continue
      }
      if (end >= length) {
        if (last) this.pushOpen(bytes, at)
        return last ? length : at
      }
      // To a strict reader a bare CR ends nothing: several rows may have become one broken record.
      if (this.dialect.strict && cr < end - 1) this.doubt('holds a carriage return before its end')
      this.push(bytes, at, end)
      at = end + 1
    }
    return length
  }

  private doubt(what: string): void {
    this.pass.doubt ??= `row ${this.pass.rows + 2} ${what}`
  }

  /** End of a record with quotes in it; the end of the bytes where more of them are needed. */
  private quotedEnd(bytes: Buffer, at: number, firstBreak: number, last: boolean): number {
    const limit = Math.min(bytes.length, at + MAX_LINE + 1)
    const end = recordEnd(bytes, at, limit, this.dialect)
    if (end === firstBreak) return end
    if (end < 0 && !last && limit - at <= MAX_LINE) return bytes.length
    const oneLine = firstBreak >= limit
    const stop = end < 0 ? limit : end
    const closed = end !== IN_QUOTE
    if (closed && (oneLine || (stop - at <= MAX_LINE && this.judge.isRow(bytes.subarray(at, stop)))))
      return stop
    this.doubt('opens a quote that is never closed')
    return firstBreak
  }

  private push(bytes: Buffer, start: number, end: number): void {
    if (bytes[end] === LF && bytes[end - 1] === CR && end > start) end--
    if (this.isBlank(bytes, start, end)) return
    if (this.count === this.starts.length) this.grow()
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.count++
    this.pass.rows++
  }

  private pushOpen(bytes: Buffer, start: number): void {
    // DOS editors end a file with Ctrl-Z.
    const end = bytes[bytes.length - 1] === CTRL_Z ? bytes.length - 1 : bytes.length
    if (this.isBlank(bytes, start, end)) return
    if (this.judge.isWhole(bytes.subarray(start, end))) this.push(bytes, start, end)
  }

  /** Excel keeps emptied rows as a line of commas; only strict readers see a record in them. */
  private isBlank(bytes: Buffer, start: number, end: number): boolean {
    if (start === end) return true
    if (this.dialect.strict) return false
    for (let at = start; at < end; at++) {
      if (bytes[at] !== this.dialect.delimiter && bytes[at] !== SPACE) return false
    }
    return true
  }

  private grow(): void {
    const [starts, ends] = [this.starts, this.ends]
    this.starts = new Uint32Array(starts.length * 2)
    this.ends = new Uint32Array(starts.length * 2)
    this.starts.set(starts)
    this.ends.set(ends)
  }

  batch(bytes: Uint8Array, firstRow: number): Batch {
    const { count } = this
    return { bytes, count, starts: this.starts.slice(0, count), ends: this.ends.slice(0, count), firstRow }
  }
}

function find(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from)
  return at < 0 ? bytes.length : at
}

const UNFINISHED = -1
const IN_QUOTE = -2

/**
 * Where the line of the record that starts at `from` ends, or UNFINISHED, or IN_QUOTE at the limit.
 * A quote opens a cell only at its start; after a closing quote anything runs on to the next delimiter, so
 * a cell like `"Al" Ortiz"` breaks its own record and no other.
 */
export function recordEnd(bytes: Uint8Array, from: number, limit: number, dialect: Dialect): number {
  const { delimiter, strict } = dialect
  let at = from
  for (;;) {
    let open = at
    if (!strict) while (open < limit && bytes[open] === SPACE) open++
    if (open < limit && bytes[open] === QUOTE) {
      at = closingQuote(bytes, open + 1, limit)
      if (at < 0) return IN_QUOTE
      at++
    }
    while (at < limit && bytes[at] !== delimiter) {
      if (bytes[at] === LF || (bytes[at] === CR && !strict)) return at
      at++
    }
    if (at >= limit) return UNFINISHED
    at++
  }
}

function closingQuote(bytes: Uint8Array, from: number, limit: number): number {
  for (let at = from; at < limit; at++) {
    if (bytes[at] !== QUOTE) continue
    if (at + 1 >= limit || bytes[at + 1] !== QUOTE) return at
    at++
  }
  return -1
}
