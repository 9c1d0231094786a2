import { cp, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { inject } from 'vitest'
import type { HazardCode } from '../../src/guard/hazards.ts'
import { kinds, type Kind } from '../../src/roster/kinds.ts'
import { addDistrict, connect, findDistrict } from '../../src/store/districts.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { tableOf } from '../../src/store/roster.ts'
import { rows, sql, type Runner } from '../../src/store/sql.ts'
import { readMoment } from '../../src/store/transact.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { sync } from '../../src/sync/sync.ts'
import { undoRun, type UndoOutcome } from '../../src/sync/undo-run.ts'
import { ask, databaseUrl } from '../support/database.ts'

export const lincoln = 'lincoln'
const order = { district: lincoln, who: 'test', progress: () => {} }
const today = () => '2026-09-15'

export function syncFrom(store: Store, from: string, planOnly = false): Promise<Outcome> {
  return sync({ ...order, store, trigger: 'manual', from, planOnly, today })
}

export function approve(store: Store, plan: string, allow: readonly HazardCode[]): Promise<Outcome> {
  return applyPlan({ ...order, store, plan, decision: { allow, only: 'all', schools: null } })
}

export function undo(store: Store, run: number): Promise<UndoOutcome> {
  return undoRun({ ...order, store, undoes: run, dryRun: false, today })
}

export async function addLincoln(store: Store): Promise<void> {
  await addDistrict(store.pool, lincoln, 'Lincoln USD', 'America/Chicago')
  await connect(store.pool, await findDistrict(store.pool, lincoln), 'oneroster-csv', {}, 'test')
}

/** A database and a data folder that can be had again and again as they are now. */
export type Mould = { readonly database: string | null; readonly data: string }
export type Cast = { readonly url: string; readonly data: string; drop(): Promise<void> }

/** A fresh database of its own, which stays until the test run's server ends. */
export async function newDatabase(template: string): Promise<string> {
  const name = `f_${randomUUID().replaceAll('-', '')}`
  await ask(inject('server').url, `create database ${name} template ${template}`)
  return name
}

export async function newFolder(): Promise<string> {
  return mkdtemp(join(inject('server').folder, 'faults-'))
}

/** Lincoln as it stands after the work, ready to be cast. */
export async function makeMould(work: (store: Store) => Promise<void>, from?: Mould): Promise<Mould> {
  const database = await newDatabase(from?.database ?? inject('server').template)
  const data = await newFolder()
  if (from !== undefined) await cp(from.data, data, { recursive: true })
  const store = await openStore({ data, url: urlOf(database) })
  try {
    await work(store)
  } finally {
    await store.close()
  }
  return { database, data }
}

export function urlOf(database: string): string {
  return databaseUrl(inject('server').url, database)
}

export async function castFrom({ database, data }: Mould): Promise<Cast> {
  const [name, folder] = await Promise.all([newDatabase(database ?? ''), newFolder()])
  await cp(data, folder, { recursive: true })
  return {
    url: urlOf(name),
    data: folder,
    async drop() {
      await ask(inject('server').url, `drop database if exists ${name} with (force)`)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs the work on a cast of the mould, and throws the cast away. */
export async function withCast<Result>(
  mould: Mould,
  work: (store: Store, cast: Cast) => Promise<Result>,
): Promise<Result> {
  const cast = await castFrom(mould)
  const store = await openStore({ data: cast.data, url: cast.url })
  try {
    return await work(store, cast)
  } finally {
    await store.close()
    await cast.drop()
  }
}

export type Dump = Readonly<Record<string, readonly Record<string, unknown>[]>>

/** The roster with every column, row by row: what an undo must bring back. */
export async function readRoster(pool: pg.Pool): Promise<Dump> {
  return await readMoment(pool, async client => {
    const dump: Record<string, Record<string, unknown>[]> = {}
    for (const kind of kinds) dump[kind] = await wholeRows(client, kind)
    return dump
  })
}

async function wholeRows(db: Runner, kind: Kind): Promise<Record<string, unknown>[]> {
  const found = await rows<{ row: Record<string, unknown> }>(
    db,
    sql`select to_jsonb(t) as row from ${tableOf(kind)} t order by sourced_id, removed_at nulls last, id`,
  )
  return found.map(({ row }) => row)
}

const ours = ['id', 'district_id', 'connection_id', 'created_run', 'updated_run', 'removed_run', 'removed_at']

/** The roster without what two equal histories may differ in: ids we made, times, numbers of runs. */
export function plain(dump: Dump): Dump {
  return Object.fromEntries(
    Object.entries(dump).map(([kind, found]) => [
      kind,
      found
        .map(row => ({ ...without(row, ours), gone: row.removed_at !== null }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ]),
  )
}

function without(row: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))
}

/** What a district knows beside its roster, in a form that two equal histories share. */
export type Past = {
  readonly version: number
  readonly issues: readonly string[]
  readonly feed: readonly string[]
  readonly base: string | null
}

export async function readPast(db: pg.Pool): Promise<Past> {
  const [district] = await rows<{ version: number; base: string | null }>(
    db,
    sql`select d.roster_version as version, c.base_digest as base from districts d join connections c using (district_id)`,
  )
  const issues = await rows<{ text: string }>(
    db,
    sql`select concat_ws(' ', severity, rule, file, row_number, field, sourced_id, value) as text from issues
      where closed_run is null order by 1`,
  )
  const feed = await rows<{ text: string }>(
    db,
    sql`select concat_ws(' ', kind, op, sourced_id, reason) as text from changes order by 1`,
  )
  return {
    version: district?.version ?? -1,
    base: district?.base ?? null,
    issues: issues.map(({ text }) => text),
    feed: feed.map(({ text }) => text),
  }
}

/** What must hold after whatever happened, as sentences about what does not. */
export async function findWrongs(db: pg.Pool): Promise<string[]> {
  const checks = [
    sql`select 'run ' || run || ' has no ending' as wrong from runs where result is null`,
    sql`select 'run ' || run || ' failed without a word' as wrong from runs where result = 'failed' and coalesce(message, '') = ''`,
    sql`select 'run ' || run || ' is over and still ' || phase as wrong from runs where result not in ('failed') and phase <> 'done'`,
    sql`select 'plan ' || c.plan || ' has changes and is no plan' as wrong from plan_changes c
      where not exists (select from plans p where p.district_id = c.district_id and p.plan = c.plan) group by c.plan`,
    sql`select 'plan ' || plan || ' is open beside a newer one' as wrong from plans p where status in ('held', 'cleared')
      and exists (select from plans n where n.district_id = p.district_id and n.run > p.run and n.status <> 'superseded')`,
    sql`select 'change ' || seq || ' is of run ' || run || ', which was not applied' as wrong from changes c
      where not exists (select from runs r where r.district_id = c.district_id and r.run = c.run and r.result in ('applied', 'undone')
        and c.seq between r.first_seq and r.final_seq)`,
    sql`select 'the feed ends at ' || last_seq || ' and has ' || (select count(*) from changes) as wrong from districts
      where last_seq <> (select count(*) from changes)`,
    sql`select 'district ' || key || ' is held by ' || holder as wrong from districts where holder is not null`,
    sql`select e.sourced_id || ' is enrolled and no user' as wrong from enrollments e where e.removed_at is null
      and not exists (select from users u where u.district_id = e.district_id and u.sourced_id = e.user_sourced_id and u.removed_at is null)`,
  ]
  const wrongs: string[] = []
  for (const check of checks)
    wrongs.push(...(await rows<{ wrong: string }>(db, check)).map(({ wrong }) => wrong))
  return wrongs
}
