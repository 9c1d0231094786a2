import { createHash } from 'node:crypto'
import type { CleverKind } from './shapes.ts'

type Known = {
  readonly id: string
  readonly legacy: readonly string[]
  readonly created: string
  gone: number | null
}

/** Somebody who is away for longer comes back as somebody else. */
const longestAbsence = 300 * 86_400_000
/** When Clever first saw what a district starts with. */
const birth = Date.UTC(2025, 6, 1)

/**
 * ObjectIDs of a district: four bytes of seconds and eight of a hash. The same seed gives the same ids, and what
 * comes later has a higher one, since lists are read by ascending id.
 */
export class Ids {
  readonly district: string
  readonly #seed: string
  readonly #known = new Map<string, Known>()
  #second: number
  #seen = new Set<string>()

  constructor(seed: string) {
    this.#seed = seed
    this.#second = Math.floor(birth / 1000)
    this.district = this.#make(`districts ${seed}`).id
  }

  /** Ids are asked for between begin() and end(): what nobody asks for is gone. */
  begin(now: Date): void {
    this.#seen = new Set()
    if (this.#known.size > 0) this.#second = Math.max(Math.floor(now.getTime() / 1000), this.#second + 1)
  }

  end(now: Date): void {
    for (const [key, known] of this.#known) if (!this.#seen.has(key)) known.gone ??= now.getTime()
  }

  /** The id of what the district calls `key`. Terms that come back are others, as are people after 300 days. */
  of(kind: CleverKind, key: string, now: Date): Known {
    const full = `${kind} ${key}`
    this.#seen.add(full)
    const known = this.#known.get(full)
    const lost = known !== undefined && known.gone !== null && (kind === 'terms' || now.getTime() - known.gone > longestAbsence)
    if (known !== undefined && !lost) {
      known.gone = null
      return known
    }
    const made = this.#make(lost ? `${full} ${this.#second}` : full)
    this.#known.set(full, made)
    return made
  } // prettier-ignore

  #make(text: string): Known {
    const hash = createHash('sha256').update(`${this.#seed} ${text}`).digest('hex')
    const stamp = this.#second.toString(16).padStart(8, '0')
    return {
      id: stamp + hash.slice(0, 16),
      legacy: [0, 1, 2].map(at => stamp + hash.slice(16 + at * 16, 32 + at * 16)),
      created: new Date(this.#second * 1000).toISOString(),
      gone: null,
    }
  }
}
