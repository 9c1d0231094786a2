import type { Kind } from '../roster/kinds.ts'
import type { Stream } from '../sources/source.ts'

/** What reading one kind came to. */
export type Reading = {
  readonly kind: Kind
  readonly file: string
  readonly mode: 'bulk' | 'delta'
  rows: number
  /** Rows whose bytes are those of last time. */
  same: number
  accepted: number
  rejected: number
  out: number
  /** Rows whose sourcedId stands in the file again further down. */
  repeated: number
  complete: boolean
  /** It broke off: what came after is not known. */
  torn: boolean
  why: string | null
  /** Keys that the source itself calls gone. */
  readonly gone: Set<string>
  /** Keys that were in the roster and are now outside the scope. */
  readonly left: string[]
  /** Entities accepted that the roster did not hold. */
  fresh: number
  /** First row of which nobody can say whom it speaks of; such a file proves nobody gone. */
  nameless: number | null
  /** sourcedIds of rejected rows that the roster holds nothing of. */
  readonly refused: Set<string>
  /** sourcedIds of rows that were looked at: their old issues end here. */
  readonly looked: Set<string>
  /** Newest dateLastModified. */
  latest: string | null
  /** Row that counts, for keys that stand in the file more than once. */
  readonly winners: Map<string, number>
  /**
   * A delta of roles names them by a word that is not their key: by sourcedId, or in 1.1 by their person. What the
   * roster holds under that word and the delta does not repeat is replaced by what it says.
   */
  readonly told: Set<string>
  readonly toldBy: 'sourcedId' | 'userSourcedId'
}

/** A reading of nothing yet. */
export function newReading(stream: Pick<Stream, 'kind' | 'file' | 'mode' | 'toldBy'>): Reading {
  return {
    kind: stream.kind, file: stream.file, mode: stream.mode, rows: 0, same: 0, accepted: 0, rejected: 0, out: 0,
    repeated: 0, complete: false, torn: false, why: null, gone: new Set(), left: [], fresh: 0, refused: new Set(), nameless: null,
    looked: new Set(), latest: null, winners: new Map(),
    told: new Set(), toldBy: stream.toldBy,
  } // prettier-ignore
}
