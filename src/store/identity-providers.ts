import { randomUUID } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import type { Finds } from './logins.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'

/** An identity provider of a district, by OpenID Connect. */
export type IdentityProvider = {
  readonly providerId: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly claim: string
  readonly finds: Finds
  readonly enabled: boolean
  readonly changedAt: Date
}

const columns = sql`provider_id as "providerId", name, issuer, client_id as "clientId", claim, finds, enabled, changed_at as "changedAt"`

export async function listProviders(db: Runner, districtId: string): Promise<IdentityProvider[]> {
  return await rows<IdentityProvider>(db, sql`select ${columns} from identity_providers where district_id = ${districtId} order by name, provider_id`) // prettier-ignore
}

/** The provider whose link was followed, and its district. */
export async function findIdentity(db: Runner, districtId: string, providerId: string): Promise<IdentityProvider | null> {
  return await row<IdentityProvider>(db, sql`select ${columns} from identity_providers where district_id = ${districtId} and provider_id = ${providerId}`)
} // prettier-ignore

type Given = Omit<IdentityProvider, 'providerId' | 'changedAt'>

export async function addIdentity(db: Runner, districtId: string, given: Given, who: string, now: Date): Promise<string> {
  const providerId = randomUUID()
  const { name, issuer, clientId, claim, finds, enabled } = given
  await run(
    db,
    sql`insert into identity_providers (district_id, provider_id, name, issuer, client_id, claim, finds, enabled, changed_at, who)
      values (${districtId}, ${providerId}, ${name}, ${issuer}, ${clientId}, ${claim}, ${finds}, ${enabled}, ${now}, ${who})`,
  )
  return providerId
} // prettier-ignore

/** Throws PROVIDER_UNKNOWN. */
export async function changeIdentity(db: Runner, districtId: string, providerId: string, given: Given, who: string, now: Date): Promise<void> {
  const { name, issuer, clientId, claim, finds, enabled } = given
  const changed = await run(
    db,
    sql`update identity_providers set name = ${name}, issuer = ${issuer}, client_id = ${clientId}, claim = ${claim}, finds = ${finds},
        enabled = ${enabled}, changed_at = ${now}, who = ${who} where district_id = ${districtId} and provider_id = ${providerId}`,
  )
  if (changed === 0) throw providerUnknown(providerId)
} // prettier-ignore

/** Throws PROVIDER_UNKNOWN. What it has tied stays tied, should it come back. */
export async function dropIdentity(db: Runner, districtId: string, providerId: string): Promise<void> {
  const dropped = await run(db, sql`delete from identity_providers where district_id = ${districtId} and provider_id = ${providerId}`)
  if (dropped === 0) throw providerUnknown(providerId)
} // prettier-ignore

export function providerUnknown(providerId: string): RollbookError {
  return new RollbookError('PROVIDER_UNKNOWN', `Cannot find identity provider ${JSON.stringify(providerId)}: the district has none of this id. Look at its list`, 2) // prettier-ignore
}
