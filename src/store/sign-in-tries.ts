import { row, run, sql, type Runner } from './sql.ts'

const free = 10
const longestMinutes = 60

/**
 * Counts a try before the password is looked at, so that a hundred at once are a hundred. Resolves to the moment
 * until which this address is locked, or to null: go on. The tenth try is the last free one; each after it locks for
 * twice as long, up to an hour. A day without a try forgets them.
 */
export async function countTry(db: Runner, emailHash: Buffer, now: Date): Promise<Date | null> {
  const counted = await row<{ tries: number }>(
    db,
    sql`insert into sign_in_tries as t (email_hash, tries, last_at) values (${emailHash}, 1, ${now})
      on conflict (email_hash) do update set last_at = excluded.last_at,
        tries = case when t.last_at < ${now}::timestamptz - interval '1 day' then 1 else t.tries + 1 end,
        locked_until = case when t.last_at >= ${now}::timestamptz - interval '1 day' and t.tries + 1 >= ${free}
          then ${now}::timestamptz + interval '1 minute' * least(${longestMinutes}, 2 ^ least(20, t.tries + 1 - ${free}))
          else null end
      where t.locked_until is null or t.locked_until <= ${now}
      returning tries`,
  )
  if (counted !== null) return null
  const locked = await row<{ until: Date }>(
    db,
    sql`select locked_until as until from sign_in_tries where email_hash = ${emailHash}`,
  )
  return locked?.until ?? null
}

/** It was the right person after all. */
export async function forgetTries(db: Runner, emailHash: Buffer): Promise<void> {
  await run(db, sql`delete from sign_in_tries where email_hash = ${emailHash}`)
}

export async function sweepTries(db: Runner, before: Date): Promise<number> {
  return await run(db, sql`delete from sign_in_tries where last_at < ${before}`)
}
