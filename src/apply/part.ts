import { rowHazards } from '../guard/guard.ts'
import type { ClearedPlan } from '../plan/plan.ts'
import type { Owner } from '../store/roster.ts'
import { join, raw, run, sql, type Query, type Runner } from '../store/sql.ts'

/** What of a plan runs. */
export type Part = Pick<ClearedPlan, 'allow' | 'only' | 'schools'>

/**
 * The rows of plan_changes that run, as a condition on `c`: all of them, or of a part those that are chosen, carry no
 * hazard that nobody allowed, and hang on none that stays out (docs/guards.md).
 */
export function partOf(plan: string, part: Part, { districtId }: Owner): Query {
  const all = sql`c.district_id = ${districtId} and c.plan = ${plan}`
  if (isWhole(part)) return all
  // Not `not in`: that is asked of each row by walking through all who stay out (50,000 changes: given up after a minute;
  // this way 0.2 s, and 3 s for a million).
  return sql`${all} and not exists (select from (${leftOut(all, chosen(part))}) stay where stay.seq = c.seq)`
}

/** The same as a table of this transaction, for many statements ask for it. Call it once in a transaction. */
export async function settlePart(db: Runner, plan: string, part: Part, owner: Owner): Promise<Query> {
  const { districtId } = owner
  const whole = partOf(plan, part, owner)
  if (isWhole(part)) return whole
  await run(
    db,
    sql`create temporary table part_changes on commit drop as
      select c.district_id, c.seq from plan_changes c where ${whole}`,
  )
  await run(db, sql`analyze part_changes`)
  return sql`c.district_id = ${districtId} and c.plan = ${plan} and c.seq in (select seq from part_changes)`
}

function isWhole({ only, schools }: Part): boolean {
  return only === 'all' && schools === null
}

function chosen({ allow, only, schools }: Part): Query {
  const barred = rowHazards.filter(code => !allow.includes(code))
  const clauses = [sql`not (c.hazards && ${barred}::text[])`]
  if (only === 'additions') clauses.push(sql`c.op in ('create', 'restore')`)
  if (schools !== null) clauses.push(atSchools(schools))
  return join(clauses, ' and ')
}

/**
 * What belongs to no school (courses, sessions) is needed by all and harms none, as long as it only comes. A
 * newcomer who names no main school belongs where the roles are, or where the one was whose sourcedId it has.
 */
function atSchools(schools: readonly string[]): Query {
  const chosen = [...schools]
  return sql`(c.school = any(${chosen}) or (c.school is null and c.op in ('create', 'restore') and (c.kind <> 'users'
    or exists (select from plan_changes r where r.district_id = c.district_id and r.plan = c.plan and r.kind = 'roles'
      and r.op in ('create', 'restore') and r.school = any(${chosen}) and r.after->>'userSourcedId' = c.sourced_id)
    or exists (select from plan_changes r where r.district_id = c.district_id and r.plan = c.plan and r.kind = 'users'
      and r.reason = 'id_reused' and r.school = any(${chosen}) and r.sourced_id = c.sourced_id))))`
}

const comes = (change: string) =>
  raw(`(${change}.op in ('create', 'restore') or ${change}.former_id is not null)`)
const goes = (change: string) => raw(`${change}.op in ('remove', 'archive')`)

/** When row `c` cannot run without row `o`. */
const bonds: readonly Query[] = [
  // A sourcedId is free only once whoever has it gives it up.
  sql`o.kind = c.kind and ${comes('c')} and o.sourced_id = c.sourced_id and o.reason = 'id_reused'`,
  sql`o.kind = c.kind and ${comes('c')} and o.former_id = c.sourced_id and c.kind <> 'roles'`,
  sql`c.reason = 'id_reused' and o.kind = c.kind and ${comes('o')} and o.sourced_id = c.sourced_id`,
  // What refers to somebody who stays out would refer to nobody.
  ...(
    [
      ['roles', 'userSourcedId', 'users'],
      ['enrollments', 'userSourcedId', 'users'],
      ['enrollments', 'classSourcedId', 'classes'],
      ['classes', 'courseSourcedId', 'courses'],
      ['demographics', 'sourcedId', 'users'],
    ] as const
  ).map(
    ([kind, field, to]) =>
      sql`c.kind = ${kind} and c.after is not null and o.kind = ${to} and ${comes('o')} and o.sourced_id = c.after->>${field}::text`,
  ),
  // A role or a seat that another takes the place of: half of it would leave the person with none.
  sql`c.kind = 'roles' and ${goes('c')} and o.kind = 'roles' and ${comes('o')} and o.after->>'userSourcedId' = c.before->>'userSourcedId'`,
  sql`c.kind = 'enrollments' and ${goes('c')} and o.kind = 'enrollments' and ${comes('o')}
    and o.after->>'userSourcedId' = c.before->>'userSourcedId' and o.after->>'classSourcedId' = c.before->>'classSourcedId'`,
]

/** Who is not chosen, who hangs on them, and so on until nobody hangs on anybody who is not there. */
function leftOut(all: Query, chosen: Query): Query {
  const tied = bonds.map(
    bond => sql`select c.district_id, c.seq, o.seq as needs from plan_changes c
      join plan_changes o on o.district_id = c.district_id and o.plan = c.plan and o.seq <> c.seq and ${bond} where ${all}`,
  )
  return sql`with recursive tied as materialized (${join(tied, ' union all ')}), out as (
      select c.district_id, c.seq from plan_changes c where ${all} and (${chosen}) is not true
      union select tied.district_id, tied.seq from tied join out on out.seq = tied.needs)
    select seq from out`
}
