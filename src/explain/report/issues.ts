import type { Kind } from '../../roster/kinds.ts'
import { rows, sql } from '../../store/sql.ts'
import { kindOf } from '../sighting.ts'
import type { Told } from './happened.ts'

export type Found = {
  readonly file: string
  readonly row: number | null
  readonly field: string | null
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly fix: string
  /** When the run that first saw it began, ISO 8601. */
  readonly firstSeen: string
}

/** Issues of the run: seen by then, and not closed by then. */
export async function findIssues(
  { client, districtId, run }: Told,
  ids: readonly string[],
): Promise<Map<string, Found[]>> {
  const out = new Map<string, Found[]>()
  if (ids.length === 0) return out
  const found = await rows<Found & { sourcedId: string }>(
    client,
    sql`select i.sourced_id as "sourcedId", i.file, i.row_number as row, i.field, i.rule, i.severity, i.message, i.fix,
        to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "firstSeen"
      from issues i join runs r on r.district_id = i.district_id and r.run = i.run
      where i.district_id = ${districtId} and i.sourced_id = any(${[...ids]}) and i.run <= ${run}
        and (i.closed_run is null or i.closed_run > ${run}) order by i.severity, i.run, i.seq`,
  )
  for (const { sourcedId, ...issue } of found) {
    const key = `${kindOf(issue.file)} ${sourcedId}`
    out.set(key, [...(out.get(key) ?? []), issue])
  }
  return out
}

/** Records of a kind that have issues, by their ids as bytes. */
export async function listTroubled(
  { client, districtId, run }: Told,
  kind: Kind,
  after: string,
  limit: number,
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    client,
    sql`select distinct sourced_id collate "C" as id from issues where district_id = ${districtId} and sourced_id collate "C" > ${after}
        and lower(regexp_replace(file, '^.*/|\\.csv$', '', 'gi')) = ${kind.toLowerCase()} and run <= ${run}
        and (closed_run is null or closed_run > ${run}) order by 1 limit ${limit}`,
  )
  return found.map(({ id }) => id)
}

/** What was found wrong with files as such. */
export async function listFileIssues({ client, districtId, run }: Told): Promise<Found[]> {
  return await rows<Found>(
    client,
    sql`select i.file, i.row_number as row, i.field, i.rule, i.severity, i.message, i.fix,
        to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "firstSeen"
      from issues i join runs r on r.district_id = i.district_id and r.run = i.run
      where i.district_id = ${districtId} and i.sourced_id is null and i.run <= ${run}
        and (i.closed_run is null or i.closed_run > ${run}) order by i.file, i.row_number, i.seq`,
  )
}
