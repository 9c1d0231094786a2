import { consentFor, type Consent } from '../guard/gauge.ts'
import { guard } from '../guard/guard.ts'
import { hazardCodes } from '../guard/hazards.ts'
import { RollbookError } from '../roster/errors.ts'
import { listApprovals, lockPlan, putApproval, type Approval, type Chosen } from '../store/approvals.ts'
import { note } from '../store/audit.ts'
import { findConnection, findDistrict } from '../store/districts.ts'
import { findPlan, type StoredPlan } from '../store/plans.ts'
import type { Runner } from '../store/sql.ts'
import { transact } from '../store/transact.ts'
import { refuseDividing, refusePast, type Standing } from '../sync/apply-plan.ts'
import type { Office } from './office.ts'

export type Deciding = {
  readonly district: string
  readonly plan: string
  /** Of the plan that was looked at. */
  readonly digest: string
  readonly decision: Chosen
  readonly comment: string
  /** The number that was typed out, where one was. */
  readonly typed: number | null
  readonly consoleUserId: string
}
export type Decided = { readonly state: 'asked' | 'waits_for_second'; readonly task: string | null }

/**
 * Takes down what somebody decides about a plan, and has it carried out once enough people decided the same. Whoever
 * comes second to a decision that is under way is told so: a plan runs once.
 * `beside` is done together with the asking, or not at all.
 * Throws PLAN_UNKNOWN, PLAN_DECIDED, PLAN_CHANGED, ROSTER_MOVED, RULES_MOVED, SOURCE_MOVED, PART_UNDIVIDED, SCHOOL_UNTOUCHED,
 * HAZARD_STANDS, NUMBER_MISTYPED, SECOND_NEEDED.
 */
export async function decide(
  office: Office,
  deciding: Deciding,
  beside: (client: Runner) => Promise<void> = () => Promise.resolve(),
): Promise<Decided> {
  const { pool } = office.store
  const { districtId } = await findDistrict(pool, deciding.district)
  return await transact(pool, async client => {
    await lockPlan(client, districtId, deciding.plan)
    // Asked before the plan is read: a task that ended in between has left its mark on the plan.
    const waiting = await office.desk.waiting(deciding.district)
    const district = await findDistrict(client, deciding.district)
    const connection = await findConnection(client, district)
    const plan = await findPlan(client, districtId, district.key, deciding.plan)
    const standing = { plan, district, connection }
    refuseUnder(waiting.some(({ ask }) => ask === 'apply'), plan)
    refuseOther(deciding, standing)
    const consent = consentFor(plan, deciding.decision)
    refuseMistyped(deciding, consent)
    const at = office.now()
    const { consoleUserId, digest, decision, comment } = deciding
    const before = await listApprovals(client, districtId, plan.plan)
    const mine: Approval = { consoleUserId, digest, decision, comment, at }
    const enough = countWith(before, mine) >= consent.approvers
    if (!enough && repeats(before, mine)) throw secondNeeded(plan)
    await putApproval(client, districtId, plan.plan, mine)
    const who = `console:${consoleUserId}`
    const task = enough
      ? await office.desk.ask({ ask: 'apply', district: district.key, plan: plan.plan, who, decision }, client)
      : null
    if (enough && task === null) throw underWay(plan)
    if (enough) await beside(client)
    const action = enough ? 'hold.approve' : 'hold.first_approval'
    const detail = { run: plan.run, ...decision, comment, digest }
    await note(client, { districtId, at, actor: who, actorKind: 'member', action, target: `plan:${plan.plan}`, detail })
    return { state: enough ? 'asked' : 'waits_for_second', task }
  })
} // prettier-ignore

function refuseUnder(applying: boolean, plan: StoredPlan): void {
  if (applying && (plan.status === 'held' || plan.status === 'cleared')) throw underWay(plan)
}

function underWay({ plan }: StoredPlan): RollbookError {
  return new RollbookError('PLAN_DECIDED', `Cannot decide about plan ${plan}: somebody has, and it is being carried out. Look at the run for what they chose`) // prettier-ignore
}

/** Everything that the run would be refused for: better said to who is still there to read it. */
function refuseOther({ digest, decision }: Deciding, standing: Standing): void {
  const { plan, connection } = standing
  refusePast(standing)
  if (digest !== plan.digest)
    throw new RollbookError('PLAN_CHANGED', `Cannot decide about plan ${plan.plan}: it is not the one that was looked at. Open it again, and decide about what it says`) // prettier-ignore
  refuseDividing(standing, decision)
  const verdict = guard(plan, decision, connection.rules.limits)
  if (!('held' in verdict)) return
  const codes = [...new Set(verdict.held.map(({ code }) => code))].join(', ')
  throw new RollbookError('HAZARD_STANDS', `Cannot run plan ${plan.plan} like this: ${codes} would stand in its way. Allow it for this plan, or choose a part without it`) // prettier-ignore
}

function refuseMistyped({ typed, plan }: Deciding, { typed: wanted }: Consent): void {
  if (wanted === null || typed === wanted) return
  throw new RollbookError('NUMBER_MISTYPED', `Cannot run plan ${plan}: it removes many students, and the number typed is not theirs. Type ${wanted} to confirm`) // prettier-ignore
}

/** People who decided the same about the same plan, with the one who decides now. */
function countWith(before: readonly Approval[], mine: Approval): number {
  const others = before.filter(one => one.consoleUserId !== mine.consoleUserId && same(one, mine))
  return others.length + 1
}

function repeats(before: readonly Approval[], mine: Approval): boolean {
  return before.some(one => one.consoleUserId === mine.consoleUserId && same(one, mine))
}

function same(one: Approval, other: Approval): boolean {
  return one.digest === other.digest && textOf(one.decision) === textOf(other.decision)
}

/** Codes and schools in one order, however they were ticked. */
function textOf({ allow, only, schools }: Chosen): string {
  const codes = hazardCodes.filter(code => allow.includes(code))
  return JSON.stringify([codes, only, schools === null ? null : [...schools].sort()])
}

function secondNeeded({ plan }: StoredPlan): RollbookError {
  return new RollbookError('SECOND_NEEDED', `Cannot run plan ${plan} yet: you have approved it, and it removes so many students that two people decide. Ask another owner or manager to approve the same`) // prettier-ignore
}
