import type { Op } from '../../diff/change.ts'
import type { Fields } from '../../events/state.ts'
import type { Kind } from '../../roster/kinds.ts'

/** One change of a run, as it stands in its plan or in the feed. */
export type Listed = {
  /** Where it stands: in its plan, or in the feed of all runs. */
  readonly in: 'plan' | 'feed'
  readonly seq: number
  readonly kind: Kind
  readonly op: Op | 'erase'
  readonly id: string
  readonly sourcedId: string
  readonly formerId: string | null
  readonly before: Fields | null
  readonly after: Fields | null
  /** sourcedId of the school it weighs on. */
  readonly school: string | null
  readonly reason: string
  readonly hazards: readonly string[]
  /** Whether it was carried out, and not only planned. */
  readonly ran: boolean
}

/** What was done to a record, as people say it. */
export const deeds = ['added', 'removed', 'changed', 'moved_up', 'archived', 'back', 'erased'] as const
export type Deed = (typeof deeds)[number]

const deedOf: Readonly<Record<Listed['op'], Deed>> = {
  create: 'added', remove: 'removed', update: 'changed', archive: 'archived', restore: 'back', erase: 'erased',
} // prettier-ignore

export function deedFor({ op, reason }: Pick<Listed, 'op' | 'reason'>): Deed {
  return op === 'update' && reason === 'promoted' ? 'moved_up' : deedOf[op]
}

export function opFor(deed: Deed): Listed['op'] {
  return (Object.entries(deedOf) as [Listed['op'], Deed][]).find(([, one]) => one === deed)?.[0] ?? 'update' // our own record
}

export type ChangeFilter = {
  readonly kind?: Kind | undefined
  readonly deed?: Deed | undefined
  readonly school?: string | undefined
  readonly reason?: string | undefined
  /** Only what was carried out, or only what was not. */
  readonly ran?: boolean | undefined
  /** A part of a name or title, or a whole sourcedId. */
  readonly words?: string | undefined
  /** Schools the reader looks after; null for all. */
  readonly within: readonly string[] | null
}

/** Where a list goes on: behind this number of the plan, or of the feed. */
export type Cursor = Pick<Listed, 'in' | 'seq'>

/** A piece of what happened, in order. `kinds` stand one after another in it, so that each can be found. */
export type Stretch = {
  readonly in: Cursor['in']
  readonly first: number
  readonly final: number
  readonly kinds: readonly Kind[]
}
