import type { Kind } from '../roster/kinds.ts'
import type { NameFile } from './names.ts'
import type { KeyTable } from './table.ts'

/** What a run knows of the roster before it reads: fingerprints per kind, and what few things it needs whole. */
export type KindBase = {
  readonly table: KeyTable
  readonly names: NameFile
  /** The roster has rows of this kind from this connection, live or removed. */
  readonly stocked: boolean
}

export type Base = {
  readonly kinds: Readonly<Record<Kind, KindBase>>
  readonly sessions: Map<string, Session>
  readonly schools: Map<string, string>
  /** Latest school year among the roster's live sessions, before anything was read. */
  readonly schoolYear: string | null
}

/** An academic session as the checks need it. */
export type Session = {
  readonly type: string
  readonly start: string
  readonly end: string
  readonly parent: string | null
  readonly year: string | null
}

/** What the reading must ask the roster for: which live rows refer to something that went. */
export type Kin = {
  /** Keys of live rows of `kind` that name one of `ids` as their `target`. */
  dependents(kind: Kind, target: Kind, ids: readonly string[]): Promise<string[]>
}
