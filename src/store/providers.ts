import { row, run, sql, type Runner } from './sql.ts'

/** What the vendor has agreed with ClassLink, for all districts. Its secrets are kept apart, under `vendorScope`. */
export type ProviderSettings = {
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

export const providerNames = ['classlink'] as const
export type ProviderName = (typeof providerNames)[number]

/** As ClassLink documents its hosts; each can be set. */
export const usualSettings: Readonly<Record<ProviderName, ProviderSettings>> = {
  classlink: {
    proxy: 'https://oneroster-proxy.classlink.io',
    prefix: '/ims/oneroster/v1p1',
    launchpad: 'https://launchpad.classlink.com',
    api: 'https://nodeapi.classlink.com',
    clientId: '',
  },
}

/** null before anything was agreed. What was not said is as the provider documents it. */
export async function readProvider(db: Runner, name: ProviderName): Promise<ProviderSettings | null> {
  const found = await row<{ settings: Partial<ProviderSettings> }>(db, sql`select settings from providers where name = ${name}`)
  return found === null ? null : { ...usualSettings[name], ...found.settings }
} // prettier-ignore

/** Changes what is named, and leaves the rest as it was. */
export async function saveProvider(db: Runner, name: ProviderName, settings: Partial<ProviderSettings>, who: string, now: Date): Promise<void> {
  const text = JSON.stringify(settings)
  await run(
    db,
    sql`insert into providers (name, settings, who, changed_at) values (${name}, ${text}, ${who}, ${now})
      on conflict (name) do update set settings = providers.settings || excluded.settings, who = excluded.who, changed_at = excluded.changed_at`,
  )
} // prettier-ignore
