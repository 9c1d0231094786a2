import { listConsoleUsers } from '../store/console-users.ts'
import type { Signed } from '../store/console-sessions.ts'
import { listDistricts } from '../store/districts.ts'
import { listSeats } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findRostered, sampleRostered } from '../store/rostered.ts'

/** Somebody to sign in as, where trying out is all there is to it. */
export type DemoPerson = { readonly id: string; readonly name: string; readonly about: string }

const mostConsole = 20

/** The people of the console, then a teacher and a student of each district. */
export async function demoPeople({ pool }: Store, now: Date): Promise<DemoPerson[]> {
  const people: DemoPerson[] = []
  for (const { consoleUserId, name, vendorRole } of await listConsoleUsers(pool, mostConsole)) {
    const seats = await listSeats(pool, consoleUserId)
    const places = seats.map(seat => `${seat.role} of ${seat.name}`).join(', ')
    const about = vendorRole === null ? places : `the vendor’s ${vendorRole}`
    if (about !== '') people.push({ id: `console:${consoleUserId}`, name, about })
  }
  for (const { districtId, name: district, zone } of await listDistricts(pool)) {
    for (const { userId, name, role } of await sampleRostered(pool, districtId, dayIn(zone, now)))
      people.push({ id: `user:${districtId}:${userId}`, name, about: `${role} of ${district}` })
  }
  return people
}

/** Whom an id of the list means; null for one that is none. */
export async function findDemoPerson({ pool }: Store, id: string): Promise<Signed | null> {
  const [kind, first = '', second = ''] = id.split(':')
  if (kind === 'console' && isUuid(first)) return { consoleUserId: first }
  if (kind !== 'user' || !isUuid(first) || !isUuid(second)) return null
  return (await findRostered(pool, first, second)) === null ? null : { districtId: first, userId: second }
}

/** The day of an instant in a zone; Swedish writes dates as ISO 8601 does. */
function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
