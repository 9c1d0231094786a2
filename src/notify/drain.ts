import { createHash } from 'node:crypto'
import type { Store } from '../store/open.ts'
import { claimMail, endMail, giveUpLate, hurryMail, listDue, postponeMail, pruneMail, type ClaimedMail } from '../store/outbox.ts' // prettier-ignore
import type { Letter } from './letter.ts'
import type { Mailer, Sent } from './mailer.ts'
import { compose, isPersonal } from './messages.ts'
import { tokenOf } from './queue.ts'
import { localeOf } from './say.ts'

/*
 * What is guaranteed. A mail is queued in the transaction of what it tells, under a key that is unique: there is one
 * row, or none. A drain claims a row before it sends, and ends it after; while the claim lasts no other drain sees
 * it, and a claim outlasts every timeout of the mailer. So a mail that was sent and ended is sent once, however many
 * drains run, and one that nobody could send is tried again.
 *
 * A process that dies between the receiver's "250" and our "sent" leaves a row nobody can judge. It is sent again
 * after the claim, byte for byte and with the same Message-ID, by which mailboxes know it for the same mail. SMTP
 * has no way to ask.
 */
const claimSeconds = 300
/** Minutes until the next try: 1, 2, 4 … and then every six hours, until the mail is too late. */
const longestWait = 360
const day = 24 * 3_600_000
/** Keys are needed as long as what they tell can come up again. */
const keepDays = 60

export type Post = {
  readonly store: Pick<Store, 'pool' | 'data'>
  /** Null where no receiver is set: mail waits, and is given up once it is too late. */
  readonly mailer: Mailer | null
  /** Address of the console without a slash at its end. */
  readonly base: string
  readonly now: () => Date
  /** Takes one line: ids, codes and counts, never an address. */
  readonly log: (
    line: { readonly level: 'info' | 'warn' | 'error' } & Readonly<Record<string, string | number | null>>,
  ) => void
}

/** Sends what is due, and resolves to how much that was. Any number may run at once, here and elsewhere. */
export async function drain(post: Post): Promise<number> {
  const { pool } = post.store
  let sent = 0
  for (const districtId of await listDue(pool, post.now())) {
    await giveUp(post, districtId)
    const came = await drainDistrict(post, districtId)
    sent += came.sent
    if (came.away) break
  }
  return sent
}

async function giveUp({ store, now, log }: Post, districtId: string): Promise<void> {
  await pruneMail(store.pool, districtId, new Date(now().getTime() - keepDays * day))
  const count = await giveUpLate(store.pool, districtId, now())
  if (count > 0) log({ level: 'warn', event: 'mail.given_up', districtId, count })
}

async function drainDistrict(post: Post, districtId: string): Promise<{ sent: number; away: boolean }> {
  const { store, mailer, now } = post
  let sent = 0
  while (mailer !== null) {
    const mail = await claimMail(store.pool, districtId, now(), claimSeconds)
    if (mail === null) break
    const came = await deliver(post, mailer, mail)
    if (came === 'sent') sent++
    if (came === 'away') return { sent, away: true }
  }
  return { sent, away: false }
}

type Came = Sent['kind'] | 'void'

async function deliver(post: Post, mailer: Mailer, mail: ClaimedMail): Promise<Came> {
  const { store, now, log } = post
  if (!mayRead(mail)) {
    await endMail(store.pool, mail, { status: 'void', code: 'MAIL_NOBODY' }, now())
    return 'void'
  }
  const came = await trySend(post, mailer, mail)
  if (came.kind === 'sent') {
    await endMail(store.pool, mail, { status: 'sent', code: null }, now())
    if (mail.attempts > 1) await hurryMail(store.pool, mail.districtId, now())
    return 'sent'
  }
  const { kind, code } = came
  if (kind === 'refused') await endMail(store.pool, mail, { status: 'gave_up', code }, now())
  else await postponeMail(store.pool, mail, code, nextTry(mail, now()))
  log({ level: 'warn', event: `mail.${kind}`, districtId: mail.districtId, code, attempts: mail.attempts })
  return kind
}

/** At the latest when it is too late, so that it is given up then. */
function nextTry({ attempts, until }: ClaimedMail, now: Date): Date {
  const wait = Math.min(2 ** (attempts - 1), longestWait) * 60_000
  return new Date(Math.min(now.getTime() + wait, until.getTime()))
}

/** A mail that cannot be written, for a key of the data folder that is another, must not stop those behind it. */
async function trySend({ store, base, log }: Post, mailer: Mailer, mail: ClaimedMail): Promise<Sent> {
  try {
    const token = await tokenOf(store.data, mail)
    const letter = mail.letter as Letter // written by queueNotice and queueMail
    const vendor = letter.template === 'request'
    const message = compose(letter, { locale: localeOf(mail.locale), district: mail.district, vendor, base, token }) // prettier-ignore
    return await mailer.send({ ...message, id: messageId(mail), to: mail.email, date: mail.queuedAt })
  } catch (error) {
    const code = codeOf(error)
    log({ level: 'error', event: 'mail.unwritten', districtId: mail.districtId, code })
    return { kind: 'later', code }
  }
}

/** Who left the team meanwhile is told nothing more of it. */
function mayRead({ letter, email, member, vendor }: ClaimedMail): boolean {
  const { template } = letter as Letter // written by queueNotice and queueMail
  if (email === '') return false
  if (template === 'request') return vendor
  return isPersonal(template) || member
}

function messageId({ districtId, key }: ClaimedMail): string {
  return createHash('sha256').update(`${districtId} ${key}`).digest('hex').slice(0, 32)
}

/** Of an error, what may stand in a log. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error ? String(error.code) : error.name
}
