import { UnreadableDrop } from '../../roster/errors.ts'
import type { Answer } from '../../wire/wire.ts'
import type { Outside } from '../outside.ts'
import type { Access } from './access.ts'
import type { Patience } from './patience.ts'
import type { Setup } from './settings.ts'

const purl = (version: '1p1' | '1p2', demographics: boolean) =>
  ['roster-core.readonly', ...(demographics ? ['roster-demographics.readonly'] : [])]
    .map(scope => `https://purl.imsglobal.org/spec/or/v${version}/scope/${scope}`)
    .join(' ')

/** One way to ask for a token; several are tried until one is granted, and that one is kept to. */
type Way = { readonly secret: string; readonly style: 'basic' | 'body'; readonly scopes: string }
type Token = { readonly value: string; readonly until: number }

/**
 * Tokens by client credentials (RFC 6749 §4.4), kept until nine tenths of their life are over. Servers differ in where
 * they want the credentials and which scopes they know; what was not set is tried in the order of the standard.
 */
export function openTokens(setup: Setup, secrets: readonly string[], outside: Outside, patience: Patience): Access {
  let token: Token | null = null
  let ways = waysOf(setup, secrets, outside.wants.includes('demographics'))
  /** Issued, and not known to be good yet: that shows when it is asked for again. */
  let fresh = false
  const issue = async (): Promise<Token> => {
    const refusals: Answer[] = []
    for (const [at, way] of ways.entries()) {
      const answer = await patience.send(askFor(setup, way), () => Promise.resolve(headersFor(setup, way)))
      const granted = readToken(answer, outside.now())
      if (granted !== null) {
        ways = ways.slice(at)
        return granted
      }
      refusals.push(answer)
    }
    throw refused(setup, refusals)
  }
  return {
    async headers() {
      const old = token !== null && outside.now().getTime() < token.until ? token : null
      fresh = old === null
      token = old ?? (await issue())
      return { authorization: `Bearer ${token.value}` }
    },
    renew() {
      // A token that was refused at its first use will not be replaced by a better one of the same kind.
      if (fresh) ways = ways.slice(1)
      token = null
      return Promise.resolve(ways.length > 0)
    },
  }
} // prettier-ignore

function waysOf({ auth, scopes, version, url }: Setup, secrets: readonly string[], demographics: boolean): Way[] {
  const styles = auth === 'oauth2' ? (['basic', 'body'] as const) : ([auth === 'oauth2-body' ? 'body' : 'basic'] as const)
  const older = version === '1.1' || (version === 'auto' && url.includes('v1p1'))
  const asked = scopes === null
    ? [...new Set([demographics, false].flatMap(some => [purl(older ? '1p1' : '1p2', some), purl(older ? '1p2' : '1p1', some)])), '']
    : [scopes]
  return secrets.flatMap(secret => styles.flatMap(style => asked.map(scopes => ({ secret, style, scopes }))))
} // prettier-ignore

function askFor({ tokenUrl, clientId, tokenExtras }: Setup, { style, secret, scopes }: Way) {
  const form = new URLSearchParams([['grant_type', 'client_credentials']])
  if (scopes !== '') form.set('scope', scopes)
  if (style === 'body') {
    form.set('client_id', clientId)
    form.set('client_secret', secret)
  }
  for (const [name, value] of tokenExtras) form.set(name, value)
  return {
    method: 'POST',
    url: tokenUrl,
    body: form.toString(),
    timeoutMs: 30_000,
    maxBytes: 2 ** 20,
  } as const
}

function headersFor({ clientId, headers }: Setup, { style, secret }: Way): Readonly<Record<string, string>> {
  // RFC 6749 §2.3.1 has both parts form-encoded first; for ids of letters and digits that changes nothing.
  const pair = [clientId, secret].map(part => encodeURIComponent(part).replaceAll('%20', '+')).join(':')
  const basic = style === 'basic' ? { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } : {}
  return { ...headers, 'content-type': 'application/x-www-form-urlencoded', ...basic }
}

/** null when none was granted. A lifetime that is not said is taken for an hour. */
function readToken({ status, body }: Answer, now: Date): Token | null {
  if (status < 200 || status > 299) return null
  const said = parsed(body)
  const value = said.access_token
  if (typeof value !== 'string' || value === '') return null
  const seconds = Number(said.expires_in)
  const life = Number.isFinite(seconds) && seconds > 0 ? seconds : 3600
  return { value, until: now.getTime() + life * 900 }
}

function parsed(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(body.toString('utf8'))
    return typeof found === 'object' && found !== null ? { ...found } : {}
  } catch {
    // Some answer in the form that they were asked in.
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  }
}

function refused({ tokenUrl, clientId }: Setup, answers: readonly Answer[]): UnreadableDrop {
  const last = answers.at(-1)
  const first = answers.find(({ status }) => status === 400 || status === 401) ?? last
  const word = first === undefined ? '' : parsed(first.body).error
  const said = typeof word === 'string' && /^[\w .-]{1,60}$/.test(word) ? ` (${word})` : ''
  const { host, pathname } = new URL(tokenUrl)
  const status = first?.status ?? 0
  if (status >= 200 && status < 300)
    return new UnreadableDrop('SOURCE_REFUSED', `Cannot sign in at ${host}${pathname}: it answers without a token. Check the token URL`) // prettier-ignore
  if (status === 404 || status === 405)
    return new UnreadableDrop('SOURCE_REFUSED', `Cannot sign in at ${host}${pathname}: it answers ${status}, so no token is issued there. Check the token URL`) // prettier-ignore
  return new UnreadableDrop('SOURCE_REFUSED', `Cannot sign in at ${host}${pathname}: it refuses client ${JSON.stringify(clientId)} with ${status}${said}. Check the client id, the secret and the scopes, and replace a secret that was renewed there`) // prettier-ignore
}
