import type { Op } from '../diff/change.ts'
import { noCounts, totalChanges } from '../plan/draft.ts'
import type { KindCounts, OpCounts, PlanSummary } from '../plan/plan.ts'
import { entriesOf, type Kind } from '../roster/kinds.ts'
import type { Owner } from '../store/roster.ts'
import { rows, sql, type Runner } from '../store/sql.ts'
import { partOf, type Part } from './part.ts'

export type Counted = {
  readonly counts: KindCounts
  /** False for a bound from above: what hangs on rows that stay out was not looked for. */
  readonly exact: boolean
}
type Planned = Pick<PlanSummary, 'plan' | 'counts' | 'perSchool' | 'loads'>

/*
 * Who hangs on whom is asked of every row of the plan: 0.2 s for 50,000 changes, 0.5 s for 200,000, over 3 s for a
 * million. A page that waits so long is no page, so of a larger plan its own sums are told, as what they are.
 */
const mostCounted = 200_000

/** What of a plan a decision would carry out, counted by the very condition that apply uses, or bounded by its sums. */
export async function countPart(db: Runner, owner: Owner, planned: Planned, part: Part): Promise<Counted> {
  const { counts, loads } = planned
  if (part.only === 'all' && part.schools === null) return { counts, exact: true }
  const exact = totalChanges(counts) <= mostCounted
  const some = exact ? await countRows(db, owner, planned.plan, part) : sumsOf(planned, part)
  // What comes for the first time is copied whole, whatever else is chosen.
  for (const kind of loads) some[kind] = { ...noCounts(), create: counts[kind]?.create ?? 0 }
  return { counts: some, exact }
}

async function countRows(db: Runner, owner: Owner, plan: string, part: Part): Promise<KindCounts> {
  const found = await rows<{ kind: Kind; op: Op; count: number }>(
    db,
    sql`select c.kind, c.op, count(*)::int as count from plan_changes c
      where c.district_id = ${owner.districtId} and ${partOf(plan, part, owner)} group by c.kind, c.op`,
  )
  const some: KindCounts = {}
  for (const { kind, op, count } of found) (some[kind] ??= noCounts())[op] = count
  return some
}

function sumsOf({ counts, perSchool }: Planned, { only, schools }: Part): KindCounts {
  const some: KindCounts = {}
  for (const one of schools?.map(school => perSchool[school] ?? {}) ?? [counts])
    for (const [kind, row] of entriesOf<Kind, OpCounts>(one)) {
      const sum = (some[kind] ??= noCounts())
      for (const op of only === 'additions' ? comings : every) sum[op] += row[op]
    }
  return some
}

const comings = ['create', 'restore'] as const
const every = ['create', 'restore', 'update', 'remove', 'archive'] as const
