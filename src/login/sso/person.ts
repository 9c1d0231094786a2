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
  /** Of whose users alone; null for every origin. */
  readonly connectionId: string | null
}

export type Found = {
  readonly outcome: SignInOutcome
  readonly userId: string | null
  readonly removedAt: Date | null
}

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
  if (chosen === null) return found('two_candidates')
  const person = chosen === 'none' ? null : chosen
  if (person === null) {
    if (value === '') return found('no_sourced_id')
    const [left] = named
    return left === undefined ? found('not_shared') : found('removed', left)
  }
  if (person.removedAt !== null) return found('removed', person)
  if (!person.enabled) return found('suspended', person)
  if ((await findRostered(store.pool, districtId, person.userId)) === null) return found('no_pages', person)
  await writeLogin(store.pool, claimed, person, now)
  return found('signed_in', person)
}

function found(outcome: SignInOutcome, person: Candidate | null = null): Found {
  return { outcome, userId: person?.userId ?? null, removedAt: person?.removedAt ?? null }
}

/** null where two answer; 'none' where nobody does. */
function choose(linked: Candidate | null, live: readonly Candidate[]): Candidate | 'none' | null {
  const [first, second] = live
  if (linked === null) return second === undefined ? (first ?? 'none') : null
  if (first === undefined || first.userId === linked.userId) return linked
  return null
}
