import { RollbookError } from '../roster/errors.ts'
import { note, type Deed } from '../store/audit.ts'
import { dropSession, dropSessions, expireSession, findSession, sweepSessions, touchSession, writeSession, type Session, type Signed } from '../store/console-sessions.ts' // prettier-ignore
import { findConsoleUser } from '../store/console-users.ts'
import { sweepTickets } from '../store/console-tickets.ts'
import { seeMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { forgetTries, sweepTries } from '../store/sign-in-tries.ts'
import { transact } from '../store/transact.ts'
import { findPerson, signedOf } from './lookup.ts'
import { verifyPassword } from './password.ts'
import type { Reader } from './reader.ts'
import { codeRefused, spendCode } from './second-factor.ts'
import { hashToken, newToken } from './secrets.ts'
import { refuseLocked, triesKey } from './tries.ts'

const absoluteMinutes = 480
const idle = { consoleMinutes: 20, userMinutes: 30 }
/** Requests under way with the old cookie are answered while the new one travels. */
const graceSeconds = 10

export type SignedIn = { readonly kind: 'signed_in'; readonly token: string; readonly reader: Reader }

/**
 * A session of its own for somebody who was proven to be who they are; `provenAt` when a password or code of ours was
 * given, which is now unless said otherwise. Throws SIGN_IN_REFUSED when they have nothing here.
 */
export async function openSession(
  store: Store,
  of: Signed,
  now: Date,
  { demo = false, provenAt = now }: { readonly demo?: boolean; readonly provenAt?: Date } = {},
): Promise<SignedIn> {
  const token = newToken()
  const until = later(now, absoluteMinutes)
  const reader = await findPerson(store.pool, of, { provenAt, demo, until: idleEnd(of, now, until) })
  if (reader === null) throw signInRefused()
  await transact(store.pool, async client => {
    await writeSession(client, { hash: hashToken(token), of, now, until, provenAt, demo })
    if ('consoleUserId' in of) await seeMember(client, of.consoleUserId, now)
    await sweep(client, now)
    for (const { districtId } of reader.seats) await note(client, signInDeed(districtId, reader, now))
  })
  return { kind: 'signed_in', token, reader }
}

/** Who this cookie is of, or null: it is none, over, idle for too long, or its person has nothing here any more. */
export async function findReader(store: Store, token: string, now: Date): Promise<Reader | null> {
  const hash = hashToken(token)
  const session = await findSession(store.pool, hash, idle, now)
  const of = session === null ? null : signedOf(session)
  if (session === null || of === null) return null
  const reader = await findPerson(store.pool, of, stayOf(session, of, now))
  if (reader === null) await dropSession(store.pool, hash)
  else if (isDue(session, now)) await touchSession(store.pool, hash, now)
  return reader
}

export async function signOut(store: Store, token: string): Promise<void> {
  await dropSession(store.pool, hashToken(token))
}

/** Signs somebody out everywhere: their password or what they may do has changed. */
export async function endSessions(store: Store, consoleUserId: string): Promise<void> {
  await dropSessions(store.pool, consoleUserId)
}

export type Proof = { readonly password: string } | { readonly code: string }

/**
 * Proves again who sits at the keyboard, and moves the session to a new token: whoever knew the old one is left with
 * what is not proven, and that for seconds. With a second factor its code is asked for, else the password; the demo
 * asks for neither. Throws PROOF_REFUSED, CODE_REFUSED, SIGN_IN_LOCKED, SIGNED_OUT.
 */
export async function prove(store: Store, token: string, proof: Proof, now: Date): Promise<SignedIn> {
  const hash = hashToken(token)
  const session = await findSession(store.pool, hash, idle, now)
  const of = session === null ? null : signedOf(session)
  if (session === null || of === null) throw signedOut()
  if (!session.demo) await checkProof(store, of, proof, now)
  const fresh = newToken()
  const reader = await findPerson(store.pool, of, stayOf({ ...session, provenAt: now, seenAt: now }, of, now))
  if (reader === null) throw signedOut()
  await transact(store.pool, async client => {
    await expireSession(client, hash, new Date(now.getTime() + graceSeconds * 1000))
    const { expiresAt: until, demo } = session
    await writeSession(client, { hash: hashToken(fresh), of, now, until, provenAt: now, demo })
  })
  return { kind: 'signed_in', token: fresh, reader }
}

/** The same words whatever was wrong: which addresses are known here is nobody's business. */
export function signInRefused(): RollbookError {
  return new RollbookError('SIGN_IN_REFUSED', 'Cannot sign in: e-mail and password do not belong together here. Check both, or ask for a new password') // prettier-ignore
}

async function checkProof(store: Store, of: Signed, proof: Proof, now: Date): Promise<void> {
  const user = 'consoleUserId' in of ? await findConsoleUser(store.pool, of.consoleUserId) : null
  if (user === null) throw proofRefused('this session has no password of ours')
  await refuseLocked(store, user.email, now)
  if (user.totpSecret !== null) {
    if (!('code' in proof)) throw proofRefused('a code of your second factor is needed')
    if (!(await spendCode(store, user, proof.code, now))) throw codeRefused()
  } else if (!('password' in proof) || !(await verifyPassword(user.passwordHash, proof.password)))
    throw proofRefused('this is not the password')
  await forgetTries(store.pool, await triesKey(store, user.email))
}

function proofRefused(why: string): RollbookError {
  return new RollbookError('PROOF_REFUSED', `Cannot confirm that it is you: ${why}. Try again, or sign out and in`) // prettier-ignore
}

function signedOut(): RollbookError {
  return new RollbookError('SIGNED_OUT', 'Cannot answer: nobody is signed in here any more. Sign in again')
}

function stayOf(session: Session, of: Signed, now: Date) {
  const seenAt = isDue(session, now) ? now : session.seenAt
  return { provenAt: session.provenAt, demo: session.demo, until: idleEnd(of, seenAt, session.expiresAt) }
}

function isDue({ seenAt }: Session, now: Date): boolean {
  return now.getTime() - seenAt.getTime() > 60_000
}

function idleEnd(of: Signed, seenAt: Date, expiresAt: Date): Date {
  const end = later(seenAt, 'userId' in of ? idle.userMinutes : idle.consoleMinutes)
  return end < expiresAt ? end : expiresAt
}

function later(from: Date, minutes: number): Date {
  return new Date(from.getTime() + minutes * 60_000)
}

function signInDeed(districtId: string, { id, demo }: Reader, at: Date): Deed {
  const detail = demo ? { demo } : {}
  return { districtId, at, actor: `console:${id}`, actorKind: 'member', action: 'session.sign_in', target: null, detail }
} // prettier-ignore

/** What is long over goes whenever somebody comes in. */
async function sweep(client: Parameters<typeof sweepTries>[0], now: Date): Promise<void> {
  const yesterday = later(now, -24 * 60)
  await sweepSessions(client, yesterday)
  await sweepTickets(client, yesterday)
  await sweepTries(client, yesterday)
}
