import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Drop } from '../sources/source.ts'
import { row, sql } from '../store/sql.ts'
import type { Run } from './run.ts'

const HOUR = 3_600_000

/**
 * Why a drop counts as older than what was last applied. A delta tells by its dateLastModified. Files tell by
 * when they were written, where an hour is beyond any doubt of clocks; a zip that notes no zone is older only when it
 * would be anywhere on earth. Less is enough when what they say is what an earlier run applied.
 */
export async function staleReason(run: Run, drop: Drop, snapshot: Snapshot): Promise<string | null> {
  const { sourceTime, fileTime } = run.connection
  const delta = Object.values(snapshot.readings).every(({ mode }) => mode === 'delta')
  if (delta && snapshot.latest !== null && sourceTime !== null && new Date(snapshot.latest) < sourceTime)
    return `The delta's newest record is of ${snapshot.latest}, older than what was last applied (${sourceTime.toISOString()})`
  if (fileTime === null || drop.written === null) return null
  const { at, earliest, latest } = drop.written
  const about = earliest < latest ? 'about ' : ''
  const written = `The files were written ${about}${at.toISOString()}, and those last applied no earlier than ${fileTime.toISOString()}`
  if (fileTime.getTime() - latest.getTime() > HOUR) return written
  if (earliest >= fileTime) return null
  const earlier = await appliedBefore(run, snapshot.digest)
  return earlier === null ? null : `${written}; they say what run ${earlier} applied`
}

async function appliedBefore(run: Run, digest: string): Promise<number | null> {
  const found = await row<{ run: number }>(
    run.pool,
    sql`select run from runs where district_id = ${run.district.districtId} and connection_id = ${run.connection.connectionId}
      and result = 'applied' and snapshot_digest = ${digest} order by run desc limit 1`,
  )
  return found?.run ?? null
}
