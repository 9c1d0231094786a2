import { parseArgs } from 'node:util'

export type ServerName = '15' | 'embedded'
export type Options = {
  readonly students: number
  readonly runs: number
  readonly servers: readonly ServerName[]
  /** Append the figures to bench/results.md. */
  readonly record: boolean
}

const usage = 'npm run bench -- [--students 100000] [--runs 3] [--postgres 15|embedded|both] [--no-record]\n'

/** What was asked for on the command line; null when it cannot be read, which was said. */
export function readOptions(words: string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        students: { type: 'string', default: '100000' },
        runs: { type: 'string', default: '3' },
        postgres: { type: 'string', default: 'both' },
        'no-record': { type: 'boolean', default: false },
      },
    })
    const [students, runs] = [Number(values.students), Number(values.runs)]
    const servers = serversOf[values.postgres]
    if (!(students >= 1000) || !(runs >= 1) || servers === undefined)
      throw new Error('--students is 1000 or more, --runs 1 or more, --postgres 15, embedded or both')
    return { students, runs, servers, record: !values['no-record'] }
  } catch (error) {
    process.stderr.write(`Cannot read the options: ${String(error)}\n${usage}`)
    return null
  }
}

const serversOf: Readonly<Record<string, readonly ServerName[]>> = {
  '15': ['15'],
  embedded: ['embedded'],
  both: ['embedded', '15'],
}
