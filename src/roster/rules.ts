import { manifest } from './fields.ts'
import type { Kind } from './kinds.ts'

/** What a connection lets in and how much change it takes. Versioned: a change of rules makes a plan like any other. */
export type Rules = {
  /** null lets everything in; schools and terms are sourcedIds, grades and roles OneRoster codes. */
  readonly scope: {
    readonly schools: readonly string[] | null
    readonly grades: readonly string[] | null
    readonly roles: readonly string[] | null
    readonly terms: readonly string[] | null
  }
  /** `users.phone: true` turns an optional field on or off against the manifest; required fields stay on. */
  readonly fields: Readonly<Record<string, boolean>>
  readonly limits: Limits
  /** Days a removed user stays suspended before it is archived. */
  readonly graceDays: number
}

/** A limit is a count or a share of what is there, whichever is larger. */
export type Limit = { readonly count: number; readonly share: number }
export type Limits = {
  readonly students: Limit
  readonly teachers: Limit
  readonly classes: Limit
  readonly enrollments: Limit
  readonly school: Limit
  readonly updates: Limit
  readonly rekeyed: Limit
  readonly domain: Limit
}

/** docs/guards.md lists them with their reasons. The count floors of the last three keep a school of ten from being held for two. */
export const defaultRules: Rules = {
  scope: { schools: null, grades: null, roles: null, terms: null },
  fields: {},
  limits: {
    students: { count: 5, share: 0.05 },
    teachers: { count: 5, share: 0.05 },
    classes: { count: 10, share: 0.1 },
    enrollments: { count: 50, share: 0.1 },
    school: { count: 5, share: 0.2 },
    updates: { count: 5, share: 0.5 },
    rekeyed: { count: 2, share: 0.01 },
    domain: { count: 2, share: 0.05 },
  },
  graceDays: 14,
}

/** For each field of the kind, whether it is read at all. */
export function enabledFields(kind: Kind, rules: Rules): boolean[] {
  return manifest[kind].map(
    field =>
      field.need === 'required' || (rules.fields[`${kind}.${field.name}`] ?? field.need === 'optional'),
  )
}

/** Demographics are read only when one of their fields is switched on. */
export function kindEnabled(kind: Kind, rules: Rules): boolean {
  return enabledFields(kind, rules).some(Boolean)
}
