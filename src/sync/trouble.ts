import { RollbookError } from '../roster/errors.ts'
import { connectionLost, diskFull, isLost } from '../store/failure.ts'
import type { Store } from '../store/open.ts'

/** What broke a run from outside, in words: a full disk, a database that went away. Anything else as it is. */
export function inWords(error: unknown, store: Store, action: string): unknown {
  if (error instanceof RollbookError) return error
  // A server whose own log has no room dies, and only its last words tell why.
  const said = isLost(error) ? store.said() : ''
  return diskFull(error, action, said) ?? connectionLost(error, action) ?? error
}
