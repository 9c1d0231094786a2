import type { Store } from '../store/open.ts'
import { steps } from './afterwards.ts'
import type { Desk } from './desk.ts'
import { listenLive, type Live } from './live.ts'
import type { Log } from './log.ts'
import { openQueue } from './queue.ts'
import { startPoller } from './poller.ts'
import { startScheduler } from './scheduler.ts'
import { startWorker } from './worker.ts'

/** Milliseconds that runs have to end when the process stops; orchestrators kill after 30 seconds. */
const graceMillis = 25_000

export type WorkOrder = {
  readonly store: Store
  readonly now: () => Date
  /** Day in a zone, YYYY-MM-DD; by the clock when left out. */
  readonly today?: (zone: string) => string
  readonly log: Log
  /** Tasks at a time; 0 for a process that only asks. */
  readonly concurrency: number
  /** Whether this process looks at the calendar. Any number may. */
  readonly schedule: boolean
}
export type Working = {
  readonly desk: Desk
  readonly live: Live
  /** Takes no more, gives what runs its time, gives back what is not done, and lets go of the database. */
  close(grace?: number): Promise<void>
}

/** The work of a process: a desk to ask at, a worker, and the calendar. The store stays open when it closes. */
export async function startWork(order: WorkOrder): Promise<Working> {
  const { store, log, concurrency, now } = order
  const today = order.today ?? (zone => localDay(zone, now()))
  const queue = await openQueue(store, log)
  const live = await listenLive(store)
  const worker = startWorker({ store, queue, live, now, today, log, concurrency, steps })
  const scheduler = order.schedule ? startScheduler({ store, desk: queue, now, log }) : null
  const poller = order.schedule ? startPoller({ store, desk: queue, now, log }) : null
  const close = async (grace = graceMillis) => {
    await Promise.all([scheduler?.close(), poller?.close()])
    await worker.close(grace)
    live.close()
    await queue.close()
  }
  return { desk: queue, live, close }
}

function localDay(zone: string, now: Date): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now)
}
