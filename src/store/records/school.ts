import { rows, sql, type Runner } from '../sql.ts'
import { facetBits } from '../search/source.ts'
import { readHeld, textIn, unknownRecord, type HeldRecord } from './values.ts'

export type SchoolCounts = { readonly students: number; readonly staff: number; readonly classes: number }
export type School = { readonly record: HeldRecord; readonly name: string; readonly counts: SchoolCounts }

/**
 * A school and how many study, work and are taught there; its people and classes are listed by a search that names
 * it. `within` are the schools the reader may look into, null for all. Throws RECORD_UNKNOWN.
 */
export async function readSchool(
  db: Runner,
  districtId: string,
  id: string,
  within: readonly string[] | null,
): Promise<School> {
  const record = await readHeld(db, districtId, 'orgs', id)
  const { sourcedId, fields } = record
  if (within !== null && !within.includes(sourcedId)) throw unknownRecord('orgs', id)
  const counts = await countSchools(db, districtId, [sourcedId])
  return { record, name: textIn(fields, 'name') ?? sourcedId, counts: counts.get(sourcedId) ?? nobody }
}

const nobody: SchoolCounts = { students: 0, staff: 0, classes: 0 }

/** Live students, staff and classes of schools, by sourcedId, as of the last refresh of the search. */
export async function countSchools(
  db: Runner,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<ReadonlyMap<string, SchoolCounts>> {
  const found = await rows<{ school: string; facets: number; count: number }>(
    db,
    sql`select word as school, facets, cardinality(entries) as count from search_lists
      where district_id = ${districtId} and field = 'school' and word = any(${[...sourcedIds]})`,
  )
  const counts = new Map<string, Record<keyof SchoolCounts, number>>(sourcedIds.map(id => [id, { ...nobody }]))
  for (const { school, facets, count } of found) {
    const sum = counts.get(school)
    if (sum === undefined || (facets & facetBits.removed) !== 0) continue
    for (const of of ['students', 'staff', 'classes'] as const) if ((facets & facetBits[of]) !== 0) sum[of] += count
  }
  return counts
} // prettier-ignore
