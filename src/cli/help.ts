import type { Command, Option } from './command.ts'
import { bold } from './paint.ts'
import { globalOptions } from './parse.ts'
import type { Printer } from './printer.ts'
import type { Verbs } from './verbs.ts'

/** The list of verbs. It loads them all, which only this page pays for. */
export async function helpAll(verbs: Verbs, out: Printer): Promise<void> {
  const commands = (await Promise.all(Object.values(verbs).map(load => load()))).map(one => one.command)
  const list = commands.map(({ verb, summary, usage }) => ({ verb, summary, usage }))
  out.result({ verbs: list }, () => {
    out.line('Usage: rollbook <verb> [arguments] [options]')
    out.line()
    if (list.length > 0)
      out.table(
        ['', ''],
        list.map(one => [bold(`  ${one.verb}`), one.summary]),
      )
    sayOptions(out, 'Every verb takes', globalOptions)
    sayEnvironment(out)
    out.line()
    out.line('Exit codes: 0 done, 1 failed, 2 not understood, 3 held for a person, 4 not a roster')
    out.line('More about a verb: rollbook <verb> --help')
  })
}

export function helpFor(command: Command, out: Printer): void {
  const { verb, summary, usage, options } = command
  out.result({ verb, summary, usage, options: { ...options, ...globalOptions } }, () => {
    out.line(bold(summary))
    out.line()
    for (const form of usage) out.line(`  rollbook ${form}`)
    if (Object.keys(options).length > 0) sayOptions(out, 'Options', options)
    sayOptions(out, 'Every verb takes', globalOptions)
  })
}

function sayOptions(out: Printer, title: string, options: Readonly<Record<string, Option>>): void {
  out.line()
  out.line(title)
  out.table(
    ['', ''],
    Object.entries(options).map(([name, option]) => [`  ${spelling(name, option)}`, option.about ?? '']),
  )
}

function spelling(name: string, { short, type, value }: Option): string {
  const long = type === 'string' ? `--${name} ${value ?? name.toUpperCase()}` : `--${name}`
  return short === undefined ? long : `-${short}, ${long}`
}

function sayEnvironment(out: Printer): void {
  out.line()
  out.line('Environment')
  out.table(
    ['', ''],
    [
      ['  DATABASE_URL', 'a PostgreSQL 15 or later instead of the one inside the data folder'],
      ['  ROLLBOOK_DATA', 'the data folder, where --data does not say'],
      ['  ROLLBOOK_TODAY', 'another day than today, YYYY-MM-DD: rehearses a rollover'],
      ['  ROLLBOOK_DEBUG', 'any value: unexpected errors show where they come from'],
      ['  NO_COLOR', 'any value: no colour'],
    ],
  )
}
