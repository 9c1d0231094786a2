import { createHash } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import type { App } from '../classlink/classlink.ts'
import { same } from '../oneroster/keys.ts'
import type { Seat } from '../seat.ts'
import { troubleOf } from '../trouble.ts'
import { limited, refused, serveRecords, type Bearer } from './api.ts'
import { samplesOf, sharedUser, tellMe, tellSignIn } from './people.ts'
import { failure, Portal } from './portal.ts'
import { sisIds } from './sharing.ts'
import { roleWords } from './shapes.ts'

type Routed = { readonly answer: SandboxAnswer; readonly seat: Seat | null }

const samples = 3

/**
 * Clever as its partners see it: the list of districts' tokens, the Data and the Events API, and the portal, where
 * people sign in (dev.clever.com; recordings of its clients).
 */
export class Clever {
  readonly #seats: ReadonlyMap<string, Seat>
  readonly #url: string
  readonly #portal: Portal

  constructor(seats: ReadonlyMap<string, Seat>, url: string, app: App, now: () => Date) {
    this.#seats = seats
    this.#url = `${url}/clever`
    this.#portal = new Portal([...seats.values()], this.#url, app, now)
  }

  describe() {
    return {
      api: `${this.#url}/api`,
      login: this.#url,
      ...this.#portal.credentials,
      issuer: this.#url,
      portal: `${this.#url}/portal`,
    }
  }

  /** People are looked up once somebody asks for them: the district must be read for that. */
  describeDistrict({ clever }: Seat) {
    const some = () =>
      roleWords.flatMap(role =>
        samplesOf(clever.view().users.rows, role, samples).map(user => ({
          role,
          id: user.id,
          sourcedId: sisIds(user)[0] ?? '',
        })),
      )
    return {
      districtId: clever.ledger.ids.district,
      token: clever.token,
      get users() {
        return some()
      },
    }
  }

  /** null for what is not Clever's. */
  answer(request: SandboxRequest): Routed | null {
    const path = request.rawPath
    if (!path.startsWith('/clever/')) return null
    if (path.startsWith('/clever/api/')) return this.#api(request, path.slice('/clever/api/'.length))
    if (path === '/clever/oauth/tokens' && request.method === 'GET')
      return { answer: this.#tokens(request), seat: null }
    const signed = this.#portal.answer(request, path.slice('/clever'.length))
    return signed ?? { answer: failure(404, 'not_found'), seat: null }
  }

  #api(request: SandboxRequest, path: string): Routed {
    const bearer = this.#bearerOf(request)
    if (bearer === null) {
      const headers = { 'www-authenticate': 'Bearer' }
      return { answer: { status: 401, headers, body: { message: 'Unrecognized token string' } }, seat: null }
    }
    const { seat } = bearer
    const { headers, over } = limited(bearer)
    const answer = over ? refused(seat, 429, '') : this.#data(bearer, request, path)
    return { answer: { ...answer, headers: { ...answer.headers, ...headers } }, seat }
  }

  #data(bearer: Bearer, request: SandboxRequest, path: string): SandboxAnswer {
    const { seat } = bearer
    seat.switches.count()
    const trouble = refusalOf(seat) ?? troubleOf(seat.switches, '{"data":[{"data":{"id":')
    if (trouble !== null) return trouble
    const [, version = null, rest = ''] = /^(?:v(3\.[01])\/)?(.+)$/.exec(path) ?? []
    if (rest === 'me' || (rest === 'userinfo' && version === null)) return tellOneself(bearer, version, rest)
    if (version !== '3.0' && version !== '3.1') return refused(seat, 404, `there is nothing at ${path}`)
    return serveRecords(bearer, request, version, rest)
  }

  #bearerOf({ headers }: SandboxRequest): Bearer | null {
    const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    const isIts = ({ clever }: Seat) => clever.connected && same(clever.token, token)
    const seat = [...this.#seats.values()].find(isIts)
    if (seat !== undefined) return { seat, token, person: null }
    const person = this.#portal.personOf(token)
    return person === null ? null : { seat: person.seat, token, person: person.id }
  }

  /** Tokens of the districts that are connected, of one or all of them. They stand in no envelope of their own. */
  #tokens(request: SandboxRequest): SandboxAnswer {
    if (!this.#portal.admits(request)) return failure(401, 'invalid_client')
    const { url } = request
    const [kind, district] = [url.searchParams.get('owner_type'), url.searchParams.get('district')]
    if (kind !== 'district' && (kind !== null || district === null))
      return failure(400, 'invalid_request', `owner_type "${kind ?? ''}" is not supported`)
    const open = [...this.#seats.values()].filter(({ clever }) => clever.connected)
    const data = open.map(({ clever }) => listed(clever.ledger.ids.district, clever.token))
    const wanted = data.filter(({ owner }) => district === null || owner.id === district)
    return {
      status: 200,
      body: { data: wanted, links: [{ rel: 'self', uri: `/oauth/tokens${url.search}` }] },
    }
  }
}

/** Who a token is of: somebody who signed in, or a district. */
function tellOneself(
  { seat, person }: Bearer,
  version: string | null,
  what: 'me' | 'userinfo',
): SandboxAnswer {
  const id = seat.clever.ledger.ids.district
  const links = [
    { rel: 'self', uri: '/me' },
    { rel: 'canonical', uri: `/v${version ?? '1.2'}/districts/${id}` },
  ]
  if (person === null)
    return what === 'me'
      ? { status: 200, body: { type: 'district', data: { id, district: id, type: 'district' }, links } }
      : refused(seat, 401, 'Unauthorized')
  const user = sharedUser({ seat, id: person })
  if (user === null) return refused(seat, 404, 'Resource not found')
  return { status: 200, body: what === 'me' ? tellMe(user, version, seat) : tellSignIn(user) }
}

const scopes = ['district_admins', 'districts', 'resources', 'school_admins', 'schools', 'sections', 'student_contacts', 'students', 'teachers', 'user_id'].map(word => `read:${word}`) // prettier-ignore

function listed(district: string, token: string) {
  const id = createHash('sha256').update(token).digest('hex').slice(0, 24)
  return { id, created: '2025-07-01T00:00:00.000Z', owner: { type: 'district', id: district }, access_token: token, scopes } // prettier-ignore
}

/** What fails before anybody looks at the request. */
function refusalOf(seat: Seat): SandboxAnswer | null {
  const { switches } = seat
  if (switches.spend('status503')) return refused(seat, 503, 'switched on')
  if (switches.due('status429')) return refused(seat, 429, '')
  if (switches.due('status500')) return refused(seat, 500, 'switched on')
  return switches.due('status502') ? { status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' } : null
}
