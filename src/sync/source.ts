import { RollbookError } from '../roster/errors.ts'
import { openDrop } from '../sources/oneroster-csv/drop.ts'
import type { Drop } from '../sources/source.ts'
import { baseFiles, type RunFile } from '../store/runs.ts'
import type { Run } from './run.ts'

/** The connection's drop, or the one handed in. Throws NO_SOURCE, UnreadableDrop. */
export async function openSource(run: Run): Promise<Drop> {
  const { key, zone } = run.district
  const path = run.order.from ?? run.connection.settings.path ?? null
  if (path === null)
    throw new RollbookError(
      'NO_SOURCE',
      `Cannot read district "${key}": its connection has no path. Give one with --from, or run rollbook connect ${key} oneroster-csv --path <zip|dir>`,
      2,
    )
  return await openDrop(path, { profile: 'tolerant', zone })
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
