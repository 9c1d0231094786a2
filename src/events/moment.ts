import { RollbookError } from '../roster/errors.ts'
import type { District } from '../store/districts.ts'
import { row, sql, type Runner } from '../store/sql.ts'

/** A point in the roster's past: all changes up to `seq` had happened. `null` is now, 0 before the first. */
export type Moment = { readonly seq: number | null; readonly run: number | null }

const now: Moment = { seq: null, run: null }

/**
 * `7` is after run 7, `2026-08-14` the end of that day in the district's zone. A run that changed nothing left
 * the roster as the one before it. Throws RUN_UNKNOWN, MOMENT_UNKNOWN.
 */
export async function findMoment(db: Runner, district: District, said: string | null): Promise<Moment> {
  if (said === null) return now
  if (/^\d{1,9}$/.test(said)) return afterRun(db, district, Number(said))
  if (/^\d{4}-\d\d-\d\d$/.test(said) && isDay(said)) return endOfDay(db, district, said)
  throw new RollbookError(
    'MOMENT_UNKNOWN',
    `Cannot go back to ${JSON.stringify(said)}: it is neither a run nor a day. Give a number from rollbook runs ${district.key}, or a day such as 2026-08-14`,
    2,
  )
}

async function afterRun(db: Runner, { districtId, key }: District, run: number): Promise<Moment> {
  const found = await row<{ seq: number | null; known: boolean }>(
    db,
    sql`select max(final_seq) as seq, coalesce(bool_or(run = ${run}), false) as known from runs
      where district_id = ${districtId} and run <= ${run}`,
  )
  if (found?.known === true) return { seq: found.seq ?? 0, run }
  throw new RollbookError(
    'RUN_UNKNOWN',
    `Cannot find run ${run} of district ${JSON.stringify(key)}: there is none. See rollbook runs ${key}`,
    2,
  )
}

async function endOfDay(db: Runner, { districtId, zone }: District, day: string): Promise<Moment> {
  const found = await row<{ seq: number; run: number }>(
    db,
    sql`select final_seq as seq, run from runs where district_id = ${districtId} and final_seq is not null
        and finished_at < (${day}::date + 1)::timestamp at time zone ${zone}
      order by final_seq desc limit 1`,
  )
  return found ?? { seq: 0, run: null }
}

function isDay(said: string): boolean {
  const date = new Date(`${said}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(said)
}
