import { mkdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { readEml, type ReadableMail } from './eml.ts'

export type CaughtMail = ReadableMail & {
  /** 1 for the first. */
  readonly number: number
  readonly at: Date
  readonly to: readonly string[]
  readonly raw: string
}
export type Catcher = {
  /** For `openMailer`. */
  readonly url: string
  readonly port: number
  /** Newest last; the oldest are forgotten, and stay in the folder. */
  mails(): readonly CaughtMail[]
  close(): Promise<void>
}

const kept = 500
/** No mail of ours is near that; what is larger is no mail of ours. */
const most = 1_000_000

/**
 * A receiver on this machine that takes every mail and passes none on: what it caught can be read in memory and, where
 * a folder is given, as .eml files. Listens on 127.0.0.1 alone, on any free port unless one is given.
 */
export async function startCatcher({
  folder,
  now,
  port = 0,
}: {
  readonly folder: string | null
  readonly now: () => Date
  readonly port?: number
}): Promise<Catcher> {
  const mails: CaughtMail[] = []
  let caught = 0
  if (folder !== null) await mkdir(folder, { recursive: true, mode: 0o700 })
  const keep = async (raw: string, to: readonly string[]) => {
    const mail = { ...readEml(raw), number: ++caught, at: now(), to, raw }
    if (folder !== null) await writeFile(join(folder, fileName(mail)), raw, { mode: 0o600 })
    mails.push(mail)
    if (mails.length > kept) mails.shift()
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: most,
    // Mailers keep their connection for the next mail: there is nothing to wait for.
    closeTimeout: 200,
    onData(stream, { envelope }, done) {
      const to = envelope.rcptTo.map(({ address }) => address)
      text(stream).then(raw => keep(raw, to)).then(() => done(), done)
    },
  }) // prettier-ignore
  // A client that breaks off is its own affair.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.server.address() as AddressInfo).port // a TCP server that listens has one
  const close = () => new Promise<void>(resolve => server.close(() => resolve()))
  return { url: `smtp://127.0.0.1:${bound}`, port: bound, mails: () => [...mails], close }
}

function fileName({ number, at }: CaughtMail): string {
  return `${at.toISOString().slice(0, 19).replaceAll(':', '')}-${String(number).padStart(4, '0')}.eml`
}
