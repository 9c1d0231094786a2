import { row, run, sql, type Runner } from './sql.ts'

/** Who a session is of: somebody of the console, or a rostered user of a district. */
export type Signed =
  { readonly consoleUserId: string } | { readonly districtId: string; readonly userId: string }

export type Session = {
  readonly consoleUserId: string | null
  readonly districtId: string | null
  readonly userId: string | null
  readonly seenAt: Date
  readonly expiresAt: Date
  readonly provenAt: Date
  readonly demo: boolean
}
export type Idle = { readonly consoleMinutes: number; readonly userMinutes: number }

const columns = sql`console_user_id as "consoleUserId", district_id as "districtId", user_id as "userId",
  seen_at as "seenAt", expires_at as "expiresAt", proven_at as "provenAt", demo`

export async function writeSession(
  db: Runner,
  session: { hash: Buffer; of: Signed; now: Date; until: Date; provenAt: Date; demo: boolean },
): Promise<void> {
  const { hash, of, now, until, provenAt, demo } = session
  const consoleUserId = 'consoleUserId' in of ? of.consoleUserId : null
  const [districtId, userId] = 'userId' in of ? [of.districtId, of.userId] : [null, null]
  await run(
    db,
    sql`insert into console_sessions
        (session_hash, console_user_id, district_id, user_id, created_at, seen_at, expires_at, proven_at, demo)
      values (${hash}, ${consoleUserId}, ${districtId}, ${userId}, ${now}, ${now}, ${until}, ${provenAt}, ${demo})`,
  )
}

/** The session of a cookie while it is neither over nor idle for too long. */
export async function findSession(db: Runner, hash: Buffer, idle: Idle, now: Date): Promise<Session | null> {
  return await row<Session>(
    db,
    sql`select ${columns} from console_sessions
      where session_hash = ${hash} and expires_at > ${now}
        and seen_at > ${now}::timestamptz - interval '1 minute'
          * case when console_user_id is null then ${idle.userMinutes}::int else ${idle.consoleMinutes}::int end`,
  )
}

/** Notes that somebody is still there; a minute is close enough, and spares a write a request. */
export async function touchSession(db: Runner, hash: Buffer, now: Date): Promise<void> {
  await run(
    db,
    sql`update console_sessions set seen_at = ${now}
      where session_hash = ${hash} and seen_at < ${now}::timestamptz - interval '1 minute'`,
  )
}

export async function dropSession(db: Runner, hash: Buffer): Promise<void> {
  await run(db, sql`delete from console_sessions where session_hash = ${hash}`)
}

/** Ends it soon, for requests that are under way with the old cookie while the new one travels. */
export async function expireSession(db: Runner, hash: Buffer, until: Date): Promise<void> {
  await run(
    db,
    sql`update console_sessions set expires_at = least(expires_at, ${until}::timestamptz) where session_hash = ${hash}`,
  )
}

/** Ends every session of somebody of the console. Resolves to how many there were. */
export async function dropSessions(db: Runner, consoleUserId: string): Promise<number> {
  return await run(db, sql`delete from console_sessions where console_user_id = ${consoleUserId}`)
}

export async function sweepSessions(db: Runner, before: Date): Promise<number> {
  return await run(db, sql`delete from console_sessions where expires_at < ${before}`)
}
