import { measures, type Measure } from '../plan/tally.ts'
import type { Owner } from './roster.ts'
import { rows, sql, type Runner } from './sql.ts'

/**
 * What runs of these triggers removed since a moment without that anybody was asked: each may have been little. Of people
 * of no school, who are few, nothing is counted: under no school a plan's tally has this very sum.
 */
export async function readCrept(db: Runner, { districtId, connectionId }: Owner, triggers: readonly string[], since: Date): Promise<Record<Measure, number>> {
  const found = await rows<{ measure: Measure; count: number }>(
    db,
    sql`select m.key as measure, sum(s.value::int)::int as count from plans p
      join runs r on r.district_id = p.district_id and r.run = p.run
      cross join lateral jsonb_each(p.tally -> 'removed') m cross join lateral jsonb_each_text(m.value) s
      where p.district_id = ${districtId} and p.connection_id = ${connectionId} and p.status = 'applied' and p.hazards = '[]'
        and r.trigger = any(${[...triggers]}) and r.started_at > ${since} and s.key <> '' group by m.key`,
  )
  const counts = new Map(found.map(({ measure, count }) => [measure, count]))
  return Object.fromEntries(measures.map(measure => [measure, counts.get(measure) ?? 0])) as Record<Measure, number> // one of each
} // prettier-ignore
