import { cp, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { main } from '../../src/cli/main.ts'
import { verbs } from '../../src/cli/verbs.ts'
import { emptyDatabase } from '../support/database.ts'
import { root } from '../support/tree.ts'

export type Said = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** The real command line on a database and a folder of its own. */
export type Terminal = {
  readonly folder: string
  /** Words between blanks; `@` stands for the folder. */
  run(line: string, signal?: AbortSignal): Promise<Said>
  /** The document that the line prints with --json. */
  ask(line: string): Promise<{ code: number; document: Record<string, unknown> }>
  close(): Promise<void>
}

export async function openTerminal(today = '2026-09-15'): Promise<Terminal> {
  const database = await emptyDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'rollbook cli '))
  const env = { DATABASE_URL: database.url, ROLLBOOK_DATA: join(folder, 'data'), ROLLBOOK_TODAY: today }
  const run: Terminal['run'] = async (line, signal = new AbortController().signal) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const words = line.split(' ').filter(Boolean)
    const argv = words.map(word => word.replace(/^@/, `${folder}/`))
    const said = Promise.all([text(stdout), text(stderr)])
    const code = await main(argv, { stdout, stderr, env, verbs, signal })
    stdout.end()
    stderr.end()
    const [out, err] = await said
    return { code, stdout: out, stderr: err }
  }
  return {
    folder,
    run,
    ask: async line => {
      const { code, stdout } = await run(`${line} --json`)
      return { code, document: JSON.parse(stdout) as Record<string, unknown> } // ours, just printed
    },
    close: async () => {
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Changes of one file, line by line: null drops the line, the header is left alone. */
export type Edit = (line: string) => string | null

/** Lincoln USD as a drop of that moment, with its files changed. */
export async function writeLincoln(folder: string, edits: Record<string, Edit>, at: string): Promise<void> {
  await cp(join(root, 'test/districts/lincoln-usd'), folder, { recursive: true })
  for (const [file, edit] of Object.entries(edits)) {
    const path = join(folder, file)
    const [header = '', ...lines] = (await readFile(path, 'utf8')).split('\n')
    const kept = lines.map(line => (line === '' ? '' : edit(line))).filter(line => line !== null)
    await writeFile(path, [header, ...kept].join('\n'))
  }
  const names = [
    'manifest',
    'orgs',
    'academicSessions',
    'courses',
    'classes',
    'users',
    'roles',
    'enrollments',
  ]
  for (const name of names) await utimes(join(folder, `${name}.csv`), new Date(at), new Date(at))
}

const isGone = (line: string) => line.includes('u-isaac-brown')
const isAfternoon = (line: string) => /-p[3-6],s-roosevelt-middle,/.test(line)

/**
 * A night that goes wrong: the later periods of Roosevelt Middle are missing, and Isaac Brown, who left, has
 * passed his address on to Omar Mansour. Ruby Owusu's new name is the ordinary part of it.
 */
export const accident: Record<string, Edit> = {
  'enrollments.csv': line => (isGone(line) || isAfternoon(line) ? null : line),
  'roles.csv': line => (isGone(line) ? null : line),
  'users.csv': line =>
    isGone(line)
      ? null
      : line
          .replace('omar.mansour@students', 'isaac.brown@students')
          .replace(',Ruby,Owusu,', ',Ruby,Owusu-Hill,'),
}
