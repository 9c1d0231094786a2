import { constants } from 'node:os'
import { RollbookError } from '../roster/errors.ts'

const signals = ['SIGINT', 'SIGTERM'] as const
type Signal = (typeof signals)[number]

/** Somebody ended the program. Exit as a shell has it: 128 and the number of the signal. */
export class Stopped extends RollbookError {
  constructor(what: string, signal: string) {
    super(
      'STOPPED',
      `Stopped rollbook ${what} on ${signal}: what was not committed is not done`,
      exitOf(signal),
    )
    this.name = 'Stopped'
  }
}

function exitOf(signal: string): number {
  return 128 + (signal === 'SIGTERM' ? constants.signals.SIGTERM : constants.signals.SIGINT)
}

/** Aborts with it, for a verb by name: whoever is told to stop says so in the words that people are told. */
export function stopping(verb: string, signal: AbortSignal): AbortSignal {
  const why = () => new Stopped(verb, String(signal.reason))
  if (signal.aborted) return AbortSignal.abort(why())
  const controller = new AbortController()
  signal.addEventListener('abort', () => controller.abort(why()), { once: true })
  return controller.signal
}

/** Aborts on the first signal, so that the store can close; the second ends the process there and then. */
export function stopOnSignals(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController()
  const stop = (signal: Signal) => {
    if (controller.signal.aborted) process.exit(exitOf(signal))
    controller.abort(signal)
  }
  for (const signal of signals) process.on(signal, stop)
  return controller.signal
}
