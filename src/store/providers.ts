import { row, run, sql, type Runner } from './sql.ts'

/** What the vendor has agreed with a provider, for all districts. Its secrets are kept apart, under `vendorScope`. */
export type ProviderSettings = {
  readonly classlink: ClassLinkSettings
  readonly clever: CleverSettings
}

export type ClassLinkSettings = {
  /** Where rosters are read: the partner API and the proxy. */
  readonly proxy: string
  /** Path between the application's id and the collections. */
  readonly prefix: string
  /** Where people sign in. */
  readonly launchpad: string
  /** Where it is asked who signed in. */
  readonly api: string
  readonly clientId: string
}

export type CleverSettings = {
  /** Where data is read, and where it is asked who signed in. */
  readonly api: string
  /** Where people sign in, and where tokens are given out. */
  readonly login: string
  readonly clientId: string
  /** Of the Data API: `v3.1`, or `v3.0` without what came later. */
  readonly version: string
}

export const providerNames = ['classlink', 'clever'] as const
export type ProviderName = (typeof providerNames)[number]

/** As the providers document their hosts; each can be set. */
export const usualSettings: ProviderSettings = {
  classlink: {
    proxy: 'https://oneroster-proxy.classlink.io',
    prefix: '/ims/oneroster/v1p1',
    launchpad: 'https://launchpad.classlink.com',
    api: 'https://nodeapi.classlink.com',
    clientId: '',
  },
  clever: { api: 'https://api.clever.com', login: 'https://clever.com', clientId: '', version: 'v3.1' },
}

/** null before anything was agreed. What was not said is as the provider documents it. */
export async function readProvider<Name extends ProviderName>(db: Runner, name: Name): Promise<ProviderSettings[Name] | null> {
  const found = await row<{ settings: Partial<ProviderSettings[Name]> }>(db, sql`select settings from providers where name = ${name}`)
  return found === null ? null : { ...usualSettings[name], ...found.settings }
} // prettier-ignore

/** The same; what nobody has agreed yet is as the provider documents it. */
export async function readAgreed<Name extends ProviderName>(
  db: Runner,
  name: Name,
): Promise<ProviderSettings[Name]> {
  return (await readProvider(db, name)) ?? usualSettings[name]
}

/** Changes what is named, and leaves the rest as it was. */
export async function saveProvider<Name extends ProviderName>(db: Runner, name: Name, settings: Partial<ProviderSettings[Name]>, who: string, now: Date): Promise<void> {
  const text = JSON.stringify(settings)
  await run(
    db,
    sql`insert into providers (name, settings, who, changed_at) values (${name}, ${text}, ${who}, ${now})
      on conflict (name) do update set settings = providers.settings || excluded.settings, who = excluded.who, changed_at = excluded.changed_at`,
  )
} // prettier-ignore
