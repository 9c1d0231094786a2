import PgBoss from 'pg-boss'
import { findDistrict } from '../store/districts.ts'
import { announce } from '../store/listen.ts'
import type { Store } from '../store/open.ts'
import type { Runner } from '../store/sql.ts'
import {
  beatTasks, holdsTask, listTasks, orphanTasks, returnTask, taskQueue, type Hold,
} from '../store/tasks.ts' // prettier-ignore
import { transact } from '../store/transact.ts'
import { kindOf, type Desk, type Task, type TaskKind, type WaitingTask } from './desk.ts'
import { announceLive } from './live.ts'
import { traceOf, type Log } from './log.ts'

/** Seconds without a beat after which a worker counts as dead; as long as the lease of its district. */
const silenceSeconds = 60
/** Workers a task may cost before nobody tries it again. */
const deaths = 3

/** A task in the hands of a worker. */
export type Taken = Hold & {
  readonly task: Task
  /** Somebody began it before, and was cut off. */
  readonly resumed: boolean
  /** It cost so many workers that it is not to be tried again. */
  readonly spent: boolean
}

export type Queue = Desk & {
  /** The task that waited longest, or null. */
  take(): Promise<Taken | null>
  /** Ends a task; `came` is what it came to. False for a holder that was replaced meanwhile. */
  finish(taken: Taken, came: object): Promise<boolean>
  /** Gives it back for later; `cut` when it was begun. */
  giveBack(taken: Taken, seconds: number, cut: boolean): Promise<boolean>
  /** Says that the holders live, and takes away from dead ones. Resolves to the ids of those still held. */
  beat(taken: readonly Taken[]): Promise<Set<string>>
  close(): Promise<void>
}

/** The tasks, on the store's own database. Throws what the database says when it refuses a schema of its own. */
export async function openQueue(store: Store, log: Log): Promise<Queue> {
  const { pool } = store
  const boss = new PgBoss({
    db: runs(pool),
    schedule: false,
    archiveCompletedAfterSeconds: 3600,
    deleteAfterDays: 7,
  })
  boss.on('error', error => log({ level: 'warn', event: 'queue', ...traceOf(error) }))
  await boss.start()
  await boss.createQueue(taskQueue, {
    name: taskQueue,
    policy: 'short',
    retryLimit: deaths,
    expireInSeconds: silenceSeconds,
  })
  if (store.embedded) {
    await orphanTasks(pool)
    await boss.expire()
  }
  return {
    ask: (task, db = pool) => ask(boss, task, db),
    waiting: async district => (await listTasks(pool, district)).map(waitingTask),
    take: () => take(boss),
    finish: (taken, came) =>
      transact(pool, async client => {
        if (!(await holdsTask(client, taken))) return false
        await boss.complete(taskQueue, taken.id, came, { db: runs(client) })
        return true
      }),
    giveBack: (taken, seconds, cut) => returnTask(pool, taken, seconds, cut),
    beat: async taken => {
      const held = await beatTasks(pool, taken)
      await boss.expire()
      return held
    },
    close: () => boss.stop({ graceful: false, close: false }),
  }
}

/** The library's statements on a connection of ours. */
function runs(db: Runner): PgBoss.Db {
  return { executeSql: (text, values) => db.query(text, values) }
}

async function ask(boss: PgBoss, task: Task, db: Runner): Promise<string | null> {
  const { districtId, key } = await findDistrict(db, task.district)
  const kind = kindOf(task)
  // One that was given back waits too, and the library's own rule covers only those nobody has taken yet.
  const waits = (await listTasks(db, key)).some(one => one.kind === kind && !one.running)
  if (waits) return null
  const id = await boss.send(taskQueue, task, { singletonKey: `${kind} ${key}`, db: runs(db) })
  if (id === null) return null
  await announceLive(db, { districtId, run: null, phase: 'waiting', done: 0, total: null, result: null })
  await announce(db, 'rollbook_work', '')
  return id
}

type Kept = Task & { readonly cut?: true }

async function take(boss: PgBoss): Promise<Taken | null> {
  const [job] = await boss.fetch<Kept>(taskQueue, { includeMetadata: true })
  if (job === undefined) return null
  const { cut = false, ...task } = job.data
  const died = (job.output as object | null) !== null // typed as always there; it is null until something went wrong
  return {
    id: job.id,
    turn: job.retryCount,
    task,
    resumed: cut || died,
    spent: died && job.retryCount >= job.retryLimit,
  }
}

function waitingTask({ id, kind, since, running }: Awaited<ReturnType<typeof listTasks>>[number]): WaitingTask {
  return { id, ask: kind as TaskKind, since, running } // written by `ask`
} // prettier-ignore
