import { open, stat } from 'node:fs/promises'
import { UnreadableDrop } from '../../roster/errors.ts'
import { kinds } from '../../roster/kinds.ts'
import { openFolder } from './folder.ts'
import type { Files } from './locate.ts'
import type { Package } from './package.ts'
import { openZip } from './zip.ts'

/** Opens whatever stands at a path, or says in one sentence what it is instead of a drop. */
export async function openPackage(path: string, zone: string): Promise<Package> {
  const found = await stat(path).catch((cause: unknown) => {
    throw notADrop(path, 'there is no such file or folder', cause)
  })
  if (found.isDirectory()) {
    return openFolder(path).catch((cause: unknown) => {
      throw cause instanceof UnreadableDrop ? cause : notADrop(path, 'the folder may not be read', cause)
    })
  }
  if (!found.isFile()) throw notADrop(path, 'it is neither a file nor a folder')
  const kind = await fileKind(path).catch((cause: unknown) => {
    throw notADrop(path, 'the file may not be read', cause)
  })
  if (kind !== null) throw notADrop(path, kind)
  return openZip(path, found.size, zone)
}

/** What a file that is no zip seems to be; null for a zip. */
async function fileKind(path: string): Promise<string | null> {
  const handle = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0)
    const first = buffer.toString('latin1', 0, bytesRead)
    if (/^PK(\x03\x04|\x05\x06|\x07\x08)/.test(first)) return null
    if (first === '') return 'it is empty'
    if (first.startsWith('%PDF')) return 'it is a PDF'
    if (/^(\x1f\x8b|7z\xbc\xaf|Rar!|BZh)/.test(first)) return 'it is an archive, but not a zip'
    return 'it is not a zip'
  } finally {
    await handle.close()
  }
}

function notADrop(path: string, reason: string, cause?: unknown): UnreadableDrop {
  const remedy = 'Give a zip or a folder of OneRoster CSV files'
  return new UnreadableDrop('NOT_A_DROP', `Cannot read ${JSON.stringify(path)}: ${reason}. ${remedy}`, {
    cause,
  })
}

/** Refuses a package in which nothing is a rostering file. */
export function refuseOthers(path: string, files: Files, { entries }: Package): void {
  if (kinds.some(kind => files.has(kind))) return
  if (entries.some(entry => entry.path === '[Content_Types].xml')) {
    throw notADrop(path, 'it is an Office document')
  }
  const seen = entries.length === 0 ? 'it is empty' : 'it holds no rostering file'
  const remedy = `Deliver at least one of ${kinds.map(kind => `${kind}.csv`).join(', ')}`
  throw new UnreadableDrop('NO_ROSTER_FILES', `Cannot read ${JSON.stringify(path)}: ${seen}. ${remedy}`)
}
