import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultName } from '../../src/sandbox/faults.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import type { Seat } from '../../src/sandbox/seat.ts'
import { addDistrict, connect } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { rotateMaster } from '../../src/store/rotate.ts'
import { keepSecret, retireSecret } from '../../src/store/secrets.ts'
import { row, sql } from '../../src/store/sql.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { sync } from '../../src/sync/sync.ts'
import { freshStore } from '../support/database.ts'

/*
 * Whole runs from a server that misbehaves, as admins meet them: whatever it does, nobody is removed without proof, and
 * what happened is told in words. F12 to F16 and F25 of the faults, and what lies between them.
 */

let sandbox: Sandbox
let seat: Seat
let store: Store
let count = 0
let key = ''
let districtId = ''
const students = 60

beforeAll(async () => {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: [] })
  store = { ...(await freshStore()), loopback: true }
})
afterAll(async () => {
  await sandbox.close()
  await store.close()
})

/** A district of the sandbox and of ours, in step with each other. */
beforeEach(async () => {
  await sandbox.close()
  key = `lincoln-${++count}`
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: [{ key, schools: 2, students, seed: 'servers' }] })
  const found = sandbox.seats.get(key)
  if (found === undefined) throw new Error('the sandbox has one district')
  seat = found
  const district = await addDistrict(store.pool, key, 'Lincoln USD', 'America/Chicago')
  districtId = district.districtId
  await tie()
  expect((await run()).status).toBe('applied')
}) // prettier-ignore

async function tie(more: Record<string, string> = {}): Promise<void> {
  const { url, tokenUrl, clientId, clientSecret } = sandbox.description.districts[0]?.oneroster12 ?? { url: '', tokenUrl: '', clientId: '', clientSecret: '' } // prettier-ignore
  const settings = { url, tokenUrl, clientId, pageSize: '40', ...more }
  await connect(store.pool, { districtId, key, name: '', zone: 'America/Chicago', rosterVersion: 0 }, 'oneroster-rest', settings, 'test') // prettier-ignore
  await keepSecret(store, { districtId, name: 'clientSecret', value: clientSecret, who: 'test' }, new Date())
}

async function run(): Promise<Outcome> {
  return await sync({ store, district: key, trigger: 'manual', who: 'test', from: null, planOnly: false, today: () => '2026-11-25', progress: () => undefined }) // prettier-ignore
}

async function live(): Promise<{ users: number; enrollments: number }> {
  const found = await row<{ users: number; enrollments: number }>(
    store.pool,
    sql`select (select count(*)::int from users where district_id = ${districtId} and removed_at is null) as users,
      (select count(*)::int from enrollments where district_id = ${districtId} and removed_at is null) as enrollments`,
  )
  return found ?? { users: 0, enrollments: 0 }
}

function on(faults: Partial<Record<FaultName, unknown>>): void {
  seat.switches.on.clear()
  for (const [name, value] of Object.entries(faults)) seat.switches.on.set(name as FaultName, value) // its own keys
}

const codes = ({ hazards }: Outcome) => [...new Set(hazards.map(({ code }) => code))]

describe('a server that brings less than there is removes nobody', () => {
  test.each([
    ['half of the pages, then empty ones', { halfThenEmpty: true }],
    ['a count that is too high', { countLies: 'high' }],
    ['pages in another order each', { reorderedPages: true }],
    ['the first page again and again', { ignoreOffset: true }],
  ] as const)('%s', async (_, faults) => {
    on(faults)
    const before = await live()
    const outcome = await run()
    expect(outcome.status).toBe('empty')
    expect(codes(outcome)).toContain('INCOMPLETE')
    on({})
    expect(await live()).toEqual(before)
  })
})

test('a server whose records go while they are read loses those, and nobody else', async () => {
  on({ shiftDuringRead: 'remove' })
  await run()
  on({})
  const there = new Set(seat.district.shelves.users.rows.map(({ id }) => id))
  const { rows: gone } = await store.pool.query<{ id: string }>(
    'select sourced_id as id from users where district_id = $1 and removed_at is not null',
    [districtId],
  )
  expect(gone.filter(({ id }) => there.has(id))).toEqual([])
  expect((await run()).status).not.toBe('failed')
})

describe('a server with habits says the same as one without', () => {
  test.each([
    ['clamped pages', { pageClamp: 7 }],
    ['no count', { countLies: 'absent' }],
    ['a count of zero', { countLies: 'zero' }],
    ['a count that is too low', { countLies: 'low' }],
    ['everything at once, whatever is asked', { ignoreLimit: true }],
    ['a bare array', { envelopeKey: 'array' }],
    ['a key of its own', { envelopeKey: 'random' }],
    ['booleans as yes and no', { booleansAs: 'yes' }],
    ['roles with a capital', { rolesCase: true }],
    ['dates with a time', { datesAs: 'time' }],
    ['grades as one text', { gradesAs: 'string' }],
    ['null for nothing', { nullsAs: 'null' }],
    ['no sorting', { sortRefused: true }],
    ['its first record once more at the end', { duplicateIds: true }],
    ['every seventh answer a web page', { htmlWith200: 7 }],
    ['every ninth answer cut off', { resetMidBody: 9 }],
    ['tokens that are good for five requests', { tokenRequests: 5 }],
  ] as const)(
    '%s',
    async (_, faults) => {
      on(faults)
      const outcome = await run()
      expect([outcome.status, codes(outcome)]).toEqual(['empty', []])
    },
    20_000,
  )
})

describe('a server that keeps its word', () => {
  test('is followed through a day, and the second run plans nothing', async () => {
    await seat.district.nextDay(0.05)
    const outcome = await run()
    expect(outcome.status).toBe('applied')
    const [users, enrollments] = (['users', 'enrollments'] as const).map(kind => seat.district.shelves[kind].rows.filter(({ gone }) => !gone).length) // prettier-ignore
    expect(await live()).toEqual({ users, enrollments })
    expect((await run()).status).toBe('empty')
  })

  test('whose changes are asked for says the same as one that is read whole', async () => {
    await tie({ delta: 'yes' })
    await seat.district.nextDay(0.05)
    const outcome = await run()
    expect(outcome.status).toBe('applied')
    const asked = seat.log.filter(({ path }) => path.includes('filter=dateLastModified'))
    expect(asked.length).toBeGreaterThan(5)
    await tie()
    expect([(await run()).status, codes(outcome)]).toEqual(['empty', []])
  })

  test('and has half of its students leave is not believed without a person', async () => {
    seat.district.removeStudents(0.5, false)
    const before = await live()
    const outcome = await run()
    expect(outcome.status).toBe('held')
    expect(codes(outcome)).toContain('MASS_REMOVE')
    expect(await live()).toEqual(before)
  })

  test.each(['another id', 'ids with blanks, braces and letters'])(
    'and gives everybody %s is held with a crosswalk',
    async ids => {
      if (ids === 'another id') seat.district.rekey('n-')
      else on({ oddIds: true })
      const outcome = await run()
      expect([outcome.status, codes(outcome)]).toEqual(['held', expect.arrayContaining(['RE_KEYED'])])
    },
  )
})

describe('a server that does not let us in', () => {
  test('says so, and everybody keeps what they have', async () => {
    const before = await live()
    on({ tokenRefused: true })
    await expect(run()).rejects.toMatchObject({ code: 'SOURCE_REFUSED', exit: 4 })
    on({ reduceScope: 'enrollments' })
    const outcome = await run()
    expect([outcome.status, codes(outcome)]).toEqual(['held', ['EMPTY_KIND']])
    on({ redirect: 'http://169.254.169.254/latest/meta-data' })
    await expect(run()).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect(await live()).toEqual(before)
  })

  test('after it renewed its secret: the new one is taken beside the old', async () => {
    const { clientSecret } = seat.gate.rotate('renewed')
    await expect(run()).rejects.toMatchObject({ code: 'SOURCE_REFUSED' })
    await keepSecret(
      store,
      { districtId, name: 'clientSecret', value: clientSecret, who: 'test' },
      new Date(),
    )
    expect((await run()).status).toBe('empty')
    await retireSecret(store.pool, districtId, 'clientSecret', 1, new Date())
    expect((await run()).status).toBe('empty')
  })

  test('while the master key is changed, and not on a machine that lacks it', async () => {
    const before = await live()
    const [outcome] = await Promise.all([run(), rotateMaster(store), rotateMaster(store)])
    expect(outcome.status).toBe('empty')
    const path = join(store.data, 'master.key')
    await rename(path, `${path}.away`)
    await expect(run()).rejects.toMatchObject({ code: 'SECRET_UNREADABLE', message: expect.stringContaining('Put back master.key') }) // prettier-ignore
    expect(await live()).toEqual(before)
    await tie()
    expect((await run()).status).toBe('empty')
  })

  test('with neither secret nor address in anything that is kept of the run', async () => {
    const { clientSecret = '' } = sandbox.description.districts[0]?.oneroster12 ?? {}
    const { rows } = await store.pool.query<{ text: string }>(
      `select string_agg(r::text, '') || (select string_agg(c::text, '') from connections c) || (select string_agg(s::text, '') from secrets s) as text from runs r`,
    )
    expect(rows[0]?.text).toContain('enrollments?limit=40')
    expect(rows[0]?.text.includes(clientSecret)).toBe(false)
  })
})
