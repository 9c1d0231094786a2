import type { Value } from '../roster/entity.ts'
import type { Kind } from '../roster/kinds.ts'
import type { FieldChange } from '../events/state.ts'

/** Who can do something about it: the district's own settings and decisions, its SIS or provider, or Rollbook's vendor. */
export type Who = 'district' | 'source' | 'vendor'

/** One link of the chain. `detail` is a clause that a sentence can begin with or end in. */
export type Check = {
  readonly check: string
  readonly pass: boolean
  readonly detail: string
  readonly owner: Who | null
  readonly fix: string | null
}

export type Quote = {
  readonly file: string
  readonly row: number
  readonly record: Readonly<Record<string, Value>>
}
export type Subject = { readonly kind: Kind | null; readonly id: string | null; readonly sourcedId: string }

/** Why a record is as it is: the `--json` document of `rollbook explain` (docs/explain.md). */
export type Explanation = {
  readonly found: boolean
  readonly subject: Subject
  readonly answer: string
  readonly owner: Who | null
  readonly checks: readonly Check[]
  readonly history: readonly {
    readonly run: number
    readonly at: Date | null
    readonly op: string
    readonly fields: readonly FieldChange[]
  }[]
  readonly source: Quote | null
}

export const passed = (check: string, detail: string): Check => ({
  check,
  pass: true,
  detail,
  owner: null,
  fix: null,
})

export const failed = (check: string, detail: string, owner: Who | null, fix: string | null): Check => ({
  check,
  pass: false,
  detail,
  owner,
  fix,
})

/** The first link that breaks is the reason; the later ones follow from it or are told besides. */
export function reasonOf(checks: readonly Check[]): Check | null {
  return checks.find(({ pass }) => !pass) ?? null
}

/** A clause as a sentence. */
export function sentence(clause: string): string {
  const text = clause.charAt(0).toUpperCase() + clause.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
