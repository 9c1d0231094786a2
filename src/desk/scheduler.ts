import { tellDue, tellPause } from '../notify/tell.ts'
import { listDistricts, type District } from '../store/districts.ts'
import { sweepSignIns } from '../store/logins.ts'
import type { Store } from '../store/open.ts'
import { pruneSnapshots } from '../store/retention.ts'
import { claimSlot, listSchedules, type KeyedCalendar } from '../store/schedules.ts'
import { vendorScope } from '../store/secrets.ts'
import { transact } from '../store/transact.ts'
import { pauseTomorrow } from '../sync/schedule/modes.ts'
import { dayOf, dueSlot } from '../sync/schedule/slots.ts'
import type { Desk } from './desk.ts'
import { traceOf, type Log } from './log.ts'

/** Milliseconds between two looks at the calendar. */
const tickMillis = 20_000
/** Milliseconds between two looks at what time alone brings. */
const roundMillis = 600_000

export type Clock = {
  readonly store: Store
  readonly desk: Desk
  readonly now: () => Date
  readonly log: Log
}

/**
 * Asks for the syncs whose time has come. A slot is claimed in the transaction that asks, so however many processes
 * look, each slot is asked for once, and one that dies between the two leaves it for the next. Slots missed while
 * nobody looked are made up for by one sync. Resolves to how many were asked for.
 */
export async function askDue(clock: Clock): Promise<number> {
  let asked = 0
  for (const calendar of await listSchedules(clock.store.pool))
    // One calendar that cannot be read must not stop the others.
    await askOne(clock, calendar).then(
      done => (asked += done ? 1 : 0),
      error => clock.log({ level: 'warn', event: 'calendar', district: calendar.district, ...traceOf(error) }),
    )
  return asked
} // prettier-ignore

async function askOne({ store, desk, now, log }: Clock, calendar: KeyedCalendar): Promise<boolean> {
  const slot = dueSlot(calendar.schedule, calendar.settled, now())
  if (slot === null) return false
  const { district } = calendar
  const adding = slot.mode === 'add_only' ? ({ only: 'additions' } as const) : {}
  const task = { ask: 'sync', district, trigger: 'schedule', who: 'schedule', planOnly: false, ...adding } as const
  const claimed = await transact(store.pool, async client => {
    if (!(await claimSlot(client, calendar, slot.at))) return false
    await desk.ask(task, client)
    return true
  })
  if (claimed) log({ level: 'info', event: 'slot', district, slot: slot.at.toISOString(), mode: slot.mode })
  return claimed
} // prettier-ignore

/** What time alone brings, district by district: mail that is due, snapshots and sign-ins that are kept no longer. Can be repeated. */
export async function makeRound({ store, now, log }: Clock): Promise<void> {
  await sweepSignIns(store.pool, vendorScope, now())
  const calendars = new Map((await listSchedules(store.pool)).map(one => [one.districtId, one]))
  for (const district of await listDistricts(store.pool))
    await visit(store, district, calendars.get(district.districtId), now()).catch(error =>
      log({ level: 'warn', event: 'round', district: district.key, ...traceOf(error) }),
    )
}

async function visit(
  { pool, data }: Store,
  district: District,
  calendar: KeyedCalendar | undefined,
  now: Date,
): Promise<void> {
  const { districtId } = district
  await sweepSignIns(pool, districtId, now)
  await transact(pool, client => tellDue(client, district, now))
  const pause =
    calendar === undefined ? null : pauseTomorrow(calendar.schedule, dayOf(calendar.schedule, now))
  if (pause !== null)
    await transact(pool, client => tellPause(client, districtId, { mode: 'pause', ...pause }, now))
  // A run does so for its own district; of one that is paused nobody else would.
  await pruneSnapshots(data, districtId, now)
}

/** Looks at the calendar now and every 20 seconds. `close` waits for the look that is at work. */
export function startScheduler(clock: Clock): { close(): Promise<void> } {
  let looking: Promise<void> | null = null
  let round = -Infinity
  const look = async () => {
    await askDue(clock)
    if (clock.now().getTime() - round < roundMillis) return
    round = clock.now().getTime()
    await makeRound(clock)
  }
  const tick = () => {
    // The database may be away for a moment: the next look finds what this one did not.
    looking ??= look()
      .catch(error => clock.log({ level: 'warn', event: 'calendar', ...traceOf(error) }))
      .finally(() => (looking = null))
  }
  tick()
  const timer = setInterval(tick, tickMillis)
  const close = async () => {
    clearInterval(timer)
    await looking
  }
  return { close }
}
