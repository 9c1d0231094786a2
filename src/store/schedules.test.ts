import { afterAll, beforeEach, expect, test } from 'vitest'
import { freshDistrict } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import { defaultSchedule } from '../roster/schedule.ts'
import { readDistrict } from './district-role.ts'
import { connect, findConnection, type Connection, type District } from './districts.ts'
import { changeSchedule, claimSlot, listSchedules, readSchedule } from './schedules.ts'
import { run, sql } from './sql.ts'

const store = await freshStore()
const { pool } = store
afterAll(() => store.close())

let lincoln: District
let connection: Connection
beforeEach(async () => {
  lincoln = await freshDistrict(store)
  await connect(pool, lincoln, 'oneroster-csv', {}, 'apark')
  connection = await findConnection(pool, lincoln)
})

const at = (time: string) => new Date(`2026-09-01T${time}Z`)
const night = at('07:00')
const weekly = {
  ...defaultSchedule('America/Chicago'),
  repeat: 'weekly',
  days: ['monday', 'thursday'],
} as const
const change = (version: number, time = '12:00') =>
  changeSchedule(pool, connection, {
    version,
    schedule: weekly,
    settled: at(time),
    who: 'console:1',
    at: at(time),
  })

test('a connected district syncs every night at two in its own zone until somebody changes that', async () => {
  const { created_at: connectedAt } = (
    await pool.query('select created_at from connections where district_id = $1', [lincoln.districtId])
  ).rows[0]
  expect(await readSchedule(pool, lincoln.districtId)).toEqual({
    districtId: lincoln.districtId,
    connectionId: connection.connectionId,
    district: lincoln.key,
    schedule: {
      time: '02:00',
      repeat: 'daily',
      days: [],
      zone: 'America/Chicago',
      pauses: [],
      addOnly: [],
      pausedByHand: null,
      enabled: true,
    },
    version: 0,
    settled: connectedAt,
    changedAt: null,
    who: null,
  })
})

test('a district without a connection has no calendar', async () => {
  const roosevelt = await freshDistrict(store)
  expect(await readSchedule(pool, roosevelt.districtId)).toBe(null)
})

test('a changed schedule is read as it was written, with who changed it', async () => {
  expect(await change(0)).toBe(1)
  const { schedule, version, who, changedAt } = (await readSchedule(pool, lincoln.districtId)) ?? {}
  expect({ schedule, version, who, changedAt }).toEqual({
    schedule: weekly,
    version: 1,
    who: 'console:1',
    changedAt: at('12:00'),
  })
})

test('of eight who change the same version one does, and the others are told', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => change(0)))
  expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1)
  const codes = tries.flatMap(tried => (tried.status === 'rejected' ? [tried.reason.code] : []))
  expect(codes).toEqual(Array.from({ length: 7 }, () => 'SCHEDULE_MOVED'))
})

test('a version that never was cannot be changed', async () => {
  await expect(change(3)).rejects.toMatchObject({ code: 'SCHEDULE_MOVED' })
  expect((await readSchedule(pool, lincoln.districtId))?.version).toBe(0)
})

test('of eight processes exactly one takes a slot', async () => {
  const taken = await Promise.all(Array.from({ length: 8 }, () => claimSlot(pool, connection, night)))
  expect(taken.filter(Boolean).length).toBe(1)
  expect((await readSchedule(pool, lincoln.districtId))?.settled).toEqual(night)
})

test('of eight processes exactly one takes the second slot too', async () => {
  await claimSlot(pool, connection, night)
  const next = new Date('2026-09-02T07:00Z')
  const taken = await Promise.all(Array.from({ length: 8 }, () => claimSlot(pool, connection, next)))
  expect(taken.filter(Boolean).length).toBe(1)
})

test('a slot before the last one taken is not taken any more', async () => {
  await claimSlot(pool, connection, night)
  expect(await claimSlot(pool, connection, at('06:00'))).toBe(false)
})

test('taking a slot changes neither the schedule nor its version', async () => {
  await change(0)
  await claimSlot(pool, connection, at('13:00'))
  const { schedule, version } = (await readSchedule(pool, lincoln.districtId)) ?? {}
  expect({ schedule, version }).toEqual({ schedule: weekly, version: 1 })
  expect(await change(1)).toBe(2)
})

test('a change settles what lay before it, and never moves back behind a slot that was taken', async () => {
  await claimSlot(pool, connection, at('13:00'))
  await change(0, '12:00')
  expect((await readSchedule(pool, lincoln.districtId))?.settled).toEqual(at('13:00'))
  await change(1, '14:00')
  expect((await readSchedule(pool, lincoln.districtId))?.settled).toEqual(at('14:00'))
})

test('the clock is held against every connected district but one amid its setup', async () => {
  const listed = async () => (await listSchedules(pool)).map(({ district }) => district)
  expect(await listed()).toContain(lincoln.key)
  await run(
    pool,
    sql`insert into setups (district_id, step, who) values (${lincoln.districtId}, 'preview', 'console:1')`,
  )
  expect(await listed()).not.toContain(lincoln.key)
})

test('a district reads its own calendar behind the wall, and nobody else’s', async () => {
  const roosevelt = await freshDistrict(store)
  const read = (reader: District) =>
    readDistrict(pool, reader.districtId, client => readSchedule(client, lincoln.districtId))
  expect((await read(lincoln))?.districtId).toBe(lincoln.districtId)
  expect(await read(roosevelt)).toBe(null)
})
