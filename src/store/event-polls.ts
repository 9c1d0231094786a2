import type { Owner } from './roster.ts'
import { rows, run, sql, type Runner } from './sql.ts'

/** A district whose source is to be asked for events. */
export type EventPoll = Owner & {
  /** Its key. */
  readonly district: string
  readonly settings: Readonly<Record<string, string>>
  /**
   * The event behind which news begin: the last one that the roster has, or that a run was sent for since. null where
   * the source told of none when it was read last.
   */
  readonly from: string | null
  /** A run was sent since the roster was brought up to date: what it found is not in the roster, or not yet. */
  readonly asked: boolean
  /** A run was sent for events that the roster has not, and failed. */
  readonly unsettled: Date | null
  readonly due: Date | null
  readonly failures: number
}

/** Districts that follow events and are to be asked now; none amid their setup. */
export async function listPolls(db: Runner, now: Date): Promise<EventPoll[]> {
  return await rows<EventPoll>(
    db,
    sql`select c.district_id as "districtId", c.connection_id as "connectionId", d.key as district, c.settings, c.event_due as due,
        c.event_failures as failures,
        coalesce(c.event_asked_at > c.event_at, false) as asked,
        case when c.event_asked_at > c.event_at then c.event_asked else c.event_cursor end as from,
        case when c.event_asked_at > c.event_at and (select r.result from runs r where r.district_id = c.district_id
          and r.result is not null order by r.run desc limit 1) = 'failed' then c.event_asked_at end as unsettled
      from connections c join districts d on d.district_id = c.district_id
      where c.event_at is not null and c.settings ->> 'events' = 'yes' and (c.event_due is null or c.event_due <= ${now})
        and not exists (select from setups u where u.district_id = c.district_id)
      order by c.event_due nulls first`,
  )
}

/** Takes the question for one of however many processes; `next` is when it is to be asked again. */
export async function claimPoll(db: Runner, { districtId, connectionId, due }: EventPoll, next: Date): Promise<boolean> {
  const claimed = await run(
    db,
    sql`update connections set event_due = ${next} where district_id = ${districtId} and connection_id = ${connectionId}
      and event_due is not distinct from ${due}`,
  )
  return claimed === 1
} // prettier-ignore

/** How a question ended: how often in a row none was answered, and when to ask next. */
export async function settlePoll(db: Runner, { districtId, connectionId }: Owner, failures: number, next: Date): Promise<void> {
  await run(
    db,
    sql`update connections set event_failures = ${failures}, event_due = ${next}
      where district_id = ${districtId} and connection_id = ${connectionId}`,
  )
} // prettier-ignore

/** Up to which event a run was sent for; it commits with the transaction that sends it. */
export async function noteAsked(db: Runner, { districtId, connectionId }: Owner, event: string): Promise<void> {
  await run(
    db,
    sql`update connections set event_asked = ${event}, event_asked_at = now()
      where district_id = ${districtId} and connection_id = ${connectionId}`,
  )
} // prettier-ignore
