import type { Entity } from '../roster/entity.ts'
import type { Kind } from '../roster/kinds.ts'

/**
 * One step from the roster as it is to the snapshot. An update or restore whose `formerId` is set also gives
 * the entity a new sourcedId (and keeps its id). `archive` is a removal that the calendar explains: its term is over.
 */
export const ops = ['create', 'update', 'remove', 'restore', 'archive'] as const
export type Op = (typeof ops)[number]

/** Why, in one word; docs/glossary.md has a sentence for each. */
export type Reason =
  | 'new' | 'changed' | 'promoted' | 'returned' | 're_keyed' | 'adopted' | 'absent' | 'tombstone' | 'out_of_scope'
  | 'term_over' | 'graduated' | 'id_reused' // prettier-ignore

/** The same for people, as the end of "user u-20417 was removed: …"; an undo writes changes that no diff found. */
const reasons: Readonly<Record<Reason | 'undone' | 'by_hand', string>> = {
  new: 'new in the source',
  changed: 'changed in the source',
  promoted: 'moved up a grade',
  returned: 'back in the source',
  re_keyed: 'under another sourcedId in the source',
  adopted: 'known already, under another sourcedId or made by hand',
  absent: 'not in the source any more',
  tombstone: 'marked as deleted by the source',
  out_of_scope: 'outside the scope that the rules set',
  term_over: 'its terms are over',
  graduated: 'left after the last grade as the school year ended',
  id_reused: 'its sourcedId names another person now',
  undone: 'an earlier run was undone',
  by_hand: 'done by hand in Rollbook',
}

export function reasonWords(reason: string): string {
  const words: Readonly<Record<string, string>> = reasons
  return words[reason] ?? reason
}

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
  /** For people and their roles: what they were before, or become. */
  readonly who: 'student' | 'staff' | 'other' | null
  /** The evidence was weak: a person should look before it runs. */
  readonly unsure: boolean
}
