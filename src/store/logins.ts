import { row, rows, run, sql, type Runner } from './sql.ts'

/** Who a provider says somebody is. A subject means nothing without its issuer, nor an issuer without its district. */
export type Subject = {
  readonly districtId: string
  /** classlink, clever, or the id of an identity provider. */
  readonly provider: string
  readonly issuer: string
  readonly subject: string
}

/** Somebody of the roster as far as a sign-in must know, gone or not. */
export type Candidate = {
  readonly userId: string
  readonly sourcedId: string
  readonly enabled: boolean
  readonly removedAt: Date | null
}

export type Finds = 'sourcedId' | 'username' | 'identifier'

const candidate = sql`u.id as "userId", u.sourced_id as "sourcedId", u.enabled_user is not false as enabled, u.removed_at as "removedAt"`

/** Whom a subject was tied to before. */
export async function findLinked(db: Runner, { districtId, provider, issuer, subject }: Subject): Promise<Candidate | null> {
  return await row<Candidate>(
    db,
    sql`select ${candidate} from logins l join users u on u.district_id = l.district_id and u.id = l.user_id
      where l.district_id = ${districtId} and l.provider = ${provider} and l.issuer = ${issuer} and l.subject = ${subject}`,
  )
} // prettier-ignore

/** Whom a value means, a sourcedId within its connection alone: those of the roster first, and of those who left the latest. At most three, enough to tell. */
export async function findCandidates(db: Runner, meant: { districtId: string; finds: Finds; value: string; connectionId: string | null }): Promise<Candidate[]> {
  const { districtId, finds, value, connectionId } = meant
  // As the indexes have it (db/schema.sql): in any other words every sign-in would scan the district.
  const same =
    finds === 'sourcedId'
      ? sql`u.sourced_id = ${value}`
      : finds === 'username'
        ? sql`lower(normalize(u.username, NFC)) = lower(normalize(${value}, NFC))`
        : sql`lower(normalize(u.identifier, NFC)) = lower(normalize(${value}, NFC))`
  return await rows<Candidate>(
    db,
    sql`select ${candidate} from users u where u.district_id = ${districtId} and ${same} and u.removed_why is distinct from 'id_reused'
        and (${connectionId}::uuid is null or u.connection_id = ${connectionId})
      order by u.removed_at desc nulls first limit 3`,
  )
} // prettier-ignore

export async function writeLogin(db: Runner, { districtId, provider, issuer, subject }: Subject, { userId, sourcedId }: Candidate, now: Date): Promise<void> {
  await run(
    db,
    sql`insert into logins (district_id, provider, issuer, subject, user_id, sourced_id, linked_at, used_at)
      values (${districtId}, ${provider}, ${issuer}, ${subject}, ${userId}, ${sourcedId}, ${now}, ${now})
      on conflict (district_id, provider, issuer, subject) do update set used_at = excluded.used_at`,
  )
} // prettier-ignore

/** Whose sign-in to the console a subject is. */
export async function findConsoleLogin(db: Runner, issuer: string, subject: string): Promise<string | null> {
  const found = await row<{ id: string }>(db, sql`select console_user_id as id from console_logins where issuer = ${issuer} and subject = ${subject}`) // prettier-ignore
  return found?.id ?? null
}

/** False when somebody else has tied it before. */
export async function writeConsoleLogin(db: Runner, issuer: string, subject: string, consoleUserId: string, now: Date): Promise<boolean> {
  await run(
    db,
    sql`insert into console_logins (issuer, subject, console_user_id, linked_at) values (${issuer}, ${subject}, ${consoleUserId}, ${now})
      on conflict (issuer, subject) do nothing`,
  )
  return (await findConsoleLogin(db, issuer, subject)) === consoleUserId
} // prettier-ignore

/** The district that is read through a provider as this one of its tenants; null for none, and for one that two districts claim. */
export async function findSharing(db: Runner, provider: string, tenantId: string): Promise<{ readonly districtId: string; readonly connectionId: string; readonly ready: boolean } | null> {
  const found = await rows<{ districtId: string; connectionId: string; ready: boolean }>(
    db,
    sql`select c.district_id as "districtId", c.connection_id as "connectionId", not exists (select from setups s where s.district_id = c.district_id) as ready
      from connections c where c.source = ${provider} and c.settings->>'tenantId' = ${tenantId} limit 2`,
  )
  const [one] = found
  return one !== undefined && found.length === 1 ? one : null
} // prettier-ignore

/** How long it is known how sign-ins went. */
const keptDays = 90

export type SignInRow = {
  readonly signInId: string
  readonly at: Date
  readonly provider: string
  readonly outcome: string
  readonly userId: string | null
  readonly sourcedId: string | null
  readonly reference: string
  readonly claims: Readonly<Record<string, string>> | null
  /** Why the roster did not have them, where it did not. */
  readonly absent: string | null
}

export async function noteSignIn(db: Runner, districtId: string, { signInId, at, provider, outcome, userId, sourcedId, reference, claims, absent }: SignInRow): Promise<void> {
  await run(
    db,
    sql`insert into sign_ins (district_id, sign_in_id, at, provider, outcome, user_id, sourced_id, reference, claims, absent)
      values (${districtId}, ${signInId}, ${at}, ${provider}, ${outcome}, ${userId}, ${sourcedId}, ${reference}, ${claims === null ? null : JSON.stringify(claims)}, ${absent})`,
  )
} // prettier-ignore

/** Forgets how sign-ins went that are older than is promised. `districtId` may be `vendorScope`: of no district that is known. */
export async function sweepSignIns(db: Runner, districtId: string, now: Date): Promise<void> {
  const old = new Date(now.getTime() - keptDays * 86_400_000)
  await run(db, sql`delete from sign_ins where district_id = ${districtId} and at < ${old}`)
}

/** The latest sign-ins of a district, or of one person. */
export async function listSignIns(db: Runner, districtId: string, userId: string | null, limit: number): Promise<SignInRow[]> {
  return await rows<SignInRow>(
    db,
    sql`select sign_in_id as "signInId", at, provider, outcome, user_id as "userId", sourced_id as "sourcedId", reference, claims, absent
      from sign_ins where district_id = ${districtId} and (${userId}::uuid is null or user_id = ${userId}) order by at desc limit ${limit}`,
  )
} // prettier-ignore

/** What ties somebody to providers. */
export async function listLogins(db: Runner, districtId: string, userId: string): Promise<{ provider: string; issuer: string; linkedAt: Date; usedAt: Date }[]> {
  return await rows(
    db,
    sql`select provider, issuer, linked_at as "linkedAt", used_at as "usedAt" from logins where district_id = ${districtId} and user_id = ${userId} order by linked_at`,
  )
} // prettier-ignore

/** Somebody as a trace of sign-ins names them; null for none, or none at the schools that somebody is kept to. */
export async function findMe(db: Runner, districtId: string, userId: string, within: readonly string[] | null): Promise<(Candidate & { name: string; receivedAt: Date | null }) | null> {
  return await row(
    db,
    sql`select u.id as "userId", u.sourced_id as "sourcedId", u.enabled_user is not false as enabled, u.removed_at as "removedAt",
        trim(coalesce(u.preferred_given_name, u.given_name, '') || ' ' || coalesce(u.preferred_family_name, u.family_name, '')) as name,
        (select r.started_at from runs r where r.district_id = ${districtId} and r.run = u.created_run) as "receivedAt"
      from users u where u.district_id = ${districtId} and u.id = ${userId}
        and (${within === null} or exists (select from roles r where r.district_id = ${districtId} and r.user_sourced_id = u.sourced_id
          and r.removed_at is null and r.org_sourced_id = any(${[...(within ?? [])]})))`,
  )
} // prettier-ignore
