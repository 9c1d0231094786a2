import type { Rest } from '../roster/rest.ts'
import type { Owner } from './roster.ts'
import { row, run, sql, type Runner } from './sql.ts'

/** Keeps how the source said that it stands; written only where that is another than before. */
export async function noteRest(db: Runner, { districtId, connectionId }: Owner, rest: Rest | null): Promise<void> {
  const text = rest === null ? null : JSON.stringify(rest)
  await run(
    db,
    sql`update connections set rest = ${text} where district_id = ${districtId} and connection_id = ${connectionId}
      and rest is distinct from ${text}::jsonb`,
  )
} // prettier-ignore

/** null where the source gives its latest, or says nothing of it. */
export async function readRest(db: Runner, districtId: string): Promise<Rest | null> {
  const found = await row<{ rest: Rest | null }>(db, sql`select rest from connections where district_id = ${districtId}`) // prettier-ignore
  return found?.rest ?? null
}
