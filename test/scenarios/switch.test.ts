import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import { addDistrict, connect, type District } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, vendorScope } from '../../src/store/secrets.ts'
import type { SourceName } from '../../src/sources/registry.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
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
    await connect(store.pool, lincoln, source, settings(), 'test')
    const held = await read()
    expect(held.status).toBe('held')
    expect(held.hazards.map(({ code }) => code)).not.toContain('MASS_REMOVE')
    await approve(held)
    expect(await roster()).toEqual(before)
  }
})

test('a cut-over that is undone leaves every row as it was, and is offered again', async () => {
  const rows = async () => {
    const found = ['users', 'classes', 'enrollments', 'roles', 'orgs', 'courses', 'academic_sessions'].map(
      async table =>
        (await store.pool.query(`select row_to_json(t)::text as row from ${table} t order by id`)).rows,
    )
    return await Promise.all(found)
  }
  const before = await rows()
  await connect(store.pool, lincoln, 'classlink', { tenantId: String(served().classlink.tenantId) }, 'test')
  const { run } = await approve(await read())
  expect(await rows()).not.toEqual(before)
  await undoRun({ ...ask, store, district: 'lincoln', undoes: run, dryRun: false, today: () => '2026-10-01' })
  expect(await rows()).toEqual(before)
  const again = await read()
  expect([again.status, again.counts.users?.update, again.counts.users?.create]).toEqual(['held', 174, 0])
})
