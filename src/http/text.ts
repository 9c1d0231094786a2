import { RollbookError } from '../roster/errors.ts'

/** PostgreSQL keeps no NUL in a text, and nobody types one: wherever it stands, the request is not meant well. */
export function refuseNul(...sent: readonly unknown[]): void {
  if (!sent.some(holdsNul)) return
  throw new RollbookError('INPUT_INVALID', 'Cannot accept this request: a text in it has a NUL character. Send it without') // prettier-ignore
}

function holdsNul(sent: unknown): boolean {
  if (typeof sent === 'string') return sent.includes('\0')
  if (typeof sent !== 'object' || sent === null) return false
  return Object.entries(sent).some(([name, value]) => name.includes('\0') || holdsNul(value))
}
