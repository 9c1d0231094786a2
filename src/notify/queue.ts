import { createHash } from 'node:crypto'
import { seal, unseal, type Place } from '../login/secrets.ts'
import { listListeners, listVendorPeople, type ListenerRow } from '../store/notify-choices.ts'
import { noDistrict, queueMailRow, type ClaimedMail } from '../store/outbox.ts'
import type { Store } from '../store/open.ts'
import type { Runner } from '../store/sql.ts'
import { hears, type Listener, type Notice } from './choices.ts'
import type { Letter } from './letter.ts'

const hour = 3_600_000
/** As long as a receiver may be away before its mail is given up. */
const patience = 72 * hour

/** Queues a notice for everybody who wants to hear of it, each once; resolves to how many mails that were. */
export async function queueNotice(
  db: Runner,
  districtId: string,
  notice: Notice,
  key: string,
  letter: Letter,
  now: Date,
): Promise<number> {
  const people = await (notice === 'request' ? listVendorPeople(db) : listListeners(db, districtId))
  const until = new Date(now.getTime() + patience)
  let queued = 0
  for (const person of people) {
    if (!hears(notice, listenerOf(person), person.chosen[notice] ?? null)) continue
    const { consoleUserId } = person
    const mail = { districtId, key: `${key}:${consoleUserId}`, consoleUserId, letter, sealed: null, until }
    if (await queueMailRow(db, mail, now)) queued++
  }
  return queued
}

export function listenerOf({ role, schools }: Pick<ListenerRow, 'role' | 'schools'>): Listener {
  return { role: role as Listener['role'], schools } // written by `invite`, which checks it
}

/** A mail that is sent whatever its reader chose, since they or somebody of their team asked for it. */
export type PersonalMail = {
  /** Null for sign-in and for the vendor's own people. */
  readonly districtId: string | null
  readonly consoleUserId: string
  readonly letter: Extract<
    Letter,
    { template: 'invite' | 'added' | 'reset' | 'answered' | 'setup_link' | 'setup_code' }
  >
  /** Of the link in it. Kept sealed, and only until the mail is sent. */
  readonly token: string | null
}

/**
 * Queues it once a token, or once an occasion where it has none: `occasion` names that then. Runs in the caller's
 * transaction when `db` is its client.
 */
export async function queueMail(
  db: Runner,
  { data }: Pick<Store, 'data'>,
  { districtId, consoleUserId, letter, token }: PersonalMail,
  now: Date,
  occasion: string = now.toISOString(),
): Promise<boolean> {
  const about = token === null ? occasion : createHash('sha256').update(token).digest('hex').slice(0, 16)
  const key = `${letter.template}:${about}:${consoleUserId}`
  const place = sealedPlace({ districtId: districtId ?? noDistrict, key })
  const sealed = token === null ? null : await seal(data, place, token)
  // A link for a new password is good for an hour, and a code for less: later there is nothing to send.
  const short = letter.template === 'reset' || letter.template === 'setup_code'
  const until = new Date(now.getTime() + (short ? hour : patience))
  const mail = { districtId: districtId ?? noDistrict, key, consoleUserId, letter, sealed, until }
  return await queueMailRow(db, mail, now)
}

/** The token of a queued mail, or null. Throws SECRET_DAMAGED. */
export async function tokenOf(data: string, mail: ClaimedMail): Promise<string | null> {
  return mail.sealed === null ? null : await unseal(data, sealedPlace(mail), mail.sealed)
}

function sealedPlace({ districtId, key }: { districtId: string; key: string }): Place {
  return { table: 'outbox', column: 'sealed', row: `${districtId} ${key}` }
}
