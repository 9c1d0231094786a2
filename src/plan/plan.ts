import type { Op } from '../diff/change.ts'
import type { Hazard } from '../guard/hazards.ts'
import type { Stock, Tally } from './tally.ts'
import type { Kind } from '../roster/kinds.ts'

/** What a plan was made from; apply refuses when any of it moved. */
export type Basis = {
  readonly rosterVersion: number
  readonly rulesVersion: number
  readonly snapshotDigest: string
}

export type OpCounts = Record<Op | 'unchanged', number>
export type KindCounts = Partial<Record<Kind, OpCounts>>

/** How many students went from each grade to each: `{ '05': { '06': 98, '05': 2 }, … }`; '' where none. */
export type GradeFlow = Record<string, Record<string, number>>

/** A plan without its changes: those are rows of plan_changes, in the order of their `seq`. */
export type PlanSummary = {
  readonly plan: string
  readonly run: number
  readonly digest: string
  readonly basis: Basis
  readonly snapshot: string
  readonly counts: KindCounts
  /** sourcedId of the school → counts. */
  readonly perSchool: Readonly<Record<string, KindCounts>>
  /** Kinds that the roster had no row of: taken whole from the snapshot, no plan_changes rows. */
  readonly loads: readonly Kind[]
  readonly gradeFlow: GradeFlow
  readonly promotions: number
  readonly hazards: readonly Hazard[]
  /** What the hazards were weighed from, so that a part of the plan can be weighed again. */
  readonly tally: Tally
  readonly stock: Stock
}

declare const cleared: unique symbol
/** Only guard makes one; only a cleared plan can be applied. */
export type ClearedPlan = {
  readonly summary: PlanSummary
  readonly allow: readonly string[]
  readonly only: 'all' | 'additions'
  readonly schools: readonly string[] | null
  readonly [cleared]: true
}
