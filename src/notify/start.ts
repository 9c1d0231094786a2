import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startCatcher, type Catcher } from './catcher.ts'
import { codeOf, drain, type Post } from './drain.ts'
import { openMailer, type Mailer } from './mailer.ts'

/** Milliseconds between two looks; a link for a new password is waited for. */
const everyMillis = 5_000

export type Mailing = {
  /** Whether a receiver is set: else mail waits, and a screen says so. */
  readonly on: boolean
  /** Looks at once. */
  wake(): void
  /** Ends after the mail that is on its way. */
  close(): Promise<void>
}

/** The mailer that ROLLBOOK_SMTP_URL and ROLLBOOK_MAIL_FROM describe; null when neither is set. Throws MAIL_MISSET. */
export function mailerOf(env: Readonly<Record<string, string | undefined>>): Mailer | null {
  const { ROLLBOOK_SMTP_URL: url = '', ROLLBOOK_MAIL_FROM: from = '' } = env
  return url === '' && from === '' ? null : openMailer(url, from)
}

export type Outgoing = {
  readonly mailer: Mailer | null
  /** What caught the mail of a demo. */
  readonly catcher: Catcher | null
}

/** In the demo mail goes nowhere but into the folder `mail` of its data, to be read there; else where the environment says. */
export async function openOutgoing(
  data: string,
  demo: boolean,
  now: () => Date,
  env: Parameters<typeof mailerOf>[0],
): Promise<Outgoing> {
  if (!demo) return { mailer: mailerOf(env), catcher: null }
  const catcher = await startCatcher({ folder: join(data, 'mail'), now })
  return { mailer: openMailer(catcher.url, 'Rollbook <rollbook@demo.example>'), catcher }
}

/** Sends what is due, now and again, until it is closed. Any number of processes may. */
export function startMailing(post: Post): Mailing {
  const closing = new AbortController()
  let wake = () => {}
  const loop = (async () => {
    while (!closing.signal.aborted) {
      const woken = new Promise<void>(resolve => (wake = resolve))
      await drain(post).catch(error => post.log({ level: 'warn', event: 'mail.drain', code: codeOf(error) }))
      await Promise.race([woken, pause(everyMillis, null, { signal: closing.signal }).catch(() => undefined)])
    }
  })()
  const close = async () => {
    closing.abort()
    wake()
    await loop
    post.mailer?.close()
  }
  return { on: post.mailer !== null, wake: () => wake(), close }
}
