import type pg from 'pg'
import { row, run, sql, type Query, type Runner } from '../sql.ts'
import { transact } from '../transact.ts'
import { readEntries, searchedKinds, type SearchedKind } from './source.ts'
import { clearIndex, dropEntries, fillStage, makeStage, settleStage } from './stage.ts'

export type Refreshed = {
  /** Entries written: those that changed, or all. */
  readonly entries: number
  readonly rebuilt: boolean
}
type State = {
  readonly seq: number
  readonly generation: number
  readonly lastNumber: number
  readonly fresh: boolean
}

/** Above this share of the entries it is faster to make all lists anew than to mend them. */
const rebuildShare = 0.2

/**
 * Brings the search up to what is in the roster: what changed since last time, or everything where nothing is there
 * yet or much changed. One transaction; of two callers the second waits and finds nothing to do. What a run writes
 * meanwhile waits for the next call.
 */
export async function refreshSearch(pool: pg.Pool, districtId: string): Promise<Refreshed> {
  return await transact(pool, async client => {
    const state = await lockState(client, districtId)
    // Read before the roster is: whatever is written in between is looked at once more next time.
    const seq = await lastSeq(client, districtId)
    if (!state.fresh && state.seq === seq) return { entries: 0, rebuilt: false }
    await makeStage(client)
    const rebuilt = state.fresh || (await isMuch(client, districtId, state))
    const entries = rebuilt ? await rebuild(client, districtId) : await mend(client, districtId, state)
    await settleStage(client, districtId)
    await saveState(client, districtId, seq, rebuilt ? state.generation + 1 : state.generation)
    return { entries, rebuilt }
  })
}

/** The state's own row is the lock: the district's belongs to runs, whose lease must not wait for us. */
async function lockState(db: Runner, districtId: string): Promise<State> {
  const made = await run(
    db,
    sql`insert into search_states (district_id, seq, generation, last_number, counts) values (${districtId}, 0, 0, 0, '{}')
      on conflict (district_id) do nothing`,
  )
  const state = await row<Omit<State, 'fresh'>>(
    db,
    sql`select seq, generation, last_number as "lastNumber" from search_states where district_id = ${districtId} for update`,
  )
  if (state === null) throw new Error(`Cannot refresh the search: district ${districtId} is gone`)
  return { ...state, fresh: made === 1 || state.generation === 0 }
}

async function lastSeq(db: Runner, districtId: string): Promise<number> {
  const found = await row<{ seq: number }>(
    db,
    sql`select last_seq as seq from districts where district_id = ${districtId}`,
  )
  return found?.seq ?? 0
}

async function isMuch(db: Runner, districtId: string, { seq, lastNumber }: State): Promise<boolean> {
  const most = Math.max(1_000, Math.round(lastNumber * rebuildShare))
  const found = await row<{ count: number }>(
    db,
    sql`select count(*)::int as count from (select from changes where district_id = ${districtId} and seq > ${seq}
      and kind = any(${['orgs', 'classes', 'users', 'roles']}) limit ${most + 1}) c`,
  )
  return (found?.count ?? 0) > most
}

async function rebuild(client: pg.PoolClient, districtId: string): Promise<number> {
  await clearIndex(client, districtId)
  let number = 0
  for (const kind of searchedKinds)
    for await (const entries of readEntries(client, districtId, kind, sql`true`))
      number = await fillStage(client, districtId, entries, number, new Map())
  return number
}

/** A record that was known keeps its number, so that pages somebody is leafing through stay as they are. */
async function mend(client: pg.PoolClient, districtId: string, state: State): Promise<number> {
  await run(client, sql`create temporary table search_touched on commit drop as ${touched(districtId, state.seq)}`)
  await run(client, sql`analyze search_touched`)
  const known = await dropEntries(client, districtId)
  let [number, written] = [state.lastNumber, 0]
  for (const kind of searchedKinds)
    for await (const entries of readEntries(client, districtId, kind, inTouched(kind))) {
      number = await fillStage(client, districtId, entries, number, known)
      written += entries.length
    }
  return written
} // prettier-ignore

function inTouched(kind: SearchedKind): Query {
  return sql`t.id in (select id from search_touched where kind = ${kind})`
}

/** Records whose own row changed, and people whose roles did: those say where somebody belongs, and as what. */
function touched(districtId: string, seq: number): Query {
  const recent = sql`c.district_id = ${districtId}::uuid and c.seq > ${seq}::bigint`
  return sql`select c.kind, c.id from changes c where ${recent} and c.kind in ('orgs', 'classes', 'users')
    union select 'users', u.id from (
        select r.connection_id, r.user_sourced_id from changes c join roles r on r.district_id = c.district_id and r.id = c.id
          where ${recent} and c.kind = 'roles'
        union select (c.before->>'connection_id')::uuid, c.before->>'user_sourced_id' from changes c
          where ${recent} and c.kind = 'roles' and c.before is not null) p
      join users u on u.district_id = ${districtId}::uuid and u.sourced_id = p.user_sourced_id
        and u.connection_id is not distinct from p.connection_id`
}

async function saveState(db: Runner, districtId: string, seq: number, generation: number): Promise<void> {
  await run(
    db,
    sql`update search_states set seq = ${seq}, generation = ${generation},
        last_number = (select coalesce(max(number), 0) from search_entries where district_id = ${districtId}),
        counts = (select coalesce(jsonb_object_agg(facets, count), '{}') from
          (select facets, count(*) from search_entries where district_id = ${districtId} group by facets) c)
      where district_id = ${districtId}`,
  )
}
