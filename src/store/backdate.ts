import { kinds } from '../roster/kinds.ts'
import { tableOf, type Owner } from './roster.ts'
import { run, sql, type Runner } from './sql.ts'

/*
 * A past for the demo. Its runs are real, but they all ran within a few seconds; here they are moved to the nights
 * they stand for. Nothing else may call this: elsewhere the times of a run are what happened.
 */

/** Moves a run, its plan and what it removed to another start; phases keep their lengths. */
export async function backdateRun(db: Runner, districtId: string, number: number, to: Date): Promise<void> {
  const by = sql`(select r.started_at - ${to}::timestamptz from runs r where r.district_id = ${districtId} and r.run = ${number})`
  await run(
    db,
    sql`update plans set created_at = created_at - ${by}, decided_at = decided_at - ${by}
      where district_id = ${districtId} and run = ${number}`,
  )
  for (const kind of kinds)
    await run(
      db,
      sql`update ${tableOf(kind)} set removed_at = removed_at - ${by}
        where district_id = ${districtId} and removed_run = ${number}`,
    )
  await run(
    db,
    sql`update runs r set started_at = ${to}, finished_at = r.finished_at - (r.started_at - ${to}::timestamptz),
        phases = (select jsonb_agg(p.value || jsonb_build_object('at',
          (p.value->>'at')::timestamptz - (r.started_at - ${to}::timestamptz)) order by p.ordinality)
          from jsonb_array_elements(r.phases) with ordinality p)
      where r.district_id = ${districtId} and r.run = ${number}`,
  )
}

/** When the district came, and was connected. */
export async function backdateConnection(db: Runner, { districtId, connectionId }: Owner, to: Date): Promise<void> {
  await run(db, sql`update districts set created_at = ${to} where district_id = ${districtId}`)
  await run(
    db,
    sql`update connections set created_at = ${to}
      where district_id = ${districtId} and connection_id = ${connectionId}`,
  )
} // prettier-ignore

/** Counts of the weeks before the first day that was counted, a row a week: a little less each week back. */
export async function backfillHeadcounts(db: Runner, districtId: string, weeks: number): Promise<void> {
  await run(
    db,
    sql`insert into headcounts (district_id, day, school, students, staff, classes, enrollments)
      select h.district_id, h.day - 7 * back, h.school, round(h.students * (1 - 0.003 * back)), h.staff - back / 4,
        h.classes - back / 3, round(h.enrollments * (1 - 0.004 * back))
      from headcounts h, generate_series(1, ${weeks}::int) back
      where h.district_id = ${districtId} and h.day = (select min(f.day) from headcounts f where f.district_id = ${districtId})
      on conflict (district_id, day, school) do nothing`,
  )
}
