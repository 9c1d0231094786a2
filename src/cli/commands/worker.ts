import { once } from 'node:events'
import { RollbookError } from '../../roster/errors.ts'
import { startWork } from '../../desk/start.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'

export const command: Command = {
  verb: 'worker',
  usage: ['worker [--concurrency N]'],
  summary: 'one more process that runs syncs, beside those of serve',
  options: {
    concurrency: {
      type: 'string',
      value: 'N',
      about: 'runs at a time, of different districts; 1 unless said',
    },
  },
  args: [0, 0],
  stops: true,
  async run(call) {
    const concurrency = countOf(call.options.concurrency)
    if (call.where.url === null) throw alone(call.where.data)
    const store = await call.store()
    const { now, today, out, signal } = call
    const work = await startWork({
      store, now, today, concurrency, schedule: true,
      log: line => out.note(JSON.stringify({ at: now().toISOString(), ...line })),
    }) // prettier-ignore
    if (!signal.aborted) await once(signal, 'abort')
    await work.close()
    return 0
  },
}

function countOf(text: string | boolean | undefined): number {
  const count = text === undefined ? 1 : Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= 32) return count
  throw new UsageError(`Cannot start ${JSON.stringify(text)} runs at a time: it is no number from 1 to 32. Write it as --concurrency 2`)
} // prettier-ignore

/** The built-in database belongs to one process, which has a worker of its own. */
function alone(data: string): RollbookError {
  return new RollbookError(
    'WORKER_NEEDS_SERVER',
    `Cannot start a worker on "${data}": the built-in database serves one process, and rollbook serve works already. ` +
      'Name a PostgreSQL server in DATABASE_URL to share it among processes',
    2,
  )
}
