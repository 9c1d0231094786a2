import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Letter } from '../../src/notify/letter.ts'
import { nudge, tellDue, tellPause, tellRun } from '../../src/notify/tell.ts'
import { connect, findDistrict, type District } from '../../src/store/districts.ts'
import { sync } from '../../src/sync/sync.ts'
import { chooseNotice } from '../../src/store/notify-choices.ts'
import { noDistrict } from '../../src/store/outbox.ts'
import type { Store } from '../../src/store/open.ts'
import { transact } from '../../src/store/transact.ts'
import * as tiny from '../faults/tiny.ts'
import { freshStore } from '../support/database.ts'
import { addHold, addLincoln, addPerson, addRun, addSupport, later, monday } from './district.ts'

let store: Store
let district: District
let owner: string

beforeEach(async () => {
  store = await freshStore()
  district = await addLincoln(store)
  owner = await addPerson(store, district, 'owner')
})
afterEach(() => store.close())

const tell = (run: number, now = monday) =>
  transact(store.pool, client => tellRun(client, { districtId: district.districtId, run }, now))
const due = (now: Date) => transact(store.pool, client => tellDue(client, district, now))

async function letters(): Promise<Letter[]> {
  const { rows } = await store.pool.query('select letter from outbox order by queued_at, key')
  return rows.map(({ letter }) => letter)
}
const failures = async () => (await letters()).flatMap(letter => ('code' in letter ? [letter.code] : []))
async function keys(): Promise<string[]> {
  const { rows } = await store.pool.query(`select key from outbox order by queued_at, key`)
  return rows.map(({ key }) => key.replace(owner, 'owner'))
}

/** A district that was applied on Sunday and told so; then nights that came to these results, told one by one. */
async function nights(...results: readonly (string | { readonly hold: string })[]): Promise<number> {
  let run = 1
  await addRun(store, district, { run, result: 'applied', at: later(monday, { days: -1 }) })
  await tell(run)
  await store.pool.query('delete from outbox')
  for (const result of results) {
    run++
    const at = later(monday, { days: run - 2 })
    await addRun(store, district, { run, result: typeof result === 'string' ? result : 'held', at })
    if (typeof result !== 'string') await addHold(store, district, run, result.hold)
    await tell(run, at)
  }
  return run
}

test('a night without change tells nobody', async () => {
  await nights('empty', 'applied')
  expect(await letters()).toEqual([])
})

test('a held plan is told once, with its numbers, however often its run is told of', async () => {
  const run = await nights({ hold: 'digest-one' })
  await tell(run)
  await Promise.all([tell(run), tell(run)])
  expect(await letters()).toEqual([
    {
      template: 'held', plan: 'plan-2', changes: 208,
      reasons: [{ code: 'MASS_REMOVE_SCHOOL', kind: 'enrollments', school: 's-12', count: 208, of: 507, limit: { share: 0.2 } }],
    },
  ])
}) // prettier-ignore

test('the same plan every night is told once, and another again', async () => {
  await nights({ hold: 'digest-one' }, { hold: 'digest-one' }, 'failed', { hold: 'digest-one' }, { hold: 'digest-two' })
  expect(await keys()).toEqual(['held:2:digest-one:owner', 'held:6:digest-two:owner'])
}) // prettier-ignore

test('a plan that was decided before anybody told of it is not told', async () => {
  await nights()
  await addRun(store, district, { run: 2, result: 'held', at: monday })
  await addHold(store, district, 2, 'digest-one')
  await store.pool.query(`update plans set status = 'applied'`)
  expect(await tell(2)).toBe(0)
})

test('the third failure in a row is told', async () => {
  await nights('failed', 'failed', 'failed', 'failed')
  expect(await letters()).toEqual([{ template: 'failed', run: 4, times: 3, code: null }])
})

test('a failure whose fix is known is told at once, by its code', async () => {
  await nights()
  await addRun(store, district, { run: 2, result: 'failed', code: 'ARCHIVE_BROKEN', at: monday })
  await tell(2)
  expect(await letters()).toEqual([{ template: 'failed', run: 2, times: 1, code: 'ARCHIVE_BROKEN' }])
})

test('the first success is told, and an approved hold can be one', async () => {
  await addRun(store, district, { run: 1, result: 'held', at: monday })
  await addHold(store, district, 1, 'digest-one')
  await tell(1)
  await store.pool.query(`update runs set result = 'applied'; update plans set status = 'applied'`)
  await tell(1)
  expect((await letters()).map(({ template }) => template).sort()).toEqual(['first_success', 'held'])
})

test('an undo tells nothing, and does not stand between failures', async () => {
  await nights('failed', 'failed')
  await addRun(store, district, { run: 4, result: 'undone', trigger: 'undo', at: monday })
  expect(await tell(4)).toBe(0)
  await addRun(store, district, { run: 5, result: 'failed', at: monday })
  expect(await tell(5)).toBe(1)
})

test('a run whose worker was killed before it told is told by the next, and by the clock', async () => {
  await nights()
  await addRun(store, district, { run: 2, result: 'failed', code: 'ARCHIVE_BROKEN', at: monday })
  await addRun(store, district, { run: 3, result: 'applied', at: later(monday, { minutes: 1 }) })
  await tell(3)
  await addRun(store, district, { run: 4, result: 'failed', code: 'NO_SOURCE', at: later(monday, { hours: 1 }) })
  await due(later(monday, { hours: 1, minutes: 5 }))
  expect(await failures()).toEqual(['ARCHIVE_BROKEN'])
  await due(later(monday, { hours: 1, minutes: 15 }))
  expect(await failures()).toEqual(['ARCHIVE_BROKEN', 'NO_SOURCE'])
}) // prettier-ignore

test('what ran before there was mail is no news', async () => {
  await addRun(store, district, {
    run: 1,
    result: 'failed',
    code: 'NO_SOURCE',
    at: later(monday, { days: -9 }),
  })
  expect(await due(later(monday, { hours: 1 }))).toBe(0)
})

test('a transaction that fails tells nothing, and its run can be told again', async () => {
  await nights()
  await addRun(store, district, { run: 2, result: 'failed', code: 'NO_SOURCE', at: monday })
  const broken = transact(store.pool, async client => {
    await tellRun(client, { districtId: district.districtId, run: 2 }, monday)
    throw new Error('killed')
  })
  await expect(broken).rejects.toThrow('killed')
  expect(await letters()).toEqual([])
  expect(await tell(2)).toBe(1)
})

test('a hold that waits for a day is told again once, counted from its first night', async () => {
  await nights({ hold: 'digest-one' }, { hold: 'digest-one' })
  const waiting = async () => (await letters()).filter(({ template }) => template === 'waiting')
  await due(later(monday, { hours: 23 }))
  expect(await waiting()).toEqual([])
  await due(later(monday, { hours: 25 }))
  await due(later(monday, { hours: 50 }))
  expect(await waiting()).toEqual([
    { template: 'waiting', plan: 'plan-3', since: monday.toISOString(), reasons: 1 },
  ])
})

test('support reminds of a hold once a day', async () => {
  await nights({ hold: 'digest-one' })
  expect(await nudge(store.pool, district.districtId, monday)).toBe(1)
  expect(await nudge(store.pool, district.districtId, later(monday, { hours: 1 }))).toBe(0)
  expect(await nudge(store.pool, district.districtId, later(monday, { days: 1 }))).toBe(1)
})

test('the week is told on Monday at seven, once', async () => {
  const people = { users: { create: 14, update: 31, remove: 3, restore: 1, archive: 0, unchanged: 9 } }
  const week = (run: number, result: string, at: string) =>
    addRun(store, district, { run, result, at: new Date(at), counts: people })
  // Chicago is five hours behind: Monday the 7th begins at 05:00, and so does the 14th.
  await week(1, 'applied', '2026-09-07T04:59:00Z')
  await week(2, 'applied', '2026-09-07T05:00:00Z')
  await week(3, 'failed', '2026-09-10T07:00:00Z')
  await week(4, 'applied', '2026-09-14T04:59:00Z')
  await week(5, 'applied', '2026-09-14T05:00:00Z')
  await due(new Date('2026-09-14T11:59:00Z'))
  expect(await letters()).toEqual([])
  await due(new Date('2026-09-14T12:00:00Z'))
  await due(new Date('2026-09-15T12:00:00Z'))
  expect(await letters()).toEqual([
    {
      template: 'weekly', from: '2026-09-07', to: '2026-09-13', held: null, runs: 3, failures: 1,
      added: 30, changed: 62, removed: 6, promoted: 0, issues: 0,
    },
  ])
}) // prettier-ignore

test('a week in which nothing ran is not told', async () => {
  await nights()
  expect(await due(later(monday, { days: 14 }))).toBe(0)
})

test('a pause is told once, and again when it changes', async () => {
  const pause = { mode: 'pause', from: '2026-06-10', until: '2026-08-03' } as const
  const { pool } = store
  expect(await tellPause(pool, district.districtId, pause, monday)).toBe(1)
  expect(await tellPause(pool, district.districtId, pause, monday)).toBe(0)
  expect(await tellPause(pool, district.districtId, { ...pause, until: null }, monday)).toBe(1)
})

test('a request goes to Product Support, and to nobody of the district', async () => {
  const support = await addSupport(store)
  await store.pool.query(
    `insert into requests (district_id, request_id, kind, answers, who, created_at) values ($1, $2, 'system', '{}', 'x', $3)`,
    [district.districtId, '00000000-0000-4000-8000-000000000001', monday],
  )
  await due(monday)
  await due(later(monday, { hours: 1 }))
  expect(await keys()).toEqual([`request:00000000-0000-4000-8000-000000000001:${support}`])
  await chooseNotice(store.pool, { districtId: noDistrict, consoleUserId: support, event: 'request', wanted: false }, monday) // prettier-ignore
  await store.pool.query('delete from outbox')
  expect(await due(monday)).toBe(0)
})

test('tells who chose to hear of it, and nobody who was only invited', async () => {
  const manager = await addPerson(store, district, 'manager')
  const viewer = await addPerson(store, district, 'viewer')
  await addPerson(store, district, 'manager', { email: 'invited@lincoln.example', seen: false })
  const { districtId } = district
  await chooseNotice(
    store.pool,
    { districtId, consoleUserId: manager, event: 'failed', wanted: false },
    monday,
  )
  await chooseNotice(store.pool, { districtId, consoleUserId: viewer, event: 'failed', wanted: true }, monday)
  await nights('failed', 'failed', 'failed')
  const { rows } = await store.pool.query('select console_user_id as id from outbox')
  expect(rows.map(({ id }) => id).sort()).toEqual([owner, viewer].sort())
})

test('runs of the engine are told as they came out: first success, a hold, a failure with its code', async () => {
  const key = 'tiny-usd'
  const { districtId } = await addLincoln(store, key)
  const person = await addPerson(store, { ...district, districtId }, 'owner', { email: 'tiny@lincoln.example' })
  const drop = await tiny.writeDrop(join(store.data, 'drop'), tiny.monday, 1)
  await connect(store.pool, await findDistrict(store.pool, key), 'oneroster-csv', { path: drop }, 'test')
  const night = async () => {
    const order = { store, district: key, trigger: 'schedule', who: 'schedule', from: null, planOnly: false }
    const quiet = { today: () => '2026-09-15', progress: () => {} }
    await sync({ ...order, ...quiet }).catch(() => undefined)
    const { rows } = await store.pool.query('select max(run) as run from runs where district_id = $1', [districtId])
    await transact(store.pool, client => tellRun(client, { districtId, run: rows[0].run }, monday))
  }
  await night()
  await tiny.writeDrop(drop, tiny.wednesday, 2)
  await night()
  await rm(drop, { recursive: true })
  await night()
  const { rows } = await store.pool.query(
    'select letter from outbox where console_user_id = $1 order by key',
    [person],
  )
  expect(rows.map(({ letter }) => letter)).toMatchObject([
    { template: 'failed', run: 3, times: 1, code: 'NOT_A_DROP' },
    { template: 'first_success', run: 1, people: 8, classes: 2 },
    { template: 'held', reasons: [{ code: 'ROLE_RAISED', kind: 'roles', school: null, count: 1, limit: null }] },
  ])
}) // prettier-ignore
