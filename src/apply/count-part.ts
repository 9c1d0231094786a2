import type { Op } from '../diff/change.ts'
import { noCounts } from '../plan/draft.ts'
import type { KindCounts, PlanSummary } from '../plan/plan.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Owner } from '../store/roster.ts'
import { rows, sql, type Runner } from '../store/sql.ts'
import { partOf, type Part } from './part.ts'

/** What of a plan a decision would carry out, counted by the very condition that apply uses. */
export async function countPart(
  db: Runner,
  owner: Owner,
  { plan, counts, loads }: Pick<PlanSummary, 'plan' | 'counts' | 'loads'>,
  part: Part,
): Promise<KindCounts> {
  if (part.only === 'all' && part.schools === null) return counts
  const found = await rows<{ kind: Kind; op: Op; count: number }>(
    db,
    sql`select c.kind, c.op, count(*)::int as count from plan_changes c
      where c.district_id = ${owner.districtId} and ${partOf(plan, part, owner)} group by c.kind, c.op`,
  )
  const some: KindCounts = {}
  for (const { kind, op, count } of found) (some[kind] ??= noCounts())[op] = count
  // What comes for the first time is copied whole, whatever else is chosen.
  for (const kind of loads) some[kind] = { ...noCounts(), create: counts[kind]?.create ?? 0 }
  return some
}
