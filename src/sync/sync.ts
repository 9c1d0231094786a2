import { guard, wholePlan } from '../guard/guard.ts'
import { blocks } from '../guard/hazards.ts'
import { totalChanges } from '../plan/draft.ts'
import { openBase } from '../store/base.ts'
import { readMoment } from '../store/transact.ts'
import { checkDrop } from './check.ts'
import { acceptBase, carryOut } from './carry.ts'
import { told, tellEmpty, tellFailed, tellKnown, tellPlan } from './tell.ts'
import { makePlan } from './plan.ts'
import { leaveHandover } from './handover.ts'
import type { Outcome } from './outcome.ts'
import { Run, type Order } from './run.ts'
import { isKnown, listFiles, openSource, reconcileDue } from './source.ts'
import { staleReason } from './stale.ts'

/**
 * The sentence: a source yields records; checked, they are a snapshot; a diff with the roster gives changes; ordered
 * and weighed they are a plan; a guard clears it or holds it; apply carries it out, and events tell what happened.
 */
export async function sync(order: Order): Promise<Outcome> {
  const run = await Run.begin(order)
  try {
    const drop = await openSource(run)
    try {
      const files = await listFiles(drop)
      if (await isKnown(run, files)) return await tellKnown(run, drop, files)
      await run.enter('checking')
      const stamp = reconcileDue(run) ? null : run.connection.base
      const base = await readMoment(run.pool, client =>
        openBase(order.store.data, client, run.connection, stamp, run.hasher),
      )
      try {
        const snapshot = await checkDrop(run, drop, base)
        const findings = told(drop, files, snapshot)
        await leaveHandover(run.drawer, snapshot, drop)
        await run.enter('planning')
        const plan = await makePlan(run, snapshot, base, await staleReason(run, drop, snapshot))
        if (totalChanges(plan.counts) === 0 && !plan.hazards.some(blocks)) {
          const outcome = await tellEmpty(run, plan, findings)
          await acceptBase(run, plan, snapshot, drop, base)
          return outcome
        }
        const verdict = guard(plan, wholePlan, run.connection.rules.limits)
        const status = 'held' in verdict ? 'held' : 'cleared'
        await tellPlan(run, plan, status, findings)
        if ('held' in verdict || order.planOnly) return await findings.outcome(run, plan, status)
        await carryOut(run, verdict.cleared, snapshot, drop, base)
        return await findings.outcome(run, plan, 'applied')
      } finally {
        await base.close()
      }
    } finally {
      await drop.close()
    }
  } catch (error) {
    throw await tellFailed(run, error)
  } finally {
    await run.close()
  }
}
