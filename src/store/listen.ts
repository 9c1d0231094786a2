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
  /** The one that listens; null while another is sought. */
  let client: pg.PoolClient | null = null
  client = await open()
  return { close }

  async function open(): Promise<pg.PoolClient> {
    const taken = await pool.connect()
    try {
      // One that breaks before it listens is told by its statement, and one that was let go is nobody's any more.
      taken.on('error', () => void (taken === client && again(taken)))
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

  async function again(broken: pg.PoolClient): Promise<void> {
    client = null
    broken.release(true)
    for (let tries = 0; !stop.signal.aborted; tries++) {
      const millis = patience[Math.min(tries, patience.length - 1)]
      await pause(millis, null, { ref: false, signal: stop.signal }).catch(() => undefined)
      const next = await open().catch(() => null)
      if (next === null) continue
      if (stop.signal.aborted) return next.release(true)
      client = next
      return hearing.missed()
    }
  }

  function close(): void {
    stop.abort()
    // A connection that listens is of no use to others.
    client?.release(true)
    client = null
  }
}
