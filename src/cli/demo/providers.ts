import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { finishUp, steps } from '../../desk/afterwards.ts'
import type { App } from '../../sandbox/classlink/classlink.ts'
import { startSandbox, type Sandbox } from '../../sandbox/serve.ts'
import type { Settings } from '../../sources/registry.ts'
import { addDistrict, connect, findDistrict, listDistricts, type District } from '../../store/districts.ts'
import type { Store } from '../../store/open.ts'
import { saveProvider } from '../../store/providers.ts'
import { keepSecret, listSecrets, vendorScope } from '../../store/secrets.ts'
import { sync } from '../../sync/sync.ts'
import { dayIn } from '../today.ts'
import { addMembers } from './people.ts'

/*
 * The providers that the demo's districts are read from: Harbor Point from a OneRoster server; Blue Mesa and Redwood
 * Coast, which have no files at all, through ClassLink and Clever, where their people sign in too. They are served by
 * the sandbox, beside the service, and asked by the protocols that real ones are asked by.
 */

const oneroster = 'harbor-point'
const classlink = {
  source: 'classlink',
  key: 'blue-mesa',
  name: 'Blue Mesa',
  zone: 'America/Denver',
} as const
const clever = {
  source: 'clever',
  key: 'redwood-coast',
  name: 'Redwood Coast',
  zone: 'America/Los_Angeles',
} as const
const sizes = { schools: 2, students: 240 }

/** Where LaunchPad and Clever may send people back to is known once the service listens. */
export type DemoProviders = { readonly sandbox: Sandbox; register(base: string): void }

/** Serves them, and ties the districts to where they are served this time. */
export async function openProviders(store: Store, now: Date): Promise<DemoProviders> {
  const app: App = { redirects: [], start: '' }
  const tonight = join(store.data, 'drops', oneroster, 'tonight')
  const files = existsSync(tonight) ? { drop: tonight } : {}
  const districts = [
    { key: oneroster, ...sizes, seed: 'demo', ...files },
    { key: classlink.key, ...sizes, seed: 'blue mesa' },
    { key: clever.key, name: `${clever.name} Unified School District`, ...sizes, seed: 'redwood coast' },
  ]
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts, app })
  try {
    await tieServer(store, sandbox, now)
    await tieClassLink(store, sandbox, now)
    await tieClever(store, sandbox, now)
  } catch (error) {
    await sandbox.close()
    throw error
  }
  const register = (base: string) => {
    app.redirects = [`${base}/sso/classlink/callback`]
    app.start = `${base}/sso/classlink/start`
    // Clever's portal leads to the first address with a code, and without a state of ours.
    app.clever = [`${base}/sso/clever/callback`]
  }
  return { sandbox, register }
}

async function tieServer(store: Store, { description }: Sandbox, now: Date): Promise<void> {
  const served = description.districts.find(({ key }) => key === oneroster)
  const district = (await listDistricts(store.pool)).find(({ key }) => key === oneroster)
  if (served === undefined || district === undefined) return
  const { url, tokenUrl, clientId, clientSecret } = served.oneroster12
  await connect(store.pool, district, 'oneroster-rest', { url, tokenUrl, clientId }, 'setup')
  await keepOnce(store, district.districtId, 'clientSecret', clientSecret, now)
}

async function tieClassLink(store: Store, { description }: Sandbox, now: Date): Promise<void> {
  const served = description.districts.find(({ key }) => key === classlink.key)
  if (served === undefined) return
  const { proxy, launchpad, api, clientId, partnerKey, clientSecret } = description.classlink
  await saveProvider(store.pool, 'classlink', { proxy, launchpad, api, clientId }, 'setup', now)
  await keepOnce(store, vendorScope, 'partnerKey', partnerKey, now)
  await keepOnce(store, vendorScope, 'ssoSecret', clientSecret, now)
  await tieShared(store, classlink, { tenantId: String(served.classlink.tenantId) }, now)
}

/** What changes there is here within seconds of the first full read: the app asks for events more often than usual. */
async function tieClever(store: Store, { description, seats }: Sandbox, now: Date): Promise<void> {
  const served = description.districts.find(({ key }) => key === clever.key)
  if (served === undefined) return
  const { api, login, clientId, clientSecret } = description.clever
  await saveProvider(store.pool, 'clever', { api, login, clientId }, 'setup', now)
  await keepOnce(store, vendorScope, 'cleverSecret', clientSecret, now)
  seats.get(clever.key)?.clever.tellEvents(true)
  const { districtId } = served.clever
  await tieShared(store, clever, { tenantId: districtId, events: 'yes', poll: '5' }, now)
}

type Shared = typeof classlink | typeof clever

/** A district that shares with the vendor; the first time it is new here too. */
async function tieShared(store: Store, { source, key, name, zone }: Shared, settings: Settings, now: Date): Promise<void> {
  const known = (await listDistricts(store.pool)).some(one => one.key === key)
  const district = known ? await findDistrict(store.pool, key) : await addDistrict(store.pool, key, name, zone)
  await connect(store.pool, district, source, settings, 'setup')
  if (!known) await begin(store, district, now)
} // prettier-ignore

/** Its people, none of whom sees one school alone, and the first sync. */
async function begin(store: Store, district: District, now: Date): Promise<void> {
  await addMembers(store, district, '', now)
  const order = { store, district: district.key, trigger: 'setup', who: 'setup', from: null, planOnly: false }
  const outcome = await sync({
    ...order,
    today: zone => dayIn(zone, now, undefined),
    progress: () => undefined,
  })
  // Counts and search, as after every run; nobody is to be written to.
  const task = {
    ask: 'sync',
    district: district.key,
    trigger: 'setup',
    who: 'setup',
    planOnly: false,
  } as const
  const came = { status: outcome.status, moved: true, outcome }
  const due = steps.filter(({ name }) => name !== 'mail')
  await finishUp(due, { ...came, store, district, now, day: dayIn(district.zone, now, undefined), task, run: outcome.run }, () => undefined) // prettier-ignore
}

/** The same secret again would be a second one that is active. */
async function keepOnce(store: Store, districtId: string, name: string, value: string, now: Date): Promise<void> {
  const kept = (await listSecrets(store.pool, districtId)).some(one => one.name === name && one.retiredAt === null)
  if (!kept) await keepSecret(store, { districtId, name, value, who: 'setup' }, now)
} // prettier-ignore
