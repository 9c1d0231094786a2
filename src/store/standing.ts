import { row, rows, sql, type Query, type Runner } from './sql.ts'

/** The last runs that were meant to change the roster, newest first: previews and undoings left out. */
export type LastRun = {
  readonly run: number
  readonly trigger: string
  readonly phase: string
  readonly result: string | null
  readonly code: string | null
  readonly startedAt: Date
  /** Somebody chose a part of its plan, or discarded it: what the source said is not all in the roster. */
  readonly leftOut: boolean
}

export async function lastRuns(db: Runner, districtId: string, most: number): Promise<LastRun[]> {
  return await rows<LastRun>(db, lastRunsOf(sql`${districtId}`, most))
}

/** The question for the last runs of a district: one by its id, or each of many by its column. */
export function lastRunsOf(districtId: Query, most: number): Query {
  return sql`select r.run, r.trigger, r.phase, r.result, r.code, r.started_at as "startedAt",
      coalesce(p.status = 'discarded' or p.status = 'applied' and
        (p.decision->>'only' <> 'all' or p.decision->'schools' <> 'null'::jsonb), false) as "leftOut"
    from runs r left join plans p on p.district_id = r.district_id and p.run = r.run
    where r.district_id = ${districtId} and r.trigger not in ('undo', 'hand') and r.result is distinct from 'cleared'
    order by r.run desc limit ${most}`
}

/** How the district is tied to its source, and whether somebody is amid setting it up. */
export type Tie = {
  readonly source: string | null
  readonly connectedAt: Date | null
  readonly fileTime: Date | null
  readonly rules: unknown
  readonly step: string | null
  readonly stepAt: Date | null
}

export async function readTie(db: Runner, districtId: string): Promise<Tie | null> {
  return await row<Tie>(
    db,
    sql`select c.source, c.created_at as "connectedAt", c.file_time as "fileTime", r.rules, s.step, s.changed_at as "stepAt"
      from districts d left join connections c on c.district_id = d.district_id
      left join rules r on r.district_id = c.district_id and r.connection_id = c.connection_id and r.version = c.rules_version
      left join setups s on s.district_id = d.district_id
      where d.district_id = ${districtId}`,
  )
}

/** Open issues that nobody has muted for today. */
export async function countLoud(db: Runner, districtId: string, today: string): Promise<number> {
  const found = await row<{ count: number }>(
    db,
    sql`select count(*)::int as count from issues i where i.district_id = ${districtId} and i.closed_run is null
      and not exists (select from issue_care c where c.district_id = i.district_id and c.rule = i.rule and c.muted_until >= ${today}::date)`,
  )
  return found?.count ?? 0
}
