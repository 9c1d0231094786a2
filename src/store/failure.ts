import { RollbookError } from '../roster/errors.ts'

/** True for an error of the system or of Postgres with this code: `ENOENT`, `23505`. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}

/**
 * The error in words when a full disk is behind it, else null. Postgres says so by SQLSTATE 53100, or, when
 * its own log has no room either, dies in a PANIC that only its last words (`said`) explain.
 */
export function diskFull(error: unknown, action: string, said = ''): RollbookError | null {
  const text = `${error instanceof Error ? error.message : ''}\n${said}`
  const full = hasCode(error, 'ENOSPC') || hasCode(error, '53100') || /No space left on device/i.test(text)
  if (!full) return null
  return new RollbookError(
    'DISK_FULL',
    `Cannot ${action}: the disk is full. Free some space and try again; what was saved before is safe`,
    1,
    { cause: error },
  )
}

const lostWords = /^Connection terminated|not queryable$|^timeout expired/
const lostCodes = /^(08|57P0|25P03$|ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$)/

/** The connection to the database broke, or there is no database to connect to. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  // A Unix socket that is gone; without the call it would be any file.
  const gone = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'
  return gone || lostCodes.test(code) || lostWords.test(error.message)
}

/** The error in words when the database went away under the work, else null. */
export function connectionLost(error: unknown, action: string): RollbookError | null {
  if (!isLost(error)) return null
  return new RollbookError(
    'DATABASE_LOST',
    `Cannot ${action}: the connection to the database broke. Check that the database runs, and run it again: ` +
      'each step is written whole or not at all',
    1,
    { cause: error },
  )
}
