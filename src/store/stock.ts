import { otherRoles } from '../diff/place.ts'
import type { Measure, Stock } from '../plan/tally.ts'
import type { Kind } from '../roster/kinds.ts'
import { tableOf, type Owner } from './roster.ts'
import { row, rows, sql, type Query, type Runner } from './sql.ts'

/** Counts the roster as far as a guard needs it: kinds that change, and measures of which something is removed. */
export async function readStock(
  db: Runner,
  owner: Owner,
  kinds: readonly Kind[],
  measures: readonly Measure[],
): Promise<Stock> {
  const stock: Stock = { kinds: {}, measures: { students: {}, teachers: {}, classes: {}, enrollments: {} } }
  // Side by side: each reads a whole table, and a server has more than one core.
  const [live, measured] = await Promise.all([
    Promise.all(kinds.map(kind => countLive(db, owner, kind))),
    Promise.all(measures.map(measure => countMeasure(db, owner, measure))),
  ])
  kinds.forEach((kind, at) => (stock.kinds[kind] = live[at] ?? 0))
  measures.forEach((measure, at) => (stock.measures[measure] = measured[at] ?? {}))
  return stock
}

/** Live rows of a kind. */
export async function countLive(
  db: Runner,
  { districtId, connectionId }: Owner,
  kind: Kind,
): Promise<number> {
  const found = await row<{ count: number }>(
    db,
    sql`select count(*)::int as count from ${tableOf(kind)} where district_id = ${districtId}
      and connection_id = ${connectionId} and removed_at is null`,
  )
  return found?.count ?? 0
}

async function countMeasure(db: Runner, owner: Owner, measure: Measure): Promise<Record<string, number>> {
  const found = await rows<{ school: string | null; count: number }>(db, measureQuery(owner, measure))
  const counts: Record<string, number> = {}
  // The grouping set () is the district as a whole.
  for (const { school, count } of found) counts[school ?? ''] = Math.max(count, counts[school ?? ''] ?? 0)
  return counts
}

function measureQuery({ districtId, connectionId }: Owner, measure: Measure): Query {
  if (measure === 'classes' || measure === 'enrollments')
    return sql`select school_sourced_id as school, count(*)::int as count from ${tableOf(measure)}
      where district_id = ${districtId} and connection_id = ${connectionId} and removed_at is null
      group by grouping sets ((school_sourced_id), ())`
  const which = measure === 'students' ? sql`role = 'student'` : sql`role <> all(${[...otherRoles]})`
  return sql`select org_sourced_id as school, count(distinct user_sourced_id)::int as count from roles
    where district_id = ${districtId} and connection_id = ${connectionId} and removed_at is null and ${which}
    group by grouping sets ((org_sourced_id), ())`
}

/** Live students per first grade; '' where none. */
export async function countGrades(
  db: Runner,
  { districtId, connectionId }: Owner,
): Promise<Record<string, number>> {
  const found = await rows<{ grade: string; count: number }>(
    db,
    sql`select coalesce(u.grades[1], '') as grade, count(*)::int as count from users u
      where u.district_id = ${districtId} and u.connection_id = ${connectionId} and u.removed_at is null
        and exists (select from roles r where r.district_id = u.district_id and r.connection_id = u.connection_id
          and r.user_sourced_id = u.sourced_id and r.role = 'student' and r.removed_at is null)
      group by 1`,
  )
  return Object.fromEntries(found.map(({ grade, count }) => [grade, count]))
}
