import { randomUUID } from 'node:crypto'
import { row, rows, run, sql, type Runner } from './sql.ts'

/** Where mail stands that is about no district: sign-in, and the vendor's own people. */
export const noDistrict = '00000000-0000-0000-0000-000000000000'

/** A mail to write; `key` is unique in the district and says what is told to whom. */
export type NewMail = {
  readonly districtId: string
  readonly key: string
  readonly consoleUserId: string
  readonly letter: unknown
  readonly sealed: string | null
  /** Not sent any more from here on. */
  readonly until: Date
}

/** A mail in the hands of one drain, with whom it goes to as of now. */
export type ClaimedMail = {
  readonly districtId: string
  readonly key: string
  readonly claim: string
  readonly letter: unknown
  readonly sealed: string | null
  readonly attempts: number
  readonly queuedAt: Date
  readonly until: Date
  readonly email: string
  readonly locale: string
  /** Whether they look after the district, or are of the vendor. */
  readonly member: boolean
  readonly vendor: boolean
  readonly district: { readonly key: string; readonly name: string; readonly zone: string } | null
}

/** False when it was queued before. Belongs into the transaction of what it tells. */
export async function queueMailRow(db: Runner, mail: NewMail, now: Date): Promise<boolean> {
  const { districtId, key, consoleUserId, letter, sealed, until } = mail
  const queued = await run(
    db,
    sql`insert into outbox (district_id, key, console_user_id, letter, sealed, queued_at, due_at, until)
      values (${districtId}, ${key}, ${consoleUserId}, ${JSON.stringify(letter)}, ${sealed}, ${now}, ${now}, ${until})
      on conflict (district_id, key) do nothing`,
  )
  return queued === 1
}

/** Whether mail was queued under a key that begins so. */
export async function isQueued(db: Runner, districtId: string, prefix: string): Promise<boolean> {
  const found = await row(
    db,
    sql`select 1 from outbox where district_id = ${districtId} and starts_with(key, ${prefix}) limit 1`,
  )
  return found !== null
}

/** Districts with mail whose time has come, that of no district too; longest waiting first. */
export async function listDue(db: Runner, now: Date): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select district_id as id from outbox where status = 'queued' and due_at <= ${now}
        and (claimed_until is null or claimed_until <= ${now})
      group by district_id order by min(due_at), district_id`,
  )
  return found.map(({ id }) => id)
}

/** What nobody could send in its time is given up; resolves to how much that was. */
export async function giveUpLate(db: Runner, districtId: string, now: Date): Promise<number> {
  return await run(
    db,
    sql`update outbox set status = 'gave_up', ended_at = ${now}, code = coalesce(code, 'MAIL_LATE'), sealed = null
      where district_id = ${districtId} and status = 'queued' and until <= ${now}
        and (claimed_until is null or claimed_until <= ${now})`,
  )
}

/** Takes the mail that waited longest, for so many seconds; null when none waits. Of two that ask, each gets another. */
export async function claimMail(
  db: Runner,
  districtId: string,
  now: Date,
  seconds: number,
): Promise<ClaimedMail | null> {
  const claim = randomUUID()
  const until = new Date(now.getTime() + seconds * 1_000)
  return await row<ClaimedMail>(
    db,
    sql`with taken as (
        update outbox set claim = ${claim}, claimed_until = ${until}, attempts = attempts + 1
        where district_id = ${districtId} and key = (
          select key from outbox where district_id = ${districtId} and status = 'queued' and due_at <= ${now}
            and (claimed_until is null or claimed_until <= ${now})
          order by due_at, key limit 1 for update skip locked)
        returning district_id, key, claim, letter, sealed, attempts, queued_at, until, console_user_id)
      select t.district_id as "districtId", t.key, t.claim, t.letter, t.sealed, t.attempts, t.queued_at as "queuedAt", t.until,
        coalesce(u.email, '') as email, coalesce(u.locale, '') as locale, m.console_user_id is not null as member,
        u.vendor_role is not null as vendor,
        case when d.district_id is not null then json_build_object('key', d.key, 'name', d.name, 'zone', d.zone) end as district
      from taken t left join console_users u on u.console_user_id = t.console_user_id
        left join districts d on d.district_id = t.district_id
        left join members m on m.district_id = t.district_id and m.console_user_id = t.console_user_id`,
  )
}

/** What became of a mail: sent, given up, or void since nobody is there any more to read it. */
export type MailEnd = { readonly status: 'sent' | 'gave_up' | 'void'; readonly code: string | null }

/** False when the claim was another's by now. What has ended keeps no token. */
export async function endMail(
  db: Runner,
  { districtId, key, claim }: ClaimedMail,
  { status, code }: MailEnd,
  now: Date,
): Promise<boolean> {
  const ended = await run(
    db,
    sql`update outbox set status = ${status}, code = ${code}, ended_at = ${now}, sealed = null, claim = null, claimed_until = null
      where district_id = ${districtId} and key = ${key} and claim = ${claim} and status = 'queued'`,
  )
  return ended === 1
}

/** Gives it back for later, with why. */
export async function postponeMail(
  db: Runner,
  { districtId, key, claim }: ClaimedMail,
  code: string,
  due: Date,
): Promise<void> {
  await run(
    db,
    sql`update outbox set due_at = ${due}, code = ${code}, claim = null, claimed_until = null
      where district_id = ${districtId} and key = ${key} and claim = ${claim} and status = 'queued'`,
  )
}

/** The receiver answers again: what had to wait for it goes now. */
export async function hurryMail(db: Runner, districtId: string, now: Date): Promise<void> {
  await run(
    db,
    sql`update outbox set due_at = ${now}
      where district_id = ${districtId} and status = 'queued' and attempts > 0 and due_at > ${now}`,
  )
}

export type UndeliveredMail = {
  readonly key: string
  readonly consoleUserId: string
  readonly template: string
  readonly code: string | null
  readonly queuedAt: Date
  readonly endedAt: Date
}

/** Mail that was given up, newest first. */
export async function listUndelivered(
  db: Runner,
  districtId: string,
  limit: number,
): Promise<UndeliveredMail[]> {
  return await rows<UndeliveredMail>(
    db,
    sql`select key, console_user_id as "consoleUserId", letter->>'template' as template, code,
        queued_at as "queuedAt", ended_at as "endedAt"
      from outbox where district_id = ${districtId} and status = 'gave_up' order by ended_at desc, key limit ${limit}`,
  )
}

/** Forgets mail that ended before then: its key is no longer needed, since what it told is over. */
export async function pruneMail(db: Runner, districtId: string, before: Date): Promise<number> {
  return await run(
    db,
    sql`delete from outbox where district_id = ${districtId} and status <> 'queued' and ended_at < ${before}`,
  )
}
