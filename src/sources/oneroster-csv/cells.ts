import { isAscii, isUtf8 } from 'node:buffer'
import type { Batch, Broken } from '../source.ts'
import { faults, type Fault } from './faults.ts'
import { MAX_LINE, type Dialect } from './scan.ts'

const MAX_FIELD = 2 ** 16
const SPACE = 32
const QUOTE = 34
const QUOTE_MARK = '"'

/** What a row may look like: `width` cells, or fewer as long as the first `fewest` are there. */
export type Shape = {
  readonly dialect: Dialect
  readonly width: number
  readonly fewest: number
  readonly sourcedIdCell: number
}

export type Splitter = {
  keySpan(batch: Batch, at: number, out: Uint32Array, cell?: number): boolean
  split(batch: Batch, at: number): string[] | Broken
}

export function makeSplitter(shape: Shape): Splitter {
  const { dialect, sourcedIdCell } = shape
  const delimiter = String.fromCharCode(dialect.delimiter)
  const traits = memo(traitsOf)

  function read(batch: Batch, at: number): string[] | Fault {
    const start = batch.starts[at] ?? 0
    const end = batch.ends[at] ?? 0
    const trait = traits(batch)
    if (end - start > MAX_LINE) return 'line_too_long'
    const text = decode(trait, start, end)
    if (text === null) return 'invalid_encoding'
    if (trait.nuls && text.includes('\0')) return 'control_character'
    const cells = unquote(text, delimiter, dialect.strict)
    if (typeof cells === 'string') return cells
    if (end - start > MAX_FIELD && cells.some(cell => Buffer.byteLength(cell) > MAX_FIELD))
      return 'value_too_long'
    return cells.length === shape.width ? cells : fit(cells, shape)
  }

  function split(batch: Batch, at: number): string[] | Broken {
    const cells = read(batch, at)
    return typeof cells === 'string' ? brokenBy(cells, batch, at) : cells
  }

  function brokenBy(fault: Fault, batch: Batch, at: number): Broken {
    const start = batch.starts[at] ?? 0
    const end = Math.min(batch.ends[at] ?? 0, start + MAX_LINE)
    const sourcedId = findKey(batch.bytes.subarray(start, end), shape)
    return { rule: fault, ...faults[fault], sourcedId }
  }

  function keySpan(batch: Batch, at: number, out: Uint32Array, cell: number = sourcedIdCell): boolean {
    const start = batch.starts[at] ?? 0
    const end = Math.min(batch.ends[at] ?? 0, start + MAX_LINE)
    return plainSpan(batch.bytes, start, end, cell, dialect.delimiter, out)
  }
  return { keySpan, split }
}

/** Facts about a whole batch, found natively once, so that the common row is never walked byte by byte. */
type Traits = {
  readonly bytes: Buffer
  readonly ascii: boolean
  readonly valid: boolean
  readonly nuls: boolean
}

function traitsOf(batch: Batch): Traits {
  const { buffer, byteOffset, byteLength } = batch.bytes
  const bytes = Buffer.from(buffer, byteOffset, byteLength)
  const ascii = isAscii(bytes)
  return {
    bytes,
    ascii,
    valid: ascii || isUtf8(bytes),
    nuls: bytes.includes(0),
  }
}

function memo(make: (batch: Batch) => Traits): (batch: Batch) => Traits {
  const known = new WeakMap<Batch, Traits>()
  let lastBatch: Batch | null = null
  let last: Traits | null = null
  return batch => {
    if (last !== null && batch === lastBatch) return last
    const found = known.get(batch) ?? make(batch)
    known.set(batch, found)
    lastBatch = batch
    last = found
    return found
  }
}

function decode(trait: Traits, start: number, end: number): string | null {
  if (trait.ascii) return trait.bytes.toString('latin1', start, end)
  if (!trait.valid && !isUtf8(trait.bytes.subarray(start, end))) return null
  return trait.bytes.toString('utf8', start, end)
}

/**
 * Rows that Excel cut or stretched by empty cells at the end are taken as they were meant; a row that lacks a
 * required cell, or has something to say beyond the header, has slipped and would put values under wrong names.
 */
function fit(cells: string[], { dialect, width, fewest }: Shape): string[] | Fault {
  if (dialect.strict || cells.length < fewest) return 'row_width_mismatch'
  for (let at = width; at < cells.length; at++) {
    if (cells[at]?.trim() !== '') return 'row_width_mismatch'
  }
  if (cells.length > width) cells.length = width
  while (cells.length < width) cells.push('')
  return cells
}

/**
 * Cells of a record. Slices found by `indexOf` beat `text.split(delimiter)` even where nothing is quoted:
 * 5.5 against 3.4 million rows a second of processor time, ten cells each.
 */
export function unquote(text: string, delimiter: string, strict: boolean): string[] | Fault {
  const cells: string[] = []
  let at = 0
  for (;;) {
    const open = strict ? at : skipSpaces(text, at)
    if (text.charCodeAt(open) === QUOTE) {
      const close = closingQuote(text, open + 1)
      if (close < 0) return 'unclosed_quote'
      at = strict ? close + 1 : skipSpaces(text, close + 1)
      if (at < text.length && text[at] !== delimiter) return 'unexpected_character_after_quote'
      const cell = text.slice(open + 1, close)
      if (strict && /[\r\n]/.test(cell)) return 'line_break_in_quoted_field'
      cells.push(cell.includes(QUOTE_MARK) ? cell.replaceAll('""', QUOTE_MARK) : cell)
    } else {
      const stop = text.indexOf(delimiter, at)
      const cell = text.slice(at, stop < 0 ? text.length : stop)
      if (strict && cell.includes(QUOTE_MARK)) return 'unescaped_quote'
      if (strict && cell.includes('\r')) return 'bare_carriage_return'
      cells.push(cell)
      at += cell.length
    }
    if (at >= text.length) return cells
    at++
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf(QUOTE_MARK, from); at >= 0; at = text.indexOf(QUOTE_MARK, at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTE) return at
  }
  return -1
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === SPACE) at++
  return at
}

/** Span of a cell that is its own text: no quotes inside, nothing to trim. Walks only as far as the cell. */
function plainSpan(
  bytes: Uint8Array,
  start: number,
  end: number,
  cell: number,
  delimiter: number,
  out: Uint32Array,
): boolean {
  let from = start
  for (let left = cell; left > 0; left--) {
    from = nextCell(bytes, from, end, delimiter)
    if (from < 0) return false
  }
  let to: number
  if (bytes[from] === QUOTE && from < end) {
    from++
    to = from
    while (to < end && bytes[to] !== QUOTE) to++
    if (to >= end || (to + 1 < end && bytes[to + 1] !== delimiter)) return false
  } else {
    to = from
    while (to < end && bytes[to] !== delimiter) to++
  }
  if (from >= to || to - from > MAX_FIELD || !isPlain(bytes[from]) || !isPlain(bytes[to - 1])) return false
  out[0] = from
  out[1] = to
  return true
}

/** Printable ASCII: beyond it lie the spaces of Unicode, and whether they are trimmed is for the text to say. */
function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE && byte < 127 && byte !== QUOTE
}

function nextCell(bytes: Uint8Array, from: number, end: number, delimiter: number): number {
  let at = from
  if (bytes[at] === SPACE) return -1
  if (bytes[at] === QUOTE) {
    for (at++; at < end; at++) {
      if (bytes[at] !== QUOTE) continue
      if (bytes[at + 1] !== QUOTE || at + 1 >= end) break
      at++
    }
    at++
    if (at >= end || bytes[at] !== delimiter) return -1
    return at + 1
  }
  while (at < end && bytes[at] !== delimiter) at++
  return at >= end ? -1 : at + 1
}

/** Cells of a record as they stand; 0 when it ends inside a quote. A record that is wrong otherwise is whole. */
export function countCells(record: Buffer, dialect: Dialect): number {
  const cells = unquote(record.toString('utf8'), String.fromCharCode(dialect.delimiter), false)
  if (typeof cells !== 'string') return cells.length
  return cells === 'unclosed_quote' ? 0 : Infinity
}

/** The record is a row of the table, however long its cells. */
export function isRow(record: Buffer, shape: Shape): boolean {
  const tolerant = { ...shape, dialect: { ...shape.dialect, strict: false } }
  const cells = unquote(record.toString('utf8'), String.fromCharCode(shape.dialect.delimiter), false)
  return typeof cells !== 'string' && typeof fit(cells, tolerant) !== 'string'
}

/**
 * The sourcedId of a broken record, as well as it can be told: whoever has it was seen, and a row that we
 * cannot read must not remove anybody.
 */
function findKey(record: Uint8Array, { dialect, sourcedIdCell }: Shape): string | null {
  const span = new Uint32Array(2)
  const plain = plainSpan(record, 0, record.length, sourcedIdCell, dialect.delimiter, span)
  const part = Buffer.from(
    plain ? record.subarray(span[0], span[1]) : record.subarray(0, MAX_FIELD),
  ).toString('utf8')
  if (plain) return part
  const cells = unquote(part, String.fromCharCode(dialect.delimiter), false)
  const key = typeof cells === 'string' ? '' : (cells[sourcedIdCell] ?? '').trim()
  return key === '' || key.includes('\ufffd') ? null : key
}
