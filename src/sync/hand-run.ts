import { writeByHand, type HandDeed, type HandDone } from '../apply/hand.ts'
import { assertFence } from '../store/lock.ts'
import { row, run as execute, sql, type Runner } from '../store/sql.ts'
import { committed } from './committed.ts'
import { forget } from './forget.ts'
import { Run, type Order } from './run.ts'
import { inWords } from './trouble.ts'

export type HandOrder = Pick<Order, 'store' | 'district' | 'who' | 'today'> & { readonly deed: HandDeed }

/**
 * A run of one deed by hand: it has a number, can be looked at and rolled back like any other, and moves the roster on,
 * so that a plan made before it is made anew. Throws what the deed throws, NOT_CONNECTED and DISTRICT_BUSY.
 */
export async function handRun({ deed, ...order }: HandOrder): Promise<{ run: number; id: string }> {
  const run = await Run.begin({
    ...order,
    trigger: 'hand',
    reads: false,
    from: null,
    planOnly: false,
    progress: () => {},
  })
  try {
    return await committed(run, async client => {
      const { districtId } = run.district
      await assertFence(client, districtId, run.lease.fence)
      // What is replaced is kept as JSON, in which a time has the zone it is shown in.
      await execute(client, sql`set local timezone to 'UTC'`)
      const before = await row<{ seq: number }>(client, sql`select last_seq as seq from districts where district_id = ${districtId}`) // prettier-ignore
      const from = before?.seq ?? 0
      const done = await writeByHand({ db: client, districtId, run: run.number, from }, deed)
      await settle(client, run, from, done)
      return { run: run.number, id: done.id }
    })
  } catch (error) {
    const said = inWords(error, order.store, `change district "${order.district}" by hand`)
    await run.fenced(client => forget(client, run)).catch(() => undefined)
    throw said
  } finally {
    await run.close()
  }
}

/** The roster moves on; what the source brought last is still what the connection's rows are. */
async function settle(db: Runner, { district, connection, number }: Run, from: number, { last, counts }: HandDone): Promise<void> {
  const { districtId, rosterVersion } = district
  await execute(
    db,
    sql`update districts set roster_version = ${rosterVersion + 1}, last_seq = ${last} where district_id = ${districtId}`,
  )
  await execute(
    db,
    sql`update connections set base_version = ${rosterVersion + 1} where district_id = ${districtId}
      and connection_id = ${connection.connectionId} and base_version = ${rosterVersion}`,
  )
  await execute(
    db,
    sql`update runs set result = 'applied', finished_at = now(), phase = 'done', first_seq = ${from + 1}, final_seq = ${last},
        counts = ${JSON.stringify(counts)}, phases = phases || jsonb_build_object('phase', 'done', 'at', clock_timestamp())
      where district_id = ${districtId} and run = ${number}`,
  )
} // prettier-ignore
