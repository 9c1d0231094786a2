import { execFileSync } from 'node:child_process'
import { appendFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import type { Drops } from './drops.ts'
import type { Options, ServerName } from './options.ts'
import type { Medians } from './suite.ts'

/** One line of the table: what was measured, what it stands on, and how far apart they may be. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly floor: number
  readonly limit: number
  readonly unit: 's' | 'MB'
}
export type Result = {
  readonly server: ServerName
  readonly version: string
  readonly figures: readonly Figure[]
}

const MOST_MEMORY = 512

/** The figures of issue 2, each over its floor. */
export function figuresOf(of: Medians): Figure[] {
  const s = (name: keyof Medians) => of[name].millis / 1000
  const peak = Math.max(...Object.values(of).map(({ peak }) => peak))
  const figure = (name: string, value: number, floor: number, limit: number, unit: Figure['unit'] = 's') => ({
    name, value, floor, limit, unit,
  }) // prettier-ignore
  return [
    figure('first import, over COPY of the same rows', s('first'), s('copy'), 2),
    figure('nothing changed, over reading and splitting', s('same'), s('split'), 1.5),
    figure('same bytes, over hashing them', s('known'), s('hash'), 1),
    figure('1 % changed, over 2 × nothing changed + plain SQL', s('churn'), 2 * s('same') + s('write'), 1),
    figure('undo of the 1 %, over its apply phase', s('undo'), (of.churn.phases.applying ?? 0) / 1000, 2),
    figure('peak memory of Node, over 512 MB', peak, MOST_MEMORY, 1, 'MB'),
  ]
}

export function tableOf(options: Options, drops: Drops, results: readonly Result[]): string {
  const head = '| measured | on | took | floor | ratio | limit | |\n|---|---|---|---|---|---|---|'
  const lines = results.flatMap(({ server, version, figures }) =>
    figures.map(figure => line(figure, `${version}${server === 'embedded' ? ' embedded' : ''}`)),
  )
  return [`${summary(options, drops)}\n`, head, ...lines].join('\n')
}

function line({ name, value, floor, limit, unit }: Figure, on: string): string {
  const number = (figure: number) => (unit === 's' ? `${figure.toFixed(2)} s` : `${figure.toFixed(0)} MB`)
  const ratio = value / floor
  const verdict = ratio <= limit ? 'met' : 'missed'
  return `| ${name} | ${on} | ${number(value)} | ${number(floor)} | ${ratio.toFixed(2)} | ${limit.toFixed(1)} | ${verdict} |`
}

function summary({ students, runs }: Options, { rows, bytes }: Drops): string {
  const count = (number: number) => number.toLocaleString('en-US')
  return (
    `${count(students)} students, ${count(rows)} rows, ${(bytes / 1e6).toFixed(0)} MB; medians of ${runs}; ` +
    `${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}`
  )
}

/** Adds the rows to bench/results.md under their day and commit. */
export async function record(options: Options, drops: Drops, results: readonly Result[]): Promise<void> {
  const day = new Date().toISOString().slice(0, 10)
  const text = `\n## ${day}, commit ${commit()}\n\n${tableOf(options, drops, results)}\n`
  await appendFile(new URL('results.md', import.meta.url), text)
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
