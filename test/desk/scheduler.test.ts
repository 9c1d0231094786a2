import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultSchedule, type Schedule } from '../../src/roster/schedule.ts'
import type { Store } from '../../src/store/open.ts'
import { listSignIns, noteSignIn } from '../../src/store/logins.ts'
import { changeSchedule, readSchedule } from '../../src/store/schedules.ts'
import { vendorScope } from '../../src/store/secrets.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import type { Log } from '../../src/desk/log.ts'
import { openQueue, type Queue } from '../../src/desk/queue.ts'
import { askDue, makeRound } from '../../src/desk/scheduler.ts'
import { freshStore } from '../support/database.ts'
import { addTiny } from './districts.ts'

/* F09: the clock, turned by hand. Lincoln USD is in Chicago and syncs at 2:00 at night. */
let store: Store
let queue: Queue
let districtId = ''
let lines: Parameters<Log>[0][] = []
let time = new Date(0)
const clock = () => ({
  store,
  desk: queue,
  now: () => time,
  log: (line: (typeof lines)[0]) => void lines.push(line),
})
beforeEach(async () => {
  store = await freshStore()
  districtId = await addTiny(store, 'lincoln')
  queue = await openQueue(store, () => {})
  lines = []
})
afterEach(async () => {
  await queue.close()
  await store.close()
}) // prettier-ignore

async function keep(changed: Partial<Schedule>, settled: string): Promise<void> {
  const calendar = await readSchedule(store.pool, districtId)
  if (calendar === null) throw new Error('the district is connected')
  const schedule = { ...defaultSchedule('America/Chicago'), ...changed }
  const change = { version: calendar.version, schedule, settled: new Date(settled), who: 'test', at: new Date(settled) }
  await changeSchedule(store.pool, calendar, change)
} // prettier-ignore

/** Looks every so many minutes from one instant to another; whatever is asked for is done at once. */
async function look(from: string, until: string, minutes: number): Promise<string[]> {
  lines = []
  for (let at = Date.parse(from); at <= Date.parse(until); at += minutes * 60_000) {
    time = new Date(at)
    await askDue(clock())
    const taken = await queue.take()
    if (taken !== null) await queue.finish(taken, {})
  }
  return lines.map(({ slot }) => String(slot))
}

test('F09: over the change of the clocks in spring each day has its one sync', async () => {
  await keep({ time: '02:30' }, '2026-03-06T12:00:00Z')
  // 2:30 is 8:30 UTC; on the 8th it is not there, and 3:00 CDT is 8:00 UTC; from then on 7:30.
  expect(await look('2026-03-06T12:00:00Z', '2026-03-09T12:00:00Z', 10)).toEqual([
    '2026-03-07T08:30:00.000Z',
    '2026-03-08T08:00:00.000Z',
    '2026-03-09T07:30:00.000Z',
  ])
})

test('F09: over the change of the clocks in autumn the hour that comes twice syncs once', async () => {
  await keep({ time: '01:30' }, '2026-10-30T12:00:00Z')
  expect(await look('2026-10-30T12:00:00Z', '2026-11-02T12:00:00Z', 10)).toEqual([
    '2026-10-31T06:30:00.000Z',
    '2026-11-01T06:30:00.000Z',
    '2026-11-02T07:30:00.000Z',
  ])
})

test('after three days without anybody to look, one sync makes up for all', async () => {
  await keep({}, '2026-09-14T12:00:00Z')
  expect(await look('2026-09-17T15:00:00Z', '2026-09-17T18:00:00Z', 5)).toEqual(['2026-09-17T07:00:00.000Z'])
})

test('F08: however many processes look at once, a slot is asked for once', async () => {
  await keep({}, '2026-09-14T12:00:00Z')
  const others = await Promise.all(Array.from({ length: 4 }, () => openQueue(store, () => {})))
  time = new Date('2026-09-15T07:00:00Z')
  const asked = await Promise.all(others.flatMap(desk => [askDue({ ...clock(), desk }), askDue({ ...clock(), desk })]))
  expect(asked.reduce((sum, count) => sum + count, 0)).toBe(1)
  expect(await queue.waiting('lincoln')).toHaveLength(1)
  await Promise.all(others.map(other => other.close()))
}) // prettier-ignore

test('a slot whose sync could not be asked for stays for the next look, and keeps nobody else waiting', async () => {
  await addTiny(store, 'roosevelt')
  await store.pool.query(`update connections set created_at = '2026-09-14'`)
  time = new Date('2026-09-15T07:00:00Z')
  const ask: Queue['ask'] = (task, db) =>
    task.district === 'lincoln' ? Promise.reject(new TypeError('no')) : queue.ask(task, db)
  expect(await askDue({ ...clock(), desk: { ...queue, ask } })).toBe(1)
  expect(lines).toMatchObject([{ district: 'lincoln', code: 'TypeError' }, { district: 'roosevelt' }])
  expect(await askDue(clock())).toBe(1)
})

test('a paused day asks for nothing, and a day that only adds says so', async () => {
  const range = (from: string, until: string) => [{ from, until, note: '' }]
  const pauses = range('2026-09-15', '2026-09-16')
  await keep({ pauses, addOnly: range('2026-09-17', '2026-09-17') }, '2026-09-14T12:00:00Z')
  time = new Date('2026-09-16T12:00:00Z')
  expect(await askDue(clock())).toBe(0)
  time = new Date('2026-09-17T07:00:20Z')
  expect(await askDue(clock())).toBe(1)
  expect((await queue.take())?.task).toEqual({
    ask: 'sync', district: 'lincoln', trigger: 'schedule', who: 'schedule', planOnly: false, only: 'additions',
  }) // prettier-ignore
})

test('a round that fails in one district is told by its code, and the others are visited', async () => {
  await addTiny(store, 'roosevelt')
  await store.pool.query(`alter table requests rename to elsewhere`)
  time = new Date('2026-09-15T07:00:00Z')
  await makeRound(clock())
  expect(lines).toMatchObject([
    { event: 'round', district: 'lincoln', code: '42P01' },
    { event: 'round', district: 'roosevelt', code: '42P01' },
  ])
})

test('how sign-ins went is forgotten after 90 days, also where nobody signs in any more', async () => {
  time = new Date('2026-09-15T07:00:00Z')
  const rest = { provider: 'classlink', outcome: 'expired', userId: null, sourcedId: null, claims: null, absent: null }
  for (const owner of [districtId, vendorScope])
    for (const [reference, days] of [['OLD', 91], ['NEW', 89]] as const) {
      const at = new Date(time.getTime() - days * 86_400_000)
      await noteSignIn(store.pool, owner, { ...rest, signInId: uuidv7(at.getTime()), at, reference })
    }
  await makeRound(clock())
  for (const owner of [districtId, vendorScope])
    expect((await listSignIns(store.pool, owner, null, 9)).map(one => one.reference)).toEqual(['NEW'])
}) // prettier-ignore
