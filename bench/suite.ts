import { join } from 'node:path'
import pg from 'pg'
import type { Drops } from './drops.ts'
import { measureApart, medianOf } from './measure.ts'
import { takePieces, type Piece } from './pieces.ts'
import type { BenchServer } from './servers.ts'
import { States, type State } from './state.ts'
import type { Measured, Step } from './steps.ts'

/** Medians of all steps on one server, by name. */
export type Medians = Readonly<
  Record<'first' | 'copy' | 'same' | 'split' | 'known' | 'hash' | 'churn' | 'write' | 'undo', Measured>
>

export type Suite = {
  readonly server: BenchServer
  readonly folder: string
  readonly drops: Drops
  readonly runs: number
  readonly say: (words: string) => void
}

/** Measures everything on one server; a floor is measured right after what stands on it, in the same noise. */
export async function runSuite(suite: Suite): Promise<Medians> {
  const { drops, folder, server } = suite
  const states = new States(server, folder)
  const bench = new Bench(suite, states)
  const empty = await states.empty()

  const first = await bench.measure('first import', empty, on => sync(on, drops.first, 'applied'))
  const prepared = first.state
  await settle(prepared.url)
  const rows = await takePieces(prepared.url, first.median.run, join(folder, 'rows'))
  const copy = await bench.measure('  floor: copy', empty, on => write('copy', on, rows))

  const same = await bench.measure('nothing changed', prepared, on => sync(on, drops.again, 'empty'))
  const split = await bench.measure('  floor: split', null, () => ({ do: 'split', drop: drops.again }))
  const known = await bench.measure('same bytes', prepared, on => sync(on, drops.first, 'empty'))
  const hash = await bench.measure('  floor: hash', null, () => ({ do: 'hash', drop: drops.first }))

  const churn = await bench.measure('1 % changed', prepared, on => sync(on, drops.churned, 'applied'))
  const changes = await takePieces(churn.state.url, churn.median.run, join(folder, 'changes'))
  const written = await bench.measure('  floor: write', prepared, on => write('write', on, changes))
  const undo = await bench.measure('undo of it', churn.state, state => ({
    do: 'undo',
    state,
    run: churn.median.run,
  }))
  for (const one of [undo, copy, same, known, churn, written, first]) await states.discard(one.state)
  await states.discard(empty)
  return {
    first: first.median, copy: copy.median, same: same.median, split: split.median,
    known: known.median, hash: hash.median, churn: churn.median, write: written.median,
    undo: undo.median,
  } // prettier-ignore
}

const sync = (state: State, drop: string, expect: string): Step => ({ do: 'sync', state, drop, expect })
const write = (how: 'copy' | 'write', state: State, pieces: readonly Piece[]): Step => ({
  do: how,
  state,
  pieces,
})

class Bench {
  private readonly suite: Suite
  private readonly states: States

  constructor(suite: Suite, states: States) {
    this.suite = suite
    this.states = states
  }

  /** Repeats a step, each time on a fresh copy; the last copy is handed back for what comes after. */
  async measure(
    name: string,
    from: State | null,
    step: (state: State) => Step,
  ): Promise<{ median: Measured; state: State }> {
    const measured: Measured[] = []
    let state: State = nowhere
    for (let at = 0; at < this.suite.runs; at++) {
      if (state !== nowhere) await this.states.discard(state)
      if (from !== null) state = await this.states.copy(from, 'copy')
      measured.push(await measureApart(step(state)))
    }
    const median = medianOf(measured)
    const all = measured.map(({ millis }) => (millis / 1000).toFixed(2)).join(' ')
    const phases = Object.entries(median.phases).map(
      ([phase, millis]) => `${phase} ${(millis / 1000).toFixed(2)}`,
    )
    this.suite.say(`${name}: ${all} s, ${median.peak.toFixed(0)} MB  ${phases.join(', ')}`)
    return { median, state }
  }
}

const nowhere: State = { database: '', url: '', data: '' }

/** What autovacuum has done by the next night; left to it, it would come in the middle of a measurement. */
async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}
