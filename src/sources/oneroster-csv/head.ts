import { unquote } from './cells.ts'
import { detectEncoding, openText, type Encoding } from './encoding.ts'
import { faults, type Fault } from './faults.ts'
import { fillWhole, type Entry, type Filled } from './package.ts'
import { MAX_LINE, recordEnd, type Dialect } from './scan.ts'

const MAX_COLUMNS = 200
const COMMA = 44

/** How a file begins: what must be known before its first record can be read. */
export type Head = {
  readonly encoding: Encoding
  readonly dialect: Dialect
  /** Excel's `sep=;` line stands above the header. */
  readonly sepLine: boolean
  readonly header: readonly string[] | Unusable
  /** Where the first record begins, in bytes of UTF-8. */
  readonly dataStart: number
  /** Something follows the header. */
  readonly hasRows: boolean
}

/** Why a file has no header, and so cannot be read. */
export type Unusable = { readonly rule: string; readonly message: string; readonly fix: string }

/** Reads the beginning of a file. `examine` is how many bytes may be read to tell its encoding. */
export async function readHead(entry: Entry, strict: boolean, examine: number): Promise<Head> {
  const encoding = await detectEncoding(entry, examine)
  const { bytes, failure } = await firstBytes(entry, encoding)
  const whole = bytes.length < MAX_LINE
  const start = skipBlank(bytes, bytes.subarray(0, 3).equals(utf8Mark) ? 3 : 0)
  const sep = /^"?sep=([,;|:^~\t])"?[\r\n]/i.exec(bytes.toString('latin1', start, start + 16))
  const from = sep === null ? start : skipBlank(bytes, lineEnd(bytes, start))
  const dialect = { delimiter: sep?.[1]?.charCodeAt(0) ?? guessDelimiter(bytes, from), strict }
  const found = recordEnd(bytes, from, bytes.length, dialect)
  const end = found >= 0 ? found : bytes.length
  const header = readHeader(bytes.subarray(from, end), dialect, found >= 0 || whole)
  return {
    encoding,
    dialect,
    sepLine: sep !== null,
    header: failure !== null && found < 0 ? damaged(failure.message) : header,
    dataStart: Math.min(end + 1, bytes.length),
    hasRows: skipBlank(bytes, end) < bytes.length || !whole,
  }
}

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])

async function firstBytes(
  entry: Entry,
  encoding: Encoding,
): Promise<{ bytes: Buffer; failure: Filled['failure'] }> {
  const reader = await openText(entry, encoding)
  try {
    const bytes = Buffer.allocUnsafe(MAX_LINE)
    const { filled, failure } = await fillWhole(reader, bytes)
    return { bytes: bytes.subarray(0, filled), failure }
  } finally {
    await reader.close()
  }
}

const nameColumns = 'Begin the file with one line of column names'
const empty: Unusable = { rule: 'missing_header', message: 'The file is empty', fix: nameColumns }

function readHeader(line: Buffer, dialect: Dialect, whole: boolean): readonly string[] | Unusable {
  if (line.length === 0) return empty
  if (!whole) return unusable('line_too_long')
  const text = line.toString('utf8').replace(/\r$/, '')
  if (text.includes('\0')) return unusable('control_character')
  if (dialect.strict && text.includes('\r')) return unusable('bare_carriage_return')
  const names = unquote(text, String.fromCharCode(dialect.delimiter), false)
  if (typeof names === 'string') return unusable(names)
  if (names.length <= MAX_COLUMNS) return names
  const message = `The file has ${names.length} columns; at most ${MAX_COLUMNS} are read`
  return { rule: 'invalid_header', message, fix: nameColumns }
}

function damaged(message: string): Unusable {
  return { rule: 'invalid_archive', message, fix: 'Deliver the files again' }
}

function unusable(rule: Fault): Unusable {
  const { message, fix } = faults[rule]
  return { rule, message: message.replace('row', 'header line'), fix }
}

/** The character that splits the first line into most cells; comma unless another does better. */
function guessDelimiter(bytes: Buffer, from: number): number {
  const line = bytes.toString('latin1', from, lineEnd(bytes, from)).replace(/"[^"]*"/g, '')
  let best = COMMA
  let most = line.split(',').length
  for (const other of [';', '\t', '|']) {
    const count = line.split(other).length
    if (count > most) [best, most] = [other.charCodeAt(0), count]
  }
  return best
}

function lineEnd(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++
  return at
}

function skipBlank(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === 10 || bytes[at] === 13) at++
  return at
}
