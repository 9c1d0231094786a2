import type { Version } from '../generate/columns.ts'
import { endpoints } from './endpoints.ts'
import { scopeUrl } from './keys.ts'

/** Both names of the file go about: the specification's and the conformance guide's. */
export const discoveryFiles = [
  'discovery/onerosterv1p2rostersservice_openapi3_v1p0.json',
  'discovery/imsorv1p2_rostering_openapi3_v1p0.json',
]

type Parameter = ReturnType<typeof parameter>

function parameter(name: string, place: 'path' | 'query') {
  const type = name === 'limit' || name === 'offset' ? 'integer' : 'string'
  return { name, in: place, required: place === 'path', schema: { type } }
}

const query = ['limit', 'offset', 'sort', 'orderBy', 'filter', 'fields'].map(name => parameter(name, 'query'))

/** What a provider of 1.2 says of itself: its address, how to sign in, which scopes it knows, and what it serves. */
export function discovery(base: string, tokenUrl: string) {
  const services = ['roster-core.readonly', 'roster.readonly', 'roster-demographics.readonly']
  const scopes = Object.fromEntries(services.map(one => [scopeUrl('1.2', one), `imsPURL: ${one}`]))
  const paths = endpoints.flatMap(({ path, scope, keys }) => {
    const list = `/${path.replace(/:(\w+)/g, '{$1SourcedId}')}`
    const needed = scope === 'core' ? ['roster-core.readonly', 'roster.readonly'] : scope === 'all' ? ['roster.readonly'] : ['roster-demographics.readonly'] // prettier-ignore
    const security = needed.map(one => ({ OAuth2CC: [scopeUrl('1.2', one)] }))
    const ids = [...list.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => parameter(name, 'path'))
    const get = (summary: string, parameters: readonly Parameter[]) => ({
      get: { summary, security, parameters, responses: { 200: { description: summary } } },
    })
    const one = get(`One of ${keys[0]}`, [parameter('sourcedId', 'path'), parameter('fields', 'query')])
    const single = path.includes('/') ? [] : [[`${list}/{sourcedId}`, one] as const]
    return [[list, get(`A page of ${keys[0]}`, [...ids, ...query])] as const, ...single]
  })
  return {
    openapi: '3.0.1',
    info: { title: 'OneRoster rostering', version: '1.2' },
    servers: [{ url: base }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { OAuth2CC: { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes } } } },
    },
  }
}

export const paths: Readonly<Record<Version, string>> = {
  '1.1': '/ims/oneroster/v1p1',
  '1.2': '/ims/oneroster/rostering/v1p2',
}
