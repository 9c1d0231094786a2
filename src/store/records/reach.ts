import { row, sql, type Query, type Runner } from '../sql.ts'
import { tableOf } from '../roster.ts'
import type { SearchedKind } from '../search/source.ts'
import { unknownRecord } from './values.ts'

export type Reached = { readonly sourcedId: string; readonly byHand: boolean }

/**
 * A record that the reader may look at: of the schools `within`, or of all where it is null. Throws RECORD_UNKNOWN,
 * for one elsewhere as for one that does not exist.
 */
export async function reachRecord(
  db: Runner,
  districtId: string,
  kind: SearchedKind,
  id: string,
  within: readonly string[] | null,
): Promise<Reached> {
  const found = await row<Reached>(
    db,
    sql`select t.sourced_id as "sourcedId", t.connection_id is null as "byHand" from ${tableOf(kind)} t
      where t.district_id = ${districtId} and t.id = ${id} and ${belongs(kind, within)}`,
  )
  if (found === null) throw unknownRecord(kind, id)
  return found
}

/** Former roles count as well: who left the school is still theirs to explain. Each branch is one that an index answers. */
function belongs(kind: SearchedKind, within: readonly string[] | null): Query {
  if (within === null) return sql`true`
  const schools = [...within]
  if (kind === 'orgs') return sql`t.sourced_id = any(${schools})`
  if (kind === 'classes') return sql`t.school_sourced_id = any(${schools})`
  const held = (origin: Query) => sql`exists (select from roles r where r.district_id = t.district_id and ${origin}
    and r.user_sourced_id = t.sourced_id and r.org_sourced_id = any(${schools}))`
  return sql`(${held(sql`r.connection_id = t.connection_id`)} or ${held(sql`r.connection_id is null and t.connection_id is null`)})`
} // prettier-ignore

/** Whether a class with this sourcedId is at one of the schools. */
export async function isClassWithin(db: Runner, districtId: string, sourcedId: string, schools: readonly string[]): Promise<boolean> {
  const found = await row<{ is: boolean }>(
    db,
    sql`select exists (select from classes where district_id = ${districtId} and sourced_id = ${sourcedId}
      and school_sourced_id = any(${[...schools]})) as is`,
  )
  return found?.is === true
} // prettier-ignore
