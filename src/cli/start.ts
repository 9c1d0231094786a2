import process from 'node:process'
import { main } from './main.ts'
import { stopOnSignals } from './stop.ts'
import { verbs } from './verbs.ts'

/** The program: the real streams, environment and signals. */
export async function start(): Promise<void> {
  // `rollbook runs | head` closes the pipe early; the run itself must not die of it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe)
  const { stdout, stderr, env } = process
  const signal = stopOnSignals(process)
  process.exitCode = await main(process.argv.slice(2), { stdout, stderr, env, verbs, signal })
  // A verb that was stopped may still hold a socket or a timer.
  if (signal.aborted) process.exit()
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
