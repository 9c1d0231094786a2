import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import type { Seat } from '../seat.ts'
import type { App } from './classlink.ts'

/** Somebody who can sign in at the portal. Nobody has a password there: it is chosen who one is. */
type Person = { readonly seat: Seat; readonly sourcedId: string }
type Grant = Person & {
  readonly redirect: string
  readonly scopes: readonly string[]
  readonly nonce: string | null
  readonly challenge: string | null
  readonly until: number
}

const codeLife = 60_000
const tokenLife = 24 * 3600 * 1000
const shown = 8
const levels = { 'Tenant Administrator': 1, Teacher: 3, Student: 4 } as const

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
  readonly #tokens = new Map<string, Person & { readonly until: number }>()
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 })

  constructor(seats: ReadonlyMap<string, Seat>, url: string, app: App, now: () => Date) {
    this.#seats = seats
    this.#url = url
    this.#app = app
    this.#now = now
  } // prettier-ignore

  async answer(request: SandboxRequest, path: string): Promise<SandboxAnswer | null> {
    const { url } = request
    if (path === '/.well-known/openid-configuration') return { status: 200, body: this.#configuration() }
    if (path === '/oauth2/v2/jwks') return { status: 200, body: { keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'sandbox', alg: 'RS256', use: 'sig' }] } }
    if (path === '/oauth2/v2/auth') return this.#authorize(url)
    if (path === '/oauth2/v2/token') return this.#token(request)
    if (path === '/portal') return this.#portal(url)
    const info = /^\/api\/(?:v2\/)?my\/(info|profiles|district|students|groups)$/.exec(path)?.[1]
    return await Promise.resolve(info === undefined ? null : this.#my(request, info))
  } // prettier-ignore

  /** A few of a district, of each kind, to sign in as. */
  people(seat: Seat) {
    const { district } = seat
    const count = { Student: 0, Teacher: 0, 'Tenant Administrator': 0 }
    return district.shelves.users.rows.flatMap(row => {
      const role = this.#roleOf({ seat, sourcedId: row.id })
      if (row.gone || ++count[role] > 3) return []
      return [{ role, sourcedId: row.id, loginId: district.cells('users', row)['username'] ?? '' }]
    })
  }

  #configuration() {
    return {
      issuer: this.#url,
      authorization_endpoint: `${this.#url}/oauth2/v2/auth`,
      token_endpoint: `${this.#url}/oauth2/v2/token`,
      userinfo_endpoint: `${this.#url}/api/v2/my/info`,
      jwks_uri: `${this.#url}/oauth2/v2/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'oneroster', 'full'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  /** A page on which one chooses who one is; `login_hint` (`tenant:sourcedId`) chooses at once. */
  #authorize({ searchParams }: URL): SandboxAnswer {
    const redirect = searchParams.get('redirect_uri') ?? ''
    if (searchParams.get('client_id') !== this.credentials.clientId) return page('Unknown app', '<p>client_id is not known.</p>', 400)
    if (!this.#app.redirects.includes(redirect)) return page('Unknown address', '<p>redirect_uri is not registered.</p>', 400)
    const back = new URL(redirect)
    const state = searchParams.get('state')
    if (state !== null) back.searchParams.set('state', state)
    if (searchParams.get('response_type') !== 'code') {
      back.searchParams.set('error', 'unsupported_response_type')
      return { status: 302, headers: { location: back.href } }
    }
    const person = this.#personOf(searchParams.get('login_hint') ?? '')
    if (person === null) return this.#choose(searchParams)
    back.searchParams.set('code', this.#grant(person, redirect, searchParams))
    return { status: 302, headers: { location: back.href } }
  } // prettier-ignore

  #grant(person: Person, redirect: string, asked: URLSearchParams): string {
    const code = randomBytes(16).toString('hex')
    const scopes = (asked.get('scope') ?? 'profile').split(/[\s,]+/)
    const [nonce, challenge] = [asked.get('nonce'), asked.get('code_challenge')]
    this.#codes.set(code, { ...person, redirect, scopes, nonce, challenge, until: this.#now().getTime() + codeLife })
    return code
  } // prettier-ignore

  #choose(asked: URLSearchParams): SandboxAnswer {
    const link = (person: Person) => {
      const to = new URLSearchParams(asked)
      to.set('login_hint', `${person.seat.tenantId}:${person.sourcedId}`)
      return `?${to.toString()}`
    }
    return page('Sign in to LaunchPad', this.#lists((person, name) => `<a href="${escapeHtml(link(person))}">${name}</a>`))
  } // prettier-ignore

  /** The portal: who one is, and the tile of the app. A tile knows no state of ours. */
  #portal({ searchParams }: URL): SandboxAnswer {
    const person = this.#personOf(searchParams.get('as') ?? '')
    if (person === null)
      return page('LaunchPad', this.#lists((one, name) => `<a href="?as=${one.seat.tenantId}:${encodeURIComponent(one.sourcedId)}">${name}</a>`)) // prettier-ignore
    const [redirect] = this.#app.redirects
    const tiles: string[] = []
    if (this.#app.start !== '') tiles.push(`<a href="${escapeHtml(this.#app.start)}">Open the app</a>`)
    if (redirect !== undefined) {
      const to = new URL(redirect)
      to.searchParams.set('code', this.#grant(person, redirect, new URLSearchParams({ scope: 'profile' })))
      tiles.push(`<a href="${escapeHtml(to.href)}">Open the app with a code</a>`)
    }
    return page(`LaunchPad of ${escapeHtml(this.#nameOf(person))}`, `<ul>${tiles.map(tile => `<li>${tile}</li>`).join('')}</ul>`) // prettier-ignore
  }

  #lists(link: (person: Person, name: string) => string): string {
    return [...this.#seats.values()].map(seat => {
      const people = seat.district.shelves.users.rows.filter(row => !row.gone)
      const some = [...people.slice(0, shown), ...people.slice(-shown)].map(row => ({ seat, sourcedId: row.id }))
      const items = some.map(person => `<li>${link(person, escapeHtml(this.#nameOf(person)))} (${this.#roleOf(person)})</li>`)
      return `<h2>${escapeHtml(seat.district.name)}</h2><ul>${items.join('')}</ul>`
    }).join('')
  } // prettier-ignore

  /** RFC 6749 §4.1.3 and RFC 7636; a code is good once, for a minute, and for the address it was issued to. */
  #token({ method, body, headers }: SandboxRequest): SandboxAnswer {
    if (method !== 'POST') return failure(405, 'invalid_request')
    const form = new URLSearchParams(body)
    const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    const [id, secret] = basic === undefined ? [form.get('client_id'), form.get('client_secret')] : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent) // prettier-ignore
    if (id !== this.credentials.clientId || secret !== this.credentials.clientSecret) return failure(401, 'invalid_client')
    const code = form.get('code') ?? ''
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    if (grant === undefined || grant.until < this.#now().getTime()) return failure(400, 'invalid_grant')
    const redirect = form.get('redirect_uri')
    if (redirect !== null && redirect !== grant.redirect) return failure(400, 'invalid_grant')
    const verifier = form.get('code_verifier') ?? ''
    if (grant.challenge !== null && createHash('sha256').update(verifier).digest('base64url') !== grant.challenge) return failure(400, 'invalid_grant')
    const token = randomBytes(24).toString('hex')
    this.#tokens.set(token, { ...grant, until: this.#now().getTime() + tokenLife })
    const signed = grant.scopes.includes('openid') && !grant.seat.switches.has('noIdToken')
    return { status: 200, body: { access_token: token, token_type: 'Bearer', response_code: 200, ...(signed && { id_token: this.#idToken(grant) }) } }
  } // prettier-ignore

  #idToken(grant: Grant): string {
    const now = Math.floor(this.#now().getTime() / 1000)
    const claims = { iss: this.#url, aud: this.credentials.clientId, sub: String(userNumber(grant)), iat: now, exp: now + 3600, ...(grant.nonce !== null && { nonce: grant.nonce }), tenantId: grant.seat.tenantId } // prettier-ignore
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ alg: 'RS256', typ: 'JWT', kid: 'sandbox' })}.${part(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), this.#keys.privateKey).toString('base64url')}`
  }

  #my({ headers }: SandboxRequest, what: string): SandboxAnswer {
    const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    const person = this.#tokens.get(token)
    if (person === undefined || person.until < this.#now().getTime()) return { status: 401, body: { status: 401, message: 'Unauthorized' } }
    if (what === 'info') return { status: 200, body: this.#info(person) }
    if (what === 'district') return { status: 200, body: { TenantId: person.seat.tenantId, Name: person.seat.district.name } }
    if (what === 'profiles') return { status: 200, body: [{ ProfileId: 3280, Profile: this.#roleOf(person) }] }
    return { status: 200, body: [] }
  } // prettier-ignore

  #info(person: Person): object {
    const { seat, sourcedId } = person
    const { switches, district } = seat
    const cells = district.cells('users', district.shelves.users.index.get(sourcedId))
    const role = this.#roleOf(person)
    const spelling = switches.has('sourceIdSpelling') ? 'SourceId' : 'SourcedId'
    return {
      UserId: userNumber(person),
      TenantId: switches.has('tenantAsText') ? String(seat.tenantId) : seat.tenantId,
      BuildingId: 1,
      AuthenticationType: 2,
      DisplayName: this.#nameOf(person),
      FirstName: cells['givenName'] ?? '',
      LastName: cells['familyName'] ?? '',
      Email: cells['email'] ?? '',
      LoginId: cells['username'] ?? '',
      Language: 'en',
      Tenant: district.name,
      Role: role,
      Role_Level: levels[role],
      OrgId: '',
      [spelling]: switches.has('noSourcedId') ? '' : sourcedId,
    }
  }

  #personOf(text: string): Person | null {
    const at = text.indexOf(':')
    const seat = [...this.#seats.values()].find(one => String(one.tenantId) === text.slice(0, at))
    const sourcedId = text.slice(at + 1)
    return seat !== undefined && sourcedId !== '' ? { seat, sourcedId } : null
  }

  #nameOf({ seat, sourcedId }: Person): string {
    const cells = seat.district.cells('users', seat.district.shelves.users.index.get(sourcedId))
    return `${cells['givenName'] ?? ''} ${cells['familyName'] ?? ''}`.trim() || sourcedId
  }

  #roleOf({ seat, sourcedId }: Person): keyof typeof levels {
    const roles = seat.district.rolesOf(sourcedId).map(row => seat.district.cells('roles', row)['role'] ?? '')
    if (roles.some(role => /Administrator|principal/.test(role))) return 'Tenant Administrator'
    return roles.includes('student') ? 'Student' : 'Teacher'
  }
}

/** ClassLink's own number of somebody: of the sourcedId alone, so that it holds while a person does. */
function userNumber({ sourcedId, seat }: Person): number {
  return createHash('sha256').update(`${seat.tenantId} ${sourcedId}`).digest().readUInt32BE(0)
}

function failure(status: number, error: string): SandboxAnswer {
  return { status, body: { error, status, message: error } }
}

function page(title: string, body: string, status = 200): SandboxAnswer {
  return { status, body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>A sandbox: nobody here is real.</p>${body}</html>` } // prettier-ignore
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}
