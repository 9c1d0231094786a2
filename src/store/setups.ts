import { row, run, sql, type Runner } from './sql.ts'

/** How far somebody is with setting up a district's rostering; the row is gone once they are through. */
export type SetupRow = {
  readonly step: string
  readonly answers: unknown
  readonly who: string
  readonly changedAt: Date
}

export async function readSetup(db: Runner, districtId: string): Promise<SetupRow | null> {
  return await row<SetupRow>(
    db,
    sql`select step, answers, who, changed_at as "changedAt" from setups where district_id = ${districtId}`,
  )
}

/** Writes where somebody is and what they answered, over what was there. */
export async function saveSetup(
  db: Runner,
  districtId: string,
  { step, answers, who, changedAt }: SetupRow,
): Promise<void> {
  await run(
    db,
    sql`insert into setups (district_id, step, answers, who, changed_at)
      values (${districtId}, ${step}, ${JSON.stringify(answers)}, ${who}, ${changedAt})
      on conflict (district_id) do update set step = excluded.step, answers = excluded.answers, who = excluded.who,
        changed_at = excluded.changed_at`,
  )
}

export async function endSetup(db: Runner, districtId: string): Promise<void> {
  await run(db, sql`delete from setups where district_id = ${districtId}`)
}

/** How the people of a plan fit those whom the district made by hand; of a first import all are new. */
export type Match = {
  readonly byHand: number
  readonly sure: number
  readonly likely: number
  readonly conflicts: number
}

export async function readMatch(db: Runner, districtId: string, plan: string): Promise<Match> {
  const found = await row<Match>(
    db,
    sql`select (select count(*)::int from users where district_id = ${districtId} and connection_id is null
          and removed_at is null and removed_why is distinct from 'id_reused') as "byHand",
        count(*) filter (where reason = 'adopted' and not 'MATCH_UNSURE' = any(hazards))::int as sure,
        count(*) filter (where 'MATCH_UNSURE' = any(hazards))::int as likely,
        count(*) filter (where 'LOGIN_MOVED' = any(hazards) or 'ID_REUSED' = any(hazards))::int as conflicts
      from plan_changes where district_id = ${districtId} and plan = ${plan} and kind = 'users'`,
  )
  return found ?? { byHand: 0, sure: 0, likely: 0, conflicts: 0 }
}
