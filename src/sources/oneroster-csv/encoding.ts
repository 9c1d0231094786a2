import { isAscii, isUtf8 } from 'node:buffer'
import { fillWhole, readChunks, type Entry, type Reader } from './package.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const CHUNK = 2 ** 18

/**
 * The encoding of a file, from its byte order mark or from as much of it as `limit` allows. Bytes that are not
 * UTF-8 make a file Windows-1252 only when it has no UTF-8 sequence at all: in a mixed file most rows are
 * right, and those that are not are reported one by one.
 */
export async function detectEncoding(entry: Entry, limit: number): Promise<Encoding> {
  const reader = await entry.open()
  try {
    let invalid = false
    let tail = Buffer.alloc(0)
    for (let seen = 0; seen < limit; seen += CHUNK) {
      const chunk = Buffer.allocUnsafe(CHUNK)
      const { filled } = await fillWhole(reader, chunk)
      const bytes = Buffer.concat([tail, chunk.subarray(0, filled)])
      const wide = seen === 0 ? wideEncoding(bytes) : null
      if (wide !== null) return wide
      const whole = filled < CHUNK ? bytes.length : wholeLength(bytes)
      const part = bytes.subarray(0, whole)
      tail = bytes.subarray(whole)
      if (!isAscii(part)) {
        if (isUtf8(part) || multibyte.test(part.toString('latin1'))) return 'utf-8'
        invalid = true
      }
      if (filled < CHUNK) break
    }
    return invalid ? 'windows-1252' : 'utf-8'
  } finally {
    await reader.close()
  }
}

const multibyte = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/

/** Length without a UTF-8 sequence that the next chunk would finish. */
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0)
      return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** UTF-16 by its mark, or by every other byte of the first line being zero. */
function wideEncoding(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const length = Math.min(bytes.length, 64) & ~1
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (length < 16 || Math.max(even, odd) < length * 0.4 || Math.min(even, odd) > length * 0.05) return null
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/** Reads an entry as UTF-8, whatever it is written in. */
export async function openText(entry: Entry, encoding: Encoding): Promise<Reader> {
  const raw = await entry.open()
  if (encoding === 'utf-8') return raw
  const { fill } = readChunks(transcode(raw, encoding))
  return { fill, close: () => raw.close() }
}

async function* transcode(raw: Reader, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const decoder = encoding === 'windows-1252' ? null : new TextDecoder(encoding)
  const chunk = Buffer.alloc(CHUNK)
  for (;;) {
    const { filled, failure } = await fillWhole(raw, chunk)
    const bytes = chunk.subarray(0, filled)
    if (filled > 0) {
      yield decoder === null ? fromWindows(bytes) : Buffer.from(decoder.decode(bytes, { stream: true }))
    }
    if (failure !== null) throw failure
    if (filled < CHUNK) break
  }
  // Half a character at the end becomes U+FFFD, and the row says so.
  const rest = Buffer.from(decoder?.decode() ?? '')
  if (rest.length > 0) yield rest
}

/** 0x80 to 0x9f, where Windows-1252 is not Latin-1. By hand: some releases of Node decode it as Latin-1. */
const upper =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

function fromWindows(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return Buffer.from(text.replace(/[\x80-\x9f]/g, letter => upper[letter.charCodeAt(0) - 0x80] ?? letter))
}
