import { RollbookError } from '../roster/errors.ts'
import { findConnection, findDistrict } from '../store/districts.ts'
import { refuseTaken } from '../store/sharers.ts'
import type { Origin } from '../store/switches.ts'
import type { Outcome } from './outcome.ts'
import type { Order } from './run.ts'
import { sync } from './sync.ts'

export type SwitchOrder = Omit<Order, 'from' | 'planOnly' | 'trigger' | 'switchesTo'> & {
  readonly to: Origin
}

/**
 * Reads the district from another source and makes the plan that would change to it. The connection stays as it is, and
 * goes on being read, until somebody applies that plan (docs/decisions/0013-switching.md).
 * Throws SOURCE_SAME, TENANT_TAKEN, and what a sync throws.
 */
export async function planSwitch({ to, ...order }: SwitchOrder): Promise<Outcome> {
  const { pool } = order.store
  const district = await findDistrict(pool, order.district)
  const { source } = await findConnection(pool, district)
  if (source === to.source)
    throw new RollbookError(
      'SOURCE_SAME',
      `Cannot switch district "${district.key}" to ${source}: it is connected to it already. To change its settings, run rollbook connect ${district.key} ${source}`,
      2,
    )
  const { tenantId } = to.settings
  if (tenantId !== undefined) await refuseTaken(pool, district.districtId, to.source, tenantId)
  return await sync({
    ...order,
    trigger: 'manual',
    from: null,
    planOnly: true,
    switchesTo: { ...to, from: source },
  })
}
