import type { HazardCode } from '../guard/hazards.ts'

/**
 * What a mail tells, without the person it goes to: counts, ids, and names of schools and districts. Days are
 * YYYY-MM-DD in the district's zone, instants ISO 8601.
 */
export type Letter =
  | { readonly template: 'held'; readonly plan: string; readonly changes: number; readonly reasons: readonly Reason[] }
  | { readonly template: 'waiting'; readonly plan: string; readonly since: string; readonly reasons: number }
  /** `times` in a row; `code` where it is known what mends it. */
  | { readonly template: 'failed'; readonly run: number; readonly times: number; readonly code: string | null }
  | { readonly template: 'first_success'; readonly run: number; readonly people: number; readonly classes: number }
  | { readonly template: 'paused'; readonly mode: 'pause' | 'add_only'; readonly from: string; readonly until: string | null }
  | ({ readonly template: 'weekly'; readonly from: string; readonly to: string; readonly held: string | null } & Week)
  | { readonly template: 'request'; readonly kind: string; readonly request: string }
  | { readonly template: 'answered'; readonly request: string }
  | { readonly template: 'invite'; readonly district: string | null }
  | { readonly template: 'added'; readonly district: string | null }
  | { readonly template: 'setup_link'; readonly district: string }
  /** Its token is the code. */
  | { readonly template: 'setup_code' }
  | { readonly template: 'reset' } // prettier-ignore
export type Template = Letter['template']

/** One hazard of a held plan. */
export type Reason = {
  readonly code: HazardCode
  /** A kind of records, or null where the hazard is not about one. */
  readonly kind: string | null
  /** Name of the school, or null for the district. */
  readonly school: string | null
  readonly count: number
  readonly of: number
  /** As people set it: a share of what there is, a count, or null where nothing passes. */
  readonly limit: { readonly share: number } | { readonly count: number } | null
}

/** What a week of runs came to. */
export type Week = {
  readonly runs: number
  readonly failures: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly promoted: number
  readonly issues: number
}
