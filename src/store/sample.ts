import type { PlanChange } from './plans.ts'
import { rows, sql, type Runner } from './sql.ts'

const columns = sql`kind, op, sourced_id as "sourcedId", former_id as "formerId", before, after, school, reason, hazards`

/**
 * A few changes of each kind and op, those with hazards first: enough to see what a plan is about. A change with
 * a hazard counts among its own, so that the ordinary ones do not crowd it out.
 */
export async function sampleChanges(
  db: Runner,
  districtId: string,
  plan: string,
  each: number,
): Promise<PlanChange[]> {
  return await rows<PlanChange>(
    db,
    sql`select ${columns} from (
        select c.*, row_number() over (partition by hazards, kind, op, reason order by seq) as place
        from plan_changes c where district_id = ${districtId} and plan = ${plan}) c
      where place <= ${each} order by cardinality(hazards) = 0, place, seq`,
  )
}

const PAGE = 5_000

/** Every change of a plan in the order they were found, in pieces. */
export async function* eachChange(db: Runner, districtId: string, plan: string): AsyncIterable<PlanChange[]> {
  for (let last = 0; ;) {
    const page = await rows<PlanChange & { seq: number }>(
      db,
      sql`select seq, ${columns} from plan_changes
        where district_id = ${districtId} and plan = ${plan} and seq > ${last} order by seq limit ${PAGE}`,
    )
    const end = page.at(-1)
    if (end === undefined) return
    yield page
    last = end.seq
  }
}
