import { explainAt } from '../explain/explain.ts'
import type { Absence } from '../login/sso/outcomes.ts'
import { readDistrict } from '../store/district-role.ts'
import { listDistricts } from '../store/districts.ts'
import { readSchedule } from '../store/schedules.ts'
import { dayOf } from '../sync/schedule/slots.ts'
import { questionOf } from './present/asking.ts'
import { missingOf } from './present/missing.ts'
import { pauseOf } from './present/my.ts'
import type { Office } from './office.ts'

/**
 * Why the roster does not have somebody whom a provider vouches for: as an explanation tells it, from what was received
 * and not from a guess. Without a sourcedId there is nothing to explain, and nobody was sent.
 */
export async function whyAbsent(office: Office, districtId: string, sourcedId: string | null): Promise<Absence> {
  const { store, now } = office
  return await readDistrict(store.pool, districtId, async client => {
    // Behind the wall the list is this district alone.
    const [district] = await listDistricts(client)
    const calendar = await readSchedule(client, districtId)
    if (district === undefined || calendar === null) return 'never_sent'
    const rests = pauseOf(calendar.schedule, dayOf(calendar.schedule, now())) !== null
    if (sourcedId === null) return rests ? 'paused' : 'never_sent'
    const asked = { asked: sourcedId, kind: 'users' as const, classId: null, data: store.data }
    const { outcome } = missingOf(await explainAt(client, questionOf({ office, district }, asked)))
    if (outcome === 'mistake' || outcome === 'left_out' || outcome === 'waiting') return outcome
    return rests ? 'paused' : 'never_sent'
  })
} // prettier-ignore

/** The day of an instant where the district is; null while it has no calendar to tell by. */
export async function dayThere({ store }: Office, districtId: string, at: Date): Promise<string | null> {
  const calendar = await readDistrict(store.pool, districtId, client => readSchedule(client, districtId))
  return calendar && dayOf(calendar.schedule, at)
}
