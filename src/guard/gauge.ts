import type { Stock, Tally } from '../plan/tally.ts'
import type { Hazard } from './hazards.ts'
import { measureOf } from './weigh.ts'

/** What of a plan stands beside a hazard's count: the same thing counted in another plan. */
export function countLike(hazard: Hazard, tally: Tally): number | null {
  const { code, kind, school } = hazard
  const measure = measureOf(hazard)
  switch (code) {
    case 'MASS_REMOVE':
      return measure === null ? null : sum(tally.removed[measure])
    case 'MASS_REMOVE_SCHOOL':
      return measure === null ? null : (tally.removed[measure][school ?? ''] ?? 0)
    case 'SWITCHED_OFF': {
      const schools = measure === 'students' || measure === 'teachers' ? tally.switchedOff[measure] : {}
      return school === null ? sum(schools) : (schools[school] ?? 0)
    }
    case 'MASS_UPDATE':
      return kind === null ? null : (tally.updated[kind] ?? 0)
    case 'RE_KEYED':
      return tally.rekeyed
    case 'DOMAIN_CHANGED':
      return tally.domains
    default:
      // The others are about one thing that happens or does not: beside quiet nights there is nothing to compare.
      return null
  }
}

/** From which share of the students that would go a number is typed, and from which two people decide. */
export const typedShare = 0.1
export const secondShare = 0.25

/** What a decision asks of whoever makes it, beside a comment. */
export type Consent = {
  /** Students that the chosen part would remove, and of how many. */
  readonly students: number
  readonly of: number
  /** To be typed out, so that nobody confirms by habit. */
  readonly typed: number | null
  readonly approvers: 1 | 2
}

export function consentFor(
  { tally, stock }: { readonly tally: Tally; readonly stock: Stock },
  { only, schools }: { readonly only: 'all' | 'additions'; readonly schools: readonly string[] | null },
): Consent {
  const removed = tally.removed.students
  const chosen = schools?.map(school => removed[school] ?? 0) ?? Object.values(removed)
  const students = only === 'additions' ? 0 : chosen.reduce((total, count) => total + count, 0)
  const of = stock.measures.students[''] ?? 0
  return {
    students,
    of,
    typed: students > typedShare * of ? students : null,
    approvers: students > secondShare * of ? 2 : 1,
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
