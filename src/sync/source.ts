import { RollbookError } from '../roster/errors.ts'
import { findSource, lacking, type Settings, type SourceName } from '../sources/registry.ts'
import type { Follow, Outside } from '../sources/outside.ts'
import type { Drop } from '../sources/source.ts'
import type { Connection, District } from '../store/districts.ts'
import { rosterHolding } from '../store/holding.ts'
import { placeOf } from '../store/layout.ts'
import type { Store } from '../store/open.ts'
import { readAgreed } from '../store/providers.ts'
import { noteRest } from '../store/rest.ts'
import { baseFiles, type RunFile } from '../store/runs.ts'
import type { Wire } from '../wire/wire.ts'
import type { Progress } from './outcome.ts'
import { openOutside } from './outside.ts'
import { assertRefreshable } from './refresh.ts'
import type { Run } from './run.ts'

/** The connection's drop, or the files handed in. Throws NO_SOURCE, SOURCE_UNKNOWN, SETTINGS_INVALID, UnreadableDrop. */
export async function openSource(run: Run): Promise<Drop> {
  const { district, order, connection } = run
  const { store, progress, signal } = order
  const asked = {
    store,
    district,
    connection,
    from: order.from,
    since: sinceWhen(run),
    follow: followWhat(run),
    progress,
    ...(signal !== undefined && { signal }),
  }
  const drop = await openConnection(asked)
  // Of a source that is only tried out nothing is known of the one that the district has.
  if (drop.rest !== undefined && order.switchesTo === undefined)
    await noteRest(store.pool, connection, drop.rest)
  return drop
}

export type Opening = {
  readonly store: Store
  readonly district: Pick<District, 'districtId' | 'key' | 'zone'>
  readonly connection: Pick<Connection, 'source' | 'settings' | 'rules'>
  /** A drop of files in place of what the connection reads. */
  readonly from?: string | null
  readonly since?: Date | null
  readonly follow?: Outside['follow'] | null
  readonly progress: Progress
  readonly signal?: AbortSignal
  /** Looks on at what goes over the wire. */
  readonly watch?: (wire: Wire) => Wire
}

/** Whatever reads a connection, a run or a test, opens it here: the same hosts, settings and secrets. */
export async function openConnection({ store, district, connection, from = null, since = null, follow = null, progress, signal, watch = wire => wire }: Opening): Promise<Drop> {
  const { key, zone, districtId } = district
  const source = findSource(from === null ? connection.source : 'oneroster-csv')
  const settings = { ...(await agreedWith(store, source.name)), ...settingsOf(store.data, connection, from) }
  const missing = lacking(source, settings)
  if (missing.length > 0) throw noSource(key, connection.source, missing)
  // What is read is a detail of the phase of reading.
  const read: Progress = (_, done, total) => progress('Reading', done, total)
  const reaching = { store, districtId, rules: connection.rules, since, progress: read, ...(follow !== null && { follow }) }
  const outside = openOutside(signal === undefined ? reaching : { ...reaching, signal })
  const watched = { ...outside, wire: watch(outside.wire) }
  try {
    const drop = await source.open(settings, { profile: 'tolerant', zone, outside: watched })
    return { ...drop, close: () => drop.close().finally(() => outside.close()) }
  } catch (error) {
    outside.close()
    throw error
  }
} // prettier-ignore

/** What the vendor has agreed for all districts of a provider, where nobody has yet, as it is documented. */
async function agreedWith({ pool }: Store, source: SourceName): Promise<Settings> {
  if (source === 'clever') return await readAgreed(pool, source)
  if (source !== 'classlink') return {}
  const { proxy, prefix } = await readAgreed(pool, source)
  return { proxy, prefix }
}

function noSource(key: string, source: string, missing: readonly string[]): RollbookError {
  const what = missing.map(field => (field === 'path' ? 'path' : `--${field}`)).join(' and no ')
  const remedy = missing.includes('path')
    ? `Give one with --from, or run rollbook connect ${key} oneroster-csv --path <zip|dir>`
    : `Finish its setup, or run rollbook connect ${key} ${source} with what is missing`
  return new RollbookError(
    'NO_SOURCE',
    `Cannot read district "${key}": its connection has no ${what}. ${remedy}`,
    2,
  )
}

/** Between two readings of everything a server may be asked for changes alone, where its connection says so. */
const everything = 20 * 3600 * 1000

function sinceWhen({ connection, startedAt }: Run): Date | null {
  const { settings, readFrom, fullAt, base } = connection
  if (settings.delta !== 'yes' || base === null || readFrom === null || fullAt === null) return null
  return startedAt.getTime() - fullAt.getTime() < everything ? readFrom : null
}

/** Whoever comes for the events alone leaves the reading of everything to the nightly sync, but for no longer than this. */
const longest = 7 * 24 * 3600 * 1000
/** Runs that are asked for a part of a district. */
export const partTriggers = ['events', 'refresh'] as const

/** What of a district is read in place of everything: one record, or what its events name. */
function followWhat({ connection, district, order, pool, startedAt }: Run): Follow | null {
  if (order.record !== undefined) assertRefreshable(district, connection)
  const { settings, eventCursor, fullAt, base, source } = connection
  // Of another source, or of another district there, everything is new.
  if (
    order.switchesTo !== undefined ||
    source !== 'clever' ||
    order.from !== null ||
    base === null ||
    fullAt === null
  )
    return null
  const holding = rosterHolding(pool, connection)
  const record = order.record ?? null
  if (record !== null) return { cursor: eventCursor ?? '', record, holding }
  if (settings.events !== 'yes' || eventCursor === null) return null
  const most = partTriggers.some(one => one === order.trigger) ? longest : everything
  return startedAt.getTime() - fullAt.getTime() < most ? { cursor: eventCursor, record, holding } : null
}

/** The settings of a connection with its path, or another, as this machine has it. */
export function settingsOf(
  data: string,
  { settings }: Pick<Connection, 'settings'>,
  from: string | null = null,
): Connection['settings'] {
  const path = from ?? settings.path
  return path === undefined ? settings : { ...settings, path: placeOf(data, path) }
}

/** The files with their hashes, which are computed side by side: one is read while another is summed. */
export async function listFiles(drop: Drop): Promise<RunFile[]> {
  const files = await Promise.all(
    drop.files.map(async file => ({ name: file.name, bytes: file.bytes, digest: await file.digest() })),
  )
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The same bytes as last applied, under the same rules, while nobody moved the roster. */
export async function isKnown(run: Run, files: readonly RunFile[]): Promise<boolean> {
  const { connection } = run
  if (connection.base === null || reconcileDue(run)) return false
  const base = await baseFiles(run.pool, connection)
  if (base === null || base.rulesVersion !== connection.rulesVersion) return false
  const text = (list: readonly RunFile[]) => list.map(({ name, digest }) => `${name} ${digest}`).join('\n')
  return text(base.files) === text(files)
}

const WEEK = 7 * 24 * 3600 * 1000

/** Once a week the roster itself is read out and compared, so that a drift cannot live longer. */
export function reconcileDue(run: Run): boolean {
  const last = run.connection.reconciledAt
  return last !== null && run.startedAt.getTime() - last.getTime() > WEEK
}
