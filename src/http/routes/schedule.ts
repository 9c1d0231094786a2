import { actorOf } from '../../login/reader.ts'
import type pg from 'pg'
import { RollbookError } from '../../roster/errors.ts'
import type { Schedule } from '../../roster/schedule.ts'
import { note } from '../../store/audit.ts'
import type { District } from '../../store/districts.ts'
import { readSchedule, type Calendar } from '../../store/schedules.ts'
import { listTerms } from '../../store/terms.ts'
import { changeCalendar } from '../../sync/calendar.ts'
import { pauseByHand, resumeNow } from '../../sync/schedule/pause.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { districtParams } from '../contract/common.ts'
import { pauseBody, scheduleBody, scheduleView, upcoming, upcomingBody, type ScheduleView } from '../contract/schedule.ts' // prettier-ignore
import { presentSchedule, presentUpcoming } from '../present/schedule.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { route, type DistrictCall } from '../route.ts'

const moves = ['NOT_CONNECTED', 'SCHEDULE_MOVED']

export const scheduleRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/schedule',
    may: 'see',
    about: 'When the district syncs: time and days, pauses, the next three syncs, and a summer pause to propose',
    params: districtParams,
    answer: scheduleView,
    refuses: ['NOT_CONNECTED'],
    handle: async call => await named(call, await call.read(client => view(call, client))),
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/schedule/next',
    may: 'see',
    about: 'When a schedule would sync next. Nothing is changed',
    params: districtParams,
    body: upcomingBody,
    answer: upcoming,
    refuses: ['NOT_CONNECTED'],
    async handle({ read, district, body, office }) {
      const { schedule } = await read(client => calendarOf(client, district))
      return presentUpcoming({ ...schedule, ...body.schedule }, office.now())
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/schedule',
    may: 'settings',
    about: 'Changes when the district syncs; what the change passes over is not synced later',
    params: districtParams,
    body: scheduleBody,
    answer: scheduleView,
    refuses: moves,
    handle: call =>
      change(call, 'settings.schedule', call.body.version, schedule => ({ ...schedule, ...call.body.schedule })),
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/pause',
    may: 'run',
    about: 'Pauses from now on, until a day or until somebody resumes; sign-in goes on',
    params: districtParams,
    body: pauseBody,
    answer: scheduleView,
    refuses: [...moves, 'PAUSE_OVER'],
    handle: call =>
      change(call, 'sync.pause', null, (schedule, today) => {
        const { until } = call.body
        if (until !== null && until < today) throw pauseOver(until)
        return pauseByHand(schedule, { since: today, until, who: actorOf(call.reader) })
      }),
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/resume',
    may: 'run',
    about: 'Ends the pause of today; planned pauses that lie later stay',
    params: districtParams,
    answer: scheduleView,
    refuses: moves,
    handle: call => change(call, 'sync.resume', null, resumeNow),
  }),
] // prettier-ignore

type Called<Body> = DistrictCall<unknown, unknown, Body>

/** Changes the calendar and notes who did, in one transaction. Without a version, whichever stands now is changed. */
async function change<Body>(
  call: Called<Body>,
  action: string,
  version: number | null,
  to: (schedule: Schedule, today: string) => Schedule,
): Promise<ScheduleView> {
  const { office, district, reader } = call
  const who = actorOf(reader)
  const now = office.now()
  const after = await call.write(async client => {
    const calendar = await calendarOf(client, district)
    const schedule = to(calendar.schedule, dayOf(calendar.schedule, now))
    await changeCalendar(client, calendar, { version: version ?? calendar.version, schedule, who, now })
    const seen = await view(call, client)
    const { districtId } = district
    const detail = changedParts(calendar.schedule, schedule)
    await note(client, {
      districtId,
      at: now,
      actor: who,
      actorKind: reader.kind,
      action,
      target: null,
      detail,
    })
    return seen
  })
  return await named(call, after)
}

async function view<Body>({ office, district }: Called<Body>, client: pg.PoolClient): Promise<ScheduleView> {
  const calendar = await calendarOf(client, district)
  return presentSchedule(calendar, await listTerms(client, district.districtId), office.now())
}

/** With the name of whoever changed it last; the wall around a district shows no names of the console. */
async function named<Body>({ office, district }: Called<Body>, seen: ScheduleView): Promise<ScheduleView> {
  if (seen.who === null) return seen
  return { ...seen, who: nameIn(await namesOf(office.store.pool, [seen.who], district.districtId), seen.who) }
}

/** The calendar of a district. Throws NOT_CONNECTED before its setup has begun. */
export async function calendarOf(client: pg.PoolClient, { districtId, key }: District): Promise<Calendar> {
  const calendar = await readSchedule(client, districtId)
  if (calendar !== null) return calendar
  throw new RollbookError('NOT_CONNECTED', `Cannot plan syncs of district ${JSON.stringify(key)}: it is not connected to a source. Begin its setup first`) // prettier-ignore
}

/** What of a schedule became another, from and to, for the list of who did what. */
function changedParts(before: Schedule, after: Schedule): Record<string, unknown> {
  const parts = ['time', 'repeat', 'days', 'zone', 'enabled', 'pauses', 'addOnly', 'pausedByHand'] as const
  return Object.fromEntries(
    parts
      .filter(part => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
      .map(part => [part, { from: before[part], to: after[part] }]),
  )
}

function pauseOver(until: string): RollbookError {
  return new RollbookError('PAUSE_OVER', `Cannot pause until ${until}: that day is over. Choose today or a later day`)
} // prettier-ignore
