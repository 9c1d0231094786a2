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
