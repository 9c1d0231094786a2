import { createHash } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import { serveCollection } from '../oneroster/provider.ts'
import type { Seat } from '../seat.ts'
import { LaunchPad } from './launchpad.ts'

/** The app of whoever tries us: where a sign-in may end, and where its tile leads. */
export type App = { redirects: string[]; start: string }

type Routed = { readonly answer: SandboxAnswer; readonly seat: Seat | null }

/** Hosts that stand in references, and that nobody outside can reach: they must never be followed. */
const inner = 'https://certs-nj-v2.rosterserver.example'
const usualLimit = 100

/**
 * ClassLink as its partners see it: the partner API and the roster proxy, districts' own servers behind OAuth 1, and
 * LaunchPad, where people sign in (developer.classlink.com; captures of its clients).
 */
export class ClassLink {
  readonly #seats: ReadonlyMap<string, Seat>
  readonly #url: string
  readonly #launchpad: LaunchPad
  readonly #key: string

  constructor(seats: ReadonlyMap<string, Seat>, url: string, app: App, now: () => Date) {
    this.#seats = seats
    this.#url = `${url}/classlink`
    this.#key = createHash('sha256').update('partner key of the sandbox').digest('base64url').slice(0, 40)
    this.#launchpad = new LaunchPad(seats, this.#url, app, now)
  }

  describe() {
    return {
      proxy: `${this.#url}/roster`,
      partnerKey: this.#key,
      launchpad: this.#url,
      api: `${this.#url}/api`,
      issuer: this.#url,
      ...this.#launchpad.credentials,
      portal: `${this.#url}/portal`,
    }
  }

  describeDistrict(seat: Seat) {
    const { oauthKey, oauthSecret, bearer } = seat.gate.credentials
    return {
      tenantId: seat.tenantId,
      applicationId: seat.applicationId,
      bearer,
      direct: {
        url: `${this.#url}/server/${seat.tenantId}/ims/oneroster/v1p1`,
        key: oauthKey,
        secret: oauthSecret,
      },
      users: this.#launchpad.people(seat),
    }
  }

  /** null for what is not ClassLink's. */
  async answer(request: SandboxRequest): Promise<Routed | null> {
    const path = request.rawPath
    if (!path.startsWith('/classlink/')) return null
    const rest = path.slice('/classlink'.length)
    if (rest.startsWith('/roster/')) return this.#roster(request, rest.slice('/roster'.length))
    if (rest.startsWith('/server/')) return this.#direct(request, rest.slice('/server/'.length))
    const signed = await this.#launchpad.answer(request, rest)
    return signed === null ? { answer: { status: 404, body: { status: 404, message: 'Not found' } }, seat: null } : { answer: signed, seat: null } // prettier-ignore
  }

  #roster(request: SandboxRequest, path: string): Routed {
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const [, first = '', id = '', word = ''] = path.split('/')
    if (first === 'applications') {
      if (bearer !== this.#key) return { answer: refused('the partner key is not known'), seat: null }
      if (id === '') return { answer: this.#applications(request), seat: null }
      const seat = this.#seatOf(id)
      if (seat === null || word !== 'server') return { answer: missing(), seat: null }
      return { answer: { status: 200, body: { status: 1, server: this.#server(seat), message: '' } }, seat }
    }
    // Both prefixes are in use: /{id}/ims/oneroster/v1p1 and /proxy/v1p0/{id}/ims/oneroster/v1p1.
    const beneath = path.startsWith('/proxy/v1p0/') ? path.slice('/proxy/v1p0'.length) : path
    const [, application = '', ...rest] = beneath.split('/')
    const seat = this.#seatOf(application)
    const collection = /^ims\/oneroster\/v1p1\/(.+)$/.exec(rest.join('/'))?.[1]
    if (seat === null || collection === undefined) return { answer: missing(), seat }
    if (!seat.sharing.enabled || bearer !== seat.sharing.bearer)
      return { answer: refused('access denied'), seat }
    return { answer: this.#records(seat, request, collection), seat }
  }

  /** A district's own server, for whoever signs by the credentials that the partner API hands out. */
  #direct(request: SandboxRequest, path: string): Routed {
    const [tenant = '', ...rest] = path.split('/')
    const seat = [...this.#seats.values()].find(one => String(one.tenantId) === tenant) ?? null
    const collection = /^ims\/oneroster\/v1p1\/(.+)$/.exec(rest.join('/'))?.[1]
    if (seat === null || collection === undefined) return { answer: missing(), seat }
    const { district, switches: faults, gate } = seat
    const serving = { district, faults, base: `${inner}/ims/oneroster/v1p1`, root: this.#url }
    const signed = () => gate.scopesOf(request, '1.1')
    return { answer: linked(seat, serveCollection(serving, '1.1', request, collection, signed)), seat }
  }

  /** Every record of the district, for the bearer reads them all; lists come with the counts that ClassLink adds. */
  #records(seat: Seat, request: SandboxRequest, collection: string): SandboxAnswer {
    const serving = { district: seat.district, faults: seat.switches, base: `${inner}/ims/oneroster/v1p1`, root: this.#url }
    const all = new Set(['roster-core.readonly', 'roster.readonly', 'roster-demographics.readonly'])
    return linked(seat, serveCollection(serving, '1.1', request, collection, () => all))
  } // prettier-ignore

  #applications({ url }: SandboxRequest): SandboxAnswer {
    const limit = Number(url.searchParams.get('limit') ?? usualLimit)
    const offset = Number(url.searchParams.get('offset') ?? 0)
    const all = [...this.#seats.values()].map((seat, at) => ({
      id: 1000 + at,
      tenant_name: seat.district.name,
      tenant_id: seat.tenantId,
      application_id: 57,
      bearer: seat.sharing.bearer,
      name: 'Rollbook',
      oneroster_application_id: seat.applicationId,
      enabled: String(seat.sharing.enabled),
      tenant_status: 'Active',
    }))
    return { status: 200, body: { status: 1, applications: all.slice(offset, offset + limit) } }
  }

  #server(seat: Seat) {
    const { oauthKey, oauthSecret } = seat.gate.credentials
    return {
      client_id: oauthKey,
      client_secret: oauthSecret,
      endpoint_url: `${this.#url}/server/${seat.tenantId}`,
    }
  }

  /** By the id as it was handed out: escaped once more it is another. */
  #seatOf(applicationId: string): Seat | null {
    return [...this.#seats.values()].find(seat => seat.applicationId === applicationId) ?? null
  }
}

/** Headers of the proxy, and booleans as it writes them. */
function linked({ district }: Seat, answer: SandboxAnswer): SandboxAnswer {
  const { body } = answer
  if (answer.status !== 200 || typeof body !== 'object' || body === null) return answer
  const list = Object.values(body).find(Array.isArray)
  for (const record of (list ?? Object.values(body)) as Record<string, unknown>[]) {
    // As captured: a text, where the specification has a boolean.
    if (typeof record['enabledUser'] === 'boolean') record['enabledUser'] = String(record['enabledUser'])
  }
  const counts = list === undefined ? {} : { 'x-count': String(list.length) }
  return { ...answer, headers: { ...answer.headers, ...counts, 'x-perm-rev': String(district.revision) } }
}

function refused(message: string): SandboxAnswer {
  return { status: 401, body: { status: 0, message } }
}

function missing(): SandboxAnswer {
  return { status: 404, body: { status: 0, message: 'Not found' } }
}
