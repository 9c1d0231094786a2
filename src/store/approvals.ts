import type { HazardCode } from '../guard/hazards.ts'
import { rows, run, sql, type Runner } from './sql.ts'

/** What somebody decided about a plan, and why; a plan that removes many waits for a second who decides the same. */
export type Approval = {
  readonly consoleUserId: string
  readonly digest: string
  readonly decision: Chosen
  readonly comment: string
  readonly at: Date
}
export type Chosen = {
  readonly allow: readonly HazardCode[]
  readonly only: 'all' | 'additions'
  readonly schools: readonly string[] | null
}

/** The first first. */
export async function listApprovals(db: Runner, districtId: string, plan: string): Promise<Approval[]> {
  return await rows<Approval>(
    db,
    sql`select console_user_id as "consoleUserId", digest, decision, comment, at from approvals
      where district_id = ${districtId} and plan = ${plan} order by at, console_user_id`,
  )
}

/** Whoever decides again takes back what they said before. */
export async function putApproval(
  db: Runner,
  districtId: string,
  plan: string,
  { consoleUserId, digest, decision, comment, at }: Approval,
): Promise<void> {
  await run(
    db,
    sql`insert into approvals (district_id, plan, console_user_id, digest, decision, comment, at)
      values (${districtId}, ${plan}, ${consoleUserId}, ${digest}, ${JSON.stringify(decision)}, ${comment}, ${at})
      on conflict (district_id, plan, console_user_id) do update
        set digest = excluded.digest, decision = excluded.decision, comment = excluded.comment, at = excluded.at`,
  )
}

/** Until the transaction ends nobody else decides about this plan. */
export async function lockPlan(db: Runner, districtId: string, plan: string): Promise<void> {
  await run(db, sql`select pg_advisory_xact_lock(hashtextextended(${`plan ${districtId} ${plan}`}, 0))`)
}
