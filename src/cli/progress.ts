import type { Progress } from '../sync/outcome.ts'
import type { Stream } from './printer.ts'
import { count } from './table.ts'
import { fit } from './width.ts'

/** Ten lines a second are as many as an eye follows; more would cost the run. */
const every = 100
/** A rate over less than this is noise. */
const settled = 500

export type Meter = { readonly progress: Progress; clear(): void }

/** One line on stderr that rewrites itself, or nothing when stderr is no terminal. */
export function makeMeter(stream: Stream, clock: () => number): Meter {
  if (!stream.isTTY) return { progress: () => {}, clear: () => {} }
  let phase = ''
  let began = 0
  let last = -Infinity
  let drawn = false
  const progress: Progress = (now, done, total) => {
    const time = clock()
    if (now !== phase) [phase, began, last] = [now, time, -Infinity]
    if (time - last < every) return
    last = time
    drawn = true
    // Full width would wrap on some terminals and leave the line behind.
    stream.write(`\r\u001b[K${fit(meterLine(phase, done, total, time - began), (stream.columns || 80) - 1)}`)
  }
  const clear = () => {
    if (drawn) stream.write('\r\u001b[K')
    drawn = false
  }
  return { progress, clear }
}

export function meterLine(phase: string, done: number, total: number | null, took: number): string {
  const rows = total === null ? `${count(done)} rows` : `${count(done)} of ${count(total)} rows`
  if (took < settled || done === 0) return `${phase}  ${rows}`
  const rate = done / (took / 1000)
  const left = total === null || total < done ? '' : `  ${duration((total - done) / rate)} left`
  return `${phase}  ${rows}  ${count(Math.round(rate))}/s${left}`
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
