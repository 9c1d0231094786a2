import type { KindCounts } from '../plan/plan.ts'
import { rows, sql, type Runner } from './sql.ts'

/** A run as lists show it. */
export type RunEntry = {
  readonly run: number
  readonly trigger: string
  readonly who: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly phase: string
  readonly phases: readonly { readonly phase: string; readonly at: string }[]
  readonly result: 'running' | 'applied' | 'held' | 'cleared' | 'empty' | 'failed' | 'undone'
  readonly message: string | null
  readonly plan: string | null
  readonly planStatus: 'cleared' | 'held' | 'applied' | 'superseded' | 'discarded' | null
  readonly undoes: number | null
  readonly undoneBy: number | null
  readonly issueCounts: Readonly<Record<string, number>> | null
  readonly rejected: number
  readonly promotions: number
  readonly kindCounts: KindCounts | null
}

export type RunFilter = {
  readonly result?: string | undefined
  readonly trigger?: string | undefined
  /** This one alone. */
  readonly run?: number | undefined
  /** Only runs before this one: the next page of a list that begins with the newest. */
  readonly before?: number | undefined
}

/** Runs, newest first. */
export async function listRunEntries(
  db: Runner,
  districtId: string,
  limit: number,
  { result, trigger, before, run }: RunFilter = {},
): Promise<RunEntry[]> {
  return await rows<RunEntry>(
    db,
    sql`select r.run, r.trigger, r.who, r.started_at as "startedAt", r.finished_at as "finishedAt", r.phase, r.phases,
        coalesce(r.result, 'running') as result, r.message, r.undoes, r.undone_by as "undoneBy",
        r.issue_counts as "issueCounts", r.counts as "kindCounts", coalesce(p.promotions, 0) as promotions,
        p.plan, p.status as "planStatus",
        (select count(*)::int from issues i where i.district_id = r.district_id and i.severity = 'error'
          and r.trigger not in ('undo', 'hand') and i.run <= r.run and (i.closed_run is null or i.closed_run > r.run)) as rejected
      from runs r left join plans p on p.district_id = r.district_id and p.run = r.run
      where r.district_id = ${districtId}
        and (${result ?? null}::text is null or coalesce(r.result, 'running') = ${result ?? null})
        and (${trigger ?? null}::text is null or r.trigger = ${trigger ?? null})
        and (${before ?? null}::int is null or r.run < ${before ?? null})
        and (${run ?? null}::int is null or r.run = ${run ?? null})
      order by r.run desc limit ${limit}`,
  )
}
