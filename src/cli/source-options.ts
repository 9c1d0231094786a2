import { secretNames, type SecretName } from '../sources/outside.ts'
import type { SourceField, SourceName } from '../sources/registry.ts'
import { authKinds } from '../sources/oneroster-rest/settings.ts'
import type { Call, Option } from './command.ts'
import { UsageError } from './errors.ts'
import { flag, text } from './options.ts'

type Given = Option & { readonly field: SourceField; readonly of: readonly SourceName[] }

const rest = ['oneroster-rest'] as const
const both = ['oneroster-rest', 'classlink'] as const
const all = [...both, 'clever'] as const
const link = ['classlink'] as const
const shared = ['classlink', 'clever'] as const

/** What `connect` takes, and the setting it becomes. Secrets are none of it: a command line is read by others. */
export const sourceOptions: Readonly<Record<string, Given>> = {
  path: { type: 'string', value: 'DROP', field: 'path', of: ['oneroster-csv'], about: 'the zip or folder that the source writes anew each night' },
  url: { type: 'string', value: 'URL', field: 'url', of: rest, about: 'base URL of a OneRoster server, with or without /ims/oneroster/v1p1' },
  'token-url': { type: 'string', value: 'URL', field: 'tokenUrl', of: rest, about: 'where it issues tokens' },
  'client-id': { type: 'string', value: 'ID', field: 'clientId', of: rest, about: 'client id, or the consumer key of OAuth 1' },
  auth: { type: 'string', value: 'KIND', field: 'auth', of: rest, about: `how to sign in there: ${authKinds.join(', ')}` },
  scopes: { type: 'string', value: 'S S…', field: 'scopes', of: rest, about: 'scopes to ask for, where they are not those of the standard' },
  version: { type: 'string', value: 'V', field: 'version', of: rest, about: '1.1, 1.2, or auto' },
  'token-extras': { type: 'string', value: 'A=B&…', field: 'tokenExtras', of: rest, about: 'what the token endpoint wants besides, e.g. appName=rollbook' },
  headers: { type: 'string', value: 'JSON', field: 'headers', of: rest, about: 'headers of every request, as a JSON object' },
  'page-size': { type: 'string', value: 'N', field: 'pageSize', of: all, about: 'records asked for at a time' },
  metadata: { type: 'string', value: 'F=M,…', field: 'metadata', of: both, about: 'fields that stand in metadata there, e.g. identifier=studentNumber' },
  merge: { type: 'string', value: 'FIELD', field: 'merge', of: both, about: 'people who are several users there become one: identifier or userMasterIdentifier' },
  'ignore-counts': { type: 'boolean', field: 'counts', of: both, about: 'X-Total-Count is known to be wrong there' },
  delta: { type: 'boolean', field: 'delta', of: both, about: 'between nightly readings of everything, read what changed' },
  tenant: { type: 'string', value: 'ID', field: 'tenantId', of: shared, about: 'the district’s tenant id at ClassLink, or its id at Clever' },
  contacts: { type: 'boolean', field: 'contacts', of: ['clever'], about: 'read parents and guardians too' },
  events: { type: 'boolean', field: 'events', of: ['clever'], about: 'follow the district’s changes by events, which are switched on in the app’s settings at Clever' },
  poll: { type: 'string', value: 'SECONDS', field: 'poll', of: ['clever'], about: 'seconds between two questions for events, 60 when left out' },
  application: { type: 'string', value: 'ID', field: 'applicationId', of: link, about: 'its oneroster_application_id, where a tenant has several' },
  access: { type: 'string', value: 'WAY', field: 'access', of: link, about: 'proxy, or direct to the district’s own server' },
  proxy: { type: 'string', value: 'URL', field: 'proxy', of: link, about: 'another host of the proxy' },
  prefix: { type: 'string', value: 'PATH', field: 'prefix', of: link, about: 'another path behind the application’s id' },
} // prettier-ignore

/** The settings that a command line gives. Throws UsageError for an option of another source. */
export function readSettings(call: Call, source: SourceName): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const [name, { type, field, of }] of Object.entries(sourceOptions)) {
    const value = type === 'boolean' ? (flag(call, name) ? flagValue(field) : undefined) : text(call, name)
    if (value === undefined) continue
    if (!of.includes(source)) throw new UsageError(`Cannot connect: --${name} is no option of ${source}, but of ${of.join(' and ')}`) // prettier-ignore
    // Pasted with a blank around it, it is still the same address, id or tenant.
    settings[field] = value.trim()
  }
  return settings
}

function flagValue(field: SourceField): string {
  return field === 'counts' ? 'ignore' : 'yes'
}

const fromEnv: Readonly<Record<SecretName, string>> = {
  clientSecret: 'ROLLBOOK_CLIENT_SECRET',
  bearer: 'ROLLBOOK_BEARER',
  partnerKey: 'ROLLBOOK_PARTNER_KEY',
  cleverSecret: 'ROLLBOOK_CLEVER_SECRET',
  headers: 'ROLLBOOK_HEADERS',
  tokenExtras: 'ROLLBOOK_TOKEN_EXTRAS',
}

/** Secrets that the environment gives. */
export function secretsGiven(
  env: NodeJS.ProcessEnv,
): { readonly name: SecretName; readonly value: string }[] {
  return secretNames.flatMap(name => {
    const value = env[fromEnv[name]]
    return value === undefined || value === '' ? [] : [{ name, value }]
  })
}

/** The secret that a connection cannot do without, and the variable that gives it. */
export function secretOf(source: SourceName, settings: Readonly<Record<string, string>>): { readonly name: SecretName; readonly variable: string } | null {
  if (source !== 'oneroster-rest') return null
  const name = settings.auth === 'bearer' ? 'bearer' : 'clientSecret'
  return { name, variable: fromEnv[name] }
} // prettier-ignore
