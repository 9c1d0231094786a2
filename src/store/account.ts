import { execFileSync } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'
import { chmod, chown, stat } from 'node:fs/promises'
import { hasCode } from './failure.ts'

/** How a program of PostgreSQL is started: words before it, and the user it runs as. */
export type Account = {
  readonly prefix: readonly string[]
  readonly options: Pick<SpawnOptions, 'uid' | 'gid'>
}

const nobody = 65534
const plain: Account = { prefix: [], options: {} }

/*
 * PostgreSQL refuses to run as root, and containers often have nobody else.
 *
 *   a cluster that another user owns    run as that user
 *   user namespaces allowed             `unshare --user`: inside, the uid reads as 65534, yet files open as root's,
 *                                       so it works below a 0700 home too
 *   else                                uid 65534; the cluster is given to it, and the data folder lets its group through
 */
export async function chooseAccount(folder: string, cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return plain
  const owner = await ownerOf(cluster)
  if (owner !== null && owner.uid !== 0) return { prefix: [], options: owner }
  if (namespacesAllowed()) return { prefix: ['unshare', '--user', '--'], options: {} }
  await chown(folder, 0, nobody)
  await chmod(folder, 0o710)
  return { prefix: [], options: { uid: nobody, gid: nobody } }
}

/** Gives a path to the account's user, where that is not us. */
export async function giveTo(account: Account, path: string): Promise<void> {
  const { uid, gid } = account.options
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(path)
    return { uid, gid }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function namespacesAllowed(): boolean {
  try {
    execFileSync('unshare', ['--user', '--', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
