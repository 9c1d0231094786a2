import { run as execute, sql, type Runner } from '../store/sql.ts'
import type { Run } from './run.ts'

/** A preview and a refusal are no runs: their number goes to the next one. What was carried out stays. */
export async function forget(
  db: Runner,
  { district, number }: Pick<Run, 'district' | 'number'>,
): Promise<void> {
  const gone = await execute(
    db,
    sql`delete from runs where district_id = ${district.districtId} and run = ${number} and result is null`,
  )
  if (gone === 0) return
  await execute(
    db,
    sql`update districts set last_run = last_run - 1 where district_id = ${district.districtId} and last_run = ${number}`,
  )
}
