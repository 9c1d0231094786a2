import { row, rows, sql, type Runner } from './sql.ts'

/* What a scope is chosen among: what the source has brought, and what the rules left out of it. */

export type SchoolChoice = {
  readonly sourcedId: string
  readonly name: string
  /** False for one that the rules leave out today. */
  readonly held: boolean
}

export async function listSchoolChoices(db: Runner, districtId: string): Promise<SchoolChoice[]> {
  return await rows<SchoolChoice>(
    db,
    sql`select sourced_id as "sourcedId", coalesce(name, sourced_id) as name, removed_at is null as held from orgs
      where district_id = ${districtId} and type = 'school' and (removed_at is null or removed_why = 'out_of_scope')
      order by name, sourced_id`,
  )
}

export type RulesVersion = { readonly version: number; readonly at: Date; readonly who: string }

/** Who made the rules what they are, and when. */
export async function findRulesVersion(db: Runner, districtId: string): Promise<RulesVersion | null> {
  return await row<RulesVersion>(
    db,
    sql`select r.version, r.created_at as at, r.who from connections c
      join rules r on r.district_id = c.district_id and r.connection_id = c.connection_id and r.version = c.rules_version
      where c.district_id = ${districtId}`,
  )
}
