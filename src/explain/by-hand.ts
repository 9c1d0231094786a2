import { fieldsOf } from '../events/state.ts'
import { rows, sql } from '../store/sql.ts'
import { failed, passed, type Check } from './answer.ts'
import { standing } from './calendar.ts'
import type { Place } from './place.ts'
import type { Sighting } from './sighting.ts'
import { called, quoted } from './words.ts'

/** Whether a record was made by people of the district, and no source sends it. */
export function isByHand({ state }: Sighting): boolean {
  return state !== null && (state.connection_id ?? null) === null
}

/** The links of a person made by hand: nobody sends them, so that nobody but the district can mend them. */
export async function chainByHand(place: Place, seen: Sighting): Promise<Check[]> {
  const { kind, sourcedId, state, live } = seen
  const name = called(kind, sourcedId)
  const made = passed('received', `${name} was made by hand in run ${String(state?.created_run)}, and no sync touches it`)
  if (!live)
    return [made, failed('in the roster', `${name} was taken out by hand in run ${String(state?.removed_run)}`, 'district', 'Put it back, or undo that run')]
  const here = passed('in the roster', `${name} is in the roster since run ${String(state?.created_run)}`)
  const enabled = state !== null && fieldsOf(kind, state).enabledUser === false
    ? failed('enabled', `the account of ${name} is disabled`, 'district', 'Enable it here')
    : passed('enabled', `the account of ${name} is enabled`)
  return [made, here, await checkRoles(place, sourcedId, name), enabled]
} // prettier-ignore

type Role = { role: string; org: string; begin: string | null; end: string | null }

async function checkRoles({ db, district, today }: Place, sourcedId: string, name: string): Promise<Check> {
  const roles = await rows<Role>(
    db,
    sql`select role, org_sourced_id as org, begin_date as begin, end_date as "end" from roles
      where district_id = ${district.districtId} and connection_id is null and user_sourced_id = ${sourcedId}
        and removed_at is null order by role, org_sourced_id`,
  )
  const on = roles.filter(role => standing(role, today) === 'on')
  if (on.length === 0)
    return failed('role', `${name} has no role at any school today`, 'district', 'Give the person a role at a school here')
  return passed('role', `${name} is ${on.map(({ role, org }) => `${role} at ${quoted(org)}`).join(', ')}`)
} // prettier-ignore
