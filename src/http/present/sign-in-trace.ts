import { hasPortal } from '../../login/sso/portals.ts'
import { RollbookError } from '../../roster/errors.ts'
import { listProviders } from '../../store/identity-providers.ts'
import { findMe, listLogins, listSignIns } from '../../store/logins.ts'
import { listMySeats, readMe } from '../../store/my-classes.ts'
import { findRostered } from '../../store/rostered.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { defaultSchedule } from '../../roster/schedule.ts'
import type { SignInTrace } from '../contract/sign-in.ts'
import type { DistrictCall } from '../route.ts'
import { seatsOn } from './my.ts'
import { presentSignIns } from './sign-ins.ts'

type Asking = Pick<DistrictCall<unknown, unknown, unknown>, 'office' | 'district' | 'reader' | 'read'>
type Check = SignInTrace['checks'][number]

/** What must hold for somebody to come in and find their classes, in the order in which a sign-in meets it. Throws RECORD_UNKNOWN. */
export async function traceSignIn({ office, district, reader, read }: Asking, userId: string): Promise<SignInTrace> {
  const portals = [await hasPortal(office.store, 'classlink'), await hasPortal(office.store, 'clever')].filter(Boolean)
  const { districtId, zone } = district
  const schools = reader.seats.find(seat => seat.districtId === districtId)?.schools ?? null
  return await read(async client => {
    const person = await findMe(client, districtId, userId, schools)
    if (person === null) throw new RollbookError('RECORD_UNKNOWN', `Cannot find person ${JSON.stringify(userId)}: the roster has none of this id that you look after. Search for them again`)
    const providers = await listProviders(client, districtId)
    const logins = await listLogins(client, districtId, userId)
    const signIns = presentSignIns(await listSignIns(client, districtId, userId, 10), new Map([[userId, person.name]]), providers)
    const rostered = await findRostered(client, districtId, userId)
    const today = dayOf(defaultSchedule(zone), office.now())
    const me = await readMe(client, districtId, userId)
    const classes = me === null ? 0 : seatsOn(await listMySeats(client, districtId, me, today), today).length
    const last = signIns[0]
    const ways = portals.length + providers.filter(({ enabled }) => enabled).length
    const checks: Check[] = [
      check('set_up', ways > 0, 'vendor'),
      check('received', true, 'source', person.receivedAt === null ? {} : { at: person.receivedAt.toISOString() }),
      check('not_removed', person.removedAt === null, 'source', person.removedAt === null ? {} : { at: person.removedAt.toISOString() }),
      check('enabled', person.enabled, 'source'),
      check('has_pages', rostered !== null || person.removedAt !== null || !person.enabled, 'source'),
      { check: 'linked', state: logins.length > 0 ? 'passed' : 'unknown', owner: null, facts: {} },
      check('class_today', classes > 0, 'source', { classes: String(classes) }),
      last === undefined
        ? { check: 'last_sign_in', state: 'unknown', owner: null, facts: {} }
        : check('last_sign_in', last.outcome === 'signed_in', 'you', { outcome: last.outcome, at: last.at, reference: last.reference }),
    ]
    return {
      person: { id: userId, name: person.name, sourcedId: person.sourcedId },
      checks,
      logins: logins.map(({ provider, issuer, linkedAt, usedAt }) => ({ provider: providers.find(one => one.providerId === provider)?.name ?? provider, issuer, linkedAt: linkedAt.toISOString(), usedAt: usedAt.toISOString() })),
      signIns,
    }
  })
} // prettier-ignore

/** Of a check that holds nobody needs to do anything. */
function check(name: Check['check'], passed: boolean, owner: NonNullable<Check['owner']>, facts: Check['facts'] = {}): Check {
  return { check: name, state: passed ? 'passed' : 'failed', owner: passed ? null : owner, facts }
} // prettier-ignore
