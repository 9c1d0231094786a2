import type { Entity } from '../roster/entity.ts'
import type { Kind } from '../roster/kinds.ts'

/**
 * One step from the roster as it is to the snapshot. An update whose `formerId` is set also gives the
 * entity a new sourcedId (and keeps its id). `archive` is a removal that the calendar explains: its term is over.
 */
export type Op = 'create' | 'update' | 'remove' | 'restore' | 'archive'

/** Why, in one word; docs/glossary.md has a sentence for each. */
export type Reason =
  | 'new' | 'changed' | 'promoted' | 'returned' | 're_keyed' | 'absent' | 'tombstone' | 'out_of_scope'
  | 'term_over' | 'graduated' | 'id_reused' // prettier-ignore

export type Change = {
  readonly kind: Kind
  readonly op: Op
  readonly sourcedId: string
  readonly formerId: string | null
  /** Roster id; null for a create. */
  readonly id: string | null
  readonly before: Entity | null
  readonly after: Entity | null
  /** School it weighs on: its own, its class's or its person's; null for the district. */
  readonly school: string | null
  readonly reason: Reason
}
