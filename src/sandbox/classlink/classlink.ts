import { createHash } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import { ProviderError } from '../oneroster/errors.ts'
import { same } from '../oneroster/keys.ts'
import { serveCollection } from '../oneroster/provider.ts'
import type { Seat } from '../seat.ts'
import { LaunchPad } from './launchpad.ts'
import { samplePeople } from './people.ts'

/** The app of whoever tries us: where a sign-in may end (at Clever elsewhere, if so), and where its tile leads. */
export type App = { redirects: string[]; start: string; clever?: string[] }

type Routed = { readonly answer: SandboxAnswer; readonly seat: Seat | null }

/** Hosts that stand in references, and that nobody outside can reach: they must never be followed. */
const inner = 'https://certs-nj-v2.rosterserver.example'
const usualLimit = 100
const scopes = ['roster-core.readonly', 'roster.readonly'] as const
/** A district that took the app out of use again: it is listed, and nothing of it can be read. */
const shut = { tenantId: 1999, applicationId: 'cm9vc2V2ZWx0%3D', name: 'Roosevelt Unified' }

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
      shut: { tenantId: shut.tenantId, applicationId: shut.applicationId },
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
      users: samplePeople(seat, 3).map(({ role, sourcedId, loginId }) => ({ role, sourcedId, loginId })),
    }
  }

  /** null for what is not ClassLink's. */
  answer(request: SandboxRequest): Routed | null {
    const path = request.rawPath
    if (!path.startsWith('/classlink/')) return null
    const rest = path.slice('/classlink'.length)
    if (rest.startsWith('/roster/')) return this.#roster(request, rest.slice('/roster'.length))
    if (rest.startsWith('/server/')) return this.#direct(request, rest.slice('/server/'.length))
    const signed = this.#launchpad.answer(request, rest)
    return signed === null ? { answer: { status: 404, body: { status: 404, message: 'Not found' } }, seat: null } : { answer: signed, seat: null } // prettier-ignore
  }

  #roster(request: SandboxRequest, path: string): Routed {
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const [, first = '', id = '', word = ''] = path.split('/')
    if (first === 'applications') {
      if (!same(bearer, this.#key)) return { answer: refused('the partner key is not known'), seat: null }
      if (id === '') return { answer: this.#applications(request), seat: null }
      const seat = this.#seatOf(id)
      if (seat === null || word !== 'server') return { answer: missing(), seat: null }
      return { answer: { status: 200, body: { status: 1, server: this.#server(seat), message: '' } }, seat }
    }
    // Both prefixes are in use: /{id}/ims/oneroster/v1p1 and /proxy/v1p0/{id}/ims/oneroster/v1p1.
    const beneath = path.startsWith('/proxy/v1p0/') ? path.slice('/proxy/v1p0'.length) : path
    const [, application = '', ...rest] = beneath.split('/')
    if (application === shut.applicationId) return { answer: refused('access denied'), seat: null }
    const seat = this.#seatOf(application)
    const collection = collectionOf(rest)
    if (seat === null || collection === null) return { answer: missing(), seat }
    const { enabled, bearer: ours } = seat.sharing
    if (!enabled || !same(bearer, ours)) return { answer: refused('access denied'), seat }
    return { answer: this.#records(seat, request, collection, () => undefined), seat }
  }

  /** A district's own server, for whoever signs by the credentials that the partner API hands out. */
  #direct(request: SandboxRequest, path: string): Routed {
    const [number = '', ...rest] = path.split('/')
    const seat = [...this.#seats.values()].find(one => String(one.tenantId) === number) ?? null
    const collection = collectionOf(rest)
    if (seat === null || collection === null) return { answer: missing(), seat }
    if (!seat.sharing.enabled) return { answer: refused('access denied'), seat }
    const admit = () => {
      const { authorization = '' } = request.headers
      if (!/^OAuth\s/i.test(authorization))
        throw new ProviderError('unauthorisedrequest', 'OAuth 1 is missing')
      seat.gate.scopesOf(request, '1.1')
    }
    return { answer: this.#records(seat, request, collection, admit), seat }
  }

  /** What the district shares, once `admit` let the sender in (it throws ProviderError). */
  #records(seat: Seat, request: SandboxRequest, collection: string, admit: () => void): SandboxAnswer {
    if (seat.switches.spend('permRevMoves')) seat.district.moved()
    const serving = { district: seat.shared(), faults: seat.switches, base: `${inner}/ims/oneroster/v1p1`, root: this.#url }
    const granted = () => {
      admit()
      return new Set([...scopes, ...(seat.sharing.demographics ? ['roster-demographics.readonly'] : [])])
    }
    return linked(seat, serveCollection(serving, '1.1', request, collection, granted))
  } // prettier-ignore

  /** No counts come with it, and no headers: a client asks on until nothing is left. */
  #applications({ url }: SandboxRequest): SandboxAnswer {
    const open = [...this.#seats.values()].map(({ sharing, switches, ...seat }) => ({
      name: seat.district.name,
      tenantId: seat.tenantId,
      applicationId: seat.applicationId,
      bearer: switches.has('noBearer') ? null : sharing.bearer,
      enabled: sharing.enabled,
    }))
    const all = [...open, { ...shut, bearer: null, enabled: false }].map((one, at) => ({
      id: 1000 + at,
      tenant_name: one.name,
      tenant_id: one.tenantId,
      application_id: 57,
      bearer: one.bearer,
      name: 'Rollbook',
      oneroster_application_id: one.applicationId,
      enabled: String(one.enabled),
      tenant_status: 'Active',
    }))
    const [limit, offset] = [wholeOf(url, 'limit', usualLimit), wholeOf(url, 'offset', 0)]
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

function collectionOf(parts: readonly string[]): string | null {
  return /^ims\/oneroster\/v1p1\/(.+)$/.exec(parts.join('/'))?.[1] ?? null
}

function wholeOf({ searchParams }: URL, name: string, usual: number): number {
  const text = searchParams.get(name) ?? ''
  return /^\d+$/.test(text) ? Number(text) : usual
}

/** Headers of the proxy, which counts and links nowhere, and records as it writes them. */
function linked({ district, switches }: Seat, answer: SandboxAnswer): SandboxAnswer {
  const { body } = answer
  if (answer.status !== 200 || typeof body !== 'object' || body === null) return answer
  const list = Object.values(body).find(Array.isArray)
  for (const record of (list ?? Object.values(body)) as Record<string, unknown>[]) {
    // As captured: a text, where the specification has a boolean.
    if (typeof record['enabledUser'] === 'boolean') record['enabledUser'] = String(record['enabledUser'])
    if ('classType' in record && switches.has('sparseClasses')) Object.assign(record, { classCode: '', periods: '' })
  }
  const headers = Object.fromEntries(Object.entries(answer.headers ?? {}).filter(([name]) => name !== 'link'))
  const counts = list === undefined ? {} : { 'x-count': String(list.length) }
  return { ...answer, headers: { ...headers, ...counts, 'x-perm-rev': String(district.revision) } }
} // prettier-ignore

function refused(message: string): SandboxAnswer {
  return { status: 401, body: { status: 0, message } }
}

function missing(): SandboxAnswer {
  return { status: 404, body: { status: 0, message: 'Not found' } }
}
