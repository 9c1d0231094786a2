import { expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { castFrom } from './district.ts'
import {
  blowsOf,
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
  180_000,
)

test('F01: those were at least 150 points', () => {
  expect(kills).toBeGreaterThanOrEqual(150)
})
