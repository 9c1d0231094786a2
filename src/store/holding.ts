import type { Kind } from '../roster/kinds.ts'
import { rosterView, tableOf, type Owner } from './roster.ts'
import { rows, sql, type Runner } from './sql.ts'

/** What the roster holds of a connection, for a source that reads a part of its records. */
export function rosterHolding(db: Runner, owner: Owner) {
  const view = rosterView(db, owner)
  return {
    /** Which of these sourcedIds are there and not removed. */
    async live(kind: Kind, ids: readonly string[]): Promise<ReadonlySet<string>> {
      if (ids.length === 0) return new Set()
      const found = await rows<{ id: string }>(
        db,
        sql`select sourced_id as id from ${tableOf(kind)} where district_id = ${owner.districtId}
          and connection_id = ${owner.connectionId} and removed_at is null and sourced_id = any(${[...ids]})`,
      )
      return new Set(found.map(({ id }) => id))
    },
    /** Keys of what is there and names one of these. */
    async naming(kind: Kind, target: Kind, ids: readonly string[]): Promise<readonly string[]> {
      return ids.length === 0 ? [] : await view.dependents(kind, target, ids)
    },
  }
}
