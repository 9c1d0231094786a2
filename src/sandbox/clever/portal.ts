import { createHash, randomBytes } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import type { App } from '../classlink/classlink.ts'
import { credentialsIn, same } from '../oneroster/keys.ts'
import { chooser, escapeHtml, page } from '../pages.ts'
import type { Seat } from '../seat.ts'
import { Signer } from '../signer.ts'
import { claimsOf, crowdsOf, findPerson, fullName, sharedUser, type Person } from './people.ts'

type Grant = Person & { readonly redirect: string; readonly nonce: string | null; readonly until: number }
type Routed = { readonly answer: SandboxAnswer; readonly seat: Seat | null }

const codeLife = 60_000
const tokenLife = 24 * 3600
const stay = 2 * 3600
const cookie = 'clever_session'
const form = 'District and sourcedId, with a colon between them'
const scope = 'read:user_id read:sis'

/** Where people sign in: by the app's own button, by instant login, or by the app's tile in the portal. */
export class Portal {
  readonly credentials = {
    clientId: createHash('sha256').update('clever client').digest('hex').slice(0, 20),
    clientSecret: createHash('sha256').update('clever secret').digest('hex').slice(0, 40),
  }
  readonly #seats: readonly Seat[]
  readonly #url: string
  readonly #app: App
  readonly #now: () => Date
  readonly #signer = new Signer()
  readonly #sessions = new Map<string, Person & { readonly until: number }>()
  readonly #codes = new Map<string, Grant>()
  readonly #tokens = new Map<string, Person & { readonly until: number }>()

  constructor(seats: readonly Seat[], url: string, app: App, now: () => Date) {
    this.#seats = seats
    this.#url = url
    this.#app = app
    this.#now = now
  }

  /** null for a path that is not the portal's. */
  answer(request: SandboxRequest, path: string): Routed | null {
    const { method } = request
    if (path === '/.well-known/openid-configuration')
      return plain({ status: 200, body: this.#configuration() })
    if (path === '/oauth/certs') return plain({ status: 200, body: { keys: [this.#signer.publicKey()] } })
    if (path === '/oauth/authorize') return this.#authorize(request)
    if (path === '/oauth/instant-login') return this.#instantLogin(request)
    if (path === '/oauth/tokeninfo') return plain(this.#tokenInfo(request))
    if (path === '/oauth/tokens' && method === 'POST') return this.#exchange(request)
    if (path === '/portal') return this.#tiles(request)
    if (path === '/portal/launch') return this.#launch(request)
    return path === '/portal/logout' ? plain(leave()) : null
  }

  /** Who has a token of a sign-in that is still good. */
  personOf(token: string): Person | null {
    const held = this.#tokens.get(token)
    return held === undefined || held.until < this.#now().getTime() || !held.seat.clever.connected
      ? null
      : held
  }

  /** Whether a request brings the app's credentials. */
  admits({ headers }: SandboxRequest): boolean {
    const [id, secret] = credentialsIn(headers.authorization, new URLSearchParams())
    return id === this.credentials.clientId && same(secret, this.credentials.clientSecret)
  }

  get #redirects(): readonly string[] {
    return this.#app.clever ?? this.#app.redirects
  }

  #configuration() {
    return {
      issuer: this.#url,
      authorization_endpoint: `${this.#url}/oauth/authorize`,
      token_endpoint: `${this.#url}/oauth/tokens`,
      userinfo_endpoint: `${this.#url}/api/userinfo`,
      jwks_uri: `${this.#url}/oauth/certs`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    }
  }

  /** What the app started: to the address it names, with its state. */
  #authorize(request: SandboxRequest): Routed {
    const { searchParams } = request.url
    const redirect = searchParams.get('redirect_uri') ?? ''
    if (!this.#redirects.includes(redirect)) return plain(page('Unknown address', '<p>redirect_uri is not registered.</p>', 400))
    if (searchParams.get('response_type') !== 'code') return plain(page('Unknown request', '<p>response_type must be code.</p>', 400))
    return this.#signIn(request, redirect, searchParams.get('state'))
  } // prettier-ignore

  /** What Clever starts: to the first address, and the app's state is nobody's. Libraries have no such link. */
  #instantLogin(request: SandboxRequest): Routed {
    const [redirect] = this.#redirects
    const seat = this.#seatOf(request.url.searchParams.get('district_id'))
    if (redirect === undefined || seat === null || seat.switches.has('libraryTokens'))
      return plain(
        page('Nothing to open', '<p>There is no such district, or the app has no address.</p>', 400),
      )
    return this.#signIn(request, redirect, null)
  }

  #signIn(request: SandboxRequest, redirect: string, state: string | null): Routed {
    const { searchParams } = request.url
    if (searchParams.get('client_id') !== this.credentials.clientId) return plain(page('Unknown app', '<p>client_id is not known.</p>', 400))
    const district = this.#seatOf(searchParams.get('district_id'))
    const chosen = this.#chosen(request, district, searchParams.get('confirmed') === 'false')
    if (chosen === null) {
      const crowds = crowdsOf(district === null ? this.#seats : [district])
      return plain(page('Log in with Clever', chooser(crowds, searchParams, 'as', form)))
    }
    const { person, headers } = chosen
    const back = (answer: Readonly<Record<string, string>>): Routed => ({ answer: { status: 302, headers: { ...headers, location: addTo(redirect, { ...answer, ...(state !== null && { state }) }) } }, seat: person.seat })
    const refused = !person.seat.clever.connected || searchParams.get('return_unshared') === 'true'
    if (sharedUser(person) !== null) return back({ code: this.#grant(person, redirect, searchParams.get('nonce')), scope })
    if (refused) return back({ error: 'unauthorized-user' })
    return { answer: page('Not shared', '<p>Your district does not share you with this app.</p>', 403), seat: person.seat }
  } // prettier-ignore

  /** Who was chosen just now, or signed in before; a district that was asked for admits its own people only. */
  #chosen(request: SandboxRequest, district: Seat | null, confirm: boolean): { readonly person: Person; readonly headers: Readonly<Record<string, string>> } | null {
    const named = request.url.searchParams.get('as')
    const seats = district === null ? this.#seats : [district]
    if (named !== null) {
      const person = findPerson(seats, named)
      return person === null ? null : { person, headers: this.#enter(person) }
    }
    const held = confirm ? null : this.#sessionOf(request)
    return held === null || !seats.includes(held.seat) ? null : { person: held, headers: {} }
  } // prettier-ignore

  #enter(person: Person): Readonly<Record<string, string>> {
    const key = randomBytes(16).toString('hex')
    this.#sessions.set(key, { ...person, until: this.#now().getTime() + stay * 1000 })
    return { 'set-cookie': `${cookie}=${key}; Path=/clever; HttpOnly; SameSite=Lax; Max-Age=${stay}` }
  }

  #sessionOf({ headers }: SandboxRequest): Person | null {
    const key = /(?:^|;\s*)clever_session=([0-9a-f]+)/.exec(headers.cookie ?? '')?.[1] ?? ''
    const held = this.#sessions.get(key)
    return held === undefined || held.until < this.#now().getTime() ? null : held
  }

  #grant({ seat, id }: Person, redirect: string, nonce: string | null): string {
    const code = randomBytes(16).toString('hex')
    this.#codes.set(code, { seat, id, redirect, nonce, until: this.#now().getTime() + codeLife })
    return code
  }

  /** The portal: who one is, then the tile of the app, once the district launched it. */
  #tiles(request: SandboxRequest): Routed {
    const chosen = this.#chosen(request, null, false)
    if (chosen === null)
      return plain(page('Clever', chooser(crowdsOf(this.#seats), new URLSearchParams(), 'as', form)))
    const { person, headers } = chosen
    const { standing } = person.seat.clever.ledger
    const isOpen =
      sharedUser(person) !== null && standing.launch_date <= this.#now().toISOString().slice(0, 10)
    const user = person.seat.clever.ledger.collections().users.index.get(person.id)
    const tile = isOpen ? '<p><a href="portal/launch">Open the app</a></p>' : '<p>No app is here yet.</p>'
    const whom = `<p>Signed in as ${escapeHtml(user === undefined ? person.id : fullName(user))}</p>`
    const shown = page('Clever', `${whom}${tile}<p><a href="portal/logout">Log out of Clever</a></p>`)
    return { answer: { ...shown, headers }, seat: person.seat }
  }

  #launch(request: SandboxRequest): Routed {
    const person = this.#sessionOf(request)
    const [redirect] = this.#redirects
    if (person === null || redirect === undefined) return plain({ status: 302, headers: { location: `${this.#url}/portal` } })
    if (sharedUser(person) === null) return { answer: page('Not shared', '<p>Your district does not share you with this app.</p>', 403), seat: person.seat }
    return { answer: { status: 302, headers: { location: addTo(redirect, { code: this.#grant(person, redirect, null), scope }) } }, seat: person.seat }
  } // prettier-ignore

  /** A code is good once, for a minute, and for the address it was sent to. */
  #exchange(request: SandboxRequest): Routed {
    if (!this.admits(request)) return plain(failure(401, 'invalid_client'))
    const asked = bodyOf(request)
    if (asked['grant_type'] !== 'authorization_code') return plain(failure(400, 'unsupported_grant_type'))
    const code = String(asked['code'])
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    if (grant === undefined || grant.until < this.#now().getTime()) return plain(failure(400, 'invalid_grant', 'Invalid grant: invalid code'))
    const { seat, redirect } = grant
    if (asked['redirect_uri'] !== redirect) return { answer: failure(400, 'invalid_grant', 'Invalid grant: redirect_uri does not match'), seat }
    const user = sharedUser(grant)
    if (user === null) return { answer: failure(400, 'invalid_grant', 'Invalid grant: the user is not shared'), seat }
    const token = `il${randomBytes(20).toString('hex')}`
    const life = seat.switches.number('tokenLife') ?? tokenLife
    this.#tokens.set(token, { seat, id: grant.id, until: this.#now().getTime() + life * 1000 })
    const signed = seat.switches.has('cleverOidc') && !seat.switches.has('libraryTokens')
    const at = Math.floor(this.#now().getTime() / 1000)
    const claims = { iss: this.#url, aud: this.credentials.clientId, iat: at, exp: at + 3600, ...claimsOf(user), ...(grant.nonce !== null && { nonce: grant.nonce }) }
    return { answer: { status: 200, body: { access_token: token, token_type: 'bearer', ...(signed && { id_token: this.#signer.sign(claims) }) } }, seat }
  } // prettier-ignore

  #tokenInfo({ headers }: SandboxRequest): SandboxAnswer {
    const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    if (this.personOf(token) === null) return failure(401, 'invalid_token')
    return { status: 200, body: { client_id: this.credentials.clientId, scopes: scope.split(' ') } }
  }

  #seatOf(district: string | null): Seat | null {
    return this.#seats.find(({ clever }) => clever.ledger.ids.district === district) ?? null
  }
}

/** A failure in the words of OAuth 2. */
export function failure(status: number, error: string, description = error): SandboxAnswer {
  return { status, body: { error, error_description: description } }
}

function leave(): SandboxAnswer {
  const ended = { 'set-cookie': `${cookie}=; Path=/clever; HttpOnly; SameSite=Lax; Max-Age=0` }
  return { ...page('Clever', '<p>You are logged out of Clever. <a href="../portal">Log in</a></p>'), headers: ended } // prettier-ignore
}

function plain(answer: SandboxAnswer): Routed {
  return { answer, seat: null }
}

/** As JSON or as a form. */
function bodyOf({ headers, body }: SandboxRequest): Readonly<Record<string, unknown>> {
  if (!/json/.test(headers['content-type'] ?? '')) return Object.fromEntries(new URLSearchParams(body))
  try {
    return Object(JSON.parse(body)) as Readonly<Record<string, unknown>> // a text or a number has no names
  } catch {
    return {}
  }
}

function addTo(address: string, answer: Readonly<Record<string, string>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  return url.href
}
