import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { RollbookError } from '../roster/errors.ts'
import { hasCode } from './failure.ts'
import { keyPath } from './layout.ts'

/** Key of the snapshots, 256 bits, made on first use and kept in the data folder; `backup` takes it along. */
export async function secretKey(data: string): Promise<Buffer> {
  const path = keyPath(data)
  try {
    await writeFile(path, randomBytes(32).toString('hex') + '\n', { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex')
  if (key.length !== 32)
    throw new RollbookError(
      'KEY_BROKEN',
      `Cannot read "${path}": it is not a key of 256 bits. Restore it from a backup`,
    )
  return key
}
