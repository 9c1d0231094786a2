import { RollbookError } from '../roster/errors.ts'
import type { Store } from '../store/open.ts'
import { countTry } from '../store/sign-in-tries.ts'
import { keyedHash } from './secrets.ts'

/** Under which an address is counted, whether anybody has it or not. */
export async function triesKey({ data }: Store, email: string): Promise<Buffer> {
  return await keyedHash(data, 'sign-in tries', email.trim().toLowerCase())
}

/** Counts a try. Throws SIGN_IN_LOCKED after too many, also for the right password: guessing must not go on. */
export async function refuseLocked(store: Store, email: string, now: Date): Promise<void> {
  const until = await countTry(store.pool, await triesKey(store, email), now)
  if (until === null) return
  const time = `${until.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  throw new RollbookError('SIGN_IN_LOCKED', `Cannot sign in: there were too many tries with this address. Try again after ${time}, or ask for a new password`) // prettier-ignore
}
