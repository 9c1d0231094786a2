import { parseArgs } from 'node:util'
import type { Command, Option, Options } from './command.ts'
import { UsageError } from './errors.ts'
import { nearest } from './nearest.ts'

/** Options that every verb takes. */
export const globalOptions: Readonly<Record<string, Option>> = {
  json: { type: 'boolean', about: 'one JSON document on stdout, and nothing else' },
  data: {
    type: 'string',
    value: 'DIR',
    about: 'where Rollbook keeps its data (ROLLBOOK_DATA, else ./.rollbook)',
  },
  help: { type: 'boolean', short: 'h', about: 'how a verb is used' },
}
const frameOptions = { ...globalOptions, version: { type: 'boolean' } } as const

/** What can be known before the verb is: which words are not options, and the options of the frame. */
export type Glance = { readonly words: readonly Word[]; readonly options: Options }
type Word = { readonly text: string; readonly index: number }

/** Reads loosely: whether an option exists is the verb's to say, so it is asked again in `parse`. */
export function glance(argv: readonly string[]): Glance {
  const config = {
    args: [...argv],
    options: plainOptions(frameOptions),
    allowPositionals: true,
    strict: false,
  }
  const { tokens, values } = parseArgs({ ...config, tokens: true })
  const words: Word[] = []
  for (const token of tokens)
    if (token.kind === 'positional') words.push({ text: token.value, index: token.index })
  const options: Record<string, string | boolean> = {}
  for (const [name, value] of Object.entries(values))
    if (typeof value === 'string' || typeof value === 'boolean') options[name] = value
  return { words, options }
}

export type Parsed = { readonly args: string[]; readonly options: Options }

/** Options and arguments of one verb; anything that the verb does not take is a usage error. */
export function parse(command: Command, argv: readonly string[]): Parsed {
  const options = { ...globalOptions, ...command.options }
  const config = { args: [...argv], options: plainOptions(options), allowPositionals: true, strict: true }
  const { positionals, values } = orUsage(() => parseArgs(config), command, Object.keys(options))
  const [least, most] = command.args
  if (values.help !== true && (positionals.length < least || positionals.length > most))
    throw new UsageError(
      `Cannot run ${named(command)}: ${amount(positionals.length, least, most)}. ${seeHelp(command)}`,
    )
  return { args: positionals, options: values as Options } // no option is `multiple`, so no value is a list
}

function plainOptions(options: Readonly<Record<string, Option>>) {
  const entries = Object.entries(options)
  return Object.fromEntries(
    entries.map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  )
}

function amount(given: number, least: number, most: number): string {
  const wanted = least === most ? `${least}` : `${least} to ${most}`
  return `it takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${given}`
}

function orUsage<T>(read: () => T, command: Command, known: readonly string[]): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(`Cannot run ${named(command)}: ${complaint(error, known)}. ${seeHelp(command)}`)
  }
}

/** Node's sentence begins with the option it stumbled over, and ends with advice that is not ours. */
function complaint(error: TypeError, known: readonly string[]): string {
  const option = /'(-{1,2}[^' ]+)/.exec(error.message)?.[1] ?? ''
  const unknown = 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
  if (!unknown)
    return `${option} ${error.message.includes('does not take') ? 'takes no value' : 'needs a value'}`
  const meant = nearest(option.replace(/^-+/, ''), known)
  return `there is no option ${option}${meant === null ? '' : `; --${meant} is the nearest`}`
}

const named = (command: Command) => `rollbook ${command.verb}`
const seeHelp = (command: Command) => `See rollbook ${command.verb} --help`
