import { createHmac, randomBytes } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'

/** How often is too often: so many at once, and then so many an hour. */
export const limits = {
  signInAddress: { burst: 30, anHour: 300 },
  signInEmail: { burst: 10, anHour: 60 },
  // A whole school has one address, and comes in by the first bell.
  sso: { burst: 3000, anHour: 30_000 },
  forgotAddress: { burst: 10, anHour: 30 },
  forgotEmail: { burst: 3, anHour: 3 },
  ticketAddress: { burst: 20, anHour: 60 },
  linkCode: { burst: 5, anHour: 10 },
  proof: { burst: 10, anHour: 60 },
  invite: { burst: 50, anHour: 100 },
  export: { burst: 10, anHour: 30 },
  syncNow: { burst: 10, anHour: 30 },
  upload: { burst: 10, anHour: 30 },
  request: { burst: 10, anHour: 20 },
  missing: { burst: 20, anHour: 60 },
  hand: { burst: 60, anHour: 300 },
  token: { burst: 600, anHour: 6000 },
  feedback: { burst: 10, anHour: 30 },
} as const
export type Limited = keyof typeof limits

type Bucket = { tokens: number; at: number }
const hourMillis = 3_600_000
const mostBuckets = 20_000

/**
 * Token buckets of this process, by what is limited and whom it is about. Keys are kept as hashes under a key of the
 * process, since some are addresses. The map is bounded: the bucket unused for longest makes room, which gives
 * somebody with 20,000 addresses no more than the addresses give anyway.
 */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>()
  readonly #key = randomBytes(32)

  /** Takes one, or throws TOO_MANY with the time to wait. */
  take(what: Limited, whom: string, now: Date): void {
    const { burst, anHour } = limits[what]
    const name = createHmac('sha256', this.#key).update(`${what}\n${whom}`).digest('base64')
    const found = this.#buckets.get(name) ?? { tokens: burst, at: now.getTime() }
    const gained = (Math.max(0, now.getTime() - found.at) * anHour) / hourMillis
    const tokens = Math.min(burst, found.tokens + gained)
    this.#keep(name, { tokens: tokens < 1 ? tokens : tokens - 1, at: now.getTime() })
    if (tokens < 1) throw tooMany(Math.ceil(((1 - tokens) * hourMillis) / anHour / 1000))
  }

  get size(): number {
    return this.#buckets.size
  }

  #keep(name: string, bucket: Bucket): void {
    this.#buckets.delete(name)
    this.#buckets.set(name, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > mostBuckets && oldest !== undefined) this.#buckets.delete(oldest)
  }
}

const ofProcess = new WeakMap<object, Buckets>()

/** The buckets of whatever is served here: one set a store. */
export function bucketsOf(served: object): Buckets {
  const found = ofProcess.get(served) ?? new Buckets()
  ofProcess.set(served, found)
  return found
}

function tooMany(seconds: number): RollbookError {
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
  return new RollbookError('TOO_MANY', `Cannot do this now: it was asked too often. Try again in ${wait}`)
}
