const firstSize = 1024
const full = 0.7

/**
 * A number for each text, in 12 bytes a place and without the text. Texts are known by 64 bits of hash: of a
 * million, two share a number once in 37 million districts, and a warning is all that hangs on it.
 */
export class Numbers {
  private hashes = new Uint32Array(firstSize * 2)
  private numbers = new Uint32Array(firstSize)
  private used = 0

  /** The number of the text, or 0. */
  find(text: string): number {
    return this.numbers[this.slot(...hash(text))] ?? 0
  }

  /** Gives the text a number above 0. */
  set(text: string, number: number): void {
    if (this.used + 1 > this.numbers.length * full) this.grow()
    const [lo, hi] = hash(text)
    this.put(lo, hi, number)
  }

  private put(lo: number, hi: number, number: number): void {
    const at = this.slot(lo, hi)
    if (this.numbers[at] === 0) this.used++
    this.hashes[at * 2] = lo
    this.hashes[at * 2 + 1] = hi
    this.numbers[at] = number
  }

  private slot(lo: number, hi: number): number {
    const { hashes, numbers } = this
    const size = numbers.length
    let at = lo & (size - 1)
    while (numbers[at] !== 0 && (hashes[at * 2] !== lo || hashes[at * 2 + 1] !== hi))
      at = (at + 1) & (size - 1)
    return at
  }

  private grow(): void {
    const { hashes, numbers } = this
    this.hashes = new Uint32Array(hashes.length * 2)
    this.numbers = new Uint32Array(numbers.length * 2)
    this.used = 0
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] ?? 0
      if (number !== 0) this.put(hashes[at * 2] ?? 0, hashes[at * 2 + 1] ?? 0, number)
    }
  }
}

/** Two halves of 32 bits (cyrb53 by bryc, both words kept). */
function hash(text: string): [number, number] {
  let lo = 0xdeadbeef
  let hi = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    lo = Math.imul(lo ^ code, 2654435761)
    hi = Math.imul(hi ^ code, 1597334677)
  }
  lo = Math.imul(lo ^ (lo >>> 16), 2246822507) ^ Math.imul(hi ^ (hi >>> 13), 3266489909)
  hi = Math.imul(hi ^ (hi >>> 16), 2246822507) ^ Math.imul(lo ^ (lo >>> 13), 3266489909)
  return [lo >>> 0, hi >>> 0]
}
