import { randomUUID } from 'node:crypto'
import { generate } from 'otplib'
import { acceptInvite, invite } from '../../src/login/invites.ts'
import { beginFactor, confirmFactor } from '../../src/login/second-factor.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { changeRole } from '../../src/login/team.ts'
import type { SignedIn } from '../../src/login/sessions.ts'
import { addDistrict, type District } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { run, sql } from '../../src/store/sql.ts'
import { transact } from '../../src/store/transact.ts'

/** People of a console, made the way the console makes them. */
export const morning = new Date('2026-09-01T14:00:00Z')
export const after = (minutes: number, from = morning) => new Date(from.getTime() + minutes * 60_000)
export const password = 'seven quiet otters'
export const support = { actor: 'npadilla', actorKind: 'system' } as const

export async function freshDistrict(store: Store): Promise<District> {
  return await addDistrict(store.pool, `lincoln-${randomUUID()}`, 'Lincoln USD', 'America/Chicago')
}

/** Somebody who took their invitation: with an address, an id, and the session that came of it. */
export async function joins(
  store: Store,
  district: District,
  role: MemberRole,
  now = morning,
): Promise<SignedIn & { email: string; id: string }> {
  const email = `${randomUUID()}@lincoln.example`
  const { districtId } = district
  const order = { email, name: 'Ada Park', districtId, role, schools: null }
  const { token, consoleUserId } = await invite(store, order, support, now)
  const signed = await acceptInvite(store, token ?? '', { name: 'Ada Park', password }, now)
  return { ...signed, email, id: consoleUserId }
}

/** Who may look into one school alone. Resolves to the token of their session. */
export async function keptTo(store: Store, district: District, school: string, now = morning): Promise<string> {
  const { token, id } = await joins(store, district, 'viewer', now)
  const about = { districtId: district.districtId, consoleUserId: id, who: support }
  await transact(store.pool, client => changeRole(client, about, 'viewer', [school], now))
  return token
} // prettier-ignore

/** Somebody of the vendor, who set their second factor up and is signed in. */
export async function supports(
  store: Store,
  vendorRole: 'support' | 'admin' = 'support',
  now = morning,
): Promise<SignedIn & { secret: string; id: string }> {
  const person = { email: `${randomUUID()}@vendor.example`, name: 'Sam Support' }
  const { token, consoleUserId: id } = await invite(store, { ...person, vendorRole }, support, now)
  const signed = await acceptInvite(store, token ?? '', { name: person.name, password }, now)
  const { secret } = await beginFactor(store, signed.reader, now)
  await confirmFactor(store, signed.reader, await codeOf(secret, now), now)
  return { ...signed, secret, id }
}

/** What an authenticator shows at that moment. */
export async function codeOf(secret: string, now: Date): Promise<string> {
  return await generate({ secret, epoch: Math.floor(now.getTime() / 1000) })
}

/** A rostered user with one role at one school. Resolves to their id. */
export async function rosters(store: Store, { districtId }: District, role: string): Promise<string> {
  const id = randomUUID()
  await run(
    store.pool,
    sql`insert into users (district_id, id, sourced_id, given_name, family_name, created_run, updated_run)
      values (${districtId}, ${id}, ${`u-${id}`}, 'Jonah', 'Reyes', 1, 1)`,
  )
  await run(
    store.pool,
    sql`insert into roles (district_id, id, sourced_id, user_sourced_id, role, org_sourced_id, created_run, updated_run)
      values (${districtId}, ${randomUUID()}, ${`r-${id}`}, ${`u-${id}`}, ${role}, 's-1', 1, 1)`,
  )
  return id
}
