import { cp, rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { addLincoln, castFrom, newFolder, readRoster, syncFrom } from './district.ts'
import {
  blowsOf,
  drops,
  inspect,
  labours,
  undisturbed,
  useLincoln,
  type Ends,
  type Labour,
  type Spot,
} from './labours.ts'
import { startWorker, useWorkers } from './workers.ts'

/*
 * F01: the process is killed before, amid and after statements and file writes of a whole run. Each time the
 * same work is asked for again and must come to what it comes to undisturbed; and what readers saw between
 * was all of it or nothing.
 */
useWorkers()
useLincoln()

/** Kills a worker there, looks at what it left, does the work again, and says what is not as it would have been. */
async function killed(labour: Labour, ends: Ends, blow: Spot): Promise<string[]> {
  const name = `${blow.how} ${blow.at} (${ends.points[blow.at]?.name ?? ''})`
  const cast = await castFrom(labour.mould())
  const { url, data } = cast
  const ending = await startWorker({ url, data, work: labour.work(), blow: { ...blow, signal: 'SIGKILL' } })
    .ended
  const store = await openStore({ data, url })
  try {
    const found = ending.signal === 'SIGKILL' ? [] : [`was not killed: ${JSON.stringify(ending)}`]
    return [...found, ...(await inspect(store, labour, ends))].map(text => `${name}: ${text}`)
  } catch (error) {
    return [`${name}: ${String(error)}`]
  } finally {
    await store.close()
    await cast.drop()
  }
}

/** Three at a time: each waits for a process of its own most of the time. */
async function side<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<string[]>,
): Promise<string[]> {
  const wrongs: string[] = []
  const left = [...items]
  const take = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) wrongs.push(...(await work(item)))
  }
  await Promise.all([take(), take(), take()])
  return wrongs
}

let kills = 0
test.each(Object.entries(labours))(
  'F01: %s survives a kill at every write',
  async (_, labour) => {
    const ends = await undisturbed(labour)
    const spots = blowsOf(ends.points)
    kills += spots.length
    expect(await side(spots, spot => killed(labour, ends, spot))).toEqual([])
  },
  240_000,
)

test('F01: those were at least 150 points', () => {
  expect(kills).toBeGreaterThanOrEqual(150)
})

/** The same sequence for the same seed, so that a failure comes again. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

test('F01: a day with changes survives a kill at any millisecond', async () => {
  const labour = labours['a day with changes'] as Labour // it is among them
  const ends = await undisturbed(labour)
  const random = numbers(20260914)
  const moments = Array.from({ length: 24 }, () => Math.floor((random.next().value ?? 0) * 220))
  const wrongs = await side(moments, async millis => {
    const cast = await castFrom(labour.mould())
    const worker = startWorker({ ...cast, work: labour.work(), blow: null })
    await worker.ready
    await pause(millis)
    worker.child.kill('SIGKILL')
    await worker.ended
    const store = await openStore(cast)
    try {
      return (await inspect(store, labour, ends)).map(text => `after ${millis} ms: ${text}`)
    } finally {
      await store.close()
      await cast.drop()
    }
  })
  expect(wrongs).toEqual([])
}, 120_000)

test('F01: on the built-in database its server outlives the process, and the next one takes over', async () => {
  const labour = labours['a day with changes'] as Labour // it is among them
  const ends = await undisturbed(labour)
  const original = await newFolder()
  const first = await openStore({ data: original, url: null })
  await addLincoln(first)
  await syncFrom(first, drops.monday)
  const here = { ...ends, before: await readRoster(first.pool) }
  await first.close()
  const commits = blowsOf(ends.points).filter(({ at }) => ends.points[at]?.name === 'sql commit')
  const wrongs: string[] = []
  for (const spot of commits.filter((_, at) => at % 3 === 1)) {
    const data = await newFolder()
    await cp(original, data, { recursive: true })
    const { signal } = await startWorker({
      url: null,
      data,
      work: labour.work(),
      blow: { ...spot, signal: 'SIGKILL' },
    }).ended
    if (signal !== 'SIGKILL') wrongs.push(`${spot.how} ${spot.at}: was not killed`)
    const store = await openStore({ data, url: null })
    wrongs.push(...(await inspect(store, labour, here)).map(text => `${spot.how} ${spot.at}: ${text}`))
    await store.close()
    await rm(data, { recursive: true })
  }
  expect(wrongs).toEqual([])
}, 120_000)
