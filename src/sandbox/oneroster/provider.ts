import type { SandboxAnswer, SandboxRequest } from '../answer.ts'
import type { Row, Served } from '../district.ts'
import type { Switches } from '../faults.ts'
import type { Version } from '../generate/columns.ts'
import { discovery, discoveryFiles, paths } from './discovery.ts'
import { findEndpoint, type Found } from './endpoints.ts'
import { ProviderError, refuse } from './errors.ts'
import { shiftRows, troubleOf } from '../trouble.ts'
import type { Gate } from './keys.ts'
import { listPage, showOne } from './lists.ts'
import { ownId, type Telling } from './records.ts'

export type Serving = {
  readonly district: Served
  readonly faults: Switches
  readonly gate: Gate
  /** Address of the district's provider, without the path of a version. */
  readonly root: string
}

const resourcesBase = '/ims/oneroster/resources/v1p2/'

/** A district's OneRoster provider: tokens, 1.1 and 1.2 rostering, resources, discovery. `path` is beneath its root. */
export function serveOneRoster(serving: Serving, request: SandboxRequest, path: string): SandboxAnswer | null {
  if (path === '/oauth/token') return serving.gate.issue(request)
  const version = (['1.2', '1.1'] as const).find(one => path === paths[one] || path.startsWith(`${paths[one]}/`))
  if (version === undefined) return path.startsWith(resourcesBase) ? resources(path.slice(resourcesBase.length), '1.2', scopesBy(serving, request, '1.2')) : null
  return serveCollection({ ...serving, base: serving.root + paths[version] }, version, request, path.slice(paths[version].length + 1), scopesBy(serving, request, version))
} // prettier-ignore

/** Who asks is looked at only once it is known that somebody must. */
function scopesBy({ gate }: Serving, request: SandboxRequest, version: Version) {
  return () => gate.scopesOf(request, version)
}

export type Collecting = Omit<Serving, 'gate' | 'root'> & {
  readonly base: string
  readonly root: string
}

/** One request to a collection or one of its records, by whoever `scopes` lets in. */
export function serveCollection(
  { district, faults, base, root }: Collecting,
  version: Version,
  request: SandboxRequest,
  path: string,
  scopes: () => ReadonlySet<string>,
): SandboxAnswer {
  if (version === '1.2' && discoveryFiles.includes(path)) return { status: 200, body: discovery(base, `${root}/oauth/token`) }
  faults.count()
  const trouble = refusalOf(faults, version) ?? troubleOf(faults, '{"users":[{"sourcedId":"u-1",')
  if (trouble !== null) return trouble
  try {
    const granted = scopes()
    if (request.method !== 'GET') return { status: 405, headers: { allow: 'GET' } }
    const none = resourcesAt(path)
    if (none !== null) return none
    const found = findEndpoint(path)
    const missing = faults.list('missingEndpoints').includes(path.split('/')[0] ?? '')
    if (found === null || missing) throw new ProviderError('unknownobject', `there is nothing at ${path}`)
    assertScope(found, granted, faults)
    const telling: Telling = { district, version, base, faults }
    const asked = { ...found, ids: found.ids.map(id => ownId(telling, id)) }
    if (found.single !== null) return showOne(telling, found, request)
    return listPage(telling, asked, request, page => shift(telling, asked, request, page))
  } catch (error) {
    if (error instanceof ProviderError) return refuse(version, error.minor, error.message)
    throw error
  }
} // prettier-ignore

function resources(path: string, version: Version, scopes: () => ReadonlySet<string>): SandboxAnswer {
  try {
    scopes()
    const none = resourcesAt(path)
    if (none !== null) return none
    throw new ProviderError('unknownobject', `there is nothing at ${path}`)
  } catch (error) {
    if (error instanceof ProviderError) return refuse(version, error.minor, error.message)
    throw error
  }
}

/** No district has any: lists are there and empty, and one by its id is not there. */
function resourcesAt(path: string): SandboxAnswer | null {
  if (/^resources\/[^/]+$/.test(path)) throw new ProviderError('unknownobject', 'there is no such resource')
  if (!/^((classes|courses|users)\/[^/]+\/)?resources$/.test(path)) return null
  return { status: 200, headers: { 'x-total-count': '0' }, body: { resources: [] } }
}

/** What fails before anybody looks at the request. */
function refusalOf(faults: Switches, version: Version): SandboxAnswer | null {
  if (faults.spend('status503')) return { status: 503 }
  if (faults.due('status429')) return tooMany(faults, version)
  if (faults.due('status500')) return refuse(version, 'internal_server_error', 'switched on')
  return faults.due('errorEnvelopeWith200') ? { ...refuse(version, 'internal_server_error', 'switched on'), status: 200 } : null
} // prettier-ignore

function tooMany(faults: Switches, version: Version): SandboxAnswer {
  const said: unknown = faults.on.get('status429')
  const asked = typeof said === 'object' && said !== null && 'retryAfter' in said ? said.retryAfter : 1
  const after = asked === 'date' ? new Date(Date.now() + 2000).toUTCString() : asked
  const answer = refuse(version, 'server_busy', 'too many requests')
  return after === null ? answer : { ...answer, headers: { 'retry-after': String(after) } }
}

/** Core is the lists at the top and their records; what hangs below others, and demographics, take more. */
function assertScope({ endpoint }: Found, granted: ReadonlySet<string>, faults: Switches): void {
  const needed = endpoint.scope === 'demographics' ? ['roster-demographics.readonly'] : endpoint.scope === 'all' ? ['roster.readonly'] : ['roster-core.readonly', 'roster.readonly']
  const kept = !faults.list('reduceScope').includes(endpoint.path.split('/').at(-1) ?? '')
  if (kept && needed.some(one => granted.has(one))) return
  throw new ProviderError('forbidden', `scope ${needed[0] ?? ''} is needed`)
} // prettier-ignore

/** The records of a collection move once its second page was given: one of the first page goes, or one comes before it. */
function shift({ district, faults }: Telling, { endpoint }: Found, request: SandboxRequest, page: readonly Row[]): void {
  const offset = Number(request.url.searchParams.get('offset') ?? 0)
  if (offset > 0 && page.length >= 2 && endpoint.kind !== 'demographics') shiftRows(district, faults, endpoint.kind)
} // prettier-ignore
