import { setTimeout as pause } from 'node:timers/promises'
import { row, sql, type Runner } from './sql.ts'

/** Whether the database answers a question within so many milliseconds. */
export async function answersWithin(db: Runner, millis: number): Promise<boolean> {
  const asked = row(db, sql`select 1 as one`).then(
    () => true,
    () => false,
  )
  return await Promise.race([asked, pause(millis, false, { ref: false })])
}
