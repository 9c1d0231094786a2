import { UnreadableDrop } from '../../roster/errors.ts'
import type { Outside } from '../outside.ts'
import type { Settings } from '../registry.ts'
import type { Drop, Version } from '../source.ts'
import { openAccess } from './access.ts'
import { Asker, Refused } from './asker.ts'
import { readServer, type Reach } from './drop.ts'
import { Patience } from './patience.ts'
import { readSetup, withSealed, type Setup } from './settings.ts'

/** Reads a OneRoster 1.1 or 1.2 server. Throws SETTINGS_INVALID, SECRET_MISSING, SOURCE_* and what the wire throws. */
export async function openServer(settings: Settings, outside: Outside): Promise<Drop> {
  return await readServer(await reachServer(await setupOf(settings, outside), outside), outside)
}

/** The settings of a connection with what of it is sealed. */
export async function setupOf(settings: Settings, outside: Outside): Promise<Setup> {
  const [headers] = await outside.secrets('headers')
  const [extras] = await outside.secrets('tokenExtras')
  return withSealed(readSetup(settings), headers, extras)
}

/** Signs in, and finds out where beneath the base URL the collections are. */
export async function reachServer(setup: Setup, outside: Outside): Promise<Reach> {
  const patience = new Patience(outside)
  const access = await openAccess(setup, outside, patience)
  const tried: string[] = []
  for (const { url, version } of placesOf(setup)) {
    const asker = new Asker(url, access, patience, setup.headers, () => outside.now())
    try {
      await asker.page('orgs', ['orgs', 'schools'], { limit: 1 })
      return { asker, patience, setup, version }
    } catch (error) {
      if (error instanceof Refused && error.status === 403) throw forbidden(url, error)
      if (!isElsewhere(error)) throw error
      tried.push(`${new URL(url).pathname}: ${error.message}`)
    }
  }
  throw new UnreadableDrop('SOURCE_UNREADABLE', `Cannot read ${setup.url}: there are no OneRoster collections there (${tried.join('; ')}). Check the base URL, which often ends in /ims/oneroster/v1p1`) // prettier-ignore
}

const beneath = { '1.1': '/ims/oneroster/v1p1', '1.2': '/ims/oneroster/rostering/v1p2' } as const

/** The address as it was given, and with the path of the standard, which many leave out. */
function placesOf({ url, version }: Setup): { url: string; version: Version }[] {
  const said = /\/v1p([12])$/.exec(url)?.[1]
  const stated = said === undefined ? null : said === '1' ? '1.1' : '1.2'
  const versions: readonly Version[] =
    version !== 'auto' ? [version] : stated !== null ? [stated] : ['1.2', '1.1']
  if (stated !== null) return versions.map(version => ({ url, version }))
  return [
    ...versions.map(version => ({ url: url + beneath[version], version })),
    { url, version: version === 'auto' ? '1.1' : version },
  ]
}

/** Nothing of OneRoster is there, though the server answers. */
function isElsewhere(error: unknown): error is Error {
  if (error instanceof Refused) return error.status === 404 || error.status === 405 || error.status === 400
  return error instanceof UnreadableDrop && error.code === 'SOURCE_UNREADABLE'
}

function forbidden(url: string, { message }: Refused): UnreadableDrop {
  return new UnreadableDrop('SOURCE_FORBIDDEN', `Cannot read orgs of ${url}: ${message}. Have the client's permission to read the roster granted (scope roster-core.readonly)`) // prettier-ignore
}
