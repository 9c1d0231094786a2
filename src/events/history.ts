import type { Kind } from '../roster/kinds.ts'
import { rows, sql, type Runner } from '../store/sql.ts'
import { compareFields, fieldsOf, type FieldChange } from './state.ts'
import { readStory } from './steps.ts'

/** One thing that happened to a record. */
export type Past = {
  readonly run: number
  readonly at: Date | null
  readonly op: string
  readonly fields: readonly FieldChange[]
  readonly reason: string | null
  readonly who: string
}

/** All that happened to one record, the first thing first; `fields` of a create are what it came with. */
export async function readHistory(db: Runner, districtId: string, kind: Kind, id: string): Promise<Past[]> {
  const steps = await readStory(db, districtId, kind, id)
  const runs = [...new Set(steps.map(({ run }) => run))]
  const deciders = await rows<{ run: number; who: string }>(
    db,
    sql`select r.run, coalesce(p.decision->>'who', r.who) as who from runs r
      left join plans p on p.district_id = r.district_id and p.run = r.run
      where r.district_id = ${districtId} and r.run = any(${runs})`,
  )
  const who = new Map(deciders.map(decider => [decider.run, decider.who]))
  return steps.map(({ run, at, op, reason, before, after }) => {
    const [old, fresh] = [before, after].map(state => (state === null ? null : fieldsOf(kind, state)))
    // A removal changes no field: the row stays as it was, and is gone.
    const fields = op === 'erase' ? [] : compareFields(kind, old ?? null, fresh ?? null)
    return { run, at, op, fields, reason, who: who.get(run) ?? '' }
  })
}
