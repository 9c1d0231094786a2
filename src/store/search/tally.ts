import type { List } from './lists.ts'

/*
 * Who fits everything that was typed. A district is small enough to keep a few bytes for each entry while one search
 * lasts, and then it costs the same whether a word is rare or half of a district has it.
 */
export class Tally {
  private readonly passed: Uint8Array
  private readonly mark: Uint16Array
  private readonly place: Uint32Array
  private readonly exact = new Set<number>()
  readonly facets: Uint8Array
  private asked = 0

  constructor(lastNumber: number) {
    this.passed = new Uint8Array(lastNumber + 1)
    this.mark = new Uint16Array(lastNumber + 1)
    this.place = new Uint32Array(lastNumber + 1)
    this.facets = new Uint8Array(lastNumber + 1)
  }

  /** All words of a piece must lead to an entry, or its id must: then it is one step on. */
  add(words: readonly (readonly List[])[], ids: readonly IdHit[]): void {
    const from = this.asked
    this.asked += Math.max(1, words.length)
    words.forEach((lists, at) => lists.forEach(list => this.pass(list, from + at)))
    for (const { number, facets, exact } of ids) this.reach(number, facets, from, exact)
  }

  private pass({ entries, facets, typos, place }: List, from: number): void {
    const { passed, mark } = this
    for (const number of entries) {
      if (passed[number] !== from) continue
      passed[number] = from + 1
      mark[number] = (mark[number] ?? 0) + typos
      this.facets[number] = facets
      // The first word typed says in which order hits come that are equally near.
      if (from === 0) this.place[number] = place
    }
  }

  private reach(number: number, facets: number, from: number, exact: boolean): void {
    if ((this.passed[number] ?? 0) < from) return
    const isNew = this.passed[number] !== this.asked
    this.passed[number] = this.asked
    this.facets[number] = facets
    if (isNew && from === 0) this.place[number] = behindWords
    if (exact) this.exact.add(number)
  }

  fits(number: number): boolean {
    return this.passed[number] === this.asked
  }

  /** Smaller is nearer, and no two are the same: exact ids, then names as typed, then those with errors. */
  key(number: number): number {
    if (this.exact.has(number)) return number
    const tier = Math.min(lastTier, 1 + (this.mark[number] ?? 0))
    return (tier * places + (this.place[number] ?? 0)) * numbers + number
  }
}

export type IdHit = { readonly number: number; readonly facets: number; readonly exact: boolean }

/** 2^4 tiers × 2^20 places × 2^28 numbers: a key stays below 2^53, where numbers are exact. */
const lastTier = 15
const numbers = 2 ** 28
const places = 2 ** 20
const behindWords = places - 1

/** The number in a key. */
export function numberIn(key: number): number {
  return key % numbers
}

/** The smallest of many keys above one, in order. */
export class Nearest {
  readonly keys: number[] = []
  private readonly most: number
  private readonly after: number

  constructor(most: number, after: number) {
    this.most = most
    this.after = after
  }

  offer(key: number): void {
    if (key <= this.after) return
    const { keys, most } = this
    if (keys.length === most && key > (keys[most - 1] ?? 0)) return
    let at = keys.length
    while (at > 0 && (keys[at - 1] ?? 0) > key) at--
    keys.splice(at, 0, key)
    if (keys.length > most) keys.pop()
  }
}
