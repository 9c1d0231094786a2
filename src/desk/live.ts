import { announce, listen } from '../store/listen.ts'
import type { Store } from '../store/open.ts'
import type { Runner } from '../store/sql.ts'

/** How a run comes along. No word about any person. */
export type LiveEvent = {
  readonly districtId: string
  /** Null while it waits for a worker. */
  readonly run: number | null
  /** waiting, reading, checking, planning, applying, done; missed: events were lost, read anew. */
  readonly phase: string
  readonly done: number
  readonly total: number | null
  /** What it came to, once it is done. */
  readonly result: string | null
}
type Heard = (event: LiveEvent) => void

export type Live = {
  /** Hears of a district's runs, whichever process does them; call the result to stop. */
  on(districtId: string, heard: Heard): () => void
  /** Calls when something was asked for. */
  onAsk(woken: () => void): void
  close(): void
}

export async function announceLive(db: Runner, event: LiveEvent): Promise<void> {
  await announce(db, 'rollbook_live', JSON.stringify(event))
}

/** Listens on one connection for all who want to hear in this process. */
export async function listenLive({ pool }: Pick<Store, 'pool'>): Promise<Live> {
  const listeners = new Map<string, Set<Heard>>()
  const wakers = new Set<() => void>()
  const wake = () => wakers.forEach(woken => woken())
  const ear = await listen(pool, ['rollbook_live', 'rollbook_work'], {
    hear(channel, text) {
      if (channel === 'rollbook_work') return wake()
      const event = JSON.parse(text) as LiveEvent // written by announceLive
      listeners.get(event.districtId)?.forEach(heard => heard(event))
    },
    missed() {
      wake()
      for (const [districtId, all] of listeners)
        for (const heard of all) heard({ districtId, run: null, phase: 'missed', done: 0, total: null, result: null })
    },
  }) // prettier-ignore
  return {
    on(districtId, heard) {
      const all = listeners.get(districtId) ?? new Set()
      listeners.set(districtId, all.add(heard))
      return () => {
        all.delete(heard)
        if (all.size === 0 && listeners.get(districtId) === all) listeners.delete(districtId)
      }
    },
    onAsk: woken => void wakers.add(woken),
    close: () => ear.close(),
  }
}
