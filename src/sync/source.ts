import { RollbookError } from '../roster/errors.ts'
import { findSource, lacking } from '../sources/registry.ts'
import type { Drop } from '../sources/source.ts'
import type { Connection } from '../store/districts.ts'
import { placeOf } from '../store/layout.ts'
import { baseFiles, type RunFile } from '../store/runs.ts'
import type { Run } from './run.ts'

/** The connection's drop, or the one handed in. Throws NO_SOURCE, SOURCE_UNKNOWN, UnreadableDrop. */
export async function openSource({ district, order, connection }: Run): Promise<Drop> {
  const { key, zone } = district
  const source = findSource(connection.source)
  const settings = settingsOf(order.store.data, connection, order.from)
  if (lacking(source, settings).length > 0)
    throw new RollbookError(
      'NO_SOURCE',
      `Cannot read district "${key}": its connection has no path. Give one with --from, or run rollbook connect ${key} oneroster-csv --path <zip|dir>`,
      2,
    )
  return await source.open(settings, { profile: 'tolerant', zone })
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
