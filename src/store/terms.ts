import { rows, sql, type Runner } from './sql.ts'

export type TermRow = {
  readonly sourcedId: string
  readonly title: string
  readonly type: string | null
  readonly schoolYear: string | null
  readonly start: string | null
  /** The day after the last (OneRoster 1.2). */
  readonly end: string | null
}

/** Live terms and years of a district, as the source has them, the earliest first. */
export async function listTerms(db: Runner, districtId: string): Promise<TermRow[]> {
  return await rows<TermRow>(
    db,
    sql`select sourced_id as "sourcedId", coalesce(title, sourced_id) as title, type, school_year as "schoolYear",
        start_date as start, end_date as "end"
      from academic_sessions where district_id = ${districtId} and removed_at is null
      order by start_date, end_date desc, sourced_id`,
  )
}
