import { findConnection, findDistrict } from '../../store/districts.ts'
import type { Store } from '../../store/open.ts'
import { findPlan } from '../../store/plans.ts'
import { findRun } from '../../store/runs.ts'
import { countAdditions, sampleChanges } from '../../store/sample.ts'
import type { Outcome } from '../../sync/outcome.ts'
import type { Told } from './plan-text.ts'

/** Looks up what people want to see beside the outcome. */
export async function findTold(store: Store, outcome: Outcome, next: Told['next']): Promise<Told> {
  const { pool } = store
  const district = await findDistrict(pool, outcome.district)
  const { districtId, key, zone } = district
  const { rules } = await findConnection(pool, district)
  const { mode } = await findRun(pool, districtId, key, outcome.run)
  const plan = outcome.plan === null ? null : await findPlan(pool, districtId, key, outcome.plan)
  const changes = plan === null ? [] : await sampleChanges(pool, districtId, plan.plan, 3)
  const additions = plan === null ? 0 : await countAdditions(pool, districtId, plan.plan)
  return { outcome, zone, mode: mode ?? {}, changes, plan, additions, limits: rules.limits, next }
}
