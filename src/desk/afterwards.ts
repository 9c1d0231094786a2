import { tellRun } from '../notify/tell.ts'
import type { District } from '../store/districts.ts'
import { takeHeadcounts } from '../store/headcounts.ts'
import type { Store } from '../store/open.ts'
import { refreshSearch } from '../store/search/refresh.ts'
import { transact } from '../store/transact.ts'
import type { Task } from './desk.ts'
import type { Came } from './labour.ts'
import { traceOf, type Log } from './log.ts'

/** A run that is over. */
export type Finished = Came & {
  readonly store: Store
  readonly district: District
  readonly now: Date
  /** Day in the district's zone, YYYY-MM-DD. */
  readonly day: string
  readonly task: Task
  readonly run: number | null
}

/** Something done after every run. Each can be done again, and makes up for what an earlier one left undone. */
export type Step = { readonly name: string; work(done: Finished): Promise<void> }

/** Counts are of the end of the day: also a night that changed nothing has them. */
const headcounts: Step = {
  name: 'headcounts',
  work: async ({ store, district, day, status }) => {
    if (status !== 'failed') await takeHeadcounts(store.pool, district.districtId, day)
  },
}

/** What a run changed is found from here on; also after one that failed, for one before it may have left off here. */
const search: Step = {
  name: 'search',
  work: async ({ store, district }) => void (await refreshSearch(store.pool, district.districtId)),
}

const mail: Step = {
  name: 'mail',
  work: async ({ store, district: { districtId }, run, now }) => {
    if (run !== null) await transact(store.pool, client => tellRun(client, { districtId, run }, now))
  },
}

export const steps: readonly Step[] = [headcounts, search, mail]

/** One after the other. The roster stands whatever becomes of them, so a failure is told and the rest goes on. */
export async function finishUp(steps: readonly Step[], done: Finished, log: Log): Promise<void> {
  for (const { name, work } of steps)
    await work(done).catch(error =>
      log({ level: 'warn', event: 'afterwards', step: name, district: done.district.key, run: done.run, ...traceOf(error) }),
    )
} // prettier-ignore
