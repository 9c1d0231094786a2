import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { RollbookError } from '../roster/errors.ts'
import { findDistrict, type District } from '../store/districts.ts'
import { hasCode } from '../store/failure.ts'
import { takeLease } from '../store/lock.ts'
import type { Store } from '../store/open.ts'
import { endCut } from '../store/runs.ts'
import type { Order } from '../sync/run.ts'
import { finishUp, type Step } from './afterwards.ts'
import { carryOut, type Came } from './labour.ts'
import type { Live } from './live.ts'
import { traceOf, type Log } from './log.ts'
import type { Queue, Taken } from './queue.ts'
import { makeReporter, type Reporter } from './report.ts'

/*
 * Takes tasks and carries them out, several at a time: one run reads while another waits for the database.
 *
 *   done          the run ended, or was refused in words: asked again it would be refused again
 *   given back    the district is busy (tried again in a moment), the database went away, or this process stops
 *   left          killed: the beats end, and another takes the task within a minute
 */
const busySeconds = 1
const outageSeconds = 10
const beatMillis = 15_000
/** The net under the notices: tasks whose time comes, or whose notice was lost. */
const lookMillis = 2_000
/** How long runs that are told to stop may take to say so. */
const lastWordsMillis = 5_000

export type Crew = {
  readonly store: Store
  readonly queue: Queue
  readonly live: Pick<Live, 'onAsk'>
  readonly now: () => Date
  readonly today: Order['today']
  readonly log: Log
  /** Tasks at a time. */
  readonly concurrency: number
  /** What is done after a run, in this order. */
  readonly steps: readonly Step[]
}
export type Worker = {
  /** Takes no more, waits so long for what runs, then stops it: it is given back, and begins again elsewhere. */
  close(graceMillis: number): Promise<void>
}

type Work = { readonly taken: Taken; readonly stop: AbortController; readonly ended: Promise<void> }

/** Begins to take tasks. */
export function startWorker(crew: Crew): Worker {
  const works = new Map<string, Work>()
  let closing = false
  let wake = () => {}
  crew.live.onAsk(() => wake())
  const beats = setInterval(() => void beat(crew, works), beatMillis)
  const loop = takeTasks()

  async function takeTasks(): Promise<void> {
    while (!closing) {
      const woken = new Promise<unknown>(resolve => (wake = () => resolve(null)))
      if (works.size < crew.concurrency && (await takeOne())) continue
      await within(woken, lookMillis)
    }
  }

  async function takeOne(): Promise<boolean> {
    const taken = await crew.queue.take().catch(() => null)
    if (taken === null) return false
    const stop = new AbortController()
    const ended = perform(crew, taken, stop.signal).finally(() => {
      works.delete(taken.id)
      wake()
    })
    works.set(taken.id, { taken, stop, ended })
    return true
  }

  async function close(graceMillis: number): Promise<void> {
    closing = true
    wake()
    await loop
    const all = () => Promise.all([...works.values()].map(({ ended }) => ended))
    await within(all(), graceMillis)
    for (const { stop } of works.values()) stop.abort(stopped())
    await within(all(), lastWordsMillis)
    clearInterval(beats)
  }

  return { close }
}

async function within(work: Promise<unknown>, millis: number): Promise<void> {
  const done = new AbortController()
  await Promise.race([work, pause(millis, null, { signal: done.signal }).catch(() => undefined)])
  done.abort()
}

function stopped(): RollbookError {
  return new RollbookError(
    'RUN_STOPPED',
    'Cannot finish this run: the service is being stopped, and nothing was changed. It begins again by itself once the service is back',
  )
}

/** Whoever was replaced while it slept stops: its writes would be refused, and its task is another's by now. */
async function beat({ queue, log }: Crew, works: ReadonlyMap<string, Work>): Promise<void> {
  const all = [...works.values()]
  try {
    const held = await queue.beat(all.map(({ taken }) => taken))
    for (const { taken, stop } of all) if (!held.has(taken.id) && works.has(taken.id)) stop.abort(stopped())
  } catch (error) {
    log({ level: 'warn', event: 'beat', ...traceOf(error) })
  }
}

/** Never throws: whatever happens to one task, the next is taken. */
async function perform(crew: Crew, taken: Taken, signal: AbortSignal): Promise<void> {
  const { queue, log } = crew
  const began = performance.now()
  const said = { event: 'task', task: taken.id, ask: taken.task.ask, district: taken.task.district }
  const millis = () => Math.round(performance.now() - began)
  try {
    const came = taken.spent ? await giveUp(crew, taken) : await attempt(crew, taken, signal)
    await queue.finish(taken, { status: came.status, run: came.run })
    log({ level: 'info', ...said, ...came, millis: millis() })
  } catch (error) {
    const again = tryAgain(error, signal)
    const level = again !== null || error instanceof RollbookError ? 'warn' : 'error'
    const { code, at } = traceOf(error)
    const trace = level === 'error' ? { code, at } : { code }
    // A busy district is asked every second, for as long as its run takes.
    if (!hasCode(error, 'DISTRICT_BUSY'))
      log({ level, ...said, ...trace, again: again?.seconds ?? null, millis: millis() })
    const settled = again === null ? queue.finish(taken, { code }) : queue.giveBack(taken, again.seconds, again.cut)
    // A task that cannot be settled now stays without beats, and is taken again.
    await settled.catch(failed => log({ level: 'warn', ...said, ...traceOf(failed) }))
  }
} // prettier-ignore

/** A refusal is a result. Only what came from outside is tried again: a busy district, a lost database, a stop. */
function tryAgain(error: unknown, signal: AbortSignal): { seconds: number; cut: boolean } | null {
  if (signal.aborted) return { seconds: 0, cut: true }
  if (hasCode(error, 'DISTRICT_BUSY')) return { seconds: busySeconds, cut: false }
  if (hasCode(error, 'LEASE_LOST')) return { seconds: busySeconds, cut: true }
  if (hasCode(error, 'DATABASE_LOST')) return { seconds: outageSeconds, cut: true }
  return null
}

type Told = { readonly status: string; readonly run: number | null }

async function attempt(crew: Crew, taken: Taken, signal: AbortSignal): Promise<Told> {
  const { store, today } = crew
  const district = await findDistrict(store.pool, taken.task.district)
  const reporter = makeReporter(store, district.districtId)
  let run: number | null = null
  const began = (number: number) => reporter.began((run = number))
  const progress: Order['progress'] = (...told) => {
    signal.throwIfAborted()
    reporter.progress(...told)
  }
  try {
    const shift = { store, today, progress, began, signal, resumed: taken.resumed }
    const came = await carryOut(taken.task, shift)
    await settle(crew, taken, district, run, came, reporter)
    return { status: came.status, run }
  } catch (error) {
    if (run === null || tryAgain(error, signal) !== null) throw error
    await settle(crew, taken, district, run, { status: 'failed', moved: false, outcome: null }, reporter)
    throw error
  }
}

async function settle(
  { store, now, today, log, steps }: Crew,
  { task }: Taken,
  district: District,
  run: number | null,
  came: Came,
  reporter: Reporter,
): Promise<void> {
  const done = { store, district, now: now(), day: today(district.zone), task, run, ...came }
  await finishUp(steps, done, log)
  await reporter.ended(came.status)
}

/** The task cost its workers their lives (a district that takes more memory than there is): its run ends in words. */
async function giveUp({ store }: Crew, { task }: Taken): Promise<Told> {
  const { districtId } = await findDistrict(store.pool, task.district)
  const lease = await takeLease(store.pool, districtId)
  try {
    await endCut(
      store.pool,
      districtId,
      'It ended its worker three times and is not tried again: see the log of the service',
    )
  } finally {
    await lease.release()
  }
  return { status: 'given up', run: null }
}
