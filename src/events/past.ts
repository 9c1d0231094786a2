import type { Kind } from '../roster/kinds.ts'
import { tableOf } from '../store/roster.ts'
import { raw, sql, type Query } from '../store/sql.ts'
import type { Moment } from './moment.ts'

/**
 * The rows of a kind as they were: those that no later change touched, and for the others what the first later
 * change replaced. The cost is that of the changes since, not of the roster's age. Without parameters, since
 * COPY takes none.
 */
export function rowsAt(districtId: string, kind: Kind, { seq }: Moment): Query {
  const table = tableOf(kind)
  const district = literal(districtId)
  if (seq === null) return sql`select t.* from ${table} t where t.district_id = ${district}`
  const later = sql`c.district_id = ${district} and c.kind = ${raw(`'${kind}'`)} and c.seq > ${raw(String(Number(seq)))}`
  return sql`select t.* from ${table} t where t.district_id = ${district}
      and not exists (select from changes c where ${later} and c.id = t.id)
    union all
    select r.* from (select distinct on (c.id) c.before from changes c where ${later} order by c.id, c.seq) f,
      jsonb_populate_record(null::${table}, f.before) r where f.before is not null`
}

/** A district's id as text of a query: a uuid of ours, and nothing else passes. */
function literal(districtId: string): Query {
  if (!/^[0-9a-f-]{36}$/.test(districtId)) throw new Error(`Cannot name a district: ${districtId} is no uuid`)
  return raw(`'${districtId}'::uuid`)
}
