import { execFileSync } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'
import { chmod, chown, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { hasCode } from './failure.ts'

/** How a program of PostgreSQL is started: words before it, and the user it runs as. */
export type Account = {
  readonly prefix: readonly string[]
  readonly options: Pick<SpawnOptions, 'uid' | 'gid'>
}

const nobody = 65534

/*
 * PostgreSQL refuses to run as root and as a uid without a name, and containers often have nothing else.
 * `unshare --user` helps with both: inside, every uid reads as 65534, yet files open as before, so it works
 * below a 0700 home too.
 *
 *   a user with a name                  as we are
 *   a uid without a name                in a user namespace
 *   root, and the folder is another's   as that user: a namespace takes root's power over other people's files
 *   root                                in a user namespace
 *   root without namespaces             as uid 65534, which gets the cluster; the data folder lets its group pass
 */
export async function chooseAccount(folder: string, cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return hasName() ? { prefix: [], options: {} } : inNamespace({})
  const owner = (await ownerOf(cluster)) ?? (await ownerOf(folder))
  if (owner !== null && owner.uid !== 0) return inNamespace(owner)
  const root = inNamespace({})
  if (root.prefix.length > 0) return root
  await chown(folder, 0, nobody)
  await chmod(folder, 0o710)
  return { prefix: [], options: { uid: nobody, gid: nobody } }
}

/** In a user namespace where the system allows one, else as it is. */
function inNamespace(options: Account['options']): Account {
  const prefix = ['unshare', '--user', '--']
  try {
    execFileSync('unshare', ['--user', '--', 'true'], { stdio: 'ignore', ...options })
    return { prefix, options }
  } catch {
    return { prefix: [], options }
  }
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
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
