import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RollbookError } from '../roster/errors.ts'
import { fingerprint } from './envelope.ts'
import { hasCode } from './failure.ts'

/** A key that wraps the keys of districts. It is outside the database, and no backup takes it along. */
export type MasterKey = { readonly key: Buffer; readonly mark: string }

const file = 'master.key'
const following = 'master.key.next'
const byEnv = { now: 'ROLLBOOK_MASTER_KEY', next: 'ROLLBOOK_NEXT_MASTER_KEY' } as const

/**
 * The key to wrap with, and one that is being changed to. `ROLLBOOK_MASTER_KEY` is it where it is set, 64 hexadecimal
 * digits; else a file of the data folder, made on first use. Throws KEY_BROKEN.
 */
export async function masterKeys(data: string): Promise<{ now: MasterKey; next: MasterKey | null }> {
  const [now, next] = [process.env[byEnv.now], process.env[byEnv.next]]
  if (now) return { now: parseKey(now, byEnv.now), next: next ? parseKey(next, byEnv.next) : null }
  const path = join(data, file)
  if (!existsSync(path)) await makeKey(path)
  const coming = await readKey(join(data, following))
  const found = await readKey(path)
  if (found === null) throw broken(path)
  return { now: found, next: coming }
}

/** The key to change to: the one that an earlier change left off at, or a new one. Throws KEY_BROKEN, KEY_NOT_GIVEN. */
export async function prepareNext(data: string): Promise<MasterKey> {
  const { next } = await masterKeys(data)
  if (next !== null) return next
  if (process.env[byEnv.now])
    throw new RollbookError('KEY_NOT_GIVEN', `Cannot change the master key: ${byEnv.now} gives the old one, and no new one is given. Set ${byEnv.next} for all processes, and run this again`, 2) // prettier-ignore
  await makeKey(join(data, following))
  const made = await readKey(join(data, following))
  if (made === null) throw broken(following)
  return made
}

/** From here on the new key is the key. One that the environment gives is for its owner to move. */
export async function adoptNext(data: string): Promise<void> {
  if (process.env[byEnv.now]) return
  await rename(join(data, following), join(data, file))
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
  const digits = text.trim()
  if (!/^[0-9a-f]{64}$/i.test(digits)) throw broken(where)
  const key = Buffer.from(digits, 'hex')
  return { key, mark: fingerprint(key, 'master') }
}

/** Whole or not at all, and one of two processes that both make it. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`)
    await handle.sync()
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await handle.close()
    await rm(draft, { force: true })
  }
}

function broken(where: string): RollbookError {
  return new RollbookError('KEY_BROKEN', `Cannot read "${where}": it is not a key of 256 bits. Restore it from where it is kept`) // prettier-ignore
}
