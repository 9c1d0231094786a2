import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { takeLease } from '../../src/store/lock.ts'
import type { Task } from '../../src/desk/desk.ts'
import type { LiveEvent } from '../../src/desk/live.ts'
import type { Log } from '../../src/desk/log.ts'
import { startWork, type Working } from '../../src/desk/start.ts'
import { freshStore } from '../support/database.ts'
import { crowd, tuesday } from '../faults/tiny.ts'
import { addTiny, deliver } from './districts.ts'

let store: Store
let open: Working[] = []
let lines: Parameters<Log>[0][] = []
beforeEach(async () => {
  store = await freshStore()
  open = []
  lines = []
})
afterEach(async () => {
  await Promise.all(open.map(working => working.close(0)))
  await store.close()
})

async function start(concurrency: number, own = store): Promise<Working> {
  const working = await startWork({
    store: own,
    now: () => new Date('2026-09-15T17:00:00Z'),
    log: line => void lines.push(line),
    concurrency,
    schedule: false,
  })
  open.push(working)
  return working
}

const syncOf = (district: string, planOnly = false): Task & { ask: 'sync' } => ({
  ask: 'sync', district, trigger: 'manual', who: 'test', planOnly,
}) // prettier-ignore

/** Resolves when nothing of these districts waits or runs. */
async function idle({ desk, live }: Working, districts: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, districtId] of Object.entries(districts)) {
    let heard = () => {}
    const off = live.on(districtId, () => heard())
    while ((await desk.waiting(key)).length > 0)
      await new Promise<void>(resolve => {
        heard = resolve
        setTimeout(resolve, 200)
      })
    off()
  }
}

async function runsOf(): Promise<
  { district: string; result: string; message: string | null; run: number; phases: string[] }[]
> {
  const { rows } = await store.pool.query(
    `select d.key as district, r.result, r.message, r.run, (select array_agg(p->>'phase') from jsonb_array_elements(r.phases) p) as phases
     from runs r join districts d using (district_id) order by r.started_at`,
  )
  return rows
}

async function overlaps(): Promise<unknown[]> {
  const { rows } = await store.pool.query(
    `select a.run, b.run as other from runs a join runs b on b.district_id = a.district_id and b.run > a.run
      and b.started_at < a.finished_at`,
  )
  return rows
}

test('I7, F08: a hundred asks of one district at once are one waiting task', async () => {
  await addTiny(store, 'lincoln')
  const { desk } = await start(0)
  const asked = await Promise.all(Array.from({ length: 100 }, () => desk.ask(syncOf('lincoln'))))
  expect(asked.filter(id => id !== null)).toHaveLength(1)
  expect(await desk.waiting('lincoln')).toMatchObject([{ ask: 'sync', running: false }])
})

test('a preview does not stand in for a sync, nor a sync for a preview', async () => {
  await addTiny(store, 'lincoln')
  const { desk } = await start(0)
  expect(await desk.ask(syncOf('lincoln', true))).not.toBeNull()
  expect(await desk.ask(syncOf('lincoln'))).not.toBeNull()
  expect(await desk.ask(syncOf('lincoln', true))).toBeNull()
  expect((await desk.waiting('lincoln')).map(({ ask }) => ask)).toEqual(['preview', 'sync'])
})

test('I7: however many workers there are, a district has one run at a time', async () => {
  const districtId = await addTiny(store, 'lincoln')
  const working = await start(4)
  await start(4)
  for (let times = 0; times < 12; times++) {
    await working.desk.ask(syncOf('lincoln', times % 2 === 0))
    await new Promise(resolve => setTimeout(resolve, 40))
  }
  await idle(working, { lincoln: districtId })
  const runs = await runsOf()
  expect(runs.length).toBeGreaterThan(1)
  expect(runs.filter(({ result }) => !['applied', 'cleared', 'empty'].includes(result))).toEqual([])
  expect(await overlaps()).toEqual([])
})

test('no district waits while another has two turns', async () => {
  const districts: Record<string, string> = {}
  for (let at = 0; at < 10; at++) districts[`d-${at}`] = await addTiny(store, `d-${at}`)
  const asker = await start(0)
  // One district asks for all there is before the others ask for anything.
  const eager: Task[] = [
    syncOf('d-0', true),
    syncOf('d-0'),
    { ask: 'undo', district: 'd-0', run: 1, who: 'test' },
  ]
  for (const task of eager) await asker.desk.ask(task)
  for (const key of Object.keys(districts)) await asker.desk.ask(syncOf(key))
  await start(1)
  await start(1)
  await idle(asker, districts)
  const firsts = (await runsOf()).map(({ district }) => district)
  expect(new Set(firsts).size).toBe(10)
  // Its three tasks were first in the line, and nobody else had two turns before all had one.
  const others = firsts.filter(key => key !== 'd-0')
  expect(new Set(others).size).toBe(others.length)
})

test('a refusal in words is a result: it is told once and not tried again', async () => {
  const districtId = await addTiny(store, 'lincoln')
  const working = await start(1)
  await working.desk.ask({
    ask: 'apply',
    district: 'lincoln',
    plan: 'none',
    who: 'test',
    decision: { allow: [], only: 'all', schools: null },
  })
  await idle(working, { lincoln: districtId })
  const { rows } = await store.pool.query(`select state, retry_count as tries, output from pgboss.job`)
  expect(rows).toEqual([{ state: 'completed', tries: 0, output: { code: 'PLAN_UNKNOWN' } }])
  expect(lines.filter(({ event }) => event === 'task')).toMatchObject([{ code: 'PLAN_UNKNOWN', again: null }])
})

test('a district that is busy gets its turn when it is free again', async () => {
  const districtId = await addTiny(store, 'lincoln')
  const lease = await takeLease(store.pool, districtId)
  const working = await start(1)
  await working.desk.ask(syncOf('lincoln'))
  const refused = `select from pgboss.job where state = 'retry'`
  while ((await store.pool.query(refused)).rowCount === 0) await new Promise(resolve => setTimeout(resolve, 20))
  expect(await working.desk.ask(syncOf('lincoln'))).toBeNull()
  await lease.release()
  await idle(working, { lincoln: districtId })
  expect(await runsOf()).toMatchObject([{ district: 'lincoln', result: 'applied' }])
}) // prettier-ignore

test('whoever looks hears each phase of a run, from whichever process, and nothing about people', async () => {
  const districtId = await addTiny(store, 'lincoln')
  const other = await openStore({ data: store.data, url: urlOf(store) })
  try {
    const looking = await start(0)
    await start(1, other)
    const heard: LiveEvent[] = []
    const done = new Promise<void>(resolve =>
      looking.live.on(districtId, event => {
        heard.push(event)
        if (event.phase === 'done') resolve()
      }),
    )
    await looking.desk.ask(syncOf('lincoln'))
    await done
    const phases = heard.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1])
    expect(phases).toEqual(['waiting', 'reading', 'checking', 'planning', 'applying', 'done'])
    expect(heard.at(-1)).toEqual({
      districtId,
      run: 1,
      phase: 'done',
      done: 0,
      total: null,
      result: 'applied',
    })
    expect(JSON.stringify(heard)).not.toMatch(/Park|@|u-park/)
  } finally {
    await Promise.all(open.splice(0).map(working => working.close(0)))
    await other.close()
  }
})

test('a run that is stopped changes nothing, says so, and begins again when somebody works', async () => {
  const districtId = await addTiny(store, 'lincoln', crowd(3_000))
  const asking = await start(0)
  const stopped = await start(1)
  const checking = new Promise<void>(resolve =>
    asking.live.on(districtId, ({ phase }) => phase === 'checking' && resolve()),
  )
  await asking.desk.ask(syncOf('lincoln'))
  await checking
  await stopped.close(0)
  expect(await runsOf()).toMatchObject([{ run: 1, result: 'failed' }])
  expect(await asking.desk.waiting('lincoln')).toMatchObject([{ ask: 'sync', running: false }])
  await start(1)
  await idle(asking, { lincoln: districtId })
  expect(await runsOf()).toMatchObject([
    { run: 1, result: 'failed', message: expect.stringContaining('It begins again by itself') },
    { run: 2, result: 'applied', phases: expect.arrayContaining(['resumed', 'reading', 'applying']) },
  ])
  const { rows } = await store.pool.query(`select count(*)::int as users from users where removed_at is null`)
  expect(rows).toEqual([{ users: 3_008 }])
})

test('on a day that only adds, what is new comes and nothing goes', async () => {
  const districtId = await addTiny(store, 'lincoln')
  const working = await start(1)
  await working.desk.ask(syncOf('lincoln'))
  await idle(working, { lincoln: districtId })
  await deliver(store, 'lincoln', tuesday, 2)
  await working.desk.ask({ ...syncOf('lincoln'), only: 'additions' })
  await idle(working, { lincoln: districtId })
  const people = async () =>
    (
      await store.pool.query<{ sourced_id: string }>(
        `select sourced_id from users where removed_at is null order by 1`,
      )
    ).rows.map(({ sourced_id }) => sourced_id)
  expect(await people()).toEqual(expect.arrayContaining(['u-diaz', 'u-tran']))
  expect(await runsOf()).toMatchObject([{ result: 'applied' }, { result: 'applied' }])
  await working.desk.ask(syncOf('lincoln'))
  await idle(working, { lincoln: districtId })
  expect(await people()).toEqual(expect.not.arrayContaining(['u-tran']))
})

test('a broken connection is taken anew, and whoever looks is told to look again', async () => {
  const districtId = await addTiny(store, 'lincoln')
  const { live } = await start(0)
  const heard = new Promise<LiveEvent>(resolve => live.on(districtId, resolve))
  await store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'`,
  )
  expect(await heard).toMatchObject({ phase: 'missed', districtId })
})

test('after a run the counts of the day are there', async () => {
  const districtId = await addTiny(store, 'lincoln')
  const working = await start(1)
  await working.desk.ask(syncOf('lincoln'))
  await idle(working, { lincoln: districtId })
  const { rows } = await store.pool.query(
    `select day, school, students, staff, classes from headcounts order by school`,
  )
  expect(rows).toEqual([
    { day: '2026-09-15', school: '', students: 6, staff: 2, classes: 2 },
    { day: '2026-09-15', school: 's-12', students: 6, staff: 2, classes: 2 },
  ])
})

function urlOf({ pool }: Store): string {
  const { connectionString } = pool.options
  if (typeof connectionString !== 'string') throw new Error('the test server is named by its URL')
  return connectionString
}
