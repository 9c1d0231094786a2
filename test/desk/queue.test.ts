import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLease } from '../../src/store/lock.ts'
import type { Store } from '../../src/store/open.ts'
import { beginRun } from '../../src/store/runs.ts'
import { countTasks } from '../../src/store/tasks.ts'
import { transact } from '../../src/store/transact.ts'
import type { Task } from '../../src/desk/desk.ts'
import { listenLive } from '../../src/desk/live.ts'
import { openQueue, type Queue, type Taken } from '../../src/desk/queue.ts'
import { startWorker } from '../../src/desk/worker.ts'
import { freshStore } from '../support/database.ts'
import { addTiny } from './districts.ts'

let store: Store
let districtId = ''
let open: Queue[] = []
const nobody = () => {}
const task: Task = { ask: 'sync', district: 'lincoln', trigger: 'manual', who: 'test', planOnly: false }
beforeEach(async () => {
  store = await freshStore()
  districtId = await addTiny(store, 'lincoln')
  open = []
})
afterEach(async () => {
  await Promise.all(open.map(queue => queue.close()))
  await store.close()
})

async function openOne(own = store): Promise<Queue> {
  const queue = await openQueue(own, nobody)
  open.push(queue)
  return queue
}

async function mustTake(queue: Queue): Promise<Taken> {
  const taken = await queue.take()
  if (taken === null) throw new Error('there is nothing to take')
  return taken
}

/** As if the holder had been silent for longer than a living one is. */
async function silence(): Promise<void> {
  await store.pool.query(`update pgboss.job set started_on = started_on - interval '61 seconds'`)
}

test('a task is taken once, and the one that waited longest first', async () => {
  await addTiny(store, 'roosevelt')
  const [one, other] = [await openOne(), await openOne()]
  await one.ask({ ...task, district: 'roosevelt' })
  await one.ask(task)
  const taken = [await mustTake(one), await mustTake(other)]
  expect(taken.map(({ task: { district } }) => district)).toEqual(['roosevelt', 'lincoln'])
  expect(taken.map(({ resumed, spent }) => [resumed, spent])).toEqual([[false, false], [false, false]])
  expect(await one.take()).toBeNull()
}) // prettier-ignore

test('a task asked for in a transaction that fails was never asked for', async () => {
  const queue = await openOne()
  const failing = transact(store.pool, async client => {
    await queue.ask(task, client)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await queue.waiting('lincoln')).toEqual([])
})

test('whoever falls silent is replaced, and can neither end the task nor keep it', async () => {
  const [sleeper, other] = [await openOne(), await openOne()]
  await sleeper.ask(task)
  const old = await mustTake(sleeper)
  await silence()
  await other.beat([])
  const taken = await mustTake(other)
  expect(taken).toMatchObject({ id: old.id, resumed: true, spent: false })
  expect(await sleeper.beat([old])).toEqual(new Set())
  expect(await sleeper.finish(old, {})).toBe(false)
  expect(await sleeper.giveBack(old, 0, true)).toBe(false)
  expect(await other.beat([taken])).toEqual(new Set([taken.id]))
  expect(await other.finish(taken, {})).toBe(true)
  expect(await countTasks(store.pool)).toMatchObject({ waiting: 0, running: 0 })
})

test('a task that is held and beats is left alone however long it takes', async () => {
  const [holder, other] = [await openOne(), await openOne()]
  await holder.ask(task)
  const taken = await mustTake(holder)
  for (let times = 0; times < 3; times++) {
    await store.pool.query(`update pgboss.job set started_on = started_on - interval '50 seconds'`)
    await holder.beat([taken])
    await other.beat([])
    expect(await other.take()).toBeNull()
  }
})

test('a task that is given back waits its time, costs no life, and is the one that further asks mean', async () => {
  const queue = await openOne()
  await queue.ask(task)
  for (let times = 0; times < 10; times++) {
    const taken = await mustTake(queue)
    expect(taken).toMatchObject({ turn: times, resumed: false, spent: false })
    await queue.giveBack(taken, 0, false)
  }
  expect(await queue.ask(task)).toBeNull()
  const taken = await mustTake(queue)
  await queue.giveBack(taken, 3600, true)
  expect(await queue.take()).toBeNull()
  await store.pool.query(`update pgboss.job set start_after = now()`)
  expect(await mustTake(queue)).toMatchObject({ id: taken.id, resumed: true })
  await silence()
  await queue.beat([])
  expect(await mustTake(queue)).toMatchObject({ id: taken.id, resumed: true, spent: false })
})

test('the only process of a built-in database takes up at once what the last one left', async () => {
  const crashed = await openOne()
  await crashed.ask(task)
  const { id } = await mustTake(crashed)
  const next = await openOne({ ...store, embedded: true })
  expect(await mustTake(next)).toMatchObject({ id, resumed: true })
})

test('a task that ended three workers is not tried again, and its run ends in words', async () => {
  const queue = await openOne()
  await queue.ask(task)
  for (let deaths = 0; deaths < 3; deaths++) {
    expect((await mustTake(queue)).spent).toBe(false)
    await silence()
    await queue.beat([])
  }
  const lease = await takeLease(store.pool, districtId)
  await beginRun(store.pool, districtId, null, null, 'manual', 'test', lease.fence)
  await lease.release()
  const live = await listenLive(store)
  const crew = { store, queue, live, now: () => new Date(), today: () => '2026-09-15', log: nobody, concurrency: 1, steps: [] }
  const worker = startWorker(crew)
  const ended = `select output from pgboss.job where state = 'completed'`
  while ((await store.pool.query(ended)).rowCount === 0) await new Promise(resolve => setTimeout(resolve, 20))
  await worker.close(0)
  live.close()
  expect((await store.pool.query('select result, message from runs')).rows).toEqual([
    { result: 'failed', message: expect.stringMatching(/^The run was cut off while reading; nothing was changed\. It ended its worker three times/) },
  ])
}) // prettier-ignore
