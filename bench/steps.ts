import { openStore } from '../src/store/open.ts'
import { sync } from '../src/sync/sync.ts'
import { undoRun } from '../src/sync/undo-run.ts'
import { today } from './drops.ts'
import { copyAll, hashAll, splitAll, writeAll } from './floors.ts'
import type { Piece } from './pieces.ts'
import { districtKey, type State } from './state.ts'

/** One thing to measure, as it is told to a process of its own. */
export type Step =
  | { readonly do: 'sync'; readonly state: State; readonly drop: string; readonly expect: string }
  | { readonly do: 'undo'; readonly state: State; readonly run: number }
  | { readonly do: 'hash' | 'split'; readonly drop: string }
  | { readonly do: 'copy' | 'write'; readonly state: State; readonly pieces: readonly Piece[] }

export type Measured = {
  readonly millis: number
  /** Megabytes the process had at most. */
  readonly peak: number
  readonly run: number
  /** Milliseconds of each phase of a run. */
  readonly phases: Readonly<Record<string, number>>
}

type Took = Pick<Measured, 'millis'> & Partial<Measured>

/** Carries the step out and says how long it took; opening the store and connecting are not part of it. */
export async function measure(step: Step): Promise<Measured> {
  const took = await perform(step)
  return { run: 0, phases: {}, ...took, peak: process.resourceUsage().maxRSS / 1024 }
}

async function perform(step: Step): Promise<Took> {
  switch (step.do) {
    case 'sync':
      return await measureSync(step.state, step.drop, step.expect)
    case 'undo':
      return await measureUndo(step.state, step.run)
    case 'copy':
      return { millis: await copyAll(step.state.url, step.pieces) }
    case 'write':
      return { millis: await writeAll(step.state.url, step.pieces) }
    case 'hash':
      return await timed(async () => hashAll(step.drop))
    case 'split':
      return await timed(() => splitAll(step.drop))
  }
}

async function measureSync(state: State, drop: string, expected: string): Promise<Took> {
  const store = await openStore({ data: state.data, url: state.url })
  const started = performance.now()
  const outcome = await sync({
    store, district: districtKey, trigger: 'manual', who: 'bench', from: drop, planOnly: false, today: () => today,
    progress: () => {},
  }) // prettier-ignore
  const millis = performance.now() - started
  if (outcome.status !== expected)
    throw new Error(
      `Cannot measure: the run ended ${outcome.status}, must be ${expected}: ${JSON.stringify(outcome.hazards)}`,
    )
  const phases = await phasesOf(store, outcome.run)
  await store.close()
  return { millis, run: outcome.run, phases }
}

async function measureUndo(state: State, run: number): Promise<Took> {
  const store = await openStore({ data: state.data, url: state.url })
  const order = { store, district: districtKey, who: 'bench', undoes: run, dryRun: false }
  const took = await timed(async () => {
    const outcome = await undoRun({ ...order, today: () => today, progress: () => {} })
    if (outcome.status !== 'undone') throw new Error(`Cannot measure: the undo ended ${outcome.status}`)
  })
  await store.close()
  return took
}

async function phasesOf(
  store: Awaited<ReturnType<typeof openStore>>,
  run: number,
): Promise<Measured['phases']> {
  const found = await store.pool.query<{ phases: { phase: string; at: string }[] }>(
    'select phases from runs where run = $1',
    [run],
  )
  const phases = found.rows[0]?.phases ?? []
  return Object.fromEntries(
    phases
      .slice(0, -1)
      .map(({ phase, at }, n) => [phase, Date.parse(phases[n + 1]?.at ?? at) - Date.parse(at)]),
  )
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const started = performance.now()
  await work()
  return { millis: performance.now() - started }
}
