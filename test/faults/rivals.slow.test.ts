import { readdir, readFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { RollbookError } from '../../src/roster/errors.ts'
import type { Store } from '../../src/store/open.ts'
import {
  approve, findWrongs, newFolder, plain, readPast, readRoster, syncFrom, undo, withCast, type Cast, type Dump,
} from './district.ts' // prettier-ignore
import {
  blowsOf,
  codeOf,
  drops,
  labours,
  stands,
  undisturbed,
  useLincoln,
  type Ends,
  type Spot,
} from './labours.ts'
import { monday, writeDrop } from './tiny.ts'
import { startWorker, useWorkers } from './workers.ts'

/* F07 and F08: several want one district. */
useWorkers()
useLincoln()

let thursday = ''
let ends: Ends
beforeAll(async () => {
  const files = { ...monday, 'courses.csv': (monday['courses.csv'] ?? '').replace('ALG1', 'ALG9') }
  thursday = await writeDrop(join(await newFolder(), 'thursday'), files, 4)
  const day = labours['a day with changes']
  if (day !== undefined) ends = await undisturbed(day)
})

/** Everything a sleeper could write to: the roster, its past, and the files of the base. */
async function wholeState({ pool }: Store, { data }: Cast): Promise<unknown> {
  const names = (await readdir(join(data, 'base'), { recursive: true })).filter(name =>
    /\.(json|table|names)$/.test(name),
  )
  const files: Record<string, string> = {}
  for (const name of names) files[name] = (await readFile(join(data, 'base', name))).toString('base64')
  const { rows: plans } = await pool.query('select plan, status from plans order by plan')
  const { rows: runs } = await pool.query('select run, result, phase, message from runs order by run')
  return { roster: await readRoster(pool), past: await readPast(pool), files, plans, runs }
}

const isAsleep = (pid: number) =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('T') === true

/** A worker falls asleep at the spot and loses its lease; another run goes through; the sleeper wakes and writes nothing. */
async function sleeper(spot: Spot): Promise<string[]> {
  return await withCast(stands.monday, async (store, cast) => {
    const worker = startWorker({
      ...cast,
      work: { verb: 'sync', from: drops.tuesday },
      blow: { ...spot, signal: 'SIGSTOP' },
    })
    const pid = worker.child.pid ?? 0
    while (worker.child.exitCode === null && !isAsleep(pid)) await pause(5)
    const lease = await loseLease(store)
    const rival = await syncFrom(store, thursday).catch((error: unknown) => error)
    const state = await wholeState(store, cast)
    worker.child.kill('SIGCONT')
    const { said } = await worker.ended
    // Amid a transaction of its own it still has the district: the rival is told, and nothing is lost.
    if (!lease || rival instanceof Error)
      return codeOf(rival) === 'DISTRICT_BUSY' ? await stillRight(store, said.status) : [String(rival)]
    const wrongs =
      said.code === 'LEASE_LOST' || said.status !== undefined ? [] : [`ended as ${JSON.stringify(said)}`]
    if (JSON.stringify(await wholeState(store, cast)) !== JSON.stringify(state))
      wrongs.push('the sleeper wrote something')
    wrongs.push(...(await findWrongs(store.pool)))
    if ((await syncFrom(store, thursday)).status !== 'empty')
      wrongs.push('the next run finds something to do')
    return wrongs
  })
}

async function loseLease({ pool }: Store): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query(`set lock_timeout = '300ms'`)
    await client.query(`update districts set lease_until = now() - interval '1 second'`)
    return true
  } catch {
    return false
  } finally {
    client.release(true)
  }
}

async function stillRight({ pool }: Store, status: string | undefined): Promise<string[]> {
  const wrongs = status === 'applied' ? [] : [`the holder ended ${status ?? 'with an error'}`]
  if (JSON.stringify(plain(await readRoster(pool))) !== JSON.stringify(plain(ends.after)))
    wrongs.push('the holder’s roster is another')
  return [...wrongs, ...(await findWrongs(pool))]
}

test.runIf(process.platform === 'linux')(
  'F07: whoever slept through its lease writes nothing when it wakes',
  async () => {
    const wrongs: string[] = []
    // The third statement takes the lease; before it there is none to lose.
    const spots = blowsOf(ends.points).filter(({ at }, number) => at > 2 && number % 4 === 0)
    for (const spot of spots) {
      const name = `${spot.how} ${spot.at} (${ends.points[spot.at]?.name ?? ''})`
      wrongs.push(...(await sleeper(spot)).map(text => `${name}: ${text}`))
    }
    expect(spots.length).toBeGreaterThan(15)
    expect(wrongs).toEqual([])
  },
  180_000,
)

const refusals = [
  'DISTRICT_BUSY', 'RUN_UNKNOWN', 'RUN_NOT_APPLIED', 'PLAN_UNKNOWN', 'PLAN_DECIDED', 'ROSTER_MOVED', 'RULES_MOVED',
] // prettier-ignore

test('F08: a hundred syncs, undos and approvals at once are one at a time, or told to wait', async () => {
  await withCast(stands.held, async (store, cast) => {
    const { pool } = store
    const plan =
      (await pool.query<{ plan: string }>(`select plan from plans where status = 'held'`)).rows[0]?.plan ?? ''
    const lastRun = async () =>
      (await pool.query<{ run: number }>('select max(run) as run from runs')).rows[0]?.run ?? 0
    const works = [
      () => syncFrom(store, drops.tuesday),
      () => syncFrom(store, thursday),
      () => approve(store, plan, ['ROLE_RAISED']),
      async () => await undo(store, await lastRun()),
      () => syncFrom(store, drops.wednesday, true),
    ]
    const press = async (at: number, times: number): Promise<string> => {
      const work = works[at % works.length] ?? (() => syncFrom(store, thursday))
      const came = await work().then(
        ({ status }) => status,
        (error: unknown) => (error instanceof RollbookError ? error.code : String(error)),
      )
      if (came !== 'DISTRICT_BUSY' || times === 0) return came
      await pause((at * 37) % 1000)
      return await press(at, times - 1)
    }
    // Some give up at once, some press again and again.
    const pressed = Array.from({ length: 94 }, (_, at) => press(at, at % 7 === 0 ? 12 : 0))
    const workers = Array.from({ length: 6 }, async (_, at): Promise<string> => {
      await pause(at * 300)
      const { said } = await startWorker({
        ...cast,
        work: { verb: 'sync', from: at % 2 === 0 ? drops.tuesday : thursday },
        blow: null,
      }).ended
      return said.status ?? said.code ?? 'nothing'
    })
    const came = await Promise.all([...pressed, ...workers])
    const words = new Set(['applied', 'empty', 'held', 'cleared', 'undone', 'refused', ...refusals])
    expect(came.filter(one => !words.has(one))).toEqual([])
    expect(came.filter(one => !refusals.includes(one)).length).toBeGreaterThan(5)
    expect(await findWrongs(pool)).toEqual([])
    expect(await overlaps(store)).toEqual([])
    await expectTuesday(store)
  })
})

/** Runs that were at work at the same time. */
async function overlaps({ pool }: Store): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select a.run, b.run as other from runs a join runs b on b.run > a.run and b.started_at < a.finished_at`,
  )
  return rows
}

async function expectTuesday(store: Store): Promise<void> {
  const outcome = await syncFrom(store, drops.tuesday)
  if (outcome.status === 'held')
    await approve(store, outcome.plan ?? '', [...new Set(outcome.hazards.map(({ code }) => code))])
  const live = (dump: Dump) =>
    Object.fromEntries(
      Object.entries(plain(dump)).map(([kind, rows]) => [kind, rows.filter(row => row.gone !== true)]),
    )
  expect(live(await readRoster(store.pool))).toEqual(live(ends.after))
}
