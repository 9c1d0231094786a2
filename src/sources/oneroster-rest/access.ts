import { randomBytes } from 'node:crypto'
import { UnreadableDrop } from '../../roster/errors.ts'
import type { Answer } from '../../wire/wire.ts'
import type { Outside } from '../outside.ts'
import type { Patience } from './patience.ts'
import type { Setup } from './settings.ts'
import { signGet } from './sign.ts'
import { openTokens } from './token.ts'

/** How requests say who asks. */
export type Access = {
  headers(url: URL): Promise<Readonly<Record<string, string>>>
  /** After a 401: whether something changed by which the same request may get through now. */
  renew(refused: Answer): Promise<boolean>
}

/** Throws SECRET_MISSING. */
export async function openAccess(setup: Setup, outside: Outside, patience: Patience): Promise<Access> {
  if (setup.auth === 'bearer') return openBearers(await secretsOf(outside, 'bearer'))
  const secrets = await secretsOf(outside, 'clientSecret')
  if (setup.auth.startsWith('oauth2')) return openTokens(setup, secrets, outside, patience)
  return openSigned(setup, secrets, outside)
}

async function secretsOf(outside: Outside, name: 'bearer' | 'clientSecret'): Promise<readonly string[]> {
  const secrets = await outside.secrets(name)
  if (secrets.length > 0) return secrets
  const what = name === 'bearer' ? 'bearer token' : 'client secret'
  throw new UnreadableDrop('SECRET_MISSING', `Cannot sign in at the source: no ${what} is kept for it. Give it under Settings, Rostering, or with rollbook secret`) // prettier-ignore
}

/** Static tokens, the newest first: while one is being replaced, two may be good. */
export function openBearers(tokens: readonly string[]): Access {
  let at = 0
  return {
    headers: () => Promise.resolve({ authorization: `Bearer ${tokens[at] ?? ''}` }),
    renew: () => Promise.resolve(++at < tokens.length),
  }
}

/** OAuth 1.0a. A clock that is wrong, ours or theirs, is corrected by the Date of the refusal. */
export function openSigned(
  { clientId, auth }: Pick<Setup, 'clientId' | 'auth'>,
  secrets: readonly string[],
  { now }: Pick<Outside, 'now'>,
): Access {
  let at = 0
  let ahead = 0
  return {
    headers(url) {
      const hash = auth === 'oauth1-sha1' ? 'sha1' : 'sha256'
      const timestamp = Math.round((now().getTime() + ahead) / 1000)
      const moment = { timestamp, nonce: randomBytes(16).toString('hex') }
      const signer = { key: clientId, secret: secrets[at] ?? '', hash } as const
      return Promise.resolve({ authorization: signGet(url, signer, moment) })
    },
    renew({ headers }) {
      const theirs = Date.parse(headers.get('date') ?? '')
      const off = Number.isNaN(theirs) ? 0 : theirs - now().getTime()
      if (Math.abs(off - ahead) > 60_000) {
        ahead = off
        return Promise.resolve(true)
      }
      return Promise.resolve(++at < secrets.length)
    },
  }
}
