import { RollbookError } from '../roster/errors.ts'
import { spendTicket, tryTicket } from '../store/console-tickets.ts'
import type { Signed } from '../store/console-sessions.ts'
import { findByEmail, findConsoleUser, setPassword } from '../store/console-users.ts'
import type { Store } from '../store/open.ts'
import { forgetTries } from '../store/sign-in-tries.ts'
import { isWelcome } from './lookup.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'
import { codeRefused, spendCode } from './second-factor.ts'
import { hashToken } from './secrets.ts'
import { openSession, signInRefused, type SignedIn } from './sessions.ts'
import { issueTicket } from './tickets.ts'
import { refuseLocked, triesKey } from './tries.ts'

/** Wrong codes that one half of a sign-in survives. */
const mostCodes = 5

/**
 * Signs in by password; with a second factor this is the first half, and the ticket goes with the code.
 * Throws SIGN_IN_REFUSED, SIGN_IN_LOCKED.
 */
export async function signIn(
  store: Store,
  { email, password }: { readonly email: string; readonly password: string },
  now: Date,
): Promise<SignedIn | { readonly kind: 'factor'; readonly ticket: string }> {
  await refuseLocked(store, email, now)
  const user = await findByEmail(store.pool, email.trim())
  const right = await verifyPassword(user?.passwordHash ?? null, password)
  if (user === null || !right || !(await isWelcome(store.pool, user))) throw signInRefused()
  if (user.passwordHash !== null && isOutdated(user.passwordHash))
    await setPassword(store.pool, user.consoleUserId, await hashPassword(password))
  // The tries stay counted until the second half: who knows the password must not guess codes without end.
  if (user.totpSecret !== null)
    return { kind: 'factor', ticket: await issueTicket(store.pool, 'factor', user.consoleUserId, now) }
  await forgetTries(store.pool, await triesKey(store, email))
  return await openSession(store, { consoleUserId: user.consoleUserId }, now)
}

/** The second half of a sign-in. Throws CODE_REFUSED, TICKET_INVALID. */
export async function finishSignIn(store: Store, ticket: string, code: string, now: Date): Promise<SignedIn> {
  const hash = hashToken(ticket)
  const id = await tryTicket(store.pool, hash, 'factor', mostCodes, now)
  const user = id === null ? null : await findConsoleUser(store.pool, id)
  if (user === null) throw halfOver()
  if (!(await spendCode(store, user, code, now))) throw codeRefused()
  if ((await spendTicket(store.pool, hash, 'factor', now)) === null) throw halfOver()
  await forgetTries(store.pool, await triesKey(store, user.email))
  return await openSession(store, { consoleUserId: user.consoleUserId }, now)
}

/** For the demo, and for whoever a provider vouches for. Throws SIGN_IN_REFUSED when they have nothing here. */
export async function signInAs(store: Store, of: Signed, now: Date, demo: boolean): Promise<SignedIn> {
  return await openSession(store, of, now, { demo })
}

function halfOver(): RollbookError {
  return new RollbookError('TICKET_INVALID', 'Cannot finish this sign-in: it took too long, or there were too many codes. Sign in again from the start') // prettier-ignore
}
