import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { RollbookError } from '../roster/errors.ts'
import { hasCode } from './failure.ts'
import { keyPath } from './layout.ts'

/** Key of the snapshots, 256 bits, made on first use and kept in the data folder; `backup` takes it along. */
export async function secretKey(data: string): Promise<Buffer> {
  const path = keyPath(data)
  if (!existsSync(path)) await makeKey(path)
  const key = keyFrom(await readFile(path, 'utf8'))
  if (key === null)
    throw new RollbookError(
      'KEY_BROKEN',
      `Cannot read "${path}": it is not a key of 256 bits. Restore it from a backup`,
    )
  return key
}

/** 64 hexadecimal digits as bytes; null for anything else. */
export function keyFrom(text: string): Buffer | null {
  const digits = text.trim()
  return /^[0-9a-f]{64}$/i.test(digits) ? Buffer.from(digits, 'hex') : null
}

/**
 * A key where there is none; one that is there stays. Whole or not at all: a process killed amid the first write would
 * leave a key that opens nothing.
 */
export async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, randomBytes(32).toString('hex') + '\n', { mode: 0o600, flag: 'wx', flush: true })
  try {
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
}
