import { row, rows, sql, type Runner } from '../sql.ts'
import { listPeople, type PersonSeat } from './seats.ts'
import { readHeld, tagSchools, textIn, unknownRecord, type HeldRecord, type SchoolTag } from './values.ts'

export type ClassTerm = {
  readonly title: string
  readonly startDate: string | null
  readonly endDate: string | null
}
export type ClassRoom = {
  readonly record: HeldRecord
  readonly title: string
  readonly course: string | null
  readonly school: SchoolTag
  readonly terms: readonly ClassTerm[]
  readonly people: { readonly rows: readonly PersonSeat[]; readonly total: number }
}

/**
 * A class with its school, course and terms, and who is in it. `within` are the schools the reader may look into, null
 * for all. Throws RECORD_UNKNOWN.
 */
export async function readClass(
  db: Runner,
  districtId: string,
  id: string,
  within: readonly string[] | null,
  offset: number,
): Promise<ClassRoom> {
  const record = await readHeld(db, districtId, 'classes', id)
  const school = textIn(record.fields, 'schoolSourcedId') ?? ''
  if (within !== null && !within.includes(school)) throw unknownRecord('classes', id)
  const tag = await tagSchools(db, districtId, [school])
  return {
    record,
    title: textIn(record.fields, 'title') ?? record.sourcedId,
    course: await readCourse(db, districtId, record),
    school: tag(school),
    terms: await listTerms(db, districtId, record),
    people: await listPeople(db, districtId, record, offset),
  }
}

async function readCourse(db: Runner, districtId: string, record: HeldRecord): Promise<string | null> {
  const found = await row<{ title: string | null }>(
    db,
    sql`select title from courses where district_id = ${districtId} and sourced_id = ${textIn(record.fields, 'courseSourcedId')}
      and connection_id is not distinct from ${record.connectionId}::uuid order by removed_at desc nulls first limit 1`,
  )
  return found?.title ?? null
}

async function listTerms(
  db: Runner,
  districtId: string,
  { fields, connectionId }: HeldRecord,
): Promise<ClassTerm[]> {
  const ids = fields.termSourcedIds
  return await rows<ClassTerm>(
    db,
    sql`select coalesce(title, sourced_id) as title, start_date as "startDate", end_date as "endDate" from academic_sessions
      where district_id = ${districtId} and sourced_id = any(${Array.isArray(ids) ? ids : []}) and removed_at is null
        and connection_id is not distinct from ${connectionId}::uuid order by start_date, title`,
  )
}
