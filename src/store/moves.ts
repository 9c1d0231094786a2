import { RollbookError } from '../roster/errors.ts'
import type { Connection } from './districts.ts'
import { row, run, sql, type Runner } from './sql.ts'

/** Where records come from: a source and what it was given. */
export type Place = Pick<Connection, 'source' | 'settings'>
/** A run whose plan connects the district elsewhere. */
export type Move = { readonly from: Place; readonly to: Place }

export async function noteMove(db: Runner, districtId: string, number: number, move: Move): Promise<void> {
  await run(db, sql`update runs set moves = ${JSON.stringify(move)} where district_id = ${districtId} and run = ${number}`) // prettier-ignore
}

/** null for a run that read what the district is connected to. */
export async function readMove(db: Runner, districtId: string, number: number): Promise<Move | null> {
  const found = await row<{ moves: Move | null }>(db, sql`select moves from runs where district_id = ${districtId} and run = ${number}`) // prettier-ignore
  return found?.moves ?? null
}

/**
 * Connects the district elsewhere, and reads everything there the next time. Throws CONNECTION_MOVED when it is no
 * longer connected as it was when the plan was made.
 */
export async function carryMove(db: Runner, { districtId, connectionId }: Pick<Connection, 'districtId' | 'connectionId'>, { from, to }: Move): Promise<void> {
  const moved = await run(
    db,
    sql`update connections set source = ${to.source}, settings = ${JSON.stringify(to.settings)}, read_from = null, full_at = null,
        event_cursor = null, event_at = null, event_asked = null, event_asked_at = null, event_due = null, event_failures = 0
      where district_id = ${districtId} and connection_id = ${connectionId}
        and source = ${from.source} and settings = ${JSON.stringify(from.settings)}::jsonb`,
  )
  if (moved === 0)
    throw new RollbookError('CONNECTION_MOVED', 'Cannot change the source: the district is no longer connected as it was when this was planned. Connect it as it was, or plan anew')
} // prettier-ignore

export type Kept = { readonly kind: string; readonly same: number; readonly unsure: number; readonly fresh: number; readonly gone: number } // prettier-ignore

/** What a plan makes of each kind: who keeps the id we gave under another sourcedId, who is new, and who would go. */
export async function countKept(db: Runner, districtId: string, plan: string): Promise<Kept[]> {
  const found = await row<{ kinds: Kept[] | null }>(
    db,
    sql`select jsonb_agg(k order by k.kind) as kinds from (
        select kind, count(*) filter (where former_id is not null or reason = 're_keyed') as same,
          count(*) filter (where 'MATCH_UNSURE' = any(hazards)) as unsure, count(*) filter (where op = 'create') as fresh,
          count(*) filter (where op in ('remove', 'archive')) as gone
        from plan_changes where district_id = ${districtId} and plan = ${plan} group by kind) k`,
  )
  return found?.kinds ?? []
}
