import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import {
  addLincoln, approve, castFrom, findWrongs, makeMould, newFolder, plain, readPast, readRoster, syncFrom, undo, withCast,
  type Dump, type Mould, type Past,
} from './district.ts' // prettier-ignore
import type { How, Point } from './inject.ts'
import { monday, tuesday, wednesday, writeDrop } from './tiny.ts'
import type { Task } from './worker.ts'
import { listPoints, startWorker, useWorkers } from './workers.ts'

/*
 * F01: the process is killed before, amid and after statements and file writes of a whole run. Each time the
 * same work is asked for again and must come to what it comes to undisturbed; and what readers saw between
 * was all of it or nothing.
 */
useWorkers()

const drops: Record<string, string> = {}
const moulds: Record<string, Mould> = {}
let held = ''
let changed = 0

beforeAll(async () => {
  const folder = await newFolder()
  for (const [at, files] of [monday, tuesday, wednesday].entries()) {
    const name = ['monday', 'tuesday', 'wednesday'][at] ?? ''
    drops[name] = await writeDrop(join(folder, name), files, at + 1)
  }
  moulds.connected = await makeMould(addLincoln)
  moulds.monday = await makeMould(async store => {
    await syncFrom(store, drops.monday ?? '')
  }, moulds.connected)
  moulds.tuesday = await makeMould(async store => {
    const { run, status } = await syncFrom(store, drops.tuesday ?? '')
    expect(status).toBe('applied')
    changed = run
  }, moulds.monday)
  moulds.held = await makeMould(async store => {
    const { plan, status, hazards } = await syncFrom(store, drops.wednesday ?? '')
    expect([status, hazards.map(({ code }) => code)]).toEqual(['held', ['ROLE_RAISED']])
    held = plan ?? ''
  }, moulds.monday)
})

type Labour = {
  readonly mould: () => Mould
  readonly work: () => Task['work']
  /** The same thing asked for again, by whoever finds it undone. */
  again(store: Store): Promise<unknown>
  /** Takes the work back again. */
  back(store: Store): Promise<unknown>
  readonly exact: boolean
}

const codeOf = (error: unknown) => (error as { code?: string }).code
/** Done already is a refusal in words. */
const unless = (code: string) => (error: unknown) => {
  if (codeOf(error) !== code) throw error
}
const lastApplied = async ({ pool }: Store) =>
  (await pool.query<{ run: number }>(`select max(run) as run from runs where result = 'applied'`)).rows[0]
    ?.run ?? 0
const undoLast = async (store: Store) => await undo(store, await lastApplied(store))

const labours: Readonly<Record<string, Labour>> = {
  'a first import': {
    mould: () => moulds.connected as Mould,
    work: () => ({ verb: 'sync', from: drops.monday ?? '' }),
    again: store => syncFrom(store, drops.monday ?? ''),
    back: undoLast,
    exact: true,
  },
  'a day with changes': {
    mould: () => moulds.monday as Mould,
    work: () => ({ verb: 'sync', from: drops.tuesday ?? '' }),
    again: store => syncFrom(store, drops.tuesday ?? ''),
    back: undoLast,
    exact: true,
  },
  'an approved plan': {
    mould: () => moulds.held as Mould,
    work: () => ({ verb: 'apply', plan: held, allow: ['ROLE_RAISED'] }),
    again: store => approve(store, held, ['ROLE_RAISED']).catch(unless('PLAN_DECIDED')),
    back: undoLast,
    exact: true,
  },
  'an undo': {
    mould: () => moulds.tuesday as Mould,
    work: () => ({ verb: 'undo', run: changed }),
    again: store => undo(store, changed).catch(unless('RUN_NOT_APPLIED')),
    back: undoLast,
    exact: true,
  },
}

type Ends = {
  readonly before: Dump
  readonly after: Dump
  readonly past: Past
  readonly points: readonly Point[]
}

async function undisturbed({ mould, work }: Labour): Promise<Ends> {
  return await withCast(mould(), async ({ pool }, { url, data }) => {
    const before = await readRoster(pool)
    const points = await listPoints({ url, data, work: work() })
    return { before, after: await readRoster(pool), past: await readPast(pool), points }
  })
}

/** Points that leave a trace; reading ones are like those before them. */
const leavesTrace = /^sql (?!select|begin|set local|with later)|^file/

/** Every commit before, amid and after; of other statements that look the same, the first three, each in its way. */
function blowsOf(points: readonly Point[]): Spot[] {
  const seen = new Map<string, number>()
  return points.flatMap(({ name, hows }, at) => {
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    if (name === 'sql commit') return hows.map(how => ({ at, how }))
    const how = hows[(times + seen.size) % hows.length] ?? 'before'
    return leavesTrace.test(name) && times < 3 ? [{ at, how }] : []
  })
}
type Spot = { readonly at: number; readonly how: How }

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

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

async function inspect(store: Store, labour: Labour, { before, after, past }: Ends): Promise<string[]> {
  const { pool } = store
  const seen = plain(await readRoster(pool))
  const wrongs = [plain(before), plain(after)].some(one => same(one, seen)) ? [] : ['readers saw half of it']
  await labour.again(store)
  if (!same(plain(await readRoster(pool)), plain(after)))
    wrongs.push('the roster is another than undisturbed')
  if (!same(await readPast(pool), past)) wrongs.push('the past is another than undisturbed')
  wrongs.push(...(await findWrongs(pool)))
  await labour.back(store)
  const back = await readRoster(pool)
  if (labour.exact ? !same(back, before) : !same(plain(back), plain(before)))
    wrongs.push('taking it back does not bring back what was')
  return wrongs
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
