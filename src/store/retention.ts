import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from './failure.ts'
import { snapshotsFolder } from './layout.ts'

/** Days a snapshot is kept; after that its digest and counts remain. */
export const keptDays = 14
const DAY = 24 * 3600 * 1000

/**
 * Removes the district's snapshots older than `keptDays`. A folder is as old as its last line. Whoever runs and whoever
 * makes the round may do so at the same time, so that a folder may be gone at any moment.
 */
export async function pruneSnapshots(data: string, districtId: string, now: Date): Promise<void> {
  const folder = snapshotsFolder(data, districtId)
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(ignoreGone)
    if (found !== null && now.getTime() - found.mtimeMs > keptDays * DAY)
      await rm(join(folder, name), { recursive: true, force: true })
  }
}

function ignoreGone(error: unknown): null {
  if (hasCode(error, 'ENOENT')) return null
  throw error
}
