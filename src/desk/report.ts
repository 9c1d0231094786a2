import { performance } from 'node:perf_hooks'
import type { Store } from '../store/open.ts'
import type { Progress } from '../sync/outcome.ts'
import { announceLive, type LiveEvent } from './live.ts'

/** Milliseconds between two events of one run; a new phase is told at once. */
const everyMillis = 1_000

export type Reporter = {
  began(run: number): void
  readonly progress: Progress
  ended(result: string): Promise<void>
}

/** Tells whoever looks at the district how its run comes along. What cannot be told is left out: the run goes on. */
export function makeReporter({ pool }: Pick<Store, 'pool'>, districtId: string): Reporter {
  let run: number | null = null
  let phase = ''
  let last = -Infinity
  // One after the other: on two connections of the pool the later could be heard first.
  let line = Promise.resolve()
  const tell = (event: Omit<LiveEvent, 'districtId' | 'run'>) => {
    const whole = { districtId, run, ...event }
    line = line.then(() => announceLive(pool, whole)).catch(() => undefined)
    return line
  }
  const progress: Progress = (named, done, total) => {
    const now = named.toLowerCase()
    const time = performance.now()
    if (now === phase && time - last < everyMillis) return
    phase = now
    last = time
    void tell({ phase, done, total, result: null })
  }
  return {
    progress,
    began(number) {
      run = number
      progress('reading', 0, null)
    },
    ended: result => tell({ phase: 'done', done: 0, total: null, result }),
  }
}
