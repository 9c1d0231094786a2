import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'
import { root } from '../support/tree.ts'
import type { Point } from './inject.ts'
import type { Task } from './worker.ts'

let folder = ''

/** Bundles the worker once per test file: a process of it starts in a tenth of the time that tsx takes. */
export function useWorkers(): void {
  beforeAll(async () => {
    // Below package.json, by which the store finds its migrations.
    folder = await mkdtemp(join(root, 'node_modules', '.faults-'))
    await build({
      entryPoints: [join(root, 'test/faults/worker.ts')],
      outfile: join(folder, 'worker.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      packages: 'external',
      logLevel: 'warning',
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
}

export type Ending = {
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
  /** The last thing it said: what it came to, or why it failed. */
  readonly said: { readonly status?: string; readonly code?: string; readonly message?: string }
  readonly stderr: string
}
export type Worker = {
  readonly child: ChildProcess
  readonly ready: Promise<void>
  readonly ended: Promise<Ending>
}

export function startWorker(task: Task, flags: readonly string[] = []): Worker {
  const words = [...flags, join(folder, 'worker.mjs'), JSON.stringify(task)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  let stderr = ''
  let isReady = () => {}
  const ready = new Promise<void>(resolve => (isReady = resolve))
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (text.startsWith('ready\n')) isReady()
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  const ended = once(child, 'close').then(([code, signal]) => {
    isReady()
    const line = text.trim().split('\n').at(-1) ?? ''
    const said = line.startsWith('{') ? (JSON.parse(line) as Ending['said']) : {} // written by worker.ts
    return { code, signal, said, stderr } as Ending // as the event has them
  })
  return { child, ready, ended }
}

/** All points of the work, as an undisturbed worker passes them. */
export async function listPoints(task: Omit<Task, 'blow'>): Promise<Point[]> {
  const file = join(task.data, 'points.json')
  const ending = await startWorker({ ...task, blow: null, points: file }).ended
  if (ending.code !== 0) throw new Error(`the undisturbed worker failed: ${JSON.stringify(ending)}`)
  const points = JSON.parse(await readFile(file, 'utf8')) as Point[] // written by worker.ts
  await rm(file)
  return points
}
