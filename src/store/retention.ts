import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { snapshotsFolder } from './layout.ts'

/** Days a snapshot is kept; after that its digest and counts remain. */
export const keptDays = 14
const DAY = 24 * 3600 * 1000

/** Removes the district's snapshots older than `keptDays`. A folder is as old as its last line. */
export async function pruneSnapshots(data: string, districtId: string, now: Date): Promise<void> {
  const folder = snapshotsFolder(data, districtId)
  for (const name of await readdir(folder).catch(() => [])) {
    const { mtimeMs } = await stat(join(folder, name))
    if (now.getTime() - mtimeMs > keptDays * DAY)
      await rm(join(folder, name), { recursive: true, force: true })
  }
}
