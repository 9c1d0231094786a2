import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { run, sql, type Runner } from './sql.ts'

/** What processes tell each other: how runs come along, and that there is something to do. */
export type Channel = 'rollbook_live' | 'rollbook_work'

/** `missed` after the connection broke: whatever was told meanwhile was not heard. */
export type Hearing = { hear(channel: Channel, text: string): void; missed(): void }

const patience = [100, 1_000, 5_000, 15_000]

/** Says it to every process that listens, when the transaction of `db` commits. At most 8,000 bytes. */
export async function announce(db: Runner, channel: Channel, text: string): Promise<void> {
  await run(db, sql`select pg_notify(${channel}, ${text})`)
}

/**
 * Listens until closed. It keeps one connection of the pool for itself, and takes another whenever that one breaks.
 * Throws when the first cannot be had.
 */
export async function listen(
  pool: pg.Pool,
  channels: readonly Channel[],
  hearing: Hearing,
): Promise<{ close(): void }> {
  const stop = new AbortController()
  let client = await open()
  return { close }

  async function open(): Promise<pg.PoolClient> {
    const taken = await pool.connect()
    try {
      taken.on('error', () => void again())
      taken.on('notification', ({ channel, payload }) =>
        hearing.hear(channel as Channel, payload ?? ''), // it listens to no others
      ) // prettier-ignore
      for (const channel of channels) await taken.query(`listen ${channel}`)
      return taken
    } catch (error) {
      taken.release(true)
      throw error
    }
  }

  async function again(): Promise<void> {
    if (stop.signal.aborted) return
    release(client)
    for (let tries = 0; !stop.signal.aborted; tries++) {
      const millis = patience[Math.min(tries, patience.length - 1)]
      await pause(millis, null, { ref: false, signal: stop.signal }).catch(() => undefined)
      const next = await open().catch(() => null)
      if (next === null) continue
      client = next
      if (stop.signal.aborted) return release(client)
      return hearing.missed()
    }
  }

  function close(): void {
    stop.abort()
    release(client)
  }
}

/** A connection that listens is of no use to others. */
function release(client: pg.PoolClient): void {
  try {
    client.release(true)
  } catch {
    // It was released when it broke.
  }
}
