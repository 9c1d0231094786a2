import { spendTicket, voidTickets } from '../store/console-tickets.ts'
import { dropSessions } from '../store/console-sessions.ts'
import { findByEmail, setPassword } from '../store/console-users.ts'
import type { Store } from '../store/open.ts'
import { forgetTries } from '../store/sign-in-tries.ts'
import type { Runner } from '../store/sql.ts'
import { transact } from '../store/transact.ts'
import { isWelcome } from './lookup.ts'
import { checkPassword, hashPassword } from './password.ts'
import { hashToken } from './secrets.ts'
import { findTicket, issueTicket, ticketInvalid } from './tickets.ts'
import { triesKey } from './tries.ts'

/**
 * Makes a link for a new password and lets `tell` queue the mail with it, in one transaction. Resolves to the token,
 * or to null when nobody here has the address.
 */
export async function forgotPassword(
  { pool }: Store,
  email: string,
  now: Date,
  tell: (client: Runner, link: { consoleUserId: string; token: string }) => Promise<unknown>,
): Promise<string | null> {
  const user = await findByEmail(pool, email.trim())
  if (user === null || user.passwordHash === null || !(await isWelcome(pool, user))) return null
  const { consoleUserId } = user
  return await transact(pool, async client => {
    const token = await issueTicket(client, 'reset', consoleUserId, now)
    await tell(client, { consoleUserId, token })
    return token
  })
}

/**
 * A new password by a mailed link: signs out everywhere and lifts a lock. The second factor stays; it is asked for
 * when they sign in next. Throws TICKET_INVALID, PASSWORD_WEAK.
 */
export async function resetPassword(store: Store, token: string, password: string, now: Date): Promise<void> {
  const user = await findTicket(store, 'reset', token, now)
  if (user === null) throw ticketInvalid()
  checkPassword(password, user.email)
  const hash = await hashPassword(password)
  const tries = await triesKey(store, user.email)
  await transact(store.pool, async client => {
    if ((await spendTicket(client, hashToken(token), 'reset', now)) === null) throw ticketInvalid()
    await setPassword(client, user.consoleUserId, hash)
    await voidTickets(client, user.consoleUserId, ['invite', 'reset', 'factor'], now)
    await dropSessions(client, user.consoleUserId)
    await forgetTries(client, tries)
  })
}
