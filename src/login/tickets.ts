import { randomUUID } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import { peekTicket, voidTickets, writeTicket, type TicketPurpose } from '../store/console-tickets.ts'
import {
  ensureConsoleUser,
  findConsoleUser,
  hasVendorAdmin,
  setVendorRole,
  type ConsoleUser,
} from '../store/console-users.ts'
import type { Store } from '../store/open.ts'
import type { Runner } from '../store/sql.ts'
import { transact } from '../store/transact.ts'
import { hashToken, newToken } from './secrets.ts'

const minutes: Readonly<Record<TicketPurpose, number>> = { invite: 7 * 24 * 60, reset: 60, factor: 5 }

/** A link that works once: what is returned is told to nobody else, and kept as a hash. Older ones end with it. */
export async function issueTicket(
  db: Runner,
  purpose: TicketPurpose,
  consoleUserId: string,
  now: Date,
): Promise<string> {
  const token = newToken()
  const until = new Date(now.getTime() + minutes[purpose] * 60_000)
  await voidTickets(db, consoleUserId, [purpose], now)
  await writeTicket(db, { hash: hashToken(token), purpose, consoleUserId, now, until })
  return token
}

/** Whose invitation or reset a link is, or null when it is worth nothing (any more). It is not used up by this. */
export async function findTicket(
  { pool }: Store,
  purpose: 'invite' | 'reset',
  token: string,
  now: Date,
): Promise<ConsoleUser | null> {
  const id = await peekTicket(pool, hashToken(token), purpose, now)
  return id === null ? null : await findConsoleUser(pool, id)
}

/** While nobody of the vendor can sign in: the token of the link that makes the first one. Null afterwards. */
export async function firstOwner({ pool }: Store, now: Date): Promise<string | null> {
  return await transact(pool, async client => {
    if (await hasVendorAdmin(client)) return null
    // Whoever takes the link says what their address is.
    const user = await ensureConsoleUser(client, { consoleUserId: randomUUID(), email: '', name: 'Owner' }, now) // prettier-ignore
    await setVendorRole(client, user.consoleUserId, 'admin')
    return await issueTicket(client, 'invite', user.consoleUserId, now)
  })
}

export function ticketInvalid(): RollbookError {
  return new RollbookError('TICKET_INVALID', 'Cannot use this link: it was used already, is too old, or a newer one was sent. Ask for another') // prettier-ignore
}
