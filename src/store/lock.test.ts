import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { assertFence, takeLease } from './lock.ts'
import { processStart } from './processes.ts'
import { run, sql } from './sql.ts'
import { transact } from './transact.ts'

const store = await freshStore()
const { pool } = store
afterAll(() => store.close())

let lincoln: string
beforeEach(async () => {
  lincoln = randomUUID()
  await run(
    pool,
    sql`insert into districts (district_id, key, name, zone)
        values (${lincoln}, ${`lincoln-${lincoln}`}, 'Lincoln USD', 'America/Chicago')`,
  )
})

const expire = () =>
  run(
    pool,
    sql`update districts set lease_until = now() - interval '1 second' where district_id = ${lincoln}`,
  )
const holdAs = (holder: string) =>
  run(
    pool,
    sql`update districts set holder = ${holder}, lease_until = now() + interval '1 minute' where district_id = ${lincoln}`,
  )
const write = (fence: number) =>
  transact(pool, async client => {
    await assertFence(client, lincoln, fence)
    await run(
      client,
      sql`update districts set roster_version = roster_version + 1 where district_id = ${lincoln}`,
    )
  })
const version = async () =>
  (await pool.query('select roster_version from districts where district_id = $1', [lincoln])).rows[0]
    .roster_version

test('a released district is free for the next run, under a higher fence', async () => {
  const first = await takeLease(pool, lincoln)
  await first.release()
  const second = await takeLease(pool, lincoln)
  await second.release()
  expect(second.fence).toBe(first.fence + 1)
})

test('of a hundred takers at once exactly one gets the district, and the others are told why not', async () => {
  const takers = await Promise.allSettled(Array.from({ length: 100 }, () => takeLease(pool, lincoln)))
  const won = takers.filter(taker => taker.status === 'fulfilled')
  const codes = takers.filter(taker => taker.status === 'rejected').map(taker => taker.reason.code)
  expect(won.length).toBe(1)
  expect(new Set(codes)).toEqual(new Set(['DISTRICT_BUSY']))
  await won[0]?.value.release()
})

test('a hundred takers of a lease that ran out are one new holder as well', async () => {
  await takeLease(pool, lincoln)
  await expire()
  const takers = await Promise.allSettled(Array.from({ length: 100 }, () => takeLease(pool, lincoln)))
  expect(takers.filter(taker => taker.status === 'fulfilled').length).toBe(1)
})

test('the refusal names the run, since when, and the process', async () => {
  const lease = await takeLease(pool, lincoln)
  await run(
    pool,
    sql`insert into runs (district_id, run, trigger, who, phase, fence, started_at)
        values (${lincoln}, 12, 'schedule', 'schedule', 'reading', ${lease.fence}, '2026-08-14T02:00Z')`,
  )
  await expect(takeLease(pool, lincoln)).rejects.toMatchObject({
    code: 'DISTRICT_BUSY',
    message: expect.stringContaining(
      `run 12 is at work since 2026-08-14 02:00 UTC (reading, process ${process.pid} on "${hostname()}")`,
    ),
  })
})

test('a worker that slept through its lease can neither write, nor renew, nor free the district', async () => {
  const zombie = await takeLease(pool, lincoln)
  await write(zombie.fence)
  await expire()
  const successor = await takeLease(pool, lincoln)
  await expect(write(zombie.fence)).rejects.toMatchObject({ code: 'LEASE_LOST' })
  await expect(zombie.renew()).rejects.toMatchObject({ code: 'LEASE_LOST' })
  expect(zombie.signal.aborted).toBe(true)
  await zombie.release()
  await expect(takeLease(pool, lincoln)).rejects.toMatchObject({ code: 'DISTRICT_BUSY' })
  await write(successor.fence)
  expect(await version()).toBe(2)
})

test('a lease that is renewed does not run out', async () => {
  const lease = await takeLease(pool, lincoln)
  await expire()
  await lease.renew()
  await expect(takeLease(pool, lincoln)).rejects.toMatchObject({ code: 'DISTRICT_BUSY' })
})

test('a holder of this host whose process is gone is replaced at once', async () => {
  await holdAs(`${hostname()}:${process.pid}:${processStart(process.pid)}0`)
  const lease = await takeLease(pool, lincoln)
  expect(lease.fence).toBe(1)
})

test('of a holder on another host nobody here can say that it died', async () => {
  await holdAs('elsewhere:1:1')
  await expect(takeLease(pool, lincoln)).rejects.toMatchObject({ code: 'DISTRICT_BUSY' })
  await expire()
  expect((await takeLease(pool, lincoln)).fence).toBe(1)
})

test('a taker is told "busy" while the holder applies, instead of waiting for it', async () => {
  const holder = await takeLease(pool, lincoln)
  await expire()
  await transact(pool, async client => {
    await assertFence(client, lincoln, holder.fence)
    await expect(takeLease(pool, lincoln)).rejects.toMatchObject({ code: 'DISTRICT_BUSY' })
  })
  expect((await takeLease(pool, lincoln)).fence).toBe(holder.fence + 1)
})

test('the lease is measured by the clock that is handed in', async () => {
  await takeLease(pool, lincoln, new Date('2026-08-14T02:00:00Z'))
  await expect(takeLease(pool, lincoln, new Date('2026-08-14T02:00:59Z'))).rejects.toMatchObject({
    code: 'DISTRICT_BUSY',
  })
  expect((await takeLease(pool, lincoln, new Date('2026-08-14T02:01:01Z'))).fence).toBe(2)
})

test('a district that is not there is told by its id', async () => {
  const nowhere = randomUUID()
  await expect(takeLease(pool, nowhere)).rejects.toMatchObject({
    code: 'DISTRICT_UNKNOWN',
    message: expect.stringContaining(nowhere),
  })
})
