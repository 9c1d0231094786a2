import { readFile } from 'node:fs/promises'
import { makeCall, type Env } from './call.ts'
import type { Command } from './command.ts'
import { tell } from './errors.ts'
import { findVerb, spokenVerb } from './find.ts'
import { helpAll, helpFor } from './help.ts'
import { red } from './paint.ts'
import { glance, parse, type Glance } from './parse.ts'
import { makeMeter } from './progress.ts'
import { makePrinter, type Streams } from './printer.ts'
import { stopping } from './stop.ts'
import type { Verbs } from './verbs.ts'

export type World = Streams & { readonly env: Env; readonly verbs: Verbs; readonly signal: AbortSignal }

/** The command line: finds the verb, runs it, tells what went wrong. Resolves to the exit code. */
export async function main(argv: readonly string[], world: World): Promise<number> {
  const seen = glance(argv)
  const meter = makeMeter(world.stderr, () => performance.now())
  const out = makePrinter({ ...world, json: seen.options.json === true, clear: meter.clear })
  try {
    const code = await dispatch(argv, seen, { ...world, out, meter })
    if (out.json && !out.answered()) out.result({ ok: code === 0 }, () => {})
    return code
  } catch (error) {
    return report(error, `rollbook ${spokenVerb(seen, world.verbs)}`.trimEnd(), world, out)
  } finally {
    meter.clear()
  }
}

type Frame = World & {
  readonly out: ReturnType<typeof makePrinter>
  readonly meter: ReturnType<typeof makeMeter>
}

async function dispatch(argv: readonly string[], seen: Glance, frame: Frame): Promise<number> {
  const { out, verbs } = frame
  if (seen.words.length === 0) {
    if (seen.options.version === true) return sayVersion(out)
    await helpAll(verbs, out)
    return seen.options.help === true ? 0 : 2
  }
  const found = findVerb(seen, verbs)
  const { command } = await found.load()
  const rest = argv.filter((_, at) => !found.taken.includes(at))
  const parsed = parse(command, rest)
  if (parsed.options.help !== true) return carryOut(command, parsed, frame)
  helpFor(command, out)
  return 0
}

/** Always closes the store: a child Postgres that outlives its parent would keep the folder locked. */
async function carryOut(command: Command, parsed: ReturnType<typeof parse>, frame: Frame): Promise<number> {
  const signal = stopping(command.verb, frame.signal)
  const { call, close } = makeCall(parsed, { ...frame, signal }, command)
  const running = command.run(call)
  try {
    return await (command.stops === true ? running : orStopped(running, signal))
  } finally {
    await close()
  }
}

function orStopped(running: Promise<number>, signal: AbortSignal): Promise<number> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason as Error) // made by stopping()
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([running, stopped])
}

function report(error: unknown, name: string, { env }: World, out: Frame['out']): number {
  const told = tell(error, name)
  const { code, message, exit } = told
  if (out.json && !out.answered()) out.result({ error: { code, message } }, () => {})
  else out.note(red(message))
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  if (env.ROLLBOOK_DEBUG) for (const line of stack.split('\n')) out.note(line)
  return exit
}

async function sayVersion(out: Frame['out']): Promise<number> {
  // The build keeps this distance to package.json: see script/build.mjs.
  const file = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(file) as { version: string } // our own file
  out.result({ version }, () => out.line(version))
  return 0
}
