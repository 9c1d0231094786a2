import { apply } from '../apply/apply.ts'
import type { ClearedPlan, PlanSummary } from '../plan/plan.ts'
import type { Kind } from '../roster/kinds.ts'
import { flags } from '../snapshot/table.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Drop } from '../sources/source.ts'
import { saveBase, type OpenBase } from '../store/base.ts'
import { hasCode } from '../store/failure.ts'
import { refreshSanity } from '../store/sanity.ts'
import { run as execute, sql } from '../store/sql.ts'
import { hearsAll } from './check.ts'
import { committed } from './committed.ts'
import { noteReading, readingOf } from './reading.ts'
import type { Run } from './run.ts'

/** Applies a plan this run just made, and keeps its fingerprints as the base of the next. */
export async function carryOut(
  run: Run,
  plan: ClearedPlan,
  snapshot: Snapshot,
  drop: Drop,
  base: OpenBase,
): Promise<void> {
  await run.enter('applying')
  const winners: Partial<Record<Kind, ReadonlyMap<string, number>>> = {}
  for (const reading of Object.values(snapshot.readings)) winners[reading.kind] = reading.winners
  await committed(run, async client => {
    await apply(client, {
      plan, owner: run.connection, districtKey: run.district.key, run: run.number, fence: run.lease.fence, who: run.order.who,
      drawer: run.drawer, winners, sourceTime: snapshot.latest, fileTime: drop.written?.earliest ?? null,
    }) // prettier-ignore
    if (!hearsAll(drop, base)) await refreshSanity(client, run.connection, run.number)
    // With the roster or not at all: a mark that could fail by itself would make a run that is done look failed.
    await noteReading(client, run.connection, readingOf(snapshot, drop))
  })
  // The roster stands as planned. Fingerprints that cannot be saved (a full disk) cost the next run time, no more.
  await keepBase(run, snapshot, base, run.district.rosterVersion + 1).catch(error => noteUnsaved(run, error))
}

/**
 * Nothing changed: the snapshot becomes the roster's base all the same, for what it said in other bytes. One that did
 * not arrive whole says nothing new of the roster, and an older one does not make it older.
 */
export async function acceptBase(
  run: Run,
  { tally }: PlanSummary,
  snapshot: Snapshot,
  drop: Drop,
  base: OpenBase,
): Promise<void> {
  const { connection, district } = run
  if (Object.keys(tally.withheld).length > 0) return
  await run.fenced(async client => {
    await execute(
      client,
      sql`update connections set base_snapshot = ${run.snapshotId}, base_digest = ${snapshot.digest}, base_version = ${district.rosterVersion},
          source_time = greatest(${snapshot.latest}::timestamptz, source_time), file_time = greatest(${drop.written?.earliest ?? null}::timestamptz, file_time)
        where district_id = ${district.districtId} and connection_id = ${connection.connectionId}`,
    )
    await noteReading(client, run.connection, readingOf(snapshot, drop))
  })
  await keepBase(run, snapshot, base, district.rosterVersion).catch(error => noteUnsaved(run, error))
}

/** Told in the run's row, where whoever asks why the next night was slow will look. */
async function noteUnsaved({ pool, district, number }: Run, error: unknown): Promise<void> {
  // A newer run took over since, and saves its own.
  if (hasCode(error, 'LEASE_LOST')) return
  const why = error instanceof Error ? error.message : String(error)
  const message = `The roster is as planned, but its fingerprints could not be saved (${why}): the next run reads the roster out`
  await execute(
    pool,
    sql`update runs set message = ${message} where district_id = ${district.districtId} and run = ${number}`,
  ).catch(() => undefined)
}

async function keepBase(run: Run, snapshot: Snapshot, base: OpenBase, version: number): Promise<void> {
  for (const reading of Object.values(snapshot.readings)) {
    const proven = snapshot.complete.includes(reading.kind)
    base.kinds[reading.kind].table.settle(
      mark => (mark & flags.gone) !== 0 || (mark & flags.out) !== 0 || (proven && (mark & flags.seen) === 0),
    )
  }
  const stamp = { version, digest: snapshot.digest }
  // Under the fence: a run that lost its district meanwhile must not save over what the next one stands on.
  await run.fenced(() => saveBase(run.order.store.data, run.connection, base, stamp, run.hasher))
  if (!base.fresh)
    await execute(
      run.pool,
      sql`update connections set reconciled_at = now() where district_id = ${run.connection.districtId}
        and connection_id = ${run.connection.connectionId}`,
    )
}
