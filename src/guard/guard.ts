import type { ClearedPlan, PlanSummary } from '../plan/plan.ts'
import { measures, people, type Measure, type Tally } from '../plan/tally.ts'
import type { Limits } from '../roster/rules.ts'
import { blocks, type Hazard, type HazardCode } from './hazards.ts'
import { weigh } from './weigh.ts'

/** What a person decides about a plan: which hazards it may run with, and which part of it. */
export type Decision = {
  readonly allow: readonly HazardCode[]
  readonly only: 'all' | 'additions'
  readonly schools: readonly string[] | null
}
export const wholePlan: Decision = { allow: [], only: 'all', schools: null }

export type Verdict = { readonly cleared: ClearedPlan } | { readonly held: readonly Hazard[] }

/** Hazards that rows carry: apply leaves such rows out of a part unless their code is allowed. */
export const rowHazards: readonly HazardCode[] = [
  'LOGIN_MOVED',
  'ID_REUSED',
  'ROLE_RAISED',
  'MATCH_UNSURE',
  'RE_KEYED',
]

/**
 * Clears a plan, or the chosen part of it, or says what holds it. Consent is by code and for this plan alone;
 * there is no way to raise a limit here.
 */
export function guard(summary: PlanSummary, decision: Decision, limits: Limits): Verdict {
  const hazards = partOf(summary, decision, limits).filter(blocks)
  const held = hazards.filter(({ code }) => !decision.allow.includes(code))
  if (held.length > 0) return { held }
  const plan: Omit<ClearedPlan, never> = { summary, ...decision } as ClearedPlan // the brand is given here and nowhere else
  return { cleared: plan }
}

/** Hazards of the part that would run. Rows that carry a hazard of their own stay out of a part, and with them their hazard. */
function partOf(summary: PlanSummary, { only, schools }: Decision, limits: Limits): readonly Hazard[] {
  if (only === 'all' && schools === null) return summary.hazards
  const { tally, stock } = summary
  const additions = only === 'additions'
  const part: Tally = {
    ...tally,
    removed: additions
      ? { students: {}, teachers: {}, classes: {}, enrollments: {} }
      : chosen(tally.removed, measures, schools),
    switchedOff: additions ? { students: {}, teachers: {} } : chosen(tally.switchedOff, people, schools),
    updated: additions ? {} : tally.updated,
    schoolsGone: additions ? [] : tally.schoolsGone.filter(school => schools?.includes(school) ?? true),
    termsMissing: [],
    rekeyed: 0,
    domains: additions ? 0 : tally.domains,
    marked: {},
    empty: [],
  }
  return weigh(part, stock, limits)
}

type Counts<M extends Measure> = Record<M, Record<string, number>>

function chosen<M extends Measure>(counts: Counts<M>, of: readonly M[], schools: readonly string[] | null): Counts<M> {
  if (schools === null) return counts
  const ofSchools = (measure: M) => Object.fromEntries(Object.entries(counts[measure]).filter(([school]) => schools.includes(school)))
  return Object.fromEntries(of.map(measure => [measure, ofSchools(measure)])) as Counts<M> // every measure is of it
} // prettier-ignore
