import { knownFix } from './fixes.ts'

/** A run that is over, as far as it matters for what there is to tell. */
export type PastRun = {
  readonly run: number
  readonly result: string
  /** Code of the error it failed with. */
  readonly code: string | null
  /** Digest of its plan, while that waits for a person. */
  readonly digest: string | null
}

/** Something that is told, once; `since` is the run it began with, and names it in the key. */
export type RunEvent =
  | { readonly event: 'held'; readonly since: number; readonly digest: string }
  | { readonly event: 'failed'; readonly since: number; readonly times: number; readonly code: string | null }
  | { readonly event: 'first_success'; readonly since: number }

/** Failures in a row after which it is told though nobody knows what mends it: a bad night mends itself. */
const patience = 3

/**
 * What the last of these runs gives to tell. `runs` are in order, without undos; `applied` says whether the
 * district had a run applied before the last one.
 */
export function eventsOf(runs: readonly PastRun[], applied: boolean): RunEvent[] {
  const last = runs.at(-1)
  if (last === undefined) return []
  if (last.result === 'failed') return failureOf(runs, last)
  if (last.result === 'held') return holdOf(runs, last)
  return last.result === 'applied' && !applied ? [{ event: 'first_success', since: last.run }] : []
}

/** The first run of the hold that stands now: the same plan, night after night, is one hold. */
export function holdSince(runs: readonly PastRun[]): PastRun | null {
  const told = runs.filter(({ result }) => result !== 'failed')
  const digest = told.at(-1)?.digest ?? null
  if (digest === null) return null
  return told[told.findLastIndex(run => run.digest !== digest) + 1] ?? null
}

function holdOf(runs: readonly PastRun[], last: PastRun): RunEvent[] {
  const since = holdSince(runs)
  if (since === null || since.run !== last.run || last.digest === null) return []
  return [{ event: 'held', since: last.run, digest: last.digest }]
}

function failureOf(runs: readonly PastRun[], last: PastRun): RunEvent[] {
  const streak = runs.slice(runs.findLastIndex(({ result }) => result !== 'failed') + 1)
  const since = streak[0]?.run ?? last.run
  const times = streak.length
  if (knownFix(last.code)) {
    const before = streak.slice(0, -1).some(({ code }) => code === last.code)
    return before ? [] : [{ event: 'failed', since, times, code: last.code }]
  }
  // Told of a known fix, people are at work on it; three that nobody knows of, right behind, are news again.
  const unknown = times - 1 - streak.findLastIndex(({ code }) => knownFix(code))
  return unknown === patience ? [{ event: 'failed', since, times, code: null }] : []
}
