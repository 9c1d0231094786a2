import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { RollbookError } from '../roster/errors.ts'
import { fingerprint } from './envelope.ts'
import { hasCode } from './failure.ts'
import { keyFrom, makeKey } from './key.ts'

/** A key that wraps the keys of districts. It is outside the database, and no backup takes it along. */
export type MasterKey = { readonly key: Buffer; readonly mark: string }

const file = 'master.key'
const following = 'master.key.next'
const byEnv = { now: 'ROLLBOOK_MASTER_KEY', next: 'ROLLBOOK_NEXT_MASTER_KEY' } as const

/** Keys that open what districts' keys are wrapped in. Where there are both, `next` is what is wrapped with. */
export type MasterKeys = { readonly now: MasterKey | null; readonly next: MasterKey | null }

/**
 * The key in use, and one that is being changed to. `ROLLBOOK_MASTER_KEY` is it where it is set, 64 hexadecimal
 * digits; else a file of the data folder. Looking makes none: on a machine without its key a new one opens nothing.
 * Throws KEY_BROKEN.
 */
export async function masterKeys(data: string): Promise<MasterKeys> {
  const [now, next] = [process.env[byEnv.now], process.env[byEnv.next]]
  if (now) return { now: parseKey(now, byEnv.now), next: next ? parseKey(next, byEnv.next) : null }
  // The one that comes is looked for first: in between it may become the one in use, and is found all the same.
  const coming = await readKey(join(data, following))
  return { now: await readKey(join(data, file)), next: coming }
}

/** The key to wrap with; whoever needs it first makes it. Throws KEY_BROKEN. */
export async function wrappingKey(data: string): Promise<MasterKey> {
  const { now, next } = await masterKeys(data)
  const found = next ?? now
  if (found !== null) return found
  await makeKey(join(data, file))
  return await wrappingKey(data)
}

/** The key to change to: the one that an earlier change left off at, or a new one. Throws KEY_BROKEN, KEY_NOT_GIVEN. */
export async function prepareNext(data: string): Promise<MasterKey> {
  const { next } = await masterKeys(data)
  if (next !== null) return next
  if (process.env[byEnv.now])
    throw new RollbookError('KEY_NOT_GIVEN', `Cannot change the master key: ${byEnv.now} gives the old one, and no new one is given. Set ${byEnv.next} for all processes, and run this again`, 2) // prettier-ignore
  await makeKey(join(data, following))
  return await wrappingKey(data)
}

/** From here on the new key is the key. One that the environment gives is for its owner to move. */
export async function adoptNext(data: string): Promise<void> {
  if (masterGiven()) return
  await rename(join(data, following), join(data, file))
}

/** Whether the environment gives the key, and the data folder has no say in it. */
export function masterGiven(): boolean {
  return Boolean(process.env[byEnv.now])
}

async function readKey(path: string): Promise<MasterKey | null> {
  try {
    return parseKey(await readFile(path, 'utf8'), path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function parseKey(text: string, where: string): MasterKey {
  const key = keyFrom(text)
  if (key === null) throw broken(where)
  return { key, mark: fingerprint(key, 'master') }
}

function broken(where: string): RollbookError {
  return new RollbookError('KEY_BROKEN', `Cannot read "${where}": it is not a key of 256 bits. Restore it from where it is kept`) // prettier-ignore
}
