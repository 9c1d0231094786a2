import { randomUUID } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import { note, type Deed } from '../store/audit.ts'
import { spendTicket, voidTickets } from '../store/console-tickets.ts'
import { ensureConsoleUser, findConsoleUser, hasVendorAdmin, setEmail, setName, setPassword, setVendorRole, type VendorRole } from '../store/console-users.ts' // prettier-ignore
import { addMember, changeMember, memberOf } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import type { Runner } from '../store/sql.ts'
import { transact } from '../store/transact.ts'
import { isWelcome } from './lookup.ts'
import { checkPassword, hashPassword } from './password.ts'
import type { MemberRole } from './rights.ts'
import { hashToken } from './secrets.ts'
import { openSession, type SignedIn } from './sessions.ts'
import { checkSchools, memberUnknown } from './team.ts'
import { findTicket, issueTicket, ticketInvalid } from './tickets.ts'

export type Invitation =
  | { readonly email: string; readonly name: string; readonly districtId: string; readonly role: MemberRole; readonly schools: readonly string[] | null }
  | { readonly email: string; readonly name: string; readonly vendorRole: VendorRole } // prettier-ignore

/** Who did it, as the audit names them. */
export type Doer = Pick<Deed, 'actor' | 'actorKind'>

/** The token of the link; null for somebody who has a password already and only needs to be told. */
export type Invited = { readonly consoleUserId: string; readonly token: string | null }

/** Tells somebody of it, in the transaction that lets them in: a mail is queued with what it tells, or neither is. */
export type Tell = (client: Runner, invited: Invited) => Promise<unknown>

/** Lets somebody in. Throws MEMBER_EXISTS, SCHOOL_UNKNOWN, EMAIL_INVALID. */
export async function invite(
  store: Store,
  given: Invitation,
  who: Doer,
  now: Date,
  tell: Tell = inPerson,
): Promise<Invited> {
  const email = given.email.trim()
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    throw new RollbookError('EMAIL_INVALID', 'Cannot invite: this is no e-mail address. Write it as name@example.org', 2) // prettier-ignore
  return await transact(store.pool, async client => {
    const person = { consoleUserId: randomUUID(), email, name: given.name.trim() || email }
    const user = await ensureConsoleUser(client, person, now)
    const { consoleUserId, totpSecret, passwordHash } = user
    const token = passwordHash === null ? await issueTicket(client, 'invite', consoleUserId, now) : null
    if ('vendorRole' in given) await setVendorRole(client, consoleUserId, given.vendorRole)
    else {
      const { districtId, role } = given
      const schools = await checkSchools(client, districtId, role, given.schools)
      const member = { consoleUserId, email, name: person.name, role, schools, factor: totpSecret !== null }
      if (!(await addMember(client, districtId, member, now))) {
        if (token === null)
          throw new RollbookError('MEMBER_EXISTS', `Cannot invite ${consoleUserId}: they look after this district already. Change their role instead`) // prettier-ignore
        // The first invitation still waits: this one takes its place.
        await changeMember(client, districtId, consoleUserId, { role, schools })
      }
      await note(client, { districtId, at: now, ...who, action: 'team.invite', target: `console:${consoleUserId}`, detail: { role, schools } }) // prettier-ignore
    }
    await tell(client, { consoleUserId, token })
    return { consoleUserId, token }
  })
}

/** A new link for somebody who has not come in yet; the old one ends. Throws MEMBER_UNKNOWN. */
export async function inviteAgain(
  store: Store,
  districtId: string,
  consoleUserId: string,
  who: Doer,
  now: Date,
  tell: Tell = inPerson,
): Promise<Invited> {
  return await transact(store.pool, async client => {
    const user = await findConsoleUser(client, consoleUserId)
    if (user === null || (await memberOf(client, districtId, consoleUserId)) === null) throw memberUnknown()
    const token = user.passwordHash === null ? await issueTicket(client, 'invite', consoleUserId, now) : null
    await note(client, { districtId, at: now, ...who, action: 'team.invite_again', target: `console:${consoleUserId}`, detail: {} }) // prettier-ignore
    await tell(client, { consoleUserId, token })
    return { consoleUserId, token }
  })
}

/**
 * Takes an invitation: from now on there is a password, and its person is signed in. The first owner of all says
 * their address as well. Throws TICKET_INVALID, PASSWORD_WEAK, EMAIL_INVALID.
 */
export async function acceptInvite(
  store: Store,
  token: string,
  given: { readonly name: string; readonly password: string; readonly email?: string | undefined },
  now: Date,
): Promise<SignedIn> {
  const user = await findTicket(store, 'invite', token, now)
  if (user === null || user.passwordHash !== null || !(await isWelcome(store.pool, user)))
    throw ticketInvalid()
  const nameless = user.email === ''
  const email = nameless ? (given.email ?? '').trim() : user.email
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new RollbookError('EMAIL_INVALID', 'Cannot go on: this is no e-mail address. Write it as name@example.org') // prettier-ignore
  checkPassword(given.password, email)
  const hash = await hashPassword(given.password)
  const { consoleUserId } = user
  await transact(store.pool, async client => {
    if ((await spendTicket(client, hashToken(token), 'invite', now)) === null) throw ticketInvalid()
    if (nameless && (await hasVendorAdmin(client))) throw ticketInvalid()
    if (nameless && !(await setEmail(client, consoleUserId, email)))
      throw new RollbookError('EMAIL_TAKEN', 'Cannot use this address: somebody has it here already. Sign in with it, or use another') // prettier-ignore
    await setPassword(client, consoleUserId, hash)
    await setName(client, consoleUserId, given.name.trim() || user.name)
    await voidTickets(client, consoleUserId, ['invite', 'reset'], now)
  })
  return await openSession(store, { consoleUserId }, now)
}

/** Whoever reads the link off a terminal passes it on. */
async function inPerson(): Promise<void> {}
