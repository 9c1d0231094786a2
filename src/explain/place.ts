import type { Kind } from '../roster/kinds.ts'
import { findConnection, findDistrict, type Connection, type District } from '../store/districts.ts'
import { row, sql, type Runner } from '../store/sql.ts'
import { Artifacts } from './artifacts.ts'
import { Asides } from './asides.ts'

/** A plan that nobody has decided yet. */
export type Waiting = {
  readonly plan: string
  readonly run: number
  readonly status: 'held' | 'cleared'
  readonly loads: readonly Kind[]
  readonly codes: readonly string[]
}
export type Reading = { readonly run: number; readonly at: Date | null }

/** Where and when a question is asked: what all answers about a district share. */
export type Place = {
  readonly db: Runner
  readonly district: District
  readonly connection: Connection
  readonly artifacts: Artifacts
  readonly asides: Asides
  readonly next: Asking['next']
  /** The day in the district's zone, and the instant. */
  readonly today: string
  readonly now: Date
  readonly waiting: Waiting | null
  /** The newest run that checked every row of a drop, and the newest that read one, were it but the same bytes again. */
  readonly read: Reading | null
  readonly heard: Reading | null
  /** The newest run of all, where it failed. */
  readonly broken: { readonly run: number; readonly message: string } | null
}

export type Asking = {
  /** The data folder with the snapshots; null to answer from the database alone. */
  readonly data: string | null
  readonly district: string
  /** A command line to run next, on the same data. */
  readonly next: (words: string) => string
  readonly today: (zone: string) => string
  readonly now: Date
}

export async function findPlace(db: Runner, asking: Asking): Promise<Place> {
  const { now } = asking
  const district = await findDistrict(db, asking.district)
  const { districtId } = district
  const last = await row<{ run: number; result: string | null; message: string | null }>(
    db,
    sql`select run, result, message from runs where district_id = ${districtId} and result is not null order by run desc limit 1`,
  )
  const read = await row<Reading>(
    db,
    sql`select run, finished_at as at from runs where district_id = ${districtId} and snapshot is not null
        and result <> 'failed' order by run desc limit 1`,
  )
  // The same bytes again are read as far as their hashes, and leave no snapshot.
  const heard = await row<Reading>(
    db,
    sql`select run, finished_at as at from runs where district_id = ${districtId} and files is not null
        and result <> 'failed' order by run desc limit 1`,
  )
  const artifacts = new Artifacts(asking.data, districtId)
  return {
    db,
    district,
    connection: await findConnection(db, district),
    artifacts: artifacts,
    asides: new Asides(artifacts, read?.run ?? null),
    today: asking.today(district.zone),
    now,
    waiting: await row<Waiting>(
      db,
      sql`select plan, run, status, loads,
          array(select distinct h->>'code' from jsonb_array_elements(hazards) h where h->>'code' <> 'INCOMPLETE' order by 1) as codes
        from plans where district_id = ${districtId} and status in ('held', 'cleared') order by run desc limit 1`,
    ),
    read,
    heard,
    next: asking.next,
    broken: last?.result === 'failed' ? { run: last.run, message: last.message ?? '' } : null,
  }
}
