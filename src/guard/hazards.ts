import type { Kind } from '../roster/kinds.ts'

/** The closed list of dangers a plan can carry (docs/guards.md). Add a code rather than bend one. */
export const hazardCodes = [
  'EMPTY_KIND', 'INCOMPLETE', 'MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'SWITCHED_OFF', 'MASS_UPDATE', 'SCHOOL_VANISHED',
  'TERM_MISSING', 'STALE_SOURCE', 'SOURCE_CHANGED', 'RE_KEYED', 'ID_REUSED', 'LOGIN_MOVED', 'DOMAIN_CHANGED', 'ROLE_RAISED',
  'MATCH_UNSURE',
] as const // prettier-ignore
export type HazardCode = (typeof hazardCodes)[number]

/** What one record raises by itself; the sentence of such a hazard names the first of them. */
export const singleCodes: readonly string[] = [
  'ID_REUSED',
  'LOGIN_MOVED',
  'ROLE_RAISED',
  'MATCH_UNSURE',
] satisfies HazardCode[]

export type Hazard = {
  readonly code: HazardCode
  readonly message: string
  readonly kind: Kind | null
  /** sourcedId of the school, or null for the district. */
  readonly school: string | null
  readonly count: number
  readonly of: number
  /** Largest count that would have passed. */
  readonly limit: number
}

/** INCOMPLETE tells what was left out and never blocks what is safe. */
export function blocks(hazard: Hazard): boolean {
  return hazard.code !== 'INCOMPLETE'
}
