import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Drop } from '../sources/source.ts'
import type { Owner } from '../store/roster.ts'
import { run as execute, sql, type Runner } from '../store/sql.ts'

/** What a reading brought up to date, for the next one to begin at; written with the roster or not at all. */
export type Reading = {
  /** From when on changes are to be asked for; null leaves it as it was. */
  readonly from: string | null
  /** When everything was read; null where it was changes alone. */
  readonly fullAt: string | null
  /** The last event that is in it; null where the source tells none any more, left out where none are followed. */
  readonly cursor?: string | null
}

/**
 * What came whole and was taken in need not be asked for again. A part that did not come, or that a plan still waits
 * with, is asked for the next time: then there is null, and the marks stay where they were.
 */
export function readingOf({ broken }: Pick<Snapshot, 'broken'>, drop: Drop): Reading | null {
  const { written, streams, cursor } = drop
  if (written === null || Object.keys(broken).length > 0 || streams.length === 0) return null
  return { from: written.at.toISOString(), fullAt: fullAtOf(drop), ...(cursor !== undefined && { cursor }) }
}

/** Of one that was not parsed, since the source said what is known: how far its events are read. */
export function eventsOf(drop: Drop): Reading | null {
  return drop.cursor === undefined ? null : { from: null, fullAt: fullAtOf(drop), cursor: drop.cursor }
}

function fullAtOf({ streams, written }: Drop): string | null {
  return streams.every(({ mode }) => mode === 'bulk') ? (written?.at.toISOString() ?? null) : null
}

export async function noteReading(client: Runner, { districtId, connectionId }: Owner, reading: Reading | null): Promise<void> {
  if (reading === null) return
  const { from, fullAt, cursor } = reading
  const events = cursor === undefined ? sql`` : sql`, event_cursor = ${cursor}, event_at = now()`
  await execute(
    client,
    sql`update connections set read_from = coalesce(${from}, read_from), full_at = coalesce(${fullAt}, full_at)${events}
      where district_id = ${districtId} and connection_id = ${connectionId}`,
  )
} // prettier-ignore
