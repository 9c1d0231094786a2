import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readRequest, send, type SandboxAnswer, type SandboxRequest } from './answer.ts'
import { ClassLink, type App } from './classlink/classlink.ts'
import { Clever } from './clever/clever.ts'
import { serveControl } from './control.ts'
import { SandboxDistrict, type DistrictPlan } from './district.ts'
import { paths } from './oneroster/discovery.ts'
import { scopeUrl } from './oneroster/keys.ts'
import { serveOneRoster } from './oneroster/provider.ts'
import { Seat } from './seat.ts'

export type SandboxOptions = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly districts: readonly DistrictPlan[]
  /** The app that signs people in through LaunchPad: where they may be sent back to, and where a tile leads. */
  readonly app?: App
  readonly now?: () => Date
}

/** What a client needs to know of a sandbox: addresses, credentials, districts. All of it is made up. */
export type Description = {
  readonly url: string
  readonly control: string
  readonly classlink: ReturnType<ClassLink['describe']>
  readonly clever: ReturnType<Clever['describe']>
  readonly districts: readonly ReturnType<typeof describe>[]
}

export type Sandbox = {
  readonly description: Description
  /** Districts by their keys, for tests that live in the same process. */
  readonly seats: ReadonlyMap<string, Seat>
  close(): Promise<void>
}

/** Serves generated districts as their providers would, until it is closed. */
export async function startSandbox({ host, port, districts, app, now = () => new Date() }: SandboxOptions): Promise<Sandbox> {
  const seats = new Map<string, Seat>()
  for (const [at, plan] of districts.entries()) seats.set(plan.key, new Seat(await SandboxDistrict.make(plan, now), 2000 + at, now))
  const server = createServer((message, reply) => void answer(message, reply))
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done))
  const url = `http://${host}:${(server.address() as AddressInfo).port}` // it listens on a port
  const registered = app ?? { redirects: [], start: '' }
  const link = new ClassLink(seats, url, registered, now)
  const clever = new Clever(seats, url, registered, now)

  async function answer(message: IncomingMessage, reply: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(message, url)
      const { answer, seat } = await route(request)
      if (seat !== null) seat.note({ method: request.method, path: request.url.pathname + request.url.search, status: answer.status })
      await send(reply, answer, seat === null ? null : seat.switches)
    } catch (error) {
      if (!reply.headersSent) reply.writeHead(500, { 'content-type': 'application/json' })
      reply.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }))
    }
  }

  async function route(request: SandboxRequest): Promise<{ answer: SandboxAnswer; seat: Seat | null }> {
    const path = request.rawPath
    if (path.startsWith('/control/')) return { answer: await serveControl(seats, registered, request, path.slice('/control'.length)), seat: null }
    const linked = link.answer(request) ?? clever.answer(request)
    if (linked !== null) return linked
    const [, key = '', ...rest] = path.split('/')
    const seat = seats.get(key)
    if (seat === undefined) return { answer: { status: 404, body: { error: `there is nothing at ${path}` } }, seat: null }
    const serving = { district: seat.district, faults: seat.switches, gate: seat.gate, root: `${url}/${key}` }
    const found = serveOneRoster(serving, request, `/${rest.join('/')}`)
    return { answer: found ?? { status: 404, body: { error: `there is nothing at ${path}` } }, seat }
  }

  const description = {
    url,
    control: `${url}/control`,
    classlink: link.describe(),
    clever: clever.describe(),
    districts: [...seats.values()].map(seat => describe(seat, url, link, clever)),
  }
  const close = async () => {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
    for (const { district } of seats.values()) await district.close()
  }
  return { description, seats, close }
} // prettier-ignore

function describe(seat: Seat, url: string, link: ClassLink, clever: Clever) {
  const { key } = seat.district.plan
  const { clientId, clientSecret, oauthKey, oauthSecret, bearer } = seat.gate.credentials
  const common = { tokenUrl: `${url}/${key}/oauth/token`, clientId, clientSecret }
  const scopes = (version: '1.1' | '1.2') => ['roster-core.readonly', 'roster-demographics.readonly'].map(one => scopeUrl(version, one)).join(' ') // prettier-ignore
  const live = (sheet: 'orgs' | 'users') =>
    seat.district.shelves[sheet].rows.map(row => seat.district.cells(sheet, row))
  return {
    key,
    name: seat.district.name,
    schools: live('orgs').filter(({ type }) => type === 'school').length,
    students: live('users').filter(({ grades }) => grades !== '').length,
    oneroster11: { url: `${url}/${key}${paths['1.1']}`, ...common, scopes: scopes('1.1'), oauth1: { key: oauthKey, secret: oauthSecret }, bearer }, // prettier-ignore
    oneroster12: { url: `${url}/${key}${paths['1.2']}`, ...common, scopes: scopes('1.2') },
    classlink: link.describeDistrict(seat),
    clever: clever.describeDistrict(seat),
  }
}
