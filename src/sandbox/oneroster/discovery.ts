import type { Version } from '../generate/columns.ts'
import { endpoints } from './endpoints.ts'
import { scopeUrl } from './keys.ts'

/** Both names of the file go about: the specification's and the conformance guide's. */
export const discoveryFiles = [
  'discovery/onerosterv1p2rostersservice_openapi3_v1p0.json',
  'discovery/imsorv1p2_rostering_openapi3_v1p0.json',
]

/** What a provider of 1.2 says of itself: its address, how to sign in, which scopes it knows, and what it serves. */
export function discovery(base: string, tokenUrl: string) {
  const services = ['roster-core.readonly', 'roster.readonly', 'roster-demographics.readonly']
  const scopes = Object.fromEntries(services.map(one => [scopeUrl('1.2', one), `imsPURL: ${one}`]))
  const paths = endpoints.flatMap(({ path, scope, keys }) => {
    const list = `/${path.replace(/:(\w+)/g, '{$1SourcedId}')}`
    const needed = scope === 'core' ? ['roster-core.readonly', 'roster.readonly'] : scope === 'all' ? ['roster.readonly'] : ['roster-demographics.readonly'] // prettier-ignore
    const security = needed.map(one => ({ OAuth2CC: [scopeUrl('1.2', one)] }))
    const get = (summary: string) => ({
      get: { summary, security, responses: { 200: { description: summary } } },
    })
    const single = path.includes('/') ? [] : [[`${list}/{sourcedId}`, get(`One of ${keys[0]}`)] as const]
    return [[list, get(`A page of ${keys[0]}`)] as const, ...single]
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
