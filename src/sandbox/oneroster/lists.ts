import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import type { Row } from '../district.ts'
import { knowsField, type Endpoint, type Found } from './endpoints.ts'
import { ProviderError } from './errors.ts'
import { holds, readFilter, valuesAt, type Filter } from './filter.ts'
import { tell, twins, userId, type Json, type Telling } from './records.ts'

const usualLimit = 100
const largestLimit = 10_000

type Paging = { readonly limit: number; readonly offset: number }

/** A page of a list, with its count and the links to the others. Throws ProviderError. */
export function listPage(telling: Telling, { endpoint, ids }: Found, request: SandboxRequest, told: (rows: readonly Row[]) => void): SandboxAnswer {
  const { faults } = telling
  const { searchParams } = request.url
  const paging = readPaging(telling, searchParams)
  const all = rowsOf(telling, endpoint, ids)
  const chosen = chosenOf(telling, endpoint, all, request)
  const served = faults.has('halfThenEmpty') ? chosen.slice(0, Math.ceil(chosen.length / 2)) : chosen
  const page = pageOf(telling, served, paging)
  const fields = fieldsOf(telling, endpoint, searchParams)
  const records = page.map(row => picked(tell(telling, endpoint.kind, row), fields))
  if (faults.has('duplicateIds') && paging.offset + paging.limit >= served.length && records[0] !== undefined && page.length > 0) {
    const first = served[0]
    if (first !== undefined) records.push(picked(tell(telling, endpoint.kind, first), fields))
  }
  told(page)
  const counted = countOf(telling, chosen.length, all.length)
  const headers = { ...(counted !== null && { 'x-total-count': String(counted) }), link: linksOf(request.url, paging, chosen.length, faults.has('foreignNext')) }
  return { status: 200, headers, body: enveloped(telling, endpoint, records) }
} // prettier-ignore

/** Rows that a query asks for, in its order; the next page asks for the same ones. Throws ProviderError. */
function chosenOf(telling: Telling, endpoint: Endpoint, all: readonly Row[], { rawPath, url: { searchParams } }: SandboxRequest): readonly Row[] {
  const filter = filterOf(telling, endpoint, searchParams)
  const sort = sortOf(telling, endpoint, searchParams)
  if (filter === null && sort === null) return all
  const key = JSON.stringify([telling.version, rawPath, searchParams.get('filter'), sort, [...telling.faults.on]])
  return telling.district.remember(key, () => {
    const kept = filter === null ? all : all.filter(row => keeps(telling, endpoint, filter, row))
    return sort === null ? kept : ordered(telling, endpoint, kept, sort)
  })
} // prettier-ignore

/** One record, under the key of one. Throws ProviderError unknownobject. */
export function showOne(telling: Telling, { endpoint, ids, single }: Found, request: SandboxRequest): SandboxAnswer {
  const wanted = single ?? ''
  const isUser = endpoint.kind === 'users' || endpoint.kind === 'demographics'
  const named = (row: Row) => (isUser && telling.faults.on.size > 0 ? userId(telling, row.id, row) : row.id)
  const row = rowsOf(telling, endpoint, ids).find(one => named(one) === wanted)
  if (row === undefined) throw new ProviderError('unknownobject', `there is no ${endpoint.keys[1]} "${wanted}"`)
  const fields = fieldsOf(telling, endpoint, request.url.searchParams)
  return { status: 200, body: { [endpoint.keys[1]]: picked(tell(telling, endpoint.kind, row), fields) } }
} // prettier-ignore

/** Rows that stand at an endpoint, in the order of their ids; the next page finds them as they were. */
function rowsOf(telling: Telling, { kind, path, keep }: Endpoint, ids: readonly string[]): readonly Row[] {
  const { district, faults, version } = telling
  const sheet = kind === 'demographics' ? 'users' : kind
  const { rows } = district.shelves[sheet]
  const doubled = kind === 'users' && version === '1.1' && faults.has('infiniteCampus')
  if (keep === undefined && kind !== 'demographics' && !doubled) return rows
  return district.remember(JSON.stringify([path, ids, doubled]), () => {
    const pupils = kind === 'demographics' ? rows.filter(row => district.cells('users', row)['grades'] !== '') : rows
    const wanted = keep?.(district, ids)
    const kept = wanted === undefined ? pupils : pupils.filter(row => wanted(district.cells(sheet, row), row))
    return doubled ? kept.flatMap(row => twins(telling, row)) : kept
  })
} // prettier-ignore

function readPaging({ faults }: Telling, query: URLSearchParams): Paging {
  const limit = numberOf(query, 'limit', usualLimit, 1)
  const offset = numberOf(query, 'offset', 0, 0)
  const most = faults.number('pageClamp') ?? largestLimit
  return { limit: Math.min(limit, most), offset: faults.has('ignoreOffset') ? 0 : offset }
}

function numberOf(query: URLSearchParams, name: string, usual: number, least: number): number {
  const text = query.get(name)
  if (text === null) return usual
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= least) return number
  throw new ProviderError('invaliddata', `${name} is a whole number from ${least} on`)
}

function filterOf({ version, faults }: Telling, { kind }: Endpoint, query: URLSearchParams): Filter | null {
  const text = query.get('filter')
  if (text === null || text === '') return null
  if (faults.has('filterRefused'))
    throw new ProviderError('invalid_filter_field', 'filters are not supported')
  if (faults.has('filterIgnored')) return null
  return readFilter(text, field => knowsField(kind, version, field))
}

/** What every row knows is compared before a record is made: a delta asks a whole district for a handful. */
function keeps(telling: Telling, { kind }: Endpoint, filter: Filter, row: Row): boolean {
  const plain = {
    sourcedId: row.id,
    status: row.gone ? 'tobedeleted' : 'active',
    dateLastModified: row.modified,
  }
  const simple = filter.every(group => group.every(({ field }) => field in plain))
  return holds(filter, simple ? plain : tell(telling, kind, row))
}

type Sort = { readonly field: string; readonly down: boolean }

/** null for the order in which records lie, which is that of their ids. Throws ProviderError invalid_sort_field. */
function sortOf({ version, faults }: Telling, { kind }: Endpoint, query: URLSearchParams): Sort | null {
  const field = query.get('sort')
  if (field === null || field === '') return null
  if (faults.has('sortRefused')) throw new ProviderError('invalid_sort_field', 'sorting is not supported')
  if (!knowsField(kind, version, field)) throw new ProviderError('invalid_sort_field', `there is no field ${field}`)
  const down = query.get('orderBy') === 'desc'
  return field === 'sourcedId' && !down ? null : { field, down }
} // prettier-ignore

function ordered(telling: Telling, { kind }: Endpoint, rows: readonly Row[], { field, down }: Sort): readonly Row[] {
  if (field === 'sourcedId') return rows.toReversed()
  const path = field.split('.')
  const keyed = rows.map(row => ({ row, key: valuesAt(tell(telling, kind, row), path).join(',') }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (down ? -1 : 1))
  return keyed.map(({ row }) => row)
} // prettier-ignore

function fieldsOf(
  { version }: Telling,
  { kind }: Endpoint,
  query: URLSearchParams,
): readonly string[] | null {
  const text = query.getAll('fields').join(',')
  if (text === '') return null
  const names = text.split(',').map(name => name.trim())
  const unknown = names.find(name => !knowsField(kind, version, name))
  if (unknown === undefined) return names
  throw new ProviderError('invalid_selection_field', `there is no field ${unknown}`)
}

function picked(record: Json, fields: readonly string[] | null): Json {
  if (fields === null) return record
  return Object.fromEntries(Object.entries(record).filter(([name]) => fields.includes(name)))
}

function pageOf({ faults }: Telling, rows: readonly Row[], { limit, offset }: Paging): readonly Row[] {
  if (faults.has('ignoreLimit')) return rows
  const from = faults.has('duplicatePages') ? Math.floor(offset / limit / 2) * limit : offset
  const page = rows.slice(from, from + limit)
  if (!faults.has('reorderedPages') || offset === 0) return page
  // Another order for every page: some records come twice, and some never.
  const turned = [...rows.slice(offset % 7), ...rows.slice(0, offset % 7)]
  return turned.slice(offset, offset + limit)
}

function countOf({ faults }: Telling, chosen: number, all: number): number | null {
  const lie = faults.text('countLies')
  if (lie === 'absent') return null
  if (lie === 'zero') return 0
  if (lie === 'high') return chosen + Math.max(1, Math.ceil(chosen / 10))
  if (lie === 'low') return Math.floor(chosen / 2)
  return lie === 'unfiltered' ? all : chosen
}

/** RFC 8288, the relations of OneRoster 1.2. */
function linksOf(url: URL, { limit, offset }: Paging, count: number, foreign: boolean): string {
  const to = (at: number) => {
    const link = new URL(url)
    if (foreign) link.host = 'elsewhere.example.org'
    link.searchParams.set('limit', String(limit))
    link.searchParams.set('offset', String(at))
    return link.href
  }
  const last = count === 0 ? 0 : Math.floor((count - 1) / limit) * limit
  const links = [
    ...(offset + limit < count ? [`<${to(offset + limit)}>; rel="next"`] : []),
    ...(offset > 0 ? [`<${to(Math.max(0, offset - limit))}>; rel="prev"`] : []),
    `<${to(0)}>; rel="first"`,
    `<${to(last)}>; rel="last"`,
  ]
  return links.join(', ')
}

function enveloped({ faults }: Telling, { path, keys }: Endpoint, records: readonly Json[]): unknown {
  const as = faults.text('envelopeKey')
  if (as === 'array') return records
  if (as === 'random') return { [`list_${records.length}`]: records }
  return { [as === 'roles' ? (path.split('/').at(-1) ?? keys[0]) : keys[0]]: records }
}
