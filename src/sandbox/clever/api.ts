import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import type { Switches } from '../faults.ts'
import type { Seat } from '../seat.ts'
import { shiftRows } from '../trouble.ts'
import { filtered, lists, schoolsOf, singles } from './endpoints.ts'
import { pageOf, Refusal } from './pages.ts'
import { kinds, type CleverKind, type CleverRecord, type Collections } from './shapes.ts'
import { tell, type Telling } from './tell.ts'

/** Whose token it is: a district's, or that of somebody who signed in, by the id at Clever. */
export type Bearer = { readonly seat: Seat; readonly token: string; readonly person: string | null }
type Asked = {
  readonly view: Collections
  readonly telling: Telling
  readonly query: URLSearchParams
  /** With its version, as links have it. */
  readonly path: string
}

const usualRate = 1200
/** By request only, or for apps that write: not of rostering. */
const unsupported = /^(attendance\/(schools|sections)\/[^/]+|sections\/[^/]+\/assignments.*)$/
/** What somebody who signed in may read: paging and lists are for districts' tokens. */
const mine = /^(users|schools|districts)\/([^/]+)$/

/** One request to the Data or Events API; `path` is beneath the version. */
export function serveRecords({ seat, person }: Bearer, { method, url }: SandboxRequest, version: Telling['version'], path: string): SandboxAnswer {
  try {
    if (method !== 'GET') throw new Refusal(501, `${method} is not supported`)
    const view = seat.clever.view()
    const telling = { version, faults: seat.switches, nested: path.includes('/') && !/^\w+\/[^/]+$/.test(path) }
    const asked = { view, telling, query: url.searchParams, path: `/v${version}/${path}` }
    if (person !== null) return own(asked, person, path)
    if (unsupported.test(path)) throw new Refusal(501, `${path} is not switched on for this app`)
    if (path === 'events' || path.startsWith('events/')) return events(seat, asked, path.slice('events/'.length))
    const [top = '', id = '', ...rest] = path.split('/')
    const pattern = [top, ...(id === '' ? [] : [':id']), ...rest].join('/')
    const missing = seat.switches.list('missingEndpoints').includes(top)
    if (missing || !(pattern in lists || pattern in singles)) throw new Refusal(404, `there is nothing at ${path}`)
    const answer = pattern in lists ? list(asked, pattern, top, id) : one(asked, pattern, id)
    if (path === 'users' && asked.query.has('starting_after')) shiftRows(seat.district, seat.switches, 'users')
    return answer
  } catch (error) {
    if (error instanceof Refusal) return refused(seat, error.status, error.message)
    throw error
  }
} // prettier-ignore

/** The body of a refusal: by the specification, or as an older version was recorded. */
export function refused({ switches }: Seat, status: number, message: string): SandboxAnswer {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : {}
  if (status === 429) return { status }
  return { status, headers, body: switches.has('errorKey') ? { error: message } : { message } }
}

/** What fails before anybody looks at the request; `headers` of the rate go with every answer. */
export function limited({ seat, token }: Bearer): {
  readonly headers: Readonly<Record<string, string>>
  readonly over: boolean
} {
  // prettier-ignore
  const most = seat.switches.number('cleverRate') ?? usualRate
  const { left, resets } = seat.clever.spend(token, most)
  return {
    over: left < 0,
    headers: {
      'x-ratelimit-limit': String(most),
      'x-ratelimit-remaining': String(Math.max(0, left)),
      'x-ratelimit-reset': String(resets),
      'x-ratelimit-bucket': 'bearer',
    },
  }
}

function list(asked: Asked, pattern: string, top: string, id: string): SandboxAnswer {
  const { view, telling, query, path } = asked
  const found = lists[pattern]
  if (found === undefined || (id !== '' && !isThere(view, top, id))) throw new Refusal(404, 'Resource not found')
  const { kind, filters, roles } = found
  const role = filters.includes('role') ? query.get('role') : null
  if (role !== null && !(roles ?? []).some(word => word === role)) throw new Refusal(400, `there is no role "${role}"`)
  const primary = filters.includes('primary') && query.get('primary') === 'true'
  const rows = filtered(found.rows(view, id), view, id, { role, primary })
  const { rows: shown, links } = pageOf(rows, path, query, telling.faults)
  const uri = telling.faults.has('noUri') ? null : `/v${telling.version}/${kind}/`
  const data = shown.map(record => ({ data: kind === 'resources' ? record : tell(telling, kind, record), ...(uri !== null && { uri: uri + record.id }) }))
  const counted = filters.includes('count') && query.get('count') === 'true'
  return { status: 200, body: { data, links, ...(counted && countOf(telling, rows.length)) } }
} // prettier-ignore

/** Where the count stands is not documented. */
function countOf({ faults }: Telling, count: number): object {
  return faults.text('countKey') === 'paging' ? { paging: { count } } : { count }
}

function isThere(view: Collections, top: string, id: string): boolean {
  const kind = kinds.find(one => one === top)
  return kind !== undefined && view[kind].index.has(id)
}

function one(asked: Asked, pattern: string, id: string): SandboxAnswer {
  const { view, telling } = asked
  const found = singles[pattern]
  const record = found?.record(view, id)
  if (found === undefined || record === undefined) throw new Refusal(404, 'Resource not found')
  return {
    status: 200,
    body: { data: tell(telling, found.kind, record), links: linksOf(telling, found.kind, record) },
  }
}

const beneath: Readonly<Record<CleverKind, Readonly<Record<string, string>>>> = {
  districts: {},
  schools: { district: 'district', sections: 'sections', users: 'users' },
  users: { district: 'district', schools: 'schools', sections: 'sections', myContacts: 'mycontacts', myStudents: 'mystudents', myTeachers: 'myteachers' },
  sections: { district: 'district', school: 'school', course: 'course', term: 'term', users: 'users' },
  courses: { district: 'district', schools: 'schools', sections: 'sections' },
  terms: { district: 'district', schools: 'schools', sections: 'sections' },
} // prettier-ignore

function linksOf({ version }: Telling, kind: CleverKind, { id }: CleverRecord) {
  const self = `/v${version}/${kind}/${id}`
  const more = Object.entries(beneath[kind]).map(([rel, word]) => ({ rel, uri: `${self}/${word}` }))
  return [{ rel: 'self', uri: self }, ...more]
}

/** Oneself, one's schools and one's district. Nothing more is in the scopes of such a token, and links are in no answer. */
function own({ view, telling }: Asked, person: string, path: string): SandboxAnswer {
  if (path === 'resources') return { status: 404, body: '<!doctype html><title>Not found</title><h1>404</h1>' }
  const [, kind = '', id = ''] = mine.exec(path) ?? []
  const user = view.users.index.get(person)
  const ids: Readonly<Record<string, readonly string[]>> = { users: [person], schools: user ? schoolsOf(user) : [], districts: view.districts.rows.map(row => row.id) }
  if (ids[kind]?.includes(id) !== true) throw new Refusal(404, "Resource not in token's scopes")
  const known = kinds.find(word => word === kind)
  const record = known === undefined ? undefined : view[known].index.get(id)
  if (known === undefined || record === undefined) throw new Refusal(404, 'Resource not found')
  return { status: 200, body: { data: tell(telling, known, record) } }
} // prettier-ignore

/** Events, oldest first; ids of a cursor may be older than all that is left. */
function events({ clever, switches }: Seat, { telling, query, path }: Asked, id: string): SandboxAnswer {
  if (!clever.stream.on) throw new Refusal(404, 'events are not switched on for this app')
  const all = clever.stream.events()
  const shown = (event: (typeof all)[number]) => {
    const { type, id, created, data } = event
    const kind = kinds.find(word => type.startsWith(word)) ?? 'users'
    const object = tell({ ...telling, nested: true }, kind, data.object)
    const before = data.previous_attributes && { previous_attributes: data.previous_attributes }
    const as = switches.text('previousAs') ?? 'inside'
    return { type, data: { object, ...(as !== 'beside' && before) }, ...(as !== 'inside' && before), created, id }
  }
  if (id !== '') {
    const found = all.find(event => event.id === id)
    if (found === undefined) throw new Refusal(404, 'Resource not found')
    return { status: 200, body: { data: shown(found), links: [{ rel: 'self', uri: path }] } }
  }
  const [school, wanted] = [query.get('school'), query.getAll('record_type').flatMap(word => word.split(','))]
  const rows = all.filter(({ type, data: { object } }) => {
    const isWanted = wanted.length === 0 || wanted.some(word => type.startsWith(`${word}.`))
    return isWanted && (school === null || placesOf(object).includes(school))
  })
  const { rows: page, links } = pageOf(rows, path, cursorOf(query, all, switches), switches)
  return { status: 200, body: { data: page.map(event => ({ data: shown(event), uri: `/v${telling.version}/events/${event.id}` })), links } }
} // prettier-ignore

/** What becomes of a cursor that names no event any more is not documented: the next one follows, unless switched on. */
function cursorOf(query: URLSearchParams, all: readonly { readonly id: string }[], switches: Switches): URLSearchParams {
  if (query.get('ending_before') === 'last' && switches.has('noLastEvent')) throw new Refusal(400, '"last" is no id')
  const after = query.get('starting_after')
  const how = switches.text('eventCursor')
  if (after === null || how === null || all.some(({ id }) => id === after)) return query
  if (how === 'refused') throw new Refusal(400, `there is no event "${after}"`)
  const whole = new URLSearchParams(query)
  whole.delete('starting_after')
  return whole
} // prettier-ignore

/** Schools that a record is of. */
function placesOf(record: CleverRecord): readonly string[] {
  if ('roles' in record) return schoolsOf(record)
  return 'school' in record ? [record.school] : [record.id]
}
