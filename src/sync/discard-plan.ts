import { RollbookError } from '../roster/errors.ts'
import { findDistrict } from '../store/districts.ts'
import { takeLease } from '../store/lock.ts'
import type { Store } from '../store/open.ts'
import { discard, findPlan, type StoredPlan } from '../store/plans.ts'
import type { Runner } from '../store/sql.ts'
import { transact } from '../store/transact.ts'

export type DiscardOrder = {
  readonly store: Store
  /** Its key. */
  readonly district: string
  readonly plan: string
  readonly who: string
  readonly comment: string | null
  /** Done in the same transaction, once the plan is discarded: what is written down about it. */
  readonly beside?: (client: Runner, plan: StoredPlan) => Promise<void>
}

/**
 * Drops a plan that waits for a person: it can never be applied, and nothing of it was. The next sync plans anew, and
 * may well be held for the same reasons. Resolves to the plan as it was. Throws PLAN_UNKNOWN, PLAN_DECIDED, DISTRICT_BUSY.
 */
export async function discardPlan(order: DiscardOrder): Promise<StoredPlan> {
  const { pool } = order.store
  const { districtId, key } = await findDistrict(pool, order.district)
  // Under the lease nobody is amid applying it.
  const lease = await takeLease(pool, districtId)
  try {
    const plan = await findPlan(pool, districtId, key, order.plan)
    await transact(pool, async client => {
      if (!(await discard(client, districtId, plan.plan, order.who, order.comment))) throw decided(plan)
      await order.beside?.(client, plan)
    })
    return plan
  } finally {
    await lease.release()
  }
}

function decided({ plan, status }: StoredPlan): RollbookError {
  const what = status === 'superseded' ? 'a newer run took its place' : `it is ${status} already`
  return new RollbookError(
    'PLAN_DECIDED',
    `Cannot discard plan ${plan}: ${what}. There is nothing left to do`,
  )
}
