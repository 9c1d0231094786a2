import type { Op } from '../diff/change.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { tableOf } from '../store/roster.ts'
import { rows, sql, type Runner } from '../store/sql.ts'
import type { State } from './state.ts'

/** One change with the row on both sides of it; `null` where there was none. */
export type Step = {
  readonly seq: number
  readonly run: number
  readonly at: Date | null
  readonly kind: Kind
  readonly op: Op | 'erase'
  readonly id: string
  readonly sourcedId: string
  readonly reason: string | null
  readonly before: State | null
  readonly after: State | null
}
type Found = Omit<Step, 'after'> & { readonly next: State | null; readonly followed: boolean }

/**
 * Changes after `after` and up to `until`, in order. What a change made is what the next one of the same row
 * replaced, or the row as it stands; so the caller must read at one moment (`readMoment`).
 */
export async function readSteps(
  db: Runner,
  districtId: string,
  after: number,
  until: number,
  limit: number,
  among: readonly Kind[] = kinds,
): Promise<Step[]> {
  const found = await rows<Found>(
    db,
    sql`select c.seq, c.run, r.finished_at as at, c.kind, c.op, c.id, c.sourced_id as "sourcedId", c.reason, c.before,
        n.before as next, n.seq is not null as followed
      from (select * from changes where district_id = ${districtId} and seq > ${after} and seq <= ${until} and kind = any(${[...among]})
        order by seq limit ${limit}) c
      join runs r on r.district_id = c.district_id and r.run = c.run
      left join lateral (select m.seq, m.before from changes m where m.district_id = c.district_id and m.id = c.id
        and m.kind = c.kind and m.seq > c.seq order by m.seq limit 1) n on true
      order by c.seq`,
  )
  return await addAfter(db, districtId, found)
}

/** Every change of one row, from its first on. */
export async function readStory(db: Runner, districtId: string, kind: Kind, id: string): Promise<Step[]> {
  const found = await rows<Found>(
    db,
    sql`select c.seq, c.run, r.finished_at as at, c.kind, c.op, c.id, c.sourced_id as "sourcedId", c.reason, c.before,
        lead(c.before) over story as next, lead(c.seq) over story is not null as followed
      from changes c join runs r on r.district_id = c.district_id and r.run = c.run
      where c.district_id = ${districtId} and c.id = ${id} and c.kind = ${kind}
      window story as (order by c.seq) order by c.seq`,
  )
  return await addAfter(db, districtId, found)
}

async function addAfter(db: Runner, districtId: string, found: readonly Found[]): Promise<Step[]> {
  const current = new Map<string, State>()
  const last = found.filter(({ followed }) => !followed)
  for (const kind of new Set(last.map(step => step.kind))) {
    const ids = last.filter(step => step.kind === kind).map(({ id }) => id)
    const states = await rows<{ id: string; state: State }>(
      db,
      sql`select id, to_jsonb(t) as state from ${tableOf(kind)} t where district_id = ${districtId} and id = any(${ids}::uuid[])`,
    )
    for (const { id, state } of states) current.set(id, state)
  }
  return found.map(({ next, followed, ...step }) => ({
    ...step,
    after: followed ? next : (current.get(step.id) ?? null),
  }))
}
