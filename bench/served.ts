import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { kinds } from '../src/roster/kinds.ts'
import type { Description } from '../src/sandbox/serve.ts'
import type { Outside, SecretName } from '../src/sources/outside.ts'
import { openWire } from '../src/wire/wire.ts'

/** What a bench of a source reads from: a sandbox in a process of its own. */
export type Served = {
  readonly description: Description
  readonly district: Description['districts'][number]
  readonly runs: number
  /** The way out of a reading, which nobody waits for. */
  outside(secret: SecretName, value: string, since?: Date | null): Outside
}

/** Serves one district of as many students as `--students` says, while `measure` reads it. */
export async function withServed(measure: (served: Served) => Promise<readonly string[]>): Promise<void> {
  const [students, runs] = [number('--students', 100_000), number('--runs', 3)]
  const words = ['bin/rollbook.js', 'sandbox', '--port', '0', '--districts', '1', '--schools', String(Math.ceil(students / 800)), '--students', String(students), '--json']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const scratch = await mkdtemp(join(tmpdir(), 'rollbook-bench-'))
  const wire = openWire({ loopback: true })
  const outside: Served['outside'] = (secret, value, since = null) => ({
    wire,
    scratch,
    secrets: name => Promise.resolve(name === secret ? [value] : []),
    wants: kinds.filter(kind => kind !== 'demographics'),
    since,
    now: () => new Date(),
    pause: () => Promise.resolve(),
    progress: () => undefined,
  })
  try {
    const description = await firstLine(child.stdout)
    const [district] = description.districts
    if (district === undefined) throw new Error('the sandbox has no district')
    process.stdout.write(`${(await measure({ description, district, runs, outside })).join('\n')}\n`)
  } finally {
    child.kill()
    wire.close()
    await rm(scratch, { recursive: true, force: true })
  }
} // prettier-ignore

function number(name: string, usual: number): number {
  const at = process.argv.indexOf(name)
  return (at < 0 ? usual : Number(process.argv[at + 1])) || usual
}

async function firstLine(input: NodeJS.ReadableStream): Promise<Description> {
  for await (const line of createInterface({ input })) return JSON.parse(line) as Description // as `sandbox --json` writes it
  throw new Error('the sandbox ended')
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The most that this process held so far, in MB. */
export const peak = () => Math.round(process.resourceUsage().maxRSS / 1024)
