import { findConsoleUser, type ConsoleUser } from '../store/console-users.ts'
import type { Session, Signed } from '../store/console-sessions.ts'
import { listSeats, type SeatRow } from '../store/members.ts'
import { findRostered } from '../store/rostered.ts'
import type { Runner } from '../store/sql.ts'
import { memberRoles } from './rights.ts'
import type { Reader, Seat } from './reader.ts'

type Stay = Pick<Session, 'provenAt' | 'demo'> & { readonly until: Date }

/**
 * Who this is, as of now: whoever left a district's console, or was suspended in its roster, is nobody from the
 * next request on.
 */
export async function findPerson(db: Runner, of: Signed, stay: Stay): Promise<Reader | null> {
  return 'userId' in of ? await rosteredReader(db, of, stay) : await consoleReader(db, of.consoleUserId, stay)
}

/** Whether somebody of the console has anything to look after. */
export async function isWelcome(db: Runner, user: ConsoleUser): Promise<boolean> {
  return user.vendorRole !== null || (await listSeats(db, user.consoleUserId)).length > 0
}

export function signedOf({ consoleUserId, districtId, userId }: Session): Signed | null {
  if (consoleUserId !== null) return { consoleUserId }
  return districtId === null || userId === null ? null : { districtId, userId }
}

async function consoleReader(db: Runner, id: string, stay: Stay): Promise<Reader | null> {
  const user = await findConsoleUser(db, id)
  if (user === null) return null
  const seats = user.vendorRole === null ? (await listSeats(db, id)).flatMap(seatOf) : []
  if (user.vendorRole === null && seats.length === 0) return null
  const { name, email, locale, vendorRole, totpSecret } = user
  const kind = vendorRole === null ? 'member' : 'vendor'
  return {
    kind,
    id,
    name,
    email,
    locale,
    vendorRole,
    seats,
    rights: null,
    home: null,
    factor: totpSecret !== null,
    ...stay,
  }
}

async function rosteredReader(
  db: Runner,
  { districtId, userId }: { districtId: string; userId: string },
  stay: Stay,
): Promise<Reader | null> {
  const found = await findRostered(db, districtId, userId)
  if (found === null) return null
  const { name, email, key, district, zone, role } = found
  const home = { districtId, key, name: district, zone, role }
  return { kind: 'user', id: userId, name, email, locale: 'en-US', vendorRole: null, seats: [], rights: null, home, factor: false, ...stay }
} // prettier-ignore

function seatOf({ role, ...seat }: SeatRow): Seat[] {
  const known = memberRoles.find(one => one === role)
  return known === undefined ? [] : [{ ...seat, role: known }]
}
