import type { PlanChange } from './plans.ts'
import { row, rows, sql, type Runner } from './sql.ts'

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
    // Only numbers are sorted: the rows themselves are wide, and a plan may have millions.
    sql`with few as (select seq, place from (
        select seq, row_number() over (partition by hazards, kind, op, reason order by seq) as place
        from plan_changes where district_id = ${districtId} and plan = ${plan}) ranked where place <= ${each})
      select ${columns} from few join plan_changes c using (seq)
      where c.district_id = ${districtId} and c.plan = ${plan} order by cardinality(hazards) = 0, place, seq`,
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

/** Additions of a plan that no hazard of their own keeps back: what runs with `--only additions`. */
export async function countAdditions(db: Runner, districtId: string, plan: string): Promise<number> {
  const found = await row<{ count: number }>(
    db,
    sql`select count(*)::int as count from plan_changes where district_id = ${districtId} and plan = ${plan}
      and op in ('create', 'restore') and hazards = '{}'`,
  )
  return found?.count ?? 0
}
