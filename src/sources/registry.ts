import { RollbookError } from '../roster/errors.ts'
import { openShared } from './classlink/open.ts'
import { openDistrict } from './clever/open.ts'
import { openDrop } from './oneroster-csv/drop.ts'
import { openServer } from './oneroster-rest/open.ts'
import type { Outside } from './outside.ts'
import type { Drop, Profile } from './source.ts'

/** Where a connection finds its records: what it was given, by the names of the source's fields. */
export type Settings = Readonly<Partial<Record<SourceField, string>>>
export const sourceFields = [
  'path', 'url', 'tokenUrl', 'auth', 'clientId', 'scopes', 'version', 'pageSize', 'tokenExtras', 'headers', 'metadata', 'merge',
  'counts', 'delta', 'tenantId', 'applicationId', 'access', 'proxy', 'prefix',
  'api', 'login', 'contacts', 'events', 'poll',
] as const // prettier-ignore
export type SourceField = (typeof sourceFields)[number]

/** How a drop is to be read; `zone` is where the clock most likely hung that its times were read from. */
export type Reading = { readonly profile: Profile; readonly zone?: string; readonly outside?: Outside }

/** A system that records come from, as far as this release can read it. */
export type Source = {
  readonly name: SourceName
  /** Fields without which there is nothing to open. */
  readonly needs: readonly SourceField[]
  /** Opens what the settings name. Throws UnreadableDrop when it is no roster at all. */
  open(settings: Settings, reading: Reading): Promise<Drop>
}

export const sourceNames = ['oneroster-csv', 'oneroster-rest', 'classlink', 'clever'] as const
export type SourceName = (typeof sourceNames)[number]

/** Every source by its name. A new one is a folder beside this file and a line here. */
export const sources: Readonly<Record<SourceName, Source>> = {
  'oneroster-csv': {
    name: 'oneroster-csv',
    needs: ['path'],
    open: async ({ path = '' }, reading) => await openDrop(path, reading),
  },
  'oneroster-rest': {
    name: 'oneroster-rest',
    needs: ['url'],
    open: async (settings, { outside }) => await openServer(settings, reached(outside)),
  },
  classlink: {
    name: 'classlink',
    needs: ['tenantId'],
    open: async (settings, { outside }) => await openShared(settings, reached(outside)),
  },
  clever: {
    name: 'clever',
    needs: ['tenantId'],
    open: async (settings, { outside }) => await openDistrict(settings, reached(outside)),
  },
}

/** The source of a connection. Throws SOURCE_UNKNOWN: a later release may know more of them. */
export function findSource(name: string): Source {
  const found = sourceNames.find(one => one === name)
  if (found !== undefined) return sources[found]
  throw new RollbookError(
    'SOURCE_UNKNOWN',
    `Cannot read from ${JSON.stringify(name)}: this release knows no such source. Choose one of ${sourceNames.join(', ')}`,
    2,
  )
}

/** Fields that are still to be given. */
export function lacking({ needs }: Source, settings: Settings): SourceField[] {
  return needs.filter(field => (settings[field] ?? '') === '')
}

function reached(outside: Outside | undefined): Outside {
  if (outside === undefined)
    throw new Error('Cannot open a source beyond the wire: nobody handed in the wire')
  return outside
}
