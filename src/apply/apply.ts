import type pg from 'pg'
import type { ClearedPlan } from '../plan/plan.ts'
import { RollbookError } from '../roster/errors.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import { assertFence } from '../store/lock.ts'
import { tableOf, type Owner } from '../store/roster.ts'
import { row, run, sql, type Runner } from '../store/sql.ts'
import { loadKind, logLoad } from './load.ts'
import { settlePart } from './part.ts'
import { logChanges, writeChanges, type Writing } from './write.ts'

export type Applying = {
  readonly plan: ClearedPlan
  readonly owner: Owner
  readonly districtKey: string
  readonly run: number
  readonly fence: number
  readonly who: string
  readonly drawer: Drawer
  /** Rows that count among those with the same key, per kind that is loaded whole. */
  readonly winners: Partial<Record<Kind, ReadonlyMap<string, number>>>
  /** The snapshot's times, for what may come after it. */
  readonly sourceTime: string | null
  readonly fileTime: Date | null
}

/**
 * Carries out exactly the cleared plan in the caller's one transaction, or refuses because the roster or the
 * rules moved since it was made. Readers see all of it or nothing.
 * Throws ROSTER_MOVED, RULES_MOVED, PLAN_DECIDED, LEASE_LOST.
 */
export async function apply(client: pg.PoolClient, applying: Applying): Promise<void> {
  const { plan, owner, run: number, fence } = applying
  await assertFence(client, owner.districtId, fence)
  // What is replaced is kept as JSON, in which a time has the zone it is shown in.
  await run(client, sql`set local timezone to 'UTC'`)
  const seq = await assertBasis(client, applying)
  const writing: Writing = {
    db: client,
    owner,
    run: number,
    part: await settlePart(client, plan.summary.plan, plan, owner),
    counts: plan.summary.counts,
  }
  let last = await logChanges(writing, seq)
  await writeChanges(writing)
  for (const kind of plan.summary.loads) {
    await loadKind(client, owner, number, kind, applying.drawer, applying.winners[kind] ?? new Map())
    last = await logLoad(client, owner, number, kind, last)
  }
  // The server would learn of a first import by itself, but minutes later: until then it takes the tables for
  // empty, and asks for each of a million rows by reading all of them.
  for (const kind of plan.summary.loads) await run(client, sql`analyze ${tableOf(kind)}`)
  await settle(client, applying, seq, last)
}

type Now = { version: number; lastSeq: number; rules: number; status: string }

async function assertBasis(db: Runner, { plan, owner, districtKey }: Applying): Promise<number> {
  const { basis } = plan.summary
  const id = plan.summary.plan
  const now = await row<Now>(
    db,
    sql`select d.roster_version as version, d.last_seq as "lastSeq", c.rules_version as rules, p.status
      from districts d join connections c on c.district_id = d.district_id and c.connection_id = ${owner.connectionId}
      join plans p on p.district_id = d.district_id and p.plan = ${id}
      where d.district_id = ${owner.districtId}`,
  )
  if (now === null)
    throw new RollbookError(
      'PLAN_UNKNOWN',
      `Cannot apply plan ${id}: there is none. Run rollbook plan ${districtKey}`,
    )
  if (now.status !== 'held' && now.status !== 'cleared')
    throw new RollbookError(
      'PLAN_DECIDED',
      `Cannot apply plan ${id}: it is ${now.status} already. Run rollbook plan ${districtKey} again`,
    )
  if (now.version !== basis.rosterVersion)
    throw new RollbookError(
      'ROSTER_MOVED',
      `Cannot apply plan ${id}: the roster moved from version ${basis.rosterVersion} to ${now.version} since it was made. Run rollbook plan ${districtKey} again`,
    )
  if (now.rules !== basis.rulesVersion)
    throw new RollbookError(
      'RULES_MOVED',
      `Cannot apply plan ${id}: the rules moved from version ${basis.rulesVersion} to ${now.rules} since it was made. Run rollbook plan ${districtKey} again`,
    )
  return now.lastSeq
}

/** The roster's version moves, the plan is decided, and the connection remembers what it now holds. */
async function settle(db: Runner, applying: Applying, firstSeq: number, finalSeq: number): Promise<void> {
  const { plan, owner, run: number, who } = applying
  const whole = plan.only === 'all' && plan.schools === null
  const { snapshot, basis } = plan.summary
  const version = basis.rosterVersion + 1
  await run(
    db,
    sql`update districts set roster_version = ${version}, last_seq = ${finalSeq} where district_id = ${owner.districtId}`,
  )
  await run(
    db,
    sql`update runs r set first_seq = ${firstSeq + 1}, final_seq = ${finalSeq}, base_before = to_jsonb(c)
      from connections c where r.district_id = ${owner.districtId} and r.run = ${number}
        and c.district_id = r.district_id and c.connection_id = ${owner.connectionId}`,
  )
  // A part applied leaves the roster between two snapshots: it is its own base then.
  await run(
    db,
    sql`update connections set base_snapshot = ${whole ? snapshot : null}, base_digest = ${whole ? basis.snapshotDigest : null},
        base_version = ${whole ? version : null}, source_time = coalesce(${applying.sourceTime}::timestamptz, source_time),
        file_time = coalesce(${applying.fileTime}::timestamptz, file_time)
      where district_id = ${owner.districtId} and connection_id = ${owner.connectionId}`,
  )
  const decision = JSON.stringify({
    who,
    allow: plan.allow,
    only: plan.only,
    schools: plan.schools,
    run: number,
  })
  await run(
    db,
    sql`update plans set status = 'applied', decided_at = now(), decision = ${decision}
      where district_id = ${owner.districtId} and plan = ${plan.summary.plan}`,
  )
  await run(
    db,
    sql`update runs set result = 'applied', message = null, finished_at = now(), phase = 'done',
        phases = phases || jsonb_build_object('phase', 'done', 'at', clock_timestamp())
      where district_id = ${owner.districtId} and run = ${number}`,
  )
}
