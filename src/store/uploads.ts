import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RollbookError } from '../roster/errors.ts'
import { uploadsFolder } from './layout.ts'
import { uuidv7 } from './uuid.ts'

/** A stream of a form's file; `truncated` once more came than may. */
export type Incoming = Readable & { readonly truncated?: boolean }
export type Upload = { readonly path: string; readonly bytes: number }

/** Two: the one in use, and the one before, which a run may still be reading. */
const kept = 2

/**
 * Writes a drop that somebody uploads into the district's folder, as it comes and unopened, readable by the service
 * alone. What is cut off or too large leaves nothing behind. Throws UPLOAD_CUT, UPLOAD_TOO_LARGE.
 */
export async function saveUpload(data: string, districtId: string, file: Incoming): Promise<Upload> {
  const folder = uploadsFolder(data, districtId)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${uuidv7()}.zip`)
  const part = `${path}.part`
  try {
    await pipeline(file, createWriteStream(part, { flags: 'wx', mode: 0o600 })).catch((cause: unknown) => {
      throw new RollbookError('UPLOAD_CUT', 'Cannot take this file: it broke off on the way, and nothing was kept. Upload it again', 1, { cause }) // prettier-ignore
    })
    if (file.truncated)
      throw new RollbookError('UPLOAD_TOO_LARGE', 'Cannot take this file: it is larger than 250 MB, and no roster is. Leave other files out of the zip') // prettier-ignore
    await rename(part, path)
    return { path, bytes: (await stat(path)).size }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

export async function dropUpload({ path }: Upload): Promise<void> {
  await rm(path, { force: true })
}

/** Uploads hold names of children: what is no longer read is not kept. Names sort by their time. */
export async function pruneUploads(data: string, districtId: string): Promise<void> {
  const folder = uploadsFolder(data, districtId)
  const found = (await readdir(folder)).filter(name => name.endsWith('.zip')).sort()
  for (const name of found.slice(0, -kept)) await rm(join(folder, name), { force: true })
}
