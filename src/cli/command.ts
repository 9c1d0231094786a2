import type { Store, Where } from '../store/open.ts'
import type { Progress } from '../sync/outcome.ts'
import type { Printer } from './printer.ts'

/**
 * The form every verb follows: one file in commands/, one line in verbs.ts.
 * The command line is a contract, since scripts of other people stand on it.
 */
export type Command = {
  /** As typed: `plan`, or two words for `district add`. */
  readonly verb: string
  /** What follows `rollbook`, one line per form: `plan <district> [--from <zip|dir>]`. */
  readonly usage: readonly string[]
  /** One line for the list of verbs. */
  readonly summary: string
  readonly options: Readonly<Record<string, Option>>
  /** Least and most positional arguments. */
  readonly args: readonly [least: number, most: number]
  /**
   * True when `run` ends by itself once `call.signal` aborts. Without it an interrupt closes the store
   * and the process ends at once.
   */
  readonly stops?: boolean
  /** True when it reads and writes tables alone, so that a service which is running need not be stopped for it. */
  readonly beside?: boolean
  /** Data of the verb's own, whatever --data and the environment say. */
  readonly where?: Where
  /** Resolves to the exit code: 0 done, 1 failed, 3 held. Whatever it throws is told by main. */
  run(call: Call): Promise<number>
}

export type Option = {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** For `--help`: what the value is, and what the option does. */
  readonly value?: string
  readonly about?: string
}

export type Options = Readonly<Record<string, string | boolean | undefined>>

export type Call = {
  readonly args: string[]
  readonly options: Options
  readonly out: Printer
  readonly where: Where
  /** Opens the store on the first call; main closes it whatever happens. */
  store(): Promise<Store>
  /** The day in a district's zone, `YYYY-MM-DD`. ROLLBOOK_TODAY says another one, to rehearse a rollover. */
  today(zone: string): string
  now(): Date
  readonly progress: Progress
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}
