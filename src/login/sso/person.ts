import type { Store } from '../../store/open.ts'
import {
  findCandidates,
  findLinked,
  writeLogin,
  type Candidate,
  type Finds,
  type Subject,
} from '../../store/logins.ts'
import { findRostered } from '../../store/rostered.ts'
import type { SignInOutcome } from './outcomes.ts'

/** What a provider says of somebody: its own word for them, and their id in the roster. */
export type Claimed = Subject & {
  readonly finds: Finds
  readonly value: string
  /** Of whose users alone; null for every origin. */ readonly connectionId: string | null
}

export type Found = { readonly outcome: SignInOutcome; readonly userId: string | null }

/**
 * The person of the roster whom a provider means. Whom it was tied to before wins over what it says now, so that an
 * account outlives a change of ids; where both are there and differ, nobody is let in, for one of the two is somebody
 * else's. An e-mail address is never looked at.
 */
export async function findPerson(store: Store, claimed: Claimed, now: Date): Promise<Found> {
  const { districtId, value } = claimed
  const linked = await findLinked(store.pool, claimed)
  const named = value === '' ? [] : await findCandidates(store.pool, claimed)
  const live = named.filter(({ removedAt }) => removedAt === null)
  const chosen = choose(linked, live)
  if (chosen === null) return { outcome: 'two_candidates', userId: null }
  const person = chosen === 'none' ? null : chosen
  if (person === null) {
    if (value === '') return { outcome: 'no_sourced_id', userId: null }
    const [left] = named
    return left === undefined
      ? { outcome: 'not_shared', userId: null }
      : { outcome: 'removed', userId: left.userId }
  }
  const { userId } = person
  if (person.removedAt !== null) return { outcome: 'removed', userId }
  if (!person.enabled) return { outcome: 'suspended', userId }
  if ((await findRostered(store.pool, districtId, userId)) === null) return { outcome: 'no_pages', userId }
  await writeLogin(store.pool, claimed, person, now)
  return { outcome: 'signed_in', userId }
}

/** null where two answer; 'none' where nobody does. */
function choose(linked: Candidate | null, live: readonly Candidate[]): Candidate | 'none' | null {
  const [first, second] = live
  if (linked === null) return second === undefined ? (first ?? 'none') : null
  if (first === undefined || first.userId === linked.userId) return linked
  return null
}
