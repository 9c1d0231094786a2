import { unquote } from './cells.ts'
import { detectEncoding, openText, type Encoding } from './encoding.ts'
import { fillWhole, type Entry } from './package.ts'
import { MAX_LINE, recordEnd, type Dialect } from './scan.ts'

export const MAX_COLUMNS = 200
const COMMA = 44

/** How a file begins: what must be known before its first record can be read. */
export type Head = {
  readonly encoding: Encoding
  readonly dialect: Dialect
  /** Excel's `sep=;` line stands above the header. */
  readonly sepLine: boolean
  /** Header names as delivered; null when there is no header, and then `fault` says why. */
  readonly names: readonly string[] | null
  readonly fault: string | null
  /** Where the first record begins, in bytes of UTF-8. */
  readonly dataStart: number
  /** Something follows the header. */
  readonly hasRows: boolean
}

/** Reads the beginning of a file. `examine` is how many bytes may be read to tell its encoding. */
export async function readHead(entry: Entry, strict: boolean, examine: number): Promise<Head> {
  const encoding = await detectEncoding(entry, examine)
  const { bytes, whole } = await firstBytes(entry, encoding)
  const start = skipBlank(bytes, bytes.subarray(0, 3).equals(utf8Mark) ? 3 : 0)
  const sep = /^"?sep=([^\r\n"])"?/i.exec(bytes.subarray(start, start + 16).toString('latin1'))
  const from = sep === null ? start : skipBlank(bytes, lineEnd(bytes, start))
  const delimiter = sep?.[1]?.charCodeAt(0) ?? guessDelimiter(bytes, from)
  const dialect = { delimiter, strict }
  const found = recordEnd(bytes, from, bytes.length, dialect)
  const end = found >= 0 ? found : bytes.length
  const header = readHeader(bytes.subarray(from, end), dialect, found >= 0 || whole)
  const next = skipBlank(bytes, end)
  const hasRows = next < bytes.length || !whole
  return {
    encoding,
    dialect,
    sepLine: sep !== null,
    ...header,
    dataStart: Math.min(end + 1, bytes.length),
    hasRows,
  }
}

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])

async function firstBytes(entry: Entry, encoding: Encoding): Promise<{ bytes: Buffer; whole: boolean }> {
  const reader = await openText(entry, encoding)
  try {
    const bytes = Buffer.allocUnsafe(MAX_LINE)
    const { filled } = await fillWhole(reader, bytes)
    return { bytes: bytes.subarray(0, filled), whole: filled < MAX_LINE }
  } finally {
    await reader.close()
  }
}

function readHeader(line: Buffer, dialect: Dialect, whole: boolean): Pick<Head, 'names' | 'fault'> {
  if (line.length === 0) return { names: null, fault: 'it is empty' }
  if (!whole) return { names: null, fault: 'its first line has more than 1 MB' }
  const text = line.toString('utf8').replace(/\r$/, '')
  if (text.includes('\0')) return { names: null, fault: 'its first line has NUL bytes: it is no text file' }
  if (text.includes('\r')) return { names: null, fault: 'it ends its lines with bare carriage returns' }
  const names = unquote(text, String.fromCharCode(dialect.delimiter), false)
  if (typeof names === 'string') return { names: null, fault: 'the quotes in its first line do not match' }
  if (names.length > MAX_COLUMNS) {
    return { names: null, fault: `it has ${names.length} columns, and at most ${MAX_COLUMNS} are read` }
  }
  return { names, fault: null }
}

/** The character that splits the first line into most cells; comma unless another does better. */
function guessDelimiter(bytes: Buffer, from: number): number {
  const line = bytes
    .subarray(from, lineEnd(bytes, from))
    .toString('latin1')
    .replace(/"[^"]*"/g, '')
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
