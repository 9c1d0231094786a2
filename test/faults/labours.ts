import { join } from 'node:path'
import { beforeAll, expect } from 'vitest'
import type { Store } from '../../src/store/open.ts'
import {
  addLincoln, approve, findWrongs, makeMould, newFolder, plain, readPast, readRoster, syncFrom, undo, withCast, type Dump, type Mould,
  type Past,
} from './district.ts' // prettier-ignore
import type { How, Point } from './inject.ts'
import { monday, tuesday, wednesday, writeDrop } from './tiny.ts'
import type { Task } from './worker.ts'
import { listPoints } from './workers.ts'

/** The folders of three days, and Lincoln as it stood on each. */
export const drops = { monday: '', tuesday: '', wednesday: '' }
type Stand = 'connected' | 'monday' | 'tuesday' | 'held'
export const stands: Record<Stand, Mould> = {
  connected: { database: '', data: '' },
  monday: { database: '', data: '' },
  tuesday: { database: '', data: '' },
  held: { database: '', data: '' },
}
let held = ''
let changed = 0

export function useLincoln(): void {
  beforeAll(async () => {
    const folder = await newFolder()
    drops.monday = await writeDrop(join(folder, 'monday'), monday, 1)
    drops.tuesday = await writeDrop(join(folder, 'tuesday'), tuesday, 2)
    drops.wednesday = await writeDrop(join(folder, 'wednesday'), wednesday, 3)
    stands.connected = await makeMould(addLincoln)
    stands.monday = await makeMould(async store => {
      await syncFrom(store, drops.monday)
    }, stands.connected)
    stands.tuesday = await makeMould(async store => {
      const { run, status } = await syncFrom(store, drops.tuesday)
      expect(status).toBe('applied')
      changed = run
    }, stands.monday)
    stands.held = await makeMould(async store => {
      const { plan, status, hazards } = await syncFrom(store, drops.wednesday)
      expect([status, hazards.map(({ code }) => code)]).toEqual(['held', ['ROLE_RAISED']])
      held = plan ?? ''
    }, stands.monday)
  })
}

/** Work that something happens to, and how it is asked for again. */
export type Labour = {
  readonly mould: () => Mould
  readonly work: () => Task['work']
  /** The same thing asked for again, by whoever finds it undone. */
  again(store: Store): Promise<unknown>
  /** Takes the work back again. */
  back(store: Store): Promise<unknown>
  readonly exact: boolean
}

export const codeOf = (error: unknown) => (error as { code?: string }).code
/** Done already is a refusal in words. */
const unless = (code: string) => (error: unknown) => {
  if (codeOf(error) !== code) throw error
}
const lastApplied = async ({ pool }: Store) =>
  (await pool.query<{ run: number }>(`select max(run) as run from runs where result = 'applied'`)).rows[0]
    ?.run ?? 0
const undoLast = async (store: Store) => await undo(store, await lastApplied(store))

export const labours: Readonly<Record<string, Labour>> = {
  'a first import': {
    mould: () => stands.connected,
    work: () => ({ verb: 'sync', from: drops.monday }),
    again: store => syncFrom(store, drops.monday),
    back: undoLast,
    exact: true,
  },
  'a day with changes': {
    mould: () => stands.monday,
    work: () => ({ verb: 'sync', from: drops.tuesday }),
    again: store => syncFrom(store, drops.tuesday),
    back: undoLast,
    exact: true,
  },
  'an approved plan': {
    mould: () => stands.held,
    work: () => ({ verb: 'apply', plan: held, allow: ['ROLE_RAISED'] }),
    again: store => approve(store, held, ['ROLE_RAISED']).catch(unless('PLAN_DECIDED')),
    back: undoLast,
    exact: true,
  },
  'an undo': {
    mould: () => stands.tuesday,
    work: () => ({ verb: 'undo', run: changed }),
    again: store => undo(store, changed).catch(unless('RUN_NOT_APPLIED')),
    back: undoLast,
    exact: true,
  },
}

export type Ends = {
  readonly before: Dump
  readonly after: Dump
  readonly past: Past
  readonly points: readonly Point[]
}

export async function undisturbed({ mould, work }: Labour): Promise<Ends> {
  return await withCast(mould(), async ({ pool }, { url, data }) => {
    const before = await readRoster(pool)
    const points = await listPoints({ url, data, work: work() })
    return { before, after: await readRoster(pool), past: await readPast(pool), points }
  })
}

/** Points that leave a trace; reading ones are like those before them. */
const leavesTrace = /^sql (?!select|begin|set local|with later)|^file/

/** Every commit before, amid and after; of other statements that look the same, the first three, each in its way. */
export function blowsOf(points: readonly Point[]): Spot[] {
  const seen = new Map<string, number>()
  return points.flatMap(({ name, hows }, at) => {
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    if (name === 'sql commit') return hows.map(how => ({ at, how }))
    const how = hows[(times + seen.size) % hows.length] ?? 'before'
    return leavesTrace.test(name) && times < 3 ? [{ at, how }] : []
  })
}
export type Spot = { readonly at: number; readonly how: How }

export const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/**
 * What is wrong with a district that something happened to: readers saw half of the work, or the work, done again,
 * does not come to what it comes to undisturbed.
 */
export async function inspect(
  store: Store,
  labour: Labour,
  { before, after, past }: Ends,
): Promise<string[]> {
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
