/**
 * 64-bit hashes of bytes and texts, left in `lo` and `hi` so that millions of calls make no garbage: half of
 * MurmurHash3 x86_128, which is made of 32-bit steps and so of the numbers JavaScript is quick with. Both halves
 * are signed, since a number above 2^31 would be an object.
 * A text and its UTF-8 bytes have the same hash. Why 64 bits suffice: docs/decisions/0003-fingerprints.md.
 */
export type Hasher = {
  lo: number
  hi: number
  bytes(bytes: Uint8Array, from: number, to: number, seed: Seed): void
  text(text: string, seed?: Seed): void
  /** A seed that makes every hash of another `text` different. */
  seed(text: string): Seed
}

export type Seed = { readonly lo: number; readonly hi: number }
export const noSeed: Seed = { lo: 0, hi: 0 }

const C1 = 0x239b961b
const C2 = 0xab0e9789 | 0
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93 | 0
/** Texts up to this length are written out here, which is quicker than asking the encoder. */
const SHORT = 40

class Murmur implements Hasher {
  lo = 0
  hi = 0
  private readonly encoder = new TextEncoder()
  private room = viewOf(new Uint8Array(1024))
  /** The two that bytes were last asked of: rows come from one array and their keys often from another. */
  private last = this.room
  private before = this.room

  text(text: string, seed: Seed = noSeed): void {
    const length = this.write(text)
    this.hash(this.room, 0, length, seed)
  }

  seed(text: string): Seed {
    this.text(text)
    return { lo: this.lo, hi: this.hi }
  }

  bytes(bytes: Uint8Array, from: number, to: number, seed: Seed): void {
    if (bytes !== this.last.bytes) {
      const next = bytes === this.before.bytes ? this.before : viewOf(bytes)
      this.before = this.last
      this.last = next
    }
    this.hash(this.last, from, to, seed)
  }

  private hash({ bytes, words }: View, from: number, to: number, seed: Seed): void {
    let a = seed.lo
    let b = seed.hi
    let c = a
    let d = b
    let at = from
    for (; at + 16 <= to; at += 16) {
      a ^= mixed(words.getInt32(at, true), C1, 15, C2)
      a = (Math.imul((((a << 19) | (a >>> 13)) + b) | 0, 5) + 0x561ccd1b) | 0
      b ^= mixed(words.getInt32(at + 4, true), C2, 16, C3)
      b = (Math.imul((((b << 17) | (b >>> 15)) + c) | 0, 5) + 0x0bcaa747) | 0
      c ^= mixed(words.getInt32(at + 8, true), C3, 17, C4)
      c = (Math.imul((((c << 15) | (c >>> 17)) + d) | 0, 5) + 0x96cd1c35) | 0
      d ^= mixed(words.getInt32(at + 12, true), C4, 18, C1)
      d = (Math.imul((((d << 13) | (d >>> 19)) + a) | 0, 5) + 0x32ac3b17) | 0
    }
    const last = bytes.length - 4
    if (at < to) a ^= mixed(word(words, at, to, last), C1, 15, C2)
    if (at + 4 < to) b ^= mixed(word(words, at + 4, to, last), C2, 16, C3)
    if (at + 8 < to) c ^= mixed(word(words, at + 8, to, last), C3, 17, C4)
    if (at + 12 < to) d ^= mixed(word(words, at + 12, to, last), C4, 18, C1)
    this.finish(a, b, c, d, to - from)
  }

  private finish(a: number, b: number, c: number, d: number, length: number): void {
    b ^= length
    c ^= length
    d ^= length
    a = ((a ^ length) + b + c + d) | 0
    b = settled((b + a) | 0)
    c = settled((c + a) | 0)
    d = settled((d + a) | 0)
    a = (settled(a) + b + c + d) | 0
    this.lo = a
    this.hi = (b + a) | 0
  }

  /** Number of bytes the text has in `room`. */
  private write(text: string): number {
    const { length } = text
    if (length * 3 > this.room.bytes.length) this.room = viewOf(new Uint8Array(length * 4))
    const { bytes } = this.room
    if (length > SHORT) return this.encoder.encodeInto(text, bytes).written
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at)
      if (code >= 128) return this.encoder.encodeInto(text, bytes).written
      bytes[at] = code
    }
    return length
  }
}

/** Bytes with a view that reads words at any place of them. */
type View = { readonly bytes: Uint8Array; readonly words: DataView }

function viewOf(bytes: Uint8Array): View {
  return { bytes, words: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

function mixed(word: number, first: number, turn: number, second: number): number {
  const product = Math.imul(word, first)
  return Math.imul((product << turn) | (product >>> (32 - turn)), second)
}

function settled(lane: number): number {
  const once = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

/** Up to four bytes before `to` as a word, zeros beyond them; `last` is where a whole word can still be read. */
function word(words: DataView, at: number, to: number, last: number): number {
  if (at > last) return readBytes(words, at, to)
  const whole = words.getInt32(at, true)
  return to - at >= 4 ? whole : whole & (-1 >>> (32 - 8 * (to - at)))
}

function readBytes(words: DataView, at: number, to: number): number {
  let word = 0
  for (let byte = to - 1; byte >= at; byte--) word = (word << 8) | words.getUint8(byte)
  return word
}

export function makeHasher(): Hasher {
  return new Murmur()
}
