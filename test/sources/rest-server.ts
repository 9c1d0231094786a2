import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { kinds } from '../../src/roster/kinds.ts'
import type { Outside } from '../../src/sources/outside.ts'
import { openWire } from '../../src/wire/wire.ts'
import { scratchFolder } from './drops.ts'

/*
 * A small OneRoster server of the tests' own, apart from the sandbox: it serves what a row of a test hands it, and
 * whoever reads from it is tried against answers that no honest server gives.
 */

export type Asked = {
  readonly method: string
  /** Beneath the root, such as `/ims/oneroster/v1p1/users`. */
  readonly path: string
  /** Last part of the path. */
  readonly collection: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** How many requests came before this one, tokens among them. */
  readonly count: number
}
export type Said = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Breaks the connection off after half of the body. */
  readonly cut?: boolean
}
export type Play = (asked: Asked) => Said | null
export type Records = Readonly<Record<string, readonly unknown[]>>

export type RestServer = { readonly root: string; readonly asked: Asked[]; readonly paths: () => string[] }

/** Serves until the test ends: what `play` leaves (null) is answered as an honest server would. */
export async function restServer(records: Records, play: Play = () => null): Promise<RestServer> {
  const asked: Asked[] = []
  const server = createServer((request, reply) => void answer(request, reply, records, play, asked))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
  const paths = () => asked.map(({ path, query }) => `${path.split('/').at(-1) ?? ''}?${query.toString()}`)
  return { root, asked, paths }
}

async function answer(request: IncomingMessage, reply: ServerResponse, records: Records, play: Play, all: Asked[]) {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  let body = ''
  for await (const part of request.setEncoding('utf8')) body += String(part)
  const asked: Asked = {
    method: request.method ?? '',
    path: url.pathname,
    collection: url.pathname.split('/').at(-1) ?? '',
    query: url.searchParams,
    headers: request.headers,
    body,
    count: all.length,
  }
  all.push(asked)
  const { status = 200, headers = {}, body: said, cut = false } = play(asked) ?? honest(asked, records)
  const text = typeof said === 'string' ? said : said === undefined ? '' : JSON.stringify(said)
  reply.writeHead(status, { 'content-type': 'application/json', ...headers, ...(cut && { 'content-length': String(text.length) }) })
  if (!cut) return reply.end(text)
  reply.write(text.slice(0, text.length / 2), () => reply.destroy())
} // prettier-ignore

/** A token for whoever asks, and pages by limit and offset with their count. */
export function honest({ path, collection, query }: Asked, records: Records): Said {
  if (path.endsWith('/token'))
    return { body: { access_token: 'good', token_type: 'bearer', expires_in: 3600 } }
  const all = records[collection]
  if (all === undefined) return { status: 404, body: { imsx_description: `no ${collection} here` } }
  const offset = Number(query.get('offset') ?? 0)
  const page = all.slice(offset, offset + Number(query.get('limit') ?? 100))
  return { headers: { 'x-total-count': String(all.length) }, body: { [collection]: page } }
}

export type Paused = Outside & { readonly pauses: number[] }

/** The way out of a test: loopback, and nobody waits for anything. */
export async function outsideOf(
  secrets: Readonly<Record<string, readonly string[]>> = { clientSecret: ['s3cret'], bearer: ['b3arer'] },
  rest: Partial<Outside> = {},
): Promise<Paused> {
  const wire = openWire({ loopback: true })
  onTestFinished(() => wire.close())
  const pauses: number[] = []
  return {
    wire,
    scratch: await scratchFolder(),
    secrets: name => Promise.resolve(secrets[name] ?? []),
    wants: kinds.filter(kind => kind !== 'demographics'),
    since: null,
    now: () => new Date(),
    pause: millis => {
      pauses.push(millis)
      return Promise.resolve()
    },
    progress: () => undefined,
    ...rest,
    pauses,
  }
}

const date = '2026-09-01T00:00:00.000Z'
const common = (sourcedId: string) => ({ sourcedId, status: 'active', dateLastModified: date })
const ref = (sourcedId: string, type: string) => ({
  href: `https://inner.example/${sourcedId}`,
  sourcedId,
  type,
})

/** A school of one class and `students` students, as a server of 1.1 tells it. */
export function smallSchool11(students = 3): Records {
  const ids = Array.from({ length: students }, (_, at) => `u-${String(at + 1).padStart(3, '0')}`)
  const user = (id: string, role: string) => ({
    ...common(id), username: id, enabledUser: true, givenName: 'Ada', familyName: 'Park', role, orgs: [ref('s-1', 'org')], grades: role === 'student' ? ['08'] : [],
  }) // prettier-ignore
  const seat = (id: string, role: string) => ({
    ...common(`e-${id}`), user: ref(id, 'user'), class: ref('c-1', 'class'), school: ref('s-1', 'org'), role, primary: role === 'teacher', beginDate: '2026-08-20', endDate: '2027-06-10',
  }) // prettier-ignore
  return {
    orgs: [{ ...common('d-1'), name: 'Lincoln USD', type: 'district', identifier: '0600001' }, { ...common('s-1'), name: 'Roosevelt Middle', type: 'school', identifier: '06001', parent: ref('d-1', 'org') }],
    academicSessions: [{ ...common('y-27'), title: '2026-27', type: 'schoolYear', startDate: '2026-08-20', endDate: '2027-06-11', schoolYear: '2027' }],
    courses: [{ ...common('k-1'), title: 'Algebra', courseCode: 'ALG', org: ref('s-1', 'org'), grades: ['08'] }],
    classes: [{ ...common('c-1'), title: 'Algebra, period 3', classType: 'scheduled', course: ref('k-1', 'course'), school: ref('s-1', 'org'), terms: [ref('y-27', 'academicSession')], periods: '3', grades: ['08'] }],
    users: [user('t-1', 'teacher'), ...ids.map(id => user(id, 'student'))],
    enrollments: [seat('t-1', 'teacher'), ...ids.map(id => seat(id, 'student'))],
  } // prettier-ignore
}

/** The same as a server of 1.2 tells it. */
export function smallSchool12(students = 3): Records {
  const { users = [], enrollments = [], classes = [], ...rest } = smallSchool11(students)
  return {
    ...rest,
    classes: classes.map(one => ({ ...(one as object), periods: ['3'] })),
    users: users.map(one => {
      const { role, orgs, enabledUser, ...user } = one as { role: string; orgs: unknown[]; enabledUser: boolean }
      return { ...user, enabledUser: String(enabledUser), roles: orgs.map(org => ({ roleType: 'primary', role, org })) }
    }),
    enrollments: enrollments.map(one => ({ ...(one as object), primary: String((one as { primary: boolean }).primary) })),
  }
} // prettier-ignore
