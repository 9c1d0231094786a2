import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import { addDistrict, connect, type District } from '../../src/store/districts.ts'
import { countCrossings } from '../../src/store/switches.ts'
import type { Store } from '../../src/store/open.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, vendorScope } from '../../src/store/secrets.ts'
import type { SourceName } from '../../src/sources/registry.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import { discardPlan } from '../../src/sync/discard-plan.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { planSwitch } from '../../src/sync/switch.ts'
import { sync } from '../../src/sync/sync.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { freshStore } from '../support/database.ts'

/*
 * A district that changes where its records come from: the same people, classes and schools under other ids. One
 * district of the sandbox is served as Clever, as ClassLink and as a OneRoster server at once.
 */

let store: Store
let sandbox: Sandbox
let lincoln: District
beforeAll(async () => {
  const districts = [{ key: 'lincoln', schools: 3, students: 150, seed: 'switch' }]
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts })
  store = { ...(await freshStore()), loopback: true }
  lincoln = await addDistrict(store.pool, 'lincoln', 'Lincoln USD', 'America/Chicago')
  const { clever, classlink } = sandbox.description
  const now = new Date()
  const give = async (
    districtId: string,
    name: 'cleverSecret' | 'partnerKey' | 'clientSecret',
    value: string,
  ) => await keepSecret(store, { districtId, name, value, who: 'test' }, now)
  await saveProvider(store.pool, 'clever', { api: clever.api, login: clever.login, clientId: clever.clientId }, 'test', now) // prettier-ignore
  await saveProvider(store.pool, 'classlink', { proxy: classlink.proxy }, 'test', now)
  await give(vendorScope, 'cleverSecret', clever.clientSecret)
  await give(vendorScope, 'partnerKey', classlink.partnerKey)
  await give(lincoln.districtId, 'clientSecret', served().oneroster12.clientSecret)
}, 60_000)
afterAll(async () => {
  await sandbox.close()
  await store.close()
})

function served() {
  const [one] = sandbox.description.districts
  if (one === undefined) throw new Error('there is one district')
  return one
}

const ask = { who: 'test', progress: () => undefined }
async function read(): Promise<Outcome> {
  return await sync({ ...ask, store, district: 'lincoln', trigger: 'manual', from: null, planOnly: false, today: () => '2026-10-01' }) // prettier-ignore
}

async function change(source: SourceName, settings: Record<string, string>): Promise<Outcome> {
  return await planSwitch({
    ...ask,
    store,
    district: 'lincoln',
    today: () => '2026-10-01',
    to: { source, settings },
  })
}

/** What the district is connected to. */
async function connection() {
  const { rows } = await store.pool.query<Record<string, unknown>>(
    'select source, settings, rules_version from connections',
  )
  return rows
}

async function approve({ plan, hazards }: Outcome): Promise<Outcome> {
  const decision = {
    allow: [...new Set(hazards.map(({ code }) => code))],
    only: 'all' as const,
    schools: null,
  }
  return await applyPlan({ ...ask, store, district: 'lincoln', plan: plan ?? '', decision })
}

/** Ids that we gave: who it is, by what no source renames, and who sits where. */
async function roster() {
  const { rows: people } = await store.pool.query<{ id: string; who: string }>(
    `select id, given_name || ' ' || family_name as who from users where removed_at is null order by id`,
  )
  const { rows: seats } = await store.pool.query<{ seat: string }>(
    `select c.id || ' ' || u.id || ' ' || e.role || ' ' || e.id as seat from enrollments e join classes c on c.sourced_id = e.class_sourced_id and c.removed_at is null
      join users u on u.sourced_id = e.user_sourced_id and u.removed_at is null where e.removed_at is null order by 1`,
  )
  const { rows: schools } = await store.pool.query<{ id: string; name: string }>(
    `select id, name from orgs where type = 'school' and removed_at is null order by id`,
  )
  return { people, seats, schools }
} // prettier-ignore

const sources: readonly (readonly [source: SourceName, settings: () => Record<string, string>])[] = [
  ['classlink', () => ({ tenantId: String(served().classlink.tenantId) })],
  [
    'oneroster-rest',
    () => {
      const { url, tokenUrl, clientId } = served().oneroster12
      return { url, tokenUrl, clientId, version: '1.2' }
    },
  ],
  ['clever', () => ({ tenantId: served().clever.districtId })],
]

test('from Clever to ClassLink, to a OneRoster server and back everybody and every class keeps the id we gave', async () => {
  await connect(store.pool, lincoln, 'clever', { tenantId: served().clever.districtId }, 'test')
  expect((await read()).status).toBe('applied')
  const before = await roster()
  expect(before.seats.length).toBeGreaterThan(900)
  for (const [source, settings] of sources) {
    const held = await change(source, settings())
    expect(held.status).toBe('held')
    const codes = held.hazards.map(({ code }) => code)
    expect(codes).toContain('SOURCE_CHANGED')
    expect(codes).not.toContain('MASS_REMOVE')
    await approve(held)
    expect(await roster()).toEqual(before)
    expect(await connection()).toMatchObject([{ source, settings: settings() }])
    expect((await read()).status).toBe('empty')
  }
})

const classlink = () => ({ tenantId: String(served().classlink.tenantId) })
const undoing = { ...ask, district: 'lincoln', dryRun: false, today: () => '2026-10-01' }

async function allRows() {
  const tables = ['users', 'classes', 'enrollments', 'roles', 'orgs', 'courses', 'academic_sessions']
  const found = tables.map(
    async table =>
      (await store.pool.query(`select row_to_json(t)::text as row from ${table} t order by id`)).rows,
  )
  return await Promise.all(found)
}

test('until its plan is applied a change of source touches neither the connection nor the nightly sync', async () => {
  const [rows, tied] = [await allRows(), await connection()]
  const { rows: issues } = await store.pool.query('select * from issues order by rule, file, sourced_id')
  const held = await change('classlink', classlink())
  expect(held.hazards.map(({ code }) => code)).toContain('SOURCE_CHANGED')
  expect((await read()).status).toBe('empty')
  expect([await allRows(), await connection()]).toEqual([rows, tied])
  expect((await store.pool.query('select * from issues order by rule, file, sourced_id')).rows).toEqual(issues)
  const decision = { allow: held.hazards.map(({ code }) => code), only: 'additions' as const, schools: null }
  await expect(applyPlan({ ...ask, store, district: 'lincoln', plan: held.plan ?? '', decision })).rejects.toMatchObject({ code: 'PART_UNDIVIDED' })
  const { rows: crossed } = await store.pool.query<{ people: number }>(
    `select count(*)::int as people from users where removed_at is null`,
  )
  const plan = { plan: held.plan ?? '', counts: held.counts }
  const crossings = await countCrossings(store.pool, lincoln.districtId, plan)
  // Two who work for the district itself have no number that both systems know.
  expect(crossings.find(({ kind }) => kind === 'users')).toEqual({
    kind: 'users', paired: (crossed[0]?.people ?? 0) - 2, unsure: 2, same: 0, fresh: 0, gone: 0,
  }) // prettier-ignore
  await discardPlan({ store, district: 'lincoln', plan: plan.plan, who: 'test', comment: null })
  await expect(approve(held)).rejects.toMatchObject({ code: 'PLAN_DECIDED' })
  expect(await connection()).toEqual(tied)
}) // prettier-ignore

test('a cut-over that is undone leaves every row and the connection as they were, and so does undoing that', async () => {
  const [rows, tied] = [await allRows(), await connection()]
  const { run } = await approve(await change('classlink', classlink()))
  const after = await allRows()
  expect(after).not.toEqual(rows)
  expect(await connection()).toMatchObject([{ source: 'classlink', settings: classlink() }])
  const undone = await undoRun({ ...undoing, store, undoes: run })
  expect([await allRows(), await connection()]).toEqual([rows, tied])
  expect((await read()).status).toBe('empty')
  const redone = await undoRun({ ...undoing, store, undoes: undone.run ?? 0 })
  expect(await allRows()).toEqual(after)
  expect(await connection()).toMatchObject([{ source: 'classlink', settings: classlink() }])
  await undoRun({ ...undoing, store, undoes: redone.run ?? 0 })
  expect([await allRows(), await connection()]).toEqual([rows, tied])
})

test('a plan and a run are refused when somebody connected the district otherwise since', async () => {
  const held = await change('classlink', classlink())
  const clever = { tenantId: served().clever.districtId }
  await connect(store.pool, lincoln, 'oneroster-csv', {}, 'test')
  await expect(approve(held)).rejects.toMatchObject({ code: 'SOURCE_MOVED' })
  await connect(store.pool, lincoln, 'clever', clever, 'test')
  const { run } = await approve(held)
  await connect(store.pool, lincoln, 'clever', clever, 'test')
  await expect(undoRun({ ...undoing, store, undoes: run })).rejects.toMatchObject({ code: 'SOURCE_MOVED' })
  await expect(change('clever', clever)).rejects.toMatchObject({ code: 'SOURCE_SAME' })
})

test('a district that is connected to another source without a plan keeps its people all the same', async () => {
  const before = await roster()
  const held = await read()
  expect([held.status, held.counts.users?.update, held.counts.users?.create]).toEqual(['held', 174, 0])
  await approve(held)
  expect(await roster()).toEqual(before)
})

test('elsewhere nothing counts as read: neither changes alone nor one record is asked for before everything is', async () => {
  const marks = async () =>
    (await store.pool.query('select full_at, read_from, base_version from connections')).rows
  expect(await marks()).not.toEqual([{ full_at: null, read_from: null, base_version: null }])
  await connect(store.pool, lincoln, 'clever', { tenantId: 'f'.repeat(24) }, 'test')
  expect(await marks()).toEqual([{ full_at: null, read_from: null, base_version: null }])
})

test('after a part of what another source brings the rest is found as before', async () => {
  const { url, tokenUrl, clientId } = served().oneroster12
  await connect(store.pool, lincoln, 'oneroster-rest', { url, tokenUrl, clientId, version: '1.2' }, 'test')
  const held = await read()
  const codes = held.hazards.map(({ code }) => code)
  await applyPlan({ ...ask, store, district: 'lincoln', plan: held.plan ?? '', decision: { allow: codes, only: 'additions', schools: null } }) // prettier-ignore
  const again = await read()
  expect(again.status).toBe('held')
  expect([again.counts.classes?.create, again.counts.enrollments?.create]).toEqual([0, 0])
})
