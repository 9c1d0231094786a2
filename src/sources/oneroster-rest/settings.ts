import { RollbookError } from '../../roster/errors.ts'
import type { Settings } from '../registry.ts'
import type { Version } from '../source.ts'

/** How a server is told who asks. `oauth2` sends the credentials as Basic, and in the body where Basic is refused. */
export const authKinds = [
  'oauth2',
  'oauth2-basic',
  'oauth2-body',
  'oauth1-sha256',
  'oauth1-sha1',
  'bearer',
] as const
export type AuthKind = (typeof authKinds)[number]

/** A connection to a OneRoster server, checked. */
export type Setup = {
  /** Without a slash at its end, and without a query. */
  readonly url: string
  readonly version: Version | 'auto'
  readonly auth: AuthKind
  readonly tokenUrl: string
  readonly clientId: string
  /** null asks for those of the standard. */
  readonly scopes: string | null
  readonly pageSize: number
  /** Parameters that a token endpoint wants besides, such as appName. */
  readonly tokenExtras: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string>>
  /** Fields of ours that stand in a server's metadata: field → name there. */
  readonly metadata: ReadonlyMap<string, string>
  /** A person who is several users there becomes one, by what they have in common; null leaves them apart. */
  readonly merge: 'identifier' | 'userMasterIdentifier' | null
  /** False where a server's X-Total-Count is known to be wrong. */
  readonly counts: boolean
}

const usualPage = 5000
const largestPage = 10_000

/** Throws SETTINGS_INVALID with all that is wrong at once. */
export function readSetup(settings: Settings): Setup {
  const problems: string[] = []
  const wrong = (what: string) => void problems.push(what)
  const auth = authOf(settings.auth ?? 'oauth2', wrong)
  const setup: Setup = {
    url: addressOf('base URL', settings.url, wrong).replace(/\/+$/, ''),
    version: versionOf(settings.version ?? 'auto', wrong),
    auth,
    tokenUrl: auth.startsWith('oauth2') ? addressOf('token URL', settings.tokenUrl, wrong, true) : '',
    clientId: (settings.clientId ?? '').trim(),
    scopes: settings.scopes?.trim() || null,
    pageSize: pageOf(settings.pageSize, wrong),
    tokenExtras: extrasOf(settings.tokenExtras, wrong),
    headers: headersOf(settings.headers, wrong),
    metadata: pairsOf(settings.metadata, wrong),
    merge: mergeOf(settings.merge, wrong),
    counts: settings.counts !== 'ignore',
  }
  if (auth !== 'bearer' && setup.clientId === '') wrong('the client id is missing')
  if (problems.length === 0) return setup
  throw new RollbookError('SETTINGS_INVALID', `Cannot use this connection: ${problems.join('; ')}. Change its settings`, 2) // prettier-ignore
}

/** What is sealed is sent with the rest, and stands in no settings. Throws SETTINGS_INVALID. */
export function withSealed(setup: Setup, headers: string | undefined, extras: string | undefined): Setup {
  return {
    ...setup,
    headers: { ...setup.headers, ...sealedHeaders(headers) },
    tokenExtras: [...setup.tokenExtras, ...new URLSearchParams(extras ?? '')],
  }
}

function sealedHeaders(text: string | undefined): Readonly<Record<string, string>> {
  try {
    const found: unknown = JSON.parse(text ?? '{}')
    if (typeof found === 'object' && found !== null) return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)])) // prettier-ignore
  } catch {
    // said below
  }
  throw new RollbookError(
    'SETTINGS_INVALID',
    'Cannot use this connection: secret headers is no JSON object of texts. Give it anew',
    2,
  )
}

type Wrong = (what: string) => void

function addressOf(name: string, given: string | undefined, wrong: Wrong, query = false): string {
  const text = (given ?? '').trim()
  if (text === '') wrong(`the ${name} is missing`)
  else if (!URL.canParse(text)) wrong(`the ${name} is no URL`)
  else {
    const url = new URL(text)
    if (url.username !== '' || url.password !== '') wrong(`the ${name} carries a user name or a password`)
    if (!query && url.search !== '') wrong(`the ${name} ends in a query, which no page of records could have`)
    url.hash = ''
    return url.href
  }
  return ''
}

function authOf(text: string, wrong: Wrong): AuthKind {
  const found = authKinds.find(kind => kind === text)
  if (found === undefined)
    wrong(`${JSON.stringify(text)} is no way to sign in; choose one of ${authKinds.join(', ')}`)
  return found ?? 'oauth2'
}

function versionOf(text: string, wrong: Wrong): Setup['version'] {
  if (text === 'auto' || text === '1.1' || text === '1.2') return text
  wrong(`${JSON.stringify(text)} is no version; choose 1.1, 1.2 or auto`)
  return 'auto'
}

function pageOf(text: string | undefined, wrong: Wrong): number {
  if (text === undefined || text === '') return usualPage
  const number = Number(text)
  if (Number.isInteger(number) && number > 0 && number <= largestPage) return number
  wrong(`the page size is a whole number from 1 to ${largestPage}`)
  return usualPage
}

/** Settings are read by everybody who looks after the district: what opens anything is none. */
const secretive = /pass|secret|token|key|auth|cookie|credential/i

function refuseSecret(name: string, wrong: Wrong): void {
  if (secretive.test(name)) wrong(`${JSON.stringify(name)} looks like a secret, and settings are no place for one: keep it as secret headers or tokenExtras (rollbook secret)`) // prettier-ignore
}

function extrasOf(text: string | undefined, wrong: Wrong): (readonly [name: string, value: string])[] {
  const pairs = [...new URLSearchParams(text ?? '')]
  for (const [name] of pairs) refuseSecret(name, wrong)
  return pairs
}

function headersOf(text: string | undefined, wrong: Wrong): Record<string, string> {
  if (text === undefined || text === '') return {}
  try {
    const found: unknown = JSON.parse(text)
    if (typeof found === 'object' && found !== null && Object.values(found).every(one => typeof one === 'string')) {
      for (const name of Object.keys(found)) refuseSecret(name, wrong)
      return { ...found } as Record<string, string> // its values are texts, as was just asked
    }
  } catch {
    // said below, with what it must be
  }
  wrong('the headers are no JSON object of texts')
  return {}
} // prettier-ignore

function pairsOf(text: string | undefined, wrong: Wrong): ReadonlyMap<string, string> {
  const pairs = (text ?? '').split(',').filter(pair => pair.trim() !== '')
  return new Map(
    pairs.flatMap(pair => {
      const [field = '', name = ''] = pair.split('=').map(part => part.trim())
      if (field !== '' && name !== '') return [[field, name] as const]
      wrong(`${JSON.stringify(pair)} does not say field=name of a metadata field`)
      return []
    }),
  )
}

function mergeOf(text: string | undefined, wrong: Wrong): Setup['merge'] {
  if (text === undefined || text === '') return null
  if (text === 'identifier' || text === 'userMasterIdentifier') return text
  wrong('users are merged by identifier or by userMasterIdentifier')
  return null
}
