import type { Issue } from '../roster/issue.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Rest } from '../roster/rest.ts'

/**
 * What every source yields: a drop of streams, one per file and kind, of records that nobody has checked.
 * Records stay bytes until somebody needs their cells: on most nights nobody does (docs/decisions/0003-fingerprints.md).
 */
/** `unknown` is a word that is none of the three: such a file is not read. */
export type Mode = 'bulk' | 'delta' | 'absent' | 'unknown'
export type Version = '1.1' | '1.2'
/** `strict` is the standard to the letter; `tolerant` is what a good consumer accepts, with a warning each. */
export type Profile = 'strict' | 'tolerant'

export type Drop = {
  readonly version: Version
  /** What was said about each file, by its OneRoster name without `.csv`, whether or not it bears that out. */
  readonly mode: Readonly<Record<string, Mode>>
  /** In any order; at most one stream per kind. */
  readonly streams: readonly Stream[]
  /** Kinds that were announced and of which nothing can be read. */
  readonly refused: readonly Refused[]
  /** What was odd about the package, the manifest and the headers. Rows add theirs when they are checked. */
  readonly issues: readonly Issue[]
  /** Files as delivered, for provenance and for the "same bytes as last time" test. */
  readonly files: readonly DropFile[]
  /** When the newest of the files was written; null where the package does not say. */
  readonly written: Written | null
  /** Why the source itself says that what it gives is not the latest; null where it says that it is, left out where it says neither. */
  readonly rest?: Rest | null
  /** What was asked of a server, for whoever looks into a run. */
  readonly requests?: readonly Request[]
  /** The event up to which the drop has all; null where the source tells none any more, left out where that is not known. */
  readonly cursor?: string | null
  /** What is to be known of how it was read. A sentence without its dot. */
  readonly note?: string
  close(): Promise<void>
}

/** No secret and no person stands in a path. */
export type Request = {
  readonly path: string
  /** 0 for no answer at all. */
  readonly status: number
  readonly millis: number
  readonly bytes: number
}

/** A kind without a stream though somebody counts on it. `why` goes into a sentence: "the file is empty". */
export type Refused = { readonly kind: Kind; readonly mode: Mode; readonly why: string }

/** The likeliest instant, and the first and the last that it may have been; the same thrice where it is certain. */
export type Written = { readonly at: Date; readonly earliest: Date; readonly latest: Date }

export type DropFile = {
  readonly name: string
  readonly bytes: number
  /** SHA-256 in hex of the bytes as delivered. Reads the file once; nothing is parsed. */
  digest(): Promise<string>
}

export type Stream = {
  readonly kind: Kind
  /** Name as delivered, e.g. `users.csv`. In 1.1, `users.csv` feeds two streams: users and roles. */
  readonly file: string
  readonly mode: 'bulk' | 'delta'
  readonly version: Version
  /**
   * Two rows with the same bytes mean the same only under the same form: version, encoding, delimiter
   * and header line. A changed form makes every row a changed row.
   */
  readonly form: string
  /** Cell number of sourcedId (for 1.1 roles: of the user), status, dateLastModified; -1 where absent. */
  readonly sourcedIdCell: number
  readonly statusCell: number
  readonly modifiedCell: number
  /** 1.1 `users.csv` only: cells of `orgSourcedIds` and `role`, from which its roles stream is made; else -1. */
  readonly orgsCell: number
  readonly roleCell: number
  /** What a delta of roles says anew: a role by its sourcedId, or all the roles of a person. */
  readonly toldBy: 'sourcedId' | 'userSourcedId'
  /** People sign in there by who they are and not by a name of their own: who has no username lacks nothing. */
  readonly nameless?: true
  /** A change is known by being told, and needs no date of its own. */
  readonly undated?: true
  /** For each field of `manifest[kind]`: its cell number, or -1. */
  readonly cells: readonly number[]
  /** Header names as delivered, trimmed. */
  readonly header: readonly string[]
  /** Reads from the start each time it is called; each pass yields the same rows in the same order. */
  batches(): AsyncIterable<Batch>
  /**
   * Writes the span of the plain sourcedId cell, or of another one, into `out[0]` and `out[1]`; false when the
   * cell is quoted with quotes inside, padded, or not there, and then `split` must say what it is. Outer quotes
   * are left out.
   */
  keySpan(batch: Batch, at: number, out: Uint32Array, cell?: number): boolean
  /** Cells of one record, unescaped; null when the record is broken, and then `broken` says how. */
  split(batch: Batch, at: number): string[] | Broken
  /** After a whole pass: whether the file ended well, and if not, why. */
  ending(): Ending
}

/** How a file ended. `rule` names the issue of a bad end that no row and no manifest tells of. */
export type Ending = {
  readonly complete: boolean
  readonly why: string | null
  readonly rule?: string
  readonly fix?: string
}

/** A run of whole records in one buffer: record `i` is `bytes[starts[i], ends[i])`, line end left out. */
export type Batch = {
  readonly bytes: Uint8Array
  readonly count: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Row number of the first record (the header is row 1). Blank lines are skipped but counted in nothing. */
  readonly firstRow: number
}

/** A record that is not one: the rule, the sentence, and what can be said of its sourcedId. */
export type Broken = {
  readonly rule: string
  readonly message: string
  readonly fix: string
  readonly sourcedId: string | null
}
