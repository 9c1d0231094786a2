import { countUndo, findConflicts, undo, type Conflict, type Slice, type UndoCounts } from '../apply/undo.ts'
import { RollbookError } from '../roster/errors.ts'
import type { District } from '../store/districts.ts'
import { assertFence } from '../store/lock.ts'
import type { Owner } from '../store/roster.ts'
import { formerOrigin, switchOrigin } from '../store/switches.ts'
import { row, run as execute, sql, type Runner } from '../store/sql.ts'
import { committed } from './committed.ts'
import { forget } from './forget.ts'
import { Run, type Order } from './run.ts'
import { inWords } from './trouble.ts'

/** How many rows that cannot go back are named; the rest are counted by running it again. */
const NAMED = 50

export type UndoOutcome = {
  /** The run that undid; null for a preview, and for a refusal. */
  readonly run: number | null
  readonly district: string
  readonly undoes: number
  readonly status: 'undone' | 'preview' | 'refused'
  readonly counts: UndoCounts
  readonly conflicts: readonly Conflict[]
}
export type UndoOrder = Omit<Order, 'from' | 'planOnly' | 'trigger'> & {
  readonly undoes: number
  readonly dryRun: boolean
}

/**
 * Undoes a run exactly, or refuses as a whole and names the rows that later runs touched. A preview says the
 * same and writes nothing. A run that changed the source of the district gives the former one back. Throws RUN_UNKNOWN,
 * RUN_NOT_APPLIED, SOURCE_MOVED, TENANT_TAKEN.
 */
export async function undoRun(order: UndoOrder): Promise<UndoOutcome> {
  const run = await Run.begin({ ...order, trigger: 'undo', reads: false, from: null, planOnly: false })
  const told = { district: run.district.key, undoes: order.undoes }
  try {
    return await committed(run, async client => {
      await assertFence(client, run.district.districtId, run.lease.fence)
      // Rows are compared as JSON, in which a time has the zone it is shown in.
      await execute(client, sql`set local timezone to 'UTC'`)
      const slice = await findSlice(client, run.district, order.undoes)
      const counts = await countUndo(client, run.connection, slice)
      const conflicts = await findConflicts(client, run.connection, slice, NAMED)
      if (order.dryRun || conflicts.length > 0) {
        await forget(client, run)
        return { ...told, run: null, status: order.dryRun ? 'preview' : 'refused', counts, conflicts }
      }
      order.signal?.throwIfAborted()
      await carryBack(client, run, slice, counts)
      return { ...told, run: run.number, status: 'undone', counts, conflicts }
    })
  } catch (error) {
    await run.fenced(client => forget(client, run)).catch(() => undefined)
    throw inWords(error, order.store, `undo run ${order.undoes}`)
  } finally {
    await run.close()
  }
}

/**
 * What an undo would come to at this moment, without a run and without waiting for one. Nothing is written, so the
 * reader of a page may ask. Throws RUN_UNKNOWN, RUN_NOT_APPLIED, SOURCE_MOVED, CHANGES_DAMAGED.
 */
export async function previewUndo(
  client: Runner,
  district: District,
  connection: Owner,
  number: number,
): Promise<Pick<UndoOutcome, 'counts' | 'conflicts'>> {
  await execute(client, sql`set local timezone to 'UTC'`)
  const slice = await findSlice(client, district, number)
  return {
    counts: await countUndo(client, connection, slice),
    conflicts: await findConflicts(client, connection, slice, NAMED),
  }
}

type SliceRow = {
  run: number
  result: string
  firstSeq: number | null
  finalSeq: number | null
  undoneBy: number | null
  /** The source that it connected the district to, and the one there is. */
  switchedTo: string | null
  source: string | null
}

async function findSlice(db: Runner, district: District, number: number): Promise<Slice> {
  const found = await row<SliceRow>(
    db,
    sql`select run, result, first_seq as "firstSeq", final_seq as "finalSeq", undone_by as "undoneBy",
        switched_to ->> 'source' as "switchedTo", c.source
      from runs r left join connections c on c.district_id = r.district_id and c.connection_id = r.connection_id
      where r.district_id = ${district.districtId} and run = ${number}`,
  )
  if (found === null)
    throw new RollbookError(
      'RUN_UNKNOWN',
      `Cannot undo run ${number}: district "${district.key}" has none of this number. See rollbook runs ${district.key}`,
      2,
    )
  if (found.undoneBy !== null)
    throw new RollbookError(
      'RUN_NOT_APPLIED',
      `Cannot undo run ${number}: run ${found.undoneBy} undid it already. To bring it back, undo run ${found.undoneBy}`,
    )
  if (found.firstSeq === null || found.finalSeq === null)
    throw new RollbookError(
      'RUN_NOT_APPLIED',
      `Cannot undo run ${number}: it changed nothing (${found.result}). See rollbook runs ${district.key}`,
    )
  if (found.switchedTo !== null && found.switchedTo !== found.source)
    throw new RollbookError(
      'SOURCE_MOVED',
      `Cannot undo run ${number}: it connected district "${district.key}" to ${found.switchedTo}, and it is connected to ${found.source ?? 'nothing'} since. Undo what changed that first`,
    )
  const slice = { run: number, firstSeq: found.firstSeq, finalSeq: found.finalSeq }
  await assertWhole(db, district, slice)
  return slice
}

/** What a run replaced is all there, or taking back the rest of it would leave a roster that never was. */
async function assertWhole(db: Runner, { districtId, key }: District, slice: Slice): Promise<void> {
  const { run: number, firstSeq, finalSeq } = slice
  const kept = await row<{ count: number }>(
    db,
    sql`select count(*)::int as count from changes
      where district_id = ${districtId} and seq between ${firstSeq} and ${finalSeq} and run = ${number}`,
  )
  const written = finalSeq - firstSeq + 1
  if (kept?.count === written) return
  throw new RollbookError(
    'CHANGES_DAMAGED',
    `Cannot undo run ${number}: it wrote ${written} changes, and ${kept?.count ?? 0} are there. Restore a backup, or sync ${key} from files of the day before`,
  )
}

async function carryBack(db: Runner, run: Run, slice: Slice, counts: UndoCounts): Promise<void> {
  const { districtId, rosterVersion } = run.district
  const before = await row<{ seq: number }>(
    db,
    sql`select last_seq as seq from districts where district_id = ${districtId}`,
  )
  const first = before?.seq ?? 0
  const last = await undo(db, run.connection, slice, run.number, first)
  await execute(
    db,
    sql`update districts set roster_version = ${rosterVersion + 1}, last_seq = ${last} where district_id = ${districtId}`,
  )
  await giveBack(db, run, slice.run)
  await rewindConnection(db, run, slice.run)
  await execute(
    db,
    sql`update runs set result = 'applied', finished_at = now(), phase = 'done', undoes = ${slice.run}, first_seq = ${first + 1}, final_seq = ${last},
        counts = ${JSON.stringify(counts)}, phases = phases || jsonb_build_object('phase', 'done', 'at', clock_timestamp())
      where district_id = ${districtId} and run = ${run.number}`,
  )
  await execute(
    db,
    // An undo that is undone gives the run it had undone back, and takes what that one had undone: all down the chain.
    sql`with recursive chain as (
        select run, undoes, ${run.number}::int as undone_by, 0 as depth from runs where district_id = ${districtId} and run = ${slice.run}
        union all
        select r.run, r.undoes, c.run, c.depth + 1 from chain c join runs r on r.district_id = ${districtId} and r.run = c.undoes)
      update runs r set result = case when c.depth % 2 = 0 then 'undone' else 'applied' end,
        undone_by = case when c.depth % 2 = 0 then c.undone_by end
      from chain c where r.district_id = ${districtId} and r.run = c.run`,
  )
}

/** The connection that the run replaced. What it is now is noted first: this undo may be undone as well. */
async function giveBack(
  db: Runner,
  { connection, district, number, order }: Run,
  undone: number,
): Promise<void> {
  const origin = await formerOrigin(db, district.districtId, undone)
  if (origin === null) return
  await execute(
    db,
    sql`update runs r set base_before = to_jsonb(c) from connections c where r.district_id = ${district.districtId} and r.run = ${number}
        and c.district_id = r.district_id and c.connection_id = ${connection.connectionId}`,
  )
  await switchOrigin(db, district, { number, origin, who: order.who })
}

/** The roster is nobody's snapshot now; when the run was the last one, its source times go back too. */
async function rewindConnection(
  db: Runner,
  { connection, district, number }: Run,
  undone: number,
): Promise<void> {
  const { districtId, connectionId } = connection
  await execute(
    db,
    sql`update connections c set base_snapshot = null, base_digest = null, base_version = null
      where c.district_id = ${districtId} and c.connection_id = ${connectionId}`,
  )
  await execute(
    db,
    sql`update connections c set source_time = (r.base_before->>'source_time')::timestamptz, file_time = (r.base_before->>'file_time')::timestamptz
      from runs r where c.district_id = ${districtId} and c.connection_id = ${connectionId} and r.district_id = c.district_id
        and r.run = ${undone} and r.base_before is not null
        and not exists (select from runs l where l.district_id = ${district.districtId} and l.result = 'applied'
          and l.run > ${undone} and l.run <> ${number})`,
  )
}
