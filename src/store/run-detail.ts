import type { Issue } from '../roster/issue.ts'
import type { PlanStatus } from './plans.ts'
import { rows, row, sql, type Runner } from './sql.ts'

/** Who let a plan run, and which part of it. */
export type Decided = {
  readonly status: PlanStatus
  readonly decidedAt: Date | null
  readonly decision: {
    readonly who: string
    readonly allow: readonly string[]
    readonly only: 'all' | 'additions'
    readonly schools: readonly string[] | null
    /** Why, where the plan was discarded and somebody said so. */
    readonly comment?: string | null
  } | null
}

export async function findDecided(db: Runner, districtId: string, plan: string): Promise<Decided | null> {
  return await row<Decided>(
    db,
    sql`select status, decided_at as "decidedAt", decision from plans where district_id = ${districtId} and plan = ${plan}`,
  )
}

/** The first issues of each rule that were open when a run ended. */
export async function sampleIssues(
  db: Runner,
  districtId: string,
  number: number,
  each: number,
): Promise<Issue[]> {
  return await rows<Issue>(
    db,
    sql`select severity, rule, file, row_number as row, field, sourced_id as "sourcedId", value, message, fix
      from (select i.*, row_number() over (partition by rule order by run, seq) as place from issues i
        where i.district_id = ${districtId} and i.run <= ${number} and (i.closed_run is null or i.closed_run > ${number})
          and i.connection_id = (select connection_id from runs where district_id = ${districtId} and run = ${number})) i
      where place <= ${each} order by severity, rule, place`,
  )
}

/** Names of schools, removed ones included: a run may have removed them. */
export async function schoolNames(db: Runner, districtId: string): Promise<Record<string, string>> {
  const found = await rows<{ school: string; name: string | null }>(
    db,
    sql`select sourced_id as school, name from orgs where district_id = ${districtId} order by removed_at nulls last`,
  )
  return Object.fromEntries(found.toReversed().map(({ school, name }) => [school, name ?? '']))
}
