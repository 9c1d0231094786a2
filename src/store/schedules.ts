import { RollbookError } from '../roster/errors.ts'
import { defaultSchedule, type Schedule } from '../roster/schedule.ts'
import type { Owner } from './roster.ts'
import { rows, run, sql, type Query, type Runner } from './sql.ts'

export type Calendar = Owner & {
  readonly schedule: Schedule
  /** Grows with each change; 0 for the schedule nobody has changed. */
  readonly version: number
  /** Slots up to here were taken, or are not to be made up for: the last one, the change, or the connecting. */
  readonly settled: Date
  readonly changedAt: Date | null
  readonly who: string | null
}
/** A calendar the clock is held against, with the key of its district. */
export type KeyedCalendar = Calendar & { readonly district: string }

type CalendarRow = Omit<KeyedCalendar, 'schedule'> & {
  readonly schedule: Schedule | null
  readonly zone: string
}

const calendars = sql`select c.district_id as "districtId", c.connection_id as "connectionId", d.key as district, d.zone,
    s.schedule, coalesce(s.version, 0) as version, coalesce(s.last_slot, c.created_at) as settled,
    s.changed_at as "changedAt", s.who
  from connections c join districts d on d.district_id = c.district_id
  left join schedules s on s.district_id = c.district_id and s.connection_id = c.connection_id`

/** The calendar of a district; null before it is connected. */
export async function readSchedule(db: Runner, districtId: string): Promise<Calendar | null> {
  return (await readCalendars(db, sql`${calendars} where c.district_id = ${districtId}`))[0] ?? null
}

/** Calendars of all connected districts but those amid their setup: somebody there presses the first Sync. */
export async function listSchedules(db: Runner): Promise<KeyedCalendar[]> {
  return await readCalendars(
    db,
    sql`${calendars} where not exists (select from setups u where u.district_id = c.district_id) order by d.key`,
  )
}

/** Calendars of all connected districts, for the fleet. */
export async function everySchedule(db: Runner): Promise<KeyedCalendar[]> {
  return await readCalendars(db, calendars)
}

async function readCalendars(db: Runner, query: Query): Promise<KeyedCalendar[]> {
  const found = await rows<CalendarRow>(db, query)
  return found.map(({ zone, schedule, ...calendar }) => ({
    ...calendar,
    schedule: schedule ?? defaultSchedule(zone),
  }))
}

/**
 * Writes the schedule over the version that was looked at, and resolves to the new version. `settled` says up to
 * when slots of the new one are not made up for. Throws SCHEDULE_MOVED when somebody changed it meanwhile.
 */
export async function changeSchedule(
  db: Runner,
  { districtId, connectionId }: Owner,
  change: {
    readonly version: number
    readonly schedule: Schedule
    readonly settled: Date
    readonly who: string
    readonly at: Date
  },
): Promise<number> {
  const { version, schedule, settled, who, at } = change
  const changed = await run(
    db,
    sql`insert into schedules as s (district_id, connection_id, schedule, version, last_slot, changed_at, who)
      select ${districtId}, ${connectionId}, ${JSON.stringify(schedule)}::jsonb, 1, ${settled}, ${at}, ${who}
      where ${version} = 0 or exists (select from schedules o where o.district_id = ${districtId}
        and o.connection_id = ${connectionId})
      on conflict (district_id, connection_id) do update set schedule = excluded.schedule, version = s.version + 1,
        last_slot = greatest(s.last_slot, excluded.last_slot), changed_at = excluded.changed_at, who = excluded.who
      where s.version = ${version}`,
  )
  if (changed === 1) return version + 1
  throw new RollbookError(
    'SCHEDULE_MOVED',
    `Cannot change the schedule: somebody changed version ${version} meanwhile. Look at it, and change it again`,
  )
}

/**
 * Takes a slot: true for exactly one of however many ask, and never for one that is not later than the last.
 * Commits with the caller's transaction, so that the slot is taken exactly when its run is asked for.
 */
export async function claimSlot(
  db: Runner,
  { districtId, connectionId }: Owner,
  slot: Date,
): Promise<boolean> {
  const claimed = await run(
    db,
    sql`insert into schedules as s (district_id, connection_id, last_slot) values (${districtId}, ${connectionId}, ${slot})
      on conflict (district_id, connection_id) do update set last_slot = excluded.last_slot
      where s.last_slot is null or s.last_slot < excluded.last_slot`,
  )
  return claimed === 1
}
