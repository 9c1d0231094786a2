import type { Kind } from '../roster/kinds.ts'
import { row, sql, type Runner } from '../store/sql.ts'
import type { Fields, FieldChange } from '../events/state.ts'
import { compareFields } from '../events/state.ts'

/** What the newest reading of the source would do to one record; `run` is null before the first. */
export type Recheck = {
  readonly run: number | null
  readonly at: Date | null
  readonly result: string | null
  readonly message: string | null
  readonly change: {
    readonly op: string
    readonly hazards: readonly string[]
    readonly fields: readonly FieldChange[]
  } | null
} // prettier-ignore

/**
 * Nothing is read again here: whoever wants that asks for a preview first. A plan lists what it would change and nothing
 * else, so that a record it does not list stays as it is.
 */
export async function readRecheck(
  db: Runner,
  districtId: string,
  kind: Kind,
  sourcedId: string,
): Promise<Recheck> {
  const last = await row<Omit<Recheck, 'change'> & { plan: string | null }>(
    db,
    sql`select r.run, r.finished_at as at, r.result, r.message,
        (select p.plan from plans p where p.district_id = r.district_id and p.run = r.run and p.status in ('held', 'cleared')) as plan
      from runs r where r.district_id = ${districtId} and r.result is not null and r.trigger not in ('undo', 'hand')
      order by r.run desc limit 1`,
  )
  if (last === null) return { run: null, at: null, result: null, message: null, change: null }
  const { plan, ...told } = last
  const planned = await row<{ op: string; hazards: string[]; before: Fields | null; after: Fields | null }>(
    db,
    sql`select op, hazards, before, after from plan_changes where district_id = ${districtId} and plan = ${plan}
      and kind = ${kind} and (sourced_id = ${sourcedId} or former_id = ${sourcedId})
      order by after is null, sourced_id = ${sourcedId} desc, seq limit 1`,
  )
  if (planned === null) return { ...told, change: null }
  const { op, hazards, before, after } = planned
  return {
    ...told,
    change: { op, hazards, fields: after === null ? [] : compareFields(kind, before, after) },
  }
}
