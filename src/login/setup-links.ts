import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import { note } from '../store/audit.ts'
import { ensureConsoleUser } from '../store/console-users.ts'
import type { District } from '../store/districts.ts'
import type { Store } from '../store/open.ts'
import { bindLink, endLinks, findLink, tryCode, visitLink, writeCode, writeLink, type KeptLink, type SetupLink } from '../store/setup-links.ts' // prettier-ignore
import type { Runner } from '../store/sql.ts'
import { transact } from '../store/transact.ts'
import type { Doer, Tell } from './invites.ts'
import type { Reader } from './reader.ts'
import { hashToken, keyedHash, newToken } from './secrets.ts'
import { ticketInvalid } from './tickets.ts'

/*
 * A link lets one person, in one browser, do the setup of one district, and nothing else. Whoever has the link still
 * needs a code that is mailed to the address it was made for; then it belongs to that browser. It is over after seven
 * days, when it is called back, and when the setup is done.
 */

const minute = 60_000
const linkDays = 7
const codeMinutes = 15
const codeTries = 5
const idleMinutes = 60

export type Purpose = Pick<District, 'districtId'> & { readonly email: string; readonly who: Doer }

/** Makes a link and has it mailed. Throws EMAIL_INVALID. */
export async function makeLink(store: Store, { districtId, email: given, who }: Purpose, now: Date, tell: Tell): Promise<string> {
  const email = given.trim()
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    throw new RollbookError('EMAIL_INVALID', 'Cannot send this link: this is no e-mail address. Write it as name@example.org', 2)
  const token = newToken()
  const linkId = randomUUID()
  await transact(store.pool, async client => {
    const person = { consoleUserId: randomUUID(), email, name: email.split('@')[0] ?? email }
    const { consoleUserId } = await ensureConsoleUser(client, person, now)
    const expiresAt = new Date(now.getTime() + linkDays * 24 * 60 * minute)
    await writeLink(client, { districtId, linkId, consoleUserId, who: who.actor, createdAt: now, expiresAt, tokenHash: hashToken(token) })
    await note(client, { districtId, at: now, ...who, action: 'setup.link', target: `console:${consoleUserId}`, detail: {} })
    await tell(client, { consoleUserId, token })
  })
  return linkId
} // prettier-ignore

export type LinkState = 'ready' | 'here' | 'elsewhere' | 'expired' | 'revoked' | 'finished'

/** A link and how it stands towards this browser. Throws TICKET_INVALID for a token that is of none. */
export async function lookLink({ pool }: Store, token: string, browser: string | null, now: Date): Promise<{ link: KeptLink; state: LinkState }> {
  const link = await findLink(pool, hashToken(token))
  if (link === null) throw ticketInvalid()
  return { link, state: stateOf(link, browser, now) }
} // prettier-ignore

function stateOf(link: KeptLink, browser: string | null, now: Date): LinkState {
  if (link.revokedAt !== null) return 'revoked'
  if (link.finishedAt !== null) return 'finished'
  if (link.expiresAt <= now) return 'expired'
  if (link.browserHash === null) return 'ready'
  if (browser === null || !link.browserHash.equals(hashToken(browser))) return 'elsewhere'
  return isIdle(link, now) ? 'ready' : 'here'
}

function isIdle({ seenAt }: SetupLink, now: Date): boolean {
  return seenAt === null || seenAt.getTime() <= now.getTime() - idleMinutes * minute
}

/** Mails the code that opens a link; one before it is worth nothing any more. Throws TICKET_INVALID. */
export async function mailCode(store: Store, token: string, browser: string | null, now: Date, tell: (client: Runner, link: SetupLink, code: string) => Promise<unknown>): Promise<void> {
  const { link, state } = await lookLink(store, token, browser, now)
  if (state !== 'ready') throw ticketInvalid()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const hash = await codeHash(store, link, code)
  await transact(store.pool, async client => {
    await writeCode(client, link, hash, new Date(now.getTime() + codeMinutes * minute))
    await tell(client, link, code)
  })
} // prettier-ignore

/**
 * Opens a link by its code, and ties it to this browser. Resolves to the browser's new secret.
 * Throws TICKET_INVALID, CODE_REFUSED.
 */
export async function openLink(store: Store, token: string, code: string, browser: string | null, now: Date): Promise<{ link: SetupLink; secret: string }> {
  const { link, state } = await lookLink(store, token, browser, now)
  if (state !== 'ready') throw ticketInvalid()
  const wanted = await tryCode(store.pool, link, codeTries, now)
  const given = await codeHash(store, link, code.trim())
  if (wanted === null || !timingSafeEqual(wanted, given))
    throw new RollbookError('CODE_REFUSED', 'Cannot go on: this code is not the one that was mailed, or it is too old. Check it, or have a new one sent')
  const secret = newToken()
  const { districtId, consoleUserId } = link
  await transact(store.pool, async client => {
    const tied = await bindLink(client, link, { hash: hashToken(secret), before: link.browserHash, now })
    if (!tied) throw ticketInvalid()
    await note(client, { districtId, at: now, actor: `console:${consoleUserId}`, actorKind: 'guest', action: 'setup.open', target: null, detail: {} })
  })
  return { link, secret }
} // prettier-ignore

/** Whoever came by a link, from the browser it belongs to; null when it is over or nobody was there for an hour. */
export async function findGuest({ pool }: Store, secret: string, now: Date): Promise<Reader | null> {
  const since = new Date(now.getTime() - idleMinutes * minute)
  const link = await visitLink(pool, hashToken(secret), since, now)
  if (link === null) return null
  const { districtId, key, name, zone } = link
  return {
    kind: 'guest', id: link.consoleUserId, name: link.email, email: link.email, locale: 'en-US', vendorRole: null,
    seats: [{ districtId, key, name, zone, role: 'manager', schools: null }], rights: ['see', 'settings'], home: null,
    factor: false, provenAt: link.openedAt ?? now, until: earlier(link.expiresAt, new Date(now.getTime() + idleMinutes * minute)), demo: false,
  } // prettier-ignore
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}

/** Calls a link back. Throws TICKET_INVALID when it is over already. */
export async function revokeLink(store: Store, districtId: string, linkId: string, who: Doer, now: Date): Promise<void> {
  await transact(store.pool, async client => {
    if ((await endLinks(client, districtId, 'revoked', now, linkId)) === 0) throw ticketInvalid()
    await note(client, { districtId, at: now, ...who, action: 'setup.revoke', target: `link:${linkId}`, detail: {} })
  })
} // prettier-ignore

async function codeHash({ data }: Store, { linkId }: SetupLink, code: string): Promise<Buffer> {
  return await keyedHash(data, 'setup codes', `${linkId} ${code}`)
}
