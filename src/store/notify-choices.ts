import { noDistrict } from './outbox.ts'
import { rows, run, sql, type Runner } from './sql.ts'

/** Somebody who may be told of something, with what they chose themselves, by event. */
export type ListenerRow = {
  readonly consoleUserId: string
  readonly name: string
  readonly role: string
  /** sourcedIds of the only schools they see; null for all. */
  readonly schools: readonly string[] | null
  readonly chosen: Readonly<Record<string, boolean>>
}

/** Who looks after the district and has been here: numbers of a district are not mailed to whoever was invited by mistake. */
export async function listListeners(db: Runner, districtId: string): Promise<ListenerRow[]> {
  return await rows<ListenerRow>(
    db,
    sql`select m.console_user_id as "consoleUserId", m.name, m.role, m.schools,
        coalesce((select jsonb_object_agg(c.event, c.wanted) from notify_choices c
          where c.district_id = m.district_id and c.console_user_id = m.console_user_id), '{}') as chosen
      from members m where m.district_id = ${districtId} and m.seen_at is not null order by lower(m.name), m.console_user_id`,
  )
}

/** The vendor's own people who can sign in. */
export async function listVendorPeople(db: Runner): Promise<ListenerRow[]> {
  return await rows<ListenerRow>(
    db,
    sql`select u.console_user_id as "consoleUserId", u.name, 'vendor' as role, null as schools,
        coalesce((select jsonb_object_agg(c.event, c.wanted) from notify_choices c
          where c.district_id = ${noDistrict} and c.console_user_id = u.console_user_id), '{}') as chosen
      from console_users u where u.vendor_role is not null and u.password_hash is not null
      order by lower(u.name), u.console_user_id`,
  )
}

/** Writes a choice, or with null goes back to what the role hears of. */
export async function chooseNotice(
  db: Runner,
  choice: {
    readonly districtId: string
    readonly consoleUserId: string
    readonly event: string
    readonly wanted: boolean | null
  },
  now: Date,
): Promise<void> {
  const { districtId, consoleUserId, event, wanted } = choice
  if (wanted === null)
    await run(
      db,
      sql`delete from notify_choices where district_id = ${districtId} and console_user_id = ${consoleUserId} and event = ${event}`,
    )
  else
    await run(
      db,
      sql`insert into notify_choices (district_id, console_user_id, event, wanted, changed_at)
        values (${districtId}, ${consoleUserId}, ${event}, ${wanted}, ${now})
        on conflict (district_id, console_user_id, event) do update set wanted = excluded.wanted, changed_at = excluded.changed_at`,
    )
}
