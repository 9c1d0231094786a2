import type { Entity } from '../roster/entity.ts'
import type { Issue } from '../roster/issue.ts'

/**
 * What one record came to, before anybody looks at its references. No entity and no tombstone: it is
 * rejected, and an issue of severity error says why. A 1.1 user yields one role entity per org.
 */
export type Checked = {
  readonly entities: readonly Entity[]
  /** The record says its entity is gone: `tobedeleted`, `inactive` and their spellings. Entities stay empty. */
  readonly tombstone: boolean
  /** What can be said of its sourcedId, also when it is rejected; null when nothing. */
  readonly sourcedId: string | null
  /** ISO instant of dateLastModified, or null. */
  readonly modified: string | null
  readonly issues: readonly Issue[]
}
