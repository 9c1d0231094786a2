import { row, rows, run, sql, type Runner } from './sql.ts'

/*
 * What the queue's library leaves out. pg-boss keeps tasks in its own schema and hands each to one worker, but it
 * knows of a dead worker only by a time limit on the work, and a first import may take longer than anybody would
 * wait for a dead one. So the limit is short, and the living move it on: `started_on` is the last beat.
 *
 *   turn       retry_count, which grows with each taking: tells a holder from one who slept and was replaced
 *   deaths     retry_limit - retry_count is how many more a task may cost; giving it back costs none
 */
export const taskQueue = 'tasks'

/** A task as its holder knows it. */
export type Hold = { readonly id: string; readonly turn: number }

/** Says that the holders live; resolves to the ids of those that still hold their task. */
export async function beatTasks(db: Runner, holds: readonly Hold[]): Promise<Set<string>> {
  const ids = holds.map(({ id }) => id)
  const turns = holds.map(({ turn }) => turn)
  const kept = await rows<{ id: string }>(
    db,
    sql`update pgboss.job j set started_on = now() from unnest(${ids}::uuid[], ${turns}::int[]) as h(id, turn)
      where j.name = ${taskQueue} and j.id = h.id and j.retry_count = h.turn and j.state = 'active' returning j.id`,
  )
  return new Set(kept.map(({ id }) => id))
}

/** Locks the task for the rest of the transaction. False for a holder that was replaced. */
export async function holdsTask(db: Runner, { id, turn }: Hold): Promise<boolean> {
  const held = await row(
    db,
    sql`select 1 as one from pgboss.job where name = ${taskQueue} and id = ${id} and retry_count = ${turn}
      and state = 'active' for update`,
  )
  return held !== null
}

/** Gives a task back, to be taken again after so many seconds. `cut` marks it as begun once already. */
export async function returnTask(
  db: Runner,
  { id, turn }: Hold,
  seconds: number,
  cut: boolean,
): Promise<boolean> {
  const mark = cut ? { cut: true } : {}
  const returned = await run(
    db,
    sql`update pgboss.job set state = 'retry', retry_limit = retry_limit + 1, data = data || ${JSON.stringify(mark)}::jsonb,
        start_after = now() + make_interval(secs => ${seconds})
      where name = ${taskQueue} and id = ${id} and retry_count = ${turn} and state = 'active'`,
  )
  return returned === 1
}

/** For whoever has the database to itself: what is at work now was begun by a process that is gone. */
export async function orphanTasks(db: Runner): Promise<void> {
  await run(
    db,
    sql`update pgboss.job set started_on = to_timestamp(0) where name = ${taskQueue} and state = 'active'`,
  )
}

export type TaskRow = {
  readonly id: string
  /** sync, preview, apply or undo. */
  readonly kind: string
  readonly since: Date
  readonly running: boolean
}

/** Tasks of a district that wait or run, the oldest first. */
export async function listTasks(db: Runner, districtKey: string): Promise<TaskRow[]> {
  return await rows<TaskRow>(
    db,
    sql`select id, split_part(singleton_key, ' ', 1) as kind, created_on as since, state = 'active' as running from pgboss.job
      where name = ${taskQueue} and state < 'completed' and data->>'district' = ${districtKey} order by created_on, id`,
  )
}

export type TaskCounts = {
  readonly waiting: number
  readonly running: number
  /** Seconds the oldest waiting task has waited. */
  readonly oldest: number
}

/** How much there is to do, over all districts. */
export async function countTasks(db: Runner): Promise<TaskCounts> {
  const counted = await row<TaskCounts>(
    db,
    sql`select count(*) filter (where state < 'active')::int as waiting, count(*) filter (where state = 'active')::int as running,
        coalesce(extract(epoch from now() - min(created_on) filter (where state < 'active')), 0)::float8 as oldest
      from pgboss.job where name = ${taskQueue} and state < 'completed'`,
  )
  return counted ?? { waiting: 0, running: 0, oldest: 0 }
}
