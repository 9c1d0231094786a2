import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { row, rows, sql } from '../../src/store/sql.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { bulk, lincoln, lincolnFiles, middle } from './lincoln.ts'
import { idOf, openDistrict, planText, shuffled, type Lab } from './scenario.ts'
import { add, each, edit, rowOf, without } from './tables.ts'

// The ideas that carry the engine (ARCHITECTURE.md), each by its number.

const ada = 'u-ada-park'
const parker = edit(lincoln, 'users', ada, { familyName: 'Parker' })
const half = without(
  lincoln,
  ...(lincoln.users ?? []).filter(({ grades }) => grades === '07').map(row => row.sourcedId ?? ''),
)

async function applied(...days: Parameters<Lab['sync']>[0][]): Promise<Lab> {
  const district = await openDistrict()
  for (const day of days) expect((await district.sync(day)).status).toBe('applied')
  return district
}

describe('1 a snapshot is an artifact', () => {
  test('what a source said is kept with its digest, and cannot be read without the key', async () => {
    const district = await applied(lincoln)
    const folder = join(district.store.data, 'snapshots', district.districtId, '1')
    const kept = await readdir(folder)
    expect(kept).toEqual(expect.arrayContaining(['users.lines', 'enrollments.lines']))
    for (const name of kept) expect((await readFile(join(folder, name))).includes('Park')).toBe(false)
    const run = await row<{ digest: string; files: { name: string; digest: string }[] }>(
      district.store.pool,
      sql`select snapshot_digest as digest, files from runs where district_id = ${district.districtId} and run = 1`,
    )
    expect(run?.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(run?.files.map(({ name }) => name)).toEqual(Object.keys(lincolnFiles).sort())
  })

  test('a held plan is applied from it, though the source is gone', async () => {
    const district = await openDistrict()
    const { plan } = await district.sync(lincoln, { planOnly: true })
    await rm(join(district.store.data, 'drops'), { recursive: true, force: true })
    expect((await district.approve(plan ?? '', {})).status).toBe('applied')
    expect(await district.live()).toEqual(await district.expected(lincoln))
  })
})

describe('2 cost follows change', () => {
  test('files that are byte for byte those of last time are not parsed', async () => {
    const district = await applied(lincoln)
    const outcome = await district.sync(lincoln)
    expect([outcome.status, outcome.rows]).toEqual(['empty', 0])
  })

  test('only what changed travels: one row of 224', async () => {
    const district = await applied(lincoln)
    const { plan } = await district.sync(parker)
    const stored = await rows<{ kind: string }>(
      district.store.pool,
      sql`select kind from plan_changes where district_id = ${district.districtId} and plan = ${plan}`,
    )
    expect(stored).toEqual([{ kind: 'users' }])
  })

  test('without its fingerprints the roster itself is the base, and the plan is the same', async () => {
    const [quick, slow] = [await applied(lincoln), await applied(lincoln)]
    await rm(join(slow.store.data, 'base'), { recursive: true })
    const [first, second] = [await quick.sync(half), await slow.sync(half)]
    expect(second.counts).toEqual(first.counts)
    expect(second.digest).toBe(first.digest)
  })

  test('a roster that drifted is found by a reconcile', async () => {
    const district = await applied(lincoln)
    await district.store.pool.query(
      `update users set family_name = 'Drift' where district_id = '${district.districtId}' and sourced_id = '${ada}'`,
    )
    await district.store.pool.query(
      `update connections set reconciled_at = now() - interval '8 days' where district_id = '${district.districtId}'`,
    )
    expect(planText((await district.sync(lincoln)).counts)).toEqual({ users: '~1' })
    expect(await district.live()).toEqual(await district.expected(lincoln))
  })
})

test('3 a kind that is not proven complete loses nothing, and the others do', async () => {
  const district = await applied(lincoln)
  const files = bulk(without(lincoln, ada))
  const cut = String(files['users.csv']).slice(0, -40)
  const outcome = await district.sync({ ...files, 'users.csv': cut })
  expect(planText(outcome.counts)).toEqual({ roles: '-1', enrollments: '-4' })
  expect(outcome.hazards).toMatchObject([{ code: 'INCOMPLETE', kind: 'users', count: 2 }])
  expect(outcome.complete).not.toContain('users')
})

test('4 a plan is data with a basis and a digest, and changes nothing until it is applied', async () => {
  const district = await applied(lincoln)
  const before = await district.dump()
  const outcome = await district.sync(parker, { planOnly: true })
  expect(outcome).toMatchObject({ status: 'cleared', basis: { rosterVersion: 1, rulesVersion: 1 } })
  expect(outcome.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(await district.dump()).toEqual(before)
  expect((await district.approve(outcome.plan ?? '', {})).status).toBe('applied')
  expect(await district.live()).toEqual(await district.expected(parker))
})

test('5 every danger is told at once, with its count, its limit and its school', async () => {
  const district = await applied(lincoln)
  const { hazards } = await district.sync(half)
  expect(hazards.map(({ message: _, ...hazard }) => hazard)).toEqual([
    { code: 'MASS_REMOVE', kind: 'users', school: null, count: 7, of: 36, limit: 5 },
    { code: 'MASS_REMOVE_SCHOOL', kind: 'users', school: middle, count: 7, of: 14, limit: 5 },
    { code: 'MASS_REMOVE_SCHOOL', kind: 'enrollments', school: middle, count: 25, of: 56, limit: 11 },
  ])
})

test('6 readers see all of an apply or nothing, and a failed one leaves no trace', async () => {
  const district = await applied(lincoln)
  const { pool } = district.store
  const before = await district.dump()
  // The last statement of the apply cannot succeed.
  await pool.query(
    `alter table runs add constraint never check (district_id <> '${district.districtId}' or result is distinct from 'applied') not valid`,
  )
  await expect(district.sync(parker)).rejects.toThrow()
  await pool.query('alter table runs drop constraint never')
  expect(await district.dump()).toEqual(before)
  expect(planText((await district.sync(shuffled(bulk(parker)))).counts)).toEqual({ users: '~1' })
})

test('7 everything has a past: an undone run leaves every row byte for byte as it was', async () => {
  const district = await applied(lincoln)
  const before = await district.dump()
  const next = edit(without(lincoln, 'u-wyatt-begay'), 'users', ada, { familyName: 'Parker' })
  const { run } = await district.sync(add(next, 'users', { ...rowOf(lincoln, 'users', ada), sourcedId: 'u-new', identifier: '9', username: 'new' }))
  expect(await district.dump()).not.toEqual(before)
  const order = { store: district.store, district: district.key, who: 'test', today: () => '2026-09-15', progress: () => {} }
  expect((await undoRun({ ...order, undoes: run, dryRun: false })).status).toBe('undone')
  expect(await district.dump()).toEqual(before)
}) // prettier-ignore

describe('8 rules are part of the plan', () => {
  test('a narrower scope makes a plan that names whom it removes, and a wider one gives them back', async () => {
    const district = await applied(lincoln)
    const ids = await district.dump()
    await district.changeRules(rules => ({ ...rules, scope: { ...rules.scope, roles: ['student'] } }))
    const narrow = await district.sync(lincoln)
    expect(planText(narrow.counts)).toEqual({ users: '-8', roles: '-12', enrollments: '-11' })
    await district.approve(narrow.plan ?? '', { allow: ['MASS_REMOVE'] })
    await district.changeRules(rules => ({ ...rules, scope: { ...rules.scope, roles: null } }))
    const wide = await district.sync(lincoln)
    expect([wide.status, planText(wide.counts)]).toEqual(['applied', { users: '^8', roles: '^12', enrollments: '^11' }])
    const now = await district.dump()
    expect(idOf(now, 'users', 'u-tom-becker')).toBe(idOf(ids, 'users', 'u-tom-becker'))
  }) // prettier-ignore

  test('demographics that are switched off again leave the roster, whatever the drop brings', async () => {
    const births = { ...lincoln, demographics: [{ sourcedId: ada, birthDate: '2014-02-03' }] }
    const district = await openDistrict()
    const birthDates = (on: boolean) =>
      district.changeRules(rules => ({ ...rules, fields: { 'demographics.birthDate': on } }))
    await birthDates(true)
    await district.sync(births)
    await birthDates(false)
    const off = await district.sync(births)
    expect([off.status, planText(off.counts)]).toEqual(['applied', { demographics: '-1' }])
    expect(planText((await district.sync(shuffled(bulk(births)))).counts)).toEqual({})
  })
})

describe('9 identity is earned', () => {
  /** Somebody whom a person made by hand: no connection, a sourcedId of ours. */
  async function byHand(district: Lab, cells: Readonly<Record<string, string>>): Promise<string> {
    const found = await row<{ id: string }>(
      district.store.pool,
      sql`insert into users (district_id, id, sourced_id, enabled_user, username, given_name, family_name, identifier, email, created_run, updated_run)
        values (${district.districtId}, gen_random_uuid(), 'hand-1', true, ${cells.username ?? null}, ${cells.givenName ?? null},
          ${cells.familyName ?? null}, ${cells.identifier ?? null}, ${cells.email ?? null}, 0, 0) returning id`,
    )
    return found?.id ?? ''
  }

  const noor = {
    sourcedId: 'u-noor', enabledUser: 'true', username: 'noor.r', givenName: 'Noor', familyName: 'Rahimi', identifier: '2001', email: 'noor@lincoln.example',
  } // prettier-ignore

  test('a person made by hand is adopted on the strength of an identifier', async () => {
    const district = await applied(lincoln)
    const id = await byHand(district, noor)
    const outcome = await district.sync(add(lincoln, 'users', noor))
    expect([outcome.status, planText(outcome.counts)]).toEqual(['applied', { users: '~1' }])
    expect(idOf(await district.dump(), 'users', 'u-noor')).toBe(id)
  })

  test('an address alone only suggests: a person decides', async () => {
    const district = await applied(lincoln)
    const id = await byHand(district, { ...noor, identifier: '' })
    const outcome = await district.sync(add(lincoln, 'users', noor))
    expect(outcome).toMatchObject({ status: 'held', hazards: [{ code: 'MATCH_UNSURE', count: 1 }] })
    await district.approve(outcome.plan ?? '', { allow: ['MATCH_UNSURE'] })
    expect(idOf(await district.dump(), 'users', 'u-noor')).toBe(id)
  })

  test('a run never touches a person made by hand whom the source does not bring', async () => {
    const district = await applied(lincoln)
    await byHand(district, noor)
    const before = (await district.dump()).users.filter(user => user.connection_id === null)
    await district.sync(each(parker, 'users', user => ({ ...user })))
    expect((await district.dump()).users.filter(user => user.connection_id === null)).toEqual(before)
  })
})
