import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { RollbookError } from '../roster/errors.ts'
import { processStart } from './processes.ts'
import { row, run, sql } from './sql.ts'
import type { Runner } from './sql.ts'

/*
 * One run at a time in a district.
 *
 * The lease is a courtesy: it keeps two workers from doing the same work, and it ends by itself when its
 * holder falls silent. What keeps the roster whole is the fence, a number that grows each time the lease
 * changes hands. A worker that slept through its lease (a laptop lid, a paused container) wakes up believing
 * it still holds the district; every transaction that writes the roster first locks the district's row
 * and compares the fence, so the sleeper's writes are refused, however long it slept and whatever its clock says.
 *
 *   taken        fence + 1, holder = host:pid:start, lease_until = now + 60 s, all by the database's clock
 *   heartbeat    every 15 s: three may be lost before the lease is
 *   same host    a holder whose process is gone is replaced at once, no waiting for the lease to end
 *   at work      a transaction of the holder has the row locked; a taker skips locked rows and so is told
 *                "busy" instead of waiting for minutes
 *   stopped      a transaction that says nothing for two minutes is ended by the server, and with it the lock
 */
const leaseSeconds = 60
const heartbeatMillis = 15_000
const silenceMillis = 120_000

export type Lease = {
  readonly fence: number
  /** Aborts when another worker has taken the district: what is being read now will not be applied. */
  readonly signal: AbortSignal
  renew(): Promise<void>
  /** Frees the district for the next run; does nothing when the lease is no longer ours. */
  release(): Promise<void>
}

type Held = { key: string; holder: string | null; over: boolean }

/** Takes the district for one run, or says who has it. `now` stands in for the database's clock in tests. */
export async function takeLease(pool: pg.Pool, districtId: string, now: Date | null = null): Promise<Lease> {
  for (let tries = 0; ; tries++) {
    const held = await readHeld(pool, districtId, now)
    const died = held.holder !== null && holderDied(held.holder)
    const free = held.over || died
    const fence = free ? await tryTake(pool, districtId, held.holder, died, now) : null
    if (fence !== null) return keepLease(pool, districtId, fence)
    // The row may have been locked for a moment by somebody who only looked at the fence.
    if (!free || tries === 5) throw await busy(pool, districtId, held)
    await pause(20)
  }
}

/**
 * First statement of every transaction that writes a roster: the district's row stays locked until it ends.
 * Throws LEASE_LOST when another holder came.
 */
export async function assertFence(client: Runner, districtId: string, fence: number): Promise<void> {
  await run(
    client,
    sql`select set_config('idle_in_transaction_session_timeout', ${String(silenceMillis)}, true)`,
  )
  const found = await row<{ fence: number }>(
    client,
    sql`select fence from districts where district_id = ${districtId} for update`,
  )
  if (found?.fence !== fence) throw lost(districtId)
}

async function readHeld(pool: pg.Pool, districtId: string, now: Date | null): Promise<Held> {
  const held = await row<Held>(
    pool,
    sql`select key, holder, coalesce(lease_until < coalesce(${now}::timestamptz, now()), true) as over
        from districts where district_id = ${districtId}`,
  )
  if (held) return held
  throw new RollbookError('DISTRICT_UNKNOWN', `Cannot run district ${districtId}: there is none of this id`)
}

/** The new fence, or null when the row is locked, or is no longer as it was seen: taken, or renewed at the last moment. */
async function tryTake(
  pool: pg.Pool,
  districtId: string,
  seen: string | null,
  died: boolean,
  now: Date | null,
): Promise<number | null> {
  const instant = sql`coalesce(${now}::timestamptz, now())`
  const taken = await row<{ fence: number }>(
    pool,
    sql`update districts
        set fence = fence + 1, holder = ${ourselves()},
            lease_until = ${instant} + make_interval(secs => ${leaseSeconds})
        where district_id = ${districtId} and exists (
          select from districts
          where district_id = ${districtId} and holder is not distinct from ${seen}
            and (holder is null or ${died} or lease_until < ${instant})
          for update skip locked)
        returning fence`,
  )
  return taken?.fence ?? null
}

function keepLease(pool: pg.Pool, districtId: string, fence: number): Lease {
  const abort = new AbortController()
  let renewing: Promise<void> | null = null
  const renew = async () => {
    const kept = await run(
      pool,
      sql`update districts set lease_until = now() + make_interval(secs => ${leaseSeconds})
          where district_id = ${districtId} and fence = ${fence} and holder is not null`,
    )
    if (kept === 1) return
    stop()
    abort.abort(lost(districtId))
    throw lost(districtId)
  }
  // While our own apply has the row locked a heartbeat waits for it; one at a time, or they would use up the pool.
  // A beat that fails is not yet a lost lease: the next may succeed, and the fence decides in the end.
  const beat = () => {
    renewing ??= renew()
      .catch(() => {})
      .finally(() => (renewing = null))
  }
  const timer = setInterval(beat, heartbeatMillis).unref()
  const stop = () => clearInterval(timer)
  const release = async () => {
    stop()
    await renewing
    const free = () =>
      run(
        pool,
        sql`update districts set holder = null, lease_until = null where district_id = ${districtId} and fence = ${fence}`,
      )
    // A connection that was cut while it lay idle says so when it is used; the next is a new one. Without any the
    // lease ends by itself.
    await free()
      .catch(free)
      .catch(() => 0)
  }
  return { fence, signal: abort.signal, renew, release }
}

const ourStart = processStart(process.pid) ?? ''

function ourselves(): string {
  return `${hostname()}:${process.pid}:${ourStart}`
}

/** Only of our own host can we say that a process is gone; of others the lease has to end. */
export function holderDied(holder: string): boolean {
  const { host, pid, start } = parseHolder(holder)
  return host === hostname() && processStart(pid) !== start
}

function parseHolder(holder: string): { host: string; pid: number; start: string } {
  const [host = '', pid = '', ...start] = holder.split(':')
  return { host, pid: Number(pid), start: start.join(':') }
}

async function busy(pool: pg.Pool, districtId: string, held: Held): Promise<RollbookError> {
  const at = await row<{ run: number; since: string; phase: string }>(
    pool,
    sql`select run, phase, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') as since from runs
        where district_id = ${districtId} and finished_at is null order by run desc limit 1`,
  )
  const { host, pid } = parseHolder(held.holder ?? '')
  const who = held.holder === null ? 'another process' : `process ${pid} on "${host}"`
  const what = at ? `run ${at.run} is at work since ${at.since} (${at.phase}, ${who})` : `${who} is at work`
  const remedy = `Wait for it to end; should it have died, the district is free ${leaseSeconds} seconds after`
  return new RollbookError('DISTRICT_BUSY', `Cannot run district "${held.key}": ${what}. ${remedy}`)
}

function lost(districtId: string): RollbookError {
  return new RollbookError(
    'LEASE_LOST',
    `Cannot write to district ${districtId}: another run took it over while this one was silent. ` +
      'Nothing of this run was written; look at the newer one with `rollbook runs`',
  )
}
