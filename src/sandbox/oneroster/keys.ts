import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import type { Switches } from '../faults.ts'
import type { Version } from '../generate/columns.ts'
import { ProviderError } from './errors.ts'

/** What opens a district's provider; made from its seed, so that the same sandbox has the same ones. */
export type Credentials = {
  clientId: string
  clientSecret: string
  oauthKey: string
  oauthSecret: string
  bearer: string
}

export function makeCredentials(seed: string): Credentials {
  const word = (of: string, length: number) =>
    createHash('sha256').update(`${seed} ${of}`).digest('base64url').replace(/[-_]/g, 'x').slice(0, length)
  return {
    clientId: `client-${word('id', 8)}`,
    clientSecret: word('secret', 32),
    oauthKey: `key-${word('key', 8)}`,
    oauthSecret: word('oauth', 32),
    bearer: word('bearer', 40),
  }
} // prettier-ignore

const services = ['roster-core.readonly', 'roster.readonly', 'roster-demographics.readonly', 'resource.readonly', 'resource-core.readonly', 'gradebook.readonly'] as const // prettier-ignore
export const scopeUrl = (version: Version, service: string) =>
  `https://purl.imsglobal.org/spec/or/v${version === '1.1' ? '1p1' : '1p2'}/scope/${service}`
const scopeForm = /^https?:\/\/purl\.imsglobal\.org\/spec\/or\/v1p[12]\/scope\/([\w.-]+)$/
const usualLife = 3600
const window = 300
const keptNonces = 50_000

type Token = { readonly scopes: ReadonlySet<string>; readonly until: number; left: number | null }

/** Who may read what: tokens by client credentials, OAuth 1.0a signatures, and a static bearer. */
export class Gate {
  credentials: Credentials
  readonly #faults: Switches
  readonly #now: () => Date
  readonly #tokens = new Map<string, Token>()
  readonly #nonces = new Set<string>()

  constructor(credentials: Credentials, faults: Switches, now: () => Date) {
    this.credentials = credentials
    this.#faults = faults
    this.#now = now
  }

  /** Gives other credentials, and forgets every token. */
  rotate(seed: string): Credentials {
    const { clientId, oauthKey } = this.credentials
    this.credentials = { ...makeCredentials(seed), clientId, oauthKey }
    this.#tokens.clear()
    return this.credentials
  }

  /** RFC 6749 §4.4, credentials as Basic or in the body. */
  issue({ method, headers, body }: SandboxRequest): SandboxAnswer {
    if (method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: { error: 'invalid_request' } }
    const form = new URLSearchParams(body)
    const [id, secret] = credentialsIn(headers.authorization, form)
    const right = id === this.credentials.clientId && same(secret, this.credentials.clientSecret)
    if (!right || this.#faults.has('tokenRefused'))
      return { status: 401, headers: { 'www-authenticate': 'Basic' }, body: { error: 'invalid_client' } }
    if (form.get('grant_type') !== 'client_credentials') return { status: 400, body: { error: 'unsupported_grant_type' } }
    const asked = (form.get('scope') ?? '').split(' ').filter(one => one !== '')
    const granted = asked.length === 0 ? services.map(one => scopeUrl('1.2', one)) : asked.filter(isScope)
    if (granted.length === 0) return { status: 400, body: { error: 'invalid_scope' } }
    const value = randomBytes(24).toString('base64url')
    const life = this.#faults.number('tokenLife') ?? usualLife
    const scopes = new Set(granted.map(one => scopeForm.exec(one)?.[1] ?? ''))
    this.#tokens.set(value, { scopes, until: this.#now().getTime() + life * 1000, left: this.#faults.number('tokenRequests') })
    return { status: 200, body: { access_token: value, token_type: 'bearer', expires_in: life, scope: granted.join(' ') } }
  }

  /** Services that the sender of a request may use. Throws ProviderError unauthorisedrequest. */
  scopesOf(request: SandboxRequest, version: Version): ReadonlySet<string> {
    const { authorization = '' } = request.headers
    if (/^OAuth\s/i.test(authorization) && version === '1.1') return this.#signed(request, authorization)
    const value = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? ''
    if (version === '1.1' && value !== '' && same(value, this.credentials.bearer)) return new Set(services)
    const token = this.#tokens.get(value)
    if (token === undefined || token.until <= this.#now().getTime()) throw new ProviderError('unauthorisedrequest', 'the token is not valid')
    if (token.left !== null && token.left-- <= 0) throw new ProviderError('unauthorisedrequest', 'the token is used up')
    return token.scopes
  }

  /** RFC 5849: every parameter that was sent is signed, and a nonce is good for once. */
  #signed({ method, url }: SandboxRequest, header: string): ReadonlySet<string> {
    const own = new Map([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value, false)]))
    const stamp = Number(own.get('oauth_timestamp'))
    const nonce = own.get('oauth_nonce') ?? ''
    const method1 = own.get('oauth_signature_method') ?? ''
    const hash = method1 === 'HMAC-SHA256' ? 'sha256' : method1 === 'HMAC-SHA1' ? 'sha1' : null
    const refuse = (why: string) => new ProviderError('unauthorisedrequest', why)
    if (own.get('oauth_consumer_key') !== this.credentials.oauthKey) throw refuse('the consumer key is not known')
    if (hash === null) throw refuse('the signature method is not known')
    if (!(Math.abs(this.#now().getTime() / 1000 - stamp) <= window)) throw refuse('the timestamp is off by more than five minutes')
    const signature = own.get('oauth_signature') ?? ''
    own.delete('oauth_signature')
    own.delete('realm')
    const expected = signatureOf(method, url, own, this.credentials.oauthSecret, hash)
    if (!same(signature, expected)) throw refuse('the signature does not fit')
    if (nonce === '' || this.#nonces.has(`${stamp} ${nonce}`)) throw refuse('the nonce was used before')
    if (this.#nonces.size > keptNonces) this.#nonces.clear()
    this.#nonces.add(`${stamp} ${nonce}`)
    return new Set(services)
  }
} // prettier-ignore

function isScope(text: string): boolean {
  const name = scopeForm.exec(text)?.[1]
  return name !== undefined && services.some(one => one === name)
}

/** As Basic or in a form; what is missing is empty. */
export function credentialsIn(
  authorization: string | undefined,
  form: URLSearchParams,
): [id: string, secret: string] {
  const basic = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? '']
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return [unescaped(id), unescaped(secret.join(':'))]
}

/** RFC 6749 §2.3.1 has them form-encoded; many clients do not. */
function unescaped(text: string, form = true): string {
  try {
    return decodeURIComponent(form ? text.replaceAll('+', ' ') : text)
  } catch {
    return text
  }
}

/** The signature of a request by its own parameters and those of its query, decoded. */
export function signatureOf(method: string, url: URL, own: ReadonlyMap<string, string>, secret: string, hash: 'sha256' | 'sha1'): string {
  const pairs = [...own, ...url.searchParams].map(([name, value]) => `${enc(name)}=${enc(value)}`)
  const sorted = pairs.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const base = [method.toUpperCase(), enc(url.origin + url.pathname), enc(sorted.join('&'))].join('&')
  return createHmac(hash, `${enc(secret)}&`).update(base).digest('base64')
} // prettier-ignore

function enc(text: string): string {
  return encodeURIComponent(text).replace(
    /[!*'()]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Compares in a time that does not tell how much of it is right. */
export function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map(text => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
