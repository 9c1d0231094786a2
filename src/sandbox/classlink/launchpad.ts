import { createHash, randomBytes } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import { credentialsIn, same } from '../oneroster/keys.ts'
import { chooser, escapeHtml, page } from '../pages.ts'
import type { Seat } from '../seat.ts'
import { Signer } from '../signer.ts'
import type { App } from './classlink.ts'
import { crowdsOf, emailOf, findPerson, nameOf, tellDistrict, tellGroups, tellPerson, tellProfiles, tellStudents, userNumber, type Person } from './people.ts' // prettier-ignore

type Grant = Person & {
  readonly redirect: string
  readonly scopes: readonly string[]
  readonly nonce: string | null
  readonly challenge: string | null
  readonly until: number
}

const codeLife = 60_000
const tokenLife = 24 * 3600 * 1000
const knownScopes = ['profile', 'oneroster', 'full', 'email', 'openid']
const form = 'Tenant and sourcedId, as in 2000:u-1'

const mine = {
  info: tellPerson,
  profiles: tellProfiles,
  district: tellDistrict,
  students: tellStudents,
  groups: tellGroups,
} as const
const isMine = (text: string): text is keyof typeof mine => Object.hasOwn(mine, text)

/** Where people sign in (OAuth 2 with OpenID Connect), who they are (my/info), and the portal with its tiles. */
export class LaunchPad {
  readonly credentials = {
    clientId: `c${createHash('sha256').update('launchpad client').digest('hex').slice(0, 20)}`,
    clientSecret: createHash('sha256').update('launchpad secret').digest('hex').slice(0, 40),
  }
  readonly #seats: ReadonlyMap<string, Seat>
  readonly #url: string
  readonly #app: App
  readonly #now: () => Date
  readonly #codes = new Map<string, Grant>()
  /** Tokens by the codes that were given for them. */
  readonly #spent = new Map<string, string>()
  readonly #tokens = new Map<string, Person & { readonly until: number }>()
  readonly #signer = new Signer()

  constructor(seats: ReadonlyMap<string, Seat>, url: string, app: App, now: () => Date) {
    this.#seats = seats
    this.#url = url
    this.#app = app
    this.#now = now
  }

  /** null for a path that is not LaunchPad's. */
  answer(request: SandboxRequest, path: string): SandboxAnswer | null {
    const { url } = request
    if (path === '/.well-known/openid-configuration') return { status: 200, body: this.#configuration() }
    if (path === '/oauth2/v2/jwks') return { status: 200, body: { keys: [this.#signer.publicKey()] } }
    if (path === '/oauth2/v2/auth') return this.#authorize(url)
    if (path === '/oauth2/v2/token') return this.#token(request)
    if (path === '/portal') return this.#portal(url)
    const what = /^\/api\/(?:v2\/)?my\/(\w+)$/.exec(path)?.[1] ?? ''
    return isMine(what) ? this.#my(request, what) : null
  }

  #configuration() {
    return {
      issuer: this.#url,
      authorization_endpoint: `${this.#url}/oauth2/v2/auth`,
      token_endpoint: `${this.#url}/oauth2/v2/token`,
      userinfo_endpoint: `${this.#url}/api/v2/my/info`,
      jwks_uri: `${this.#url}/oauth2/v2/jwks`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: knownScopes,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  /** A page on which one chooses who one is; `login_hint` (see findPerson) chooses at once. */
  #authorize({ searchParams }: URL): SandboxAnswer {
    const redirect = searchParams.get('redirect_uri') ?? ''
    // Nobody is sent to an address that is not known: what is wrong is said here.
    if (searchParams.get('client_id') !== this.credentials.clientId) return page('Unknown app', '<p>client_id is not known.</p>', 400)
    if (!this.#app.redirects.includes(redirect)) return page('Unknown address', '<p>redirect_uri is not registered.</p>', 400)
    const state = searchParams.get('state')
    const back = (answer: Readonly<Record<string, string>>) => addTo(redirect, { ...answer, ...(state !== null && { state }) })
    const wrong = mistakeIn(searchParams)
    if (wrong !== null) return { status: 302, headers: { location: back({ error: wrong }) } }
    const person = findPerson(this.#seats.values(), searchParams.get('login_hint') ?? '')
    if (person === null) {
      const cancel = `<p><a href="${escapeHtml(back({ error: 'access_denied' }))}">Cancel</a></p>`
      return page('Sign in to LaunchPad', chooser(crowdsOf(this.#seats.values()), searchParams, 'login_hint', form) + cancel)
    }
    return { status: 302, headers: { location: back({ code: this.#grant(person, redirect, searchParams) }) } }
  } // prettier-ignore

  #grant(person: Person, redirect: string, asked: URLSearchParams): string {
    const code = randomBytes(16).toString('hex')
    const [nonce, challenge] = [asked.get('nonce'), asked.get('code_challenge')]
    const until = this.#now().getTime() + codeLife
    this.#codes.set(code, { ...person, redirect, scopes: scopesIn(asked), nonce, challenge, until })
    return code
  }

  /** The portal: who one is, and the tiles of the app. A tile knows no state of the app's, and may bring a code. */
  #portal({ searchParams }: URL): SandboxAnswer {
    const person = findPerson(this.#seats.values(), searchParams.get('as') ?? '')
    if (person === null) return page('LaunchPad', chooser(crowdsOf(this.#seats.values()), new URLSearchParams(), 'as', form))
    const { start, redirects: [redirect] } = this.#app
    const launch = redirect === undefined ? '' : addTo(redirect, { code: this.#grant(person, redirect, new URLSearchParams()) })
    const tiles = [[start, 'Open the app'], [launch, 'Open the app with a code']] as const
    const items = tiles.filter(([to]) => to !== '').map(([to, name]) => `<li><a href="${escapeHtml(to)}">${name}</a></li>`)
    return page(`LaunchPad of ${escapeHtml(nameOf(person))}`, items.length === 0 ? '<p>No app is registered.</p>' : `<ul>${items.join('')}</ul>`)
  } // prettier-ignore

  /** RFC 6749 §4.1.3 and RFC 7636; a code is good once, for a minute, and for the address it was issued to. */
  #token({ method, body, headers }: SandboxRequest): SandboxAnswer {
    if (method !== 'POST') return failure(405, 'invalid_request')
    const form = new URLSearchParams(body)
    const [id, secret] = credentialsIn(headers.authorization, form)
    if (id !== this.credentials.clientId || !same(secret, this.credentials.clientSecret)) return failure(401, 'invalid_client')
    if ((form.get('grant_type') ?? 'authorization_code') !== 'authorization_code') return failure(400, 'unsupported_grant_type')
    const grant = this.#take(form.get('code') ?? '')
    if (grant === null || !fits(grant, form)) return failure(400, 'invalid_grant')
    const token = randomBytes(24).toString('hex')
    this.#tokens.set(token, { seat: grant.seat, sourcedId: grant.sourcedId, until: this.#now().getTime() + tokenLife })
    this.#spent.set(form.get('code') ?? '', token)
    const signed = grant.scopes.includes('openid') && !grant.seat.switches.has('noIdToken')
    return { status: 200, body: { access_token: token, token_type: 'Bearer', response_code: 200, ...(signed && { id_token: this.#idToken(grant) }) } }
  } // prettier-ignore

  /** The grant of a code, which is gone with that. A code that comes again was stolen: what it gave is taken back. */
  #take(code: string): Grant | null {
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    this.#tokens.delete(this.#spent.get(code) ?? '')
    return grant === undefined || grant.until < this.#now().getTime() ? null : grant
  }

  #idToken(grant: Grant): string {
    const now = Math.floor(this.#now().getTime() / 1000)
    const claims = {
      iss: this.#url,
      aud: this.credentials.clientId,
      sub: String(userNumber(grant)),
      iat: now,
      exp: now + 3600,
      tenantId: grant.seat.tenantId,
      ...(grant.nonce !== null && { nonce: grant.nonce }),
      ...(grant.scopes.includes('profile') && { name: nameOf(grant) }),
      ...(grant.scopes.includes('email') && { email: emailOf(grant) }),
    }
    return this.#signer.sign(claims)
  }

  #my({ headers }: SandboxRequest, what: keyof typeof mine): SandboxAnswer {
    const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    const person = this.#tokens.get(token)
    const now = this.#now()
    if (person === undefined || person.until < now.getTime())
      return { status: 401, body: { status: 0, message: 'Invalid or expired access token' } }
    return { status: 200, body: mine[what](person, now) }
  }
}

/** What is wrong with a request to sign in, in the words of RFC 6749 §4.1.2.1; null when nothing is. */
function mistakeIn(asked: URLSearchParams): string | null {
  if (asked.get('response_type') !== 'code') return 'unsupported_response_type'
  if (!scopesIn(asked).every(scope => knownScopes.includes(scope))) return 'invalid_scope'
  const plain = asked.has('code_challenge') && asked.get('code_challenge_method') !== 'S256'
  return plain ? 'invalid_request' : null
}

function scopesIn(asked: URLSearchParams): readonly string[] {
  return (asked.get('scope') || 'profile').split(/[\s,]+/)
}

/** The address may be left out; a verifier must be there when a challenge was, and only then. */
function fits({ redirect, challenge }: Grant, form: URLSearchParams): boolean {
  if ((form.get('redirect_uri') ?? redirect) !== redirect) return false
  const verifier = form.get('code_verifier')
  if (verifier === null || challenge === null) return verifier === null && challenge === null
  return same(createHash('sha256').update(verifier).digest('base64url'), challenge)
}

function addTo(address: string, answer: Readonly<Record<string, string>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  return url.href
}

function failure(status: number, error: string): SandboxAnswer {
  return { status, body: { error, status, message: error } }
}
