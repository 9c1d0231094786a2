import nodemailer from 'nodemailer'
import { RollbookError } from '../roster/errors.ts'
import type { Message } from './messages.ts'

/** A message with whom it goes to. `id` and `date` stay the same when it is sent again. */
export type Envelope = Message & { readonly id: string; readonly to: string; readonly date: Date }

/**
 * What the receiver said: it has it; never (this address); later (this mail); or it could not be asked at all.
 * `code` is of SMTP or of the network, and names no address.
 */
export type Sent =
  { readonly kind: 'sent' } | { readonly kind: 'refused' | 'later' | 'away'; readonly code: string }

export type Mailer = {
  send(envelope: Envelope): Promise<Sent>
  close(): void
}

/** Most a receiver may let us wait for its next word, in milliseconds. */
const timeouts = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  dnsTimeout: 10_000,
  socketTimeout: 30_000,
}
/** Most it may take in all: one that answers letter by letter would outlast the claim of a drain. */
const longest = 240_000

/**
 * Sends by `smtp://user:password@host:587` or `smtps://…:465`, over one connection that is used again.
 * `from` is an address, with a name if wanted. Throws MAIL_MISSET.
 */
export function openMailer(url: string, from: string): Mailer {
  const domain = domainOf(url, from)
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: 1, maxMessages: 1_000, ...timeouts, disableFileAccess: true, disableUrlAccess: true }) // prettier-ignore
  const send = async ({ id, to, date, subject, text, html }: Envelope): Promise<Sent> => {
    const headers = { 'auto-submitted': 'auto-generated' }
    try {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html, date, headers, messageId: `<${id}@${domain}>` }) // prettier-ignore
      return { kind: 'sent' }
    } catch (error) {
      return verdictOf(error)
    }
  }
  return { send: envelope => inTime(send(envelope)), close: () => transport.close() }
}

async function inTime(sending: Promise<Sent>): Promise<Sent> {
  const { promise, stop } = alarm(longest)
  return await Promise.race([sending, promise]).finally(stop)
}

function alarm(millis: number): { promise: Promise<Sent>; stop: () => void } {
  let stop = () => {}
  const promise = new Promise<Sent>(resolve => {
    const timer = setTimeout(resolve, millis, { kind: 'away', code: 'ETIMEDOUT' })
    stop = () => clearTimeout(timer)
  })
  return { promise, stop }
}

function domainOf(url: string, from: string): string {
  const domain = /@([^\s@>]+)>?$/.exec(from.trim())?.[1]
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url) || domain === undefined)
    throw new RollbookError(
      'MAIL_MISSET',
      'Cannot send mail: ROLLBOOK_SMTP_URL is no smtp:// or smtps:// address, or ROLLBOOK_MAIL_FROM is no e-mail address. Set both, or neither',
      2,
    )
  return domain
}

/** Its own words may quote the address: only numbers and names of errors go on. */
function verdictOf(error: unknown): Sent {
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  const name = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const code = answer > 0 ? `SMTP ${answer}` : name
  // Who may not sign in there, or is told to come back, says nothing about this mail.
  if (name !== 'EENVELOPE' && name !== 'EMESSAGE') return { kind: 'away', code }
  if (answer === 421) return { kind: 'away', code }
  return { kind: answer >= 500 ? 'refused' : 'later', code }
}
