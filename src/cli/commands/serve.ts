import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { servesMail } from '../../http/demo-mail.ts'
import { buildServer } from '../../http/server.ts'
import type { LogLine } from '../../http/log.ts'
import { firstOwner } from '../../login/tickets.ts'
import { openOutgoing, startMailing, type Mailing } from '../../notify/start.ts'
import { RollbookError } from '../../roster/errors.ts'
import { startWork } from '../../desk/start.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { flag } from '../options.ts'
import { bold } from '../paint.ts'

const standardPort = 7655

export const command: Command = {
  verb: 'serve',
  usage: ['serve [--port P] [--host H]', 'serve --demo [--fresh] [--port P]'],
  summary: 'the service: console, API, schedule and worker in one process',
  options: {
    port: { type: 'string', value: 'PORT', about: `where to listen; ${standardPort} unless said, 0 for any free one` },
    host: { type: 'string', value: 'HOST', about: '127.0.0.1 unless said; 0.0.0.0 lets other machines in' },
    demo: { type: 'boolean', about: 'three made-up districts to try it out with, and people to sign in as' },
    fresh: { type: 'boolean', about: 'with --demo: begin anew instead of going on where it was left' },
  },
  args: [0, 0],
  stops: true,
  async run(call) {
    if (flag(call, 'demo')) return await (await import('../demo/serve.ts')).serveDemo(call)
    return await serve(call, { demo: false, greet: greetOwner })
  },
} // prettier-ignore

export type Serving = {
  readonly demo: boolean
  /** Tells who may come in, and how, once the address is known. */
  greet(call: Call, base: string): Promise<void>
}

/** Serves until somebody ends it. What runs then gets its time to end; what is cut off is taken up at the next start. */
export async function serve(call: Call, { demo, greet }: Serving): Promise<number> {
  const store = await call.store()
  const log = logOf(call, demo)
  const { mailer, catcher } = await openOutgoing(store.data, demo, call.now, process.env)
  const work = await startWork({
    store,
    now: call.now,
    today: call.today,
    log,
    concurrency: 1,
    schedule: true,
  })
  let mailing: Mailing | null = null
  try {
    const port = portOf(call)
    const host = typeof call.options.host === 'string' ? call.options.host : '127.0.0.1'
    const vendor = { name: process.env.ROLLBOOK_VENDOR || (demo ? 'Tallgrass' : 'Product Support') }
    const given = process.env.ROLLBOOK_BASE_URL?.replace(/\/+$/, '')
    const office = { store, desk: work.desk, live: work.live, now: call.now, vendor, demo }
    const app = await buildServer({ ...office, base: given ?? `http://${host}:${port}` }, log)
    if (catcher !== null) servesMail(app, catcher)
    await listen(app, host, port)
    const address = app.listeningOrigin
    mailing = startMailing({ store, mailer, base: given ?? address, now: call.now, log })
    await greet(call, given ?? address)
    if (!call.signal.aborted) await once(call.signal, 'abort')
    await app.close()
    return 0
  } finally {
    await work.close()
    await mailing?.close()
    await catcher?.close()
  }
}

/** JSON, a line each, on stderr. The demo's terminal is read by somebody who wants to know where to click. */
function logOf({ out, now }: Call, quiet: boolean): (line: LogLine) => void {
  return line => {
    if (!quiet || line.level !== 'info') out.note(JSON.stringify({ at: now().toISOString(), ...line }))
  }
}

function portOf({ options }: Call): number {
  const text = options.port
  const port = text === undefined ? standardPort : Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port
  throw new UsageError(`Cannot listen on port ${JSON.stringify(text)}: it is no number from 0 to 65535. Write it as --port ${standardPort}`) // prettier-ignore
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RollbookError('PORT_TAKEN', `Cannot listen on ${host}:${port}: ${reason}. Choose another with --port`, 1, { cause }) // prettier-ignore
  }
}

/** Until the vendor has an owner, everybody who can read this terminal may become it, once. */
async function greetOwner(call: Call, base: string): Promise<void> {
  const { out } = call
  out.line(bold('Rollbook'), ` listens on ${base}`)
  const token = await firstOwner(await call.store(), call.now())
  if (token !== null) out.line(`Nobody can sign in yet. Make yourself the first owner within a week: ${base}/welcome#${token}`)
} // prettier-ignore
