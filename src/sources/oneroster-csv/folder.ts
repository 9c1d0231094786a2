import { createHash } from 'node:crypto'
import { open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { UnreadableDrop } from '../../roster/errors.ts'
import { BrokenEntry, type Entry, type Package, type Reader } from './package.ts'
import { exactly } from './written.ts'

/** The plain files of one folder; what lies in folders below is not part of a drop. */
export async function openFolder(path: string): Promise<Package> {
  const root = await realpath(path)
  const entries: Entry[] = []
  for (const name of (await readdir(root)).sort()) {
    const entry = await openEntry(root, name)
    if (entry !== null) entries.push(entry)
  }
  return { entries, close: async () => {} }
}

async function openEntry(root: string, name: string): Promise<Entry | null> {
  // A link that leaves the folder would let whoever may upload there read any file of ours.
  const path = await realpath(join(root, name)).catch(() => null)
  if (path === null || !path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    if (!/\.csv$/i.test(name)) return null
    throw new UnreadableDrop(
      'ENTRY_SYMLINK',
      `Cannot read ${JSON.stringify(name)}: it is a link that leaves the folder. Deliver the file itself`,
    )
  }
  const found = await stat(path)
  if (!found.isFile()) return null
  return {
    path: name,
    bytes: found.size,
    writtenAt: exactly(found.mtime),
    open: async () => openFile(path, name, found.size),
    digest: () => hashFile(path),
  }
}

function openFile(path: string, name: string, bytes: number): Reader {
  let handle: FileHandle | null = null
  let position = 0
  return {
    async fill(target) {
      handle ??= await open(path, 'r').catch((cause: unknown) => {
        throw new BrokenEntry(`${name} cannot be opened any more`, { cause })
      })
      const { bytesRead } = await handle.read(target, 0, target.length, position)
      position += bytesRead
      // An upload that is still running would otherwise pass for a whole file.
      if (bytesRead === 0 && position !== bytes) throw new BrokenEntry(`${name} changed while it was read`)
      return bytesRead
    },
    close: async () => handle?.close(),
  }
}

/** One buffer for the whole file: a stream would make one for every chunk, which costs half of the hashing. */
async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  const room = Buffer.allocUnsafe(1 << 20)
  const handle = await open(path, 'r')
  try {
    for (;;) {
      const { bytesRead } = await handle.read(room, 0, room.length, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(room.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
}
