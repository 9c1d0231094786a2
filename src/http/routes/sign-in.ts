import { z } from 'zod'
import { requireProof } from '../../login/proof.ts'
import { RollbookError } from '../../roster/errors.ts'
import { hasPortal } from '../../login/sso/portals.ts'
import { callbackOf } from './sso.ts'
import {
  addIdentity,
  changeIdentity,
  dropIdentity,
  findIdentity,
  listProviders,
} from '../../store/identity-providers.ts'
import { listSignIns } from '../../store/logins.ts'
import { findConnection, type District } from '../../store/districts.ts'
import type { ProviderName } from '../../store/providers.ts'
import { readUserNames } from '../../store/rostered.ts'
import { keepWith, listSecrets, retireSecret } from '../../store/secrets.ts'
import type { Runner } from '../../store/sql.ts'
import { transact } from '../../store/transact.ts'
import { districtParams } from '../contract/common.ts'
import { done } from '../contract/session.ts'
import { identityBody, signInTrace, signInView, type PortalView } from '../contract/sign-in.ts'
import { noted } from '../noted.ts'
import type { Office } from '../office.ts'
import { schoolsOf } from '../present/within.ts'
import { presentIdentity, presentSignIns } from '../present/sign-ins.ts'
import { traceSignIn } from '../present/sign-in-trace.ts'
import { route } from '../route.ts'

const providerParams = districtParams.extend({ provider: z.uuid() })
const personParams = districtParams.extend({ id: z.uuid() })
const shown = 50

export const signInRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/sign-in',
    may: 'people',
    about: 'How people of the district sign in: ClassLink, identity providers, and how the latest sign-ins went',
    params: districtParams,
    answer: signInView,
    async handle({ office, district, reader, read }) {
      const { store } = office
      // Of whom these are is known by no school.
      const most = schoolsOf(reader, district.key) === null ? shown : 0
      const secrets = await listSecrets(store.pool, district.districtId)
      const { providers, signIns, names } = await read(async client => {
        const signIns = await listSignIns(client, district.districtId, null, most)
        const ids = signIns.flatMap(({ userId }) => userId ?? [])
        return { signIns, providers: await listProviders(client, district.districtId), names: await readUserNames(client, district.districtId, ids) }
      })
      return {
        classlink: await portalOf(office, district, 'classlink'),
        clever: await portalOf(office, district, 'clever'),
        providers: providers.map(one => presentIdentity(one, office.base, district.districtId, secrets)),
        recent: presentSignIns(signIns, names, providers),
      }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/sign-in/providers',
    may: 'settings',
    about: 'Adds an identity provider of the district, by OpenID Connect',
    params: districtParams,
    body: identityBody,
    answer: z.object({ id: z.string(), callback: z.string() }),
    status: 201,
    refuses: ['PROOF_NEEDED'],
    async handle(call) {
      const { office, district, reader, body } = call
      const now = office.now()
      requireProof(reader, now)
      const { secret, ...given } = body
      const who = `console:${reader.id}`
      // Secrets stand behind the wall of the console, so this is not `write`: the provider comes with its secret or not at all.
      const id = await transact(office.store.pool, async client => {
        const id = await addIdentity(client, district.districtId, given, who, now)
        await keepGiven(client, office, district, id, secret, who)
        return id
      })
      await noted(call, 'sign_in.provider_added', `provider:${id}`, { issuer: given.issuer })
      return { id, callback: callbackOf(office, { kind: 'oidc', districtId: district.districtId, providerId: id }) }
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/sign-in/providers/:provider',
    may: 'settings',
    about: 'Changes an identity provider, or switches it off and on; a secret is replaced when one is given',
    params: providerParams,
    body: identityBody,
    answer: done,
    refuses: ['PROOF_NEEDED', 'PROVIDER_UNKNOWN', 'SECRET_EMPTY'],
    async handle(call) {
      const { office, district, reader, body, params } = call
      const now = office.now()
      requireProof(reader, now)
      const { secret, ...given } = body
      const who = `console:${reader.id}`
      await transact(office.store.pool, async client => {
        await freeSecret(client, district, params.provider, body, now)
        await changeIdentity(client, district.districtId, params.provider, given, who, now)
        await keepGiven(client, office, district, params.provider, secret, who)
      })
      await noted(call, 'sign_in.provider_changed', `provider:${params.provider}`, { issuer: given.issuer, enabled: given.enabled, secret: secret !== undefined })
      return { done: true as const }
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/districts/:district/sign-in/providers/:provider',
    may: 'settings',
    about: 'Removes an identity provider; nobody comes in by it any more',
    params: providerParams,
    answer: done,
    refuses: ['PROOF_NEEDED', 'PROVIDER_UNKNOWN'],
    async handle(call) {
      const { office, district, reader, params, write } = call
      requireProof(reader, office.now())
      await write(client => dropIdentity(client, district.districtId, params.provider))
      const name = secretName(params.provider)
      const kept = await listSecrets(office.store.pool, district.districtId)
      if (kept.some(one => one.name === name && one.retiredAt === null))
        await retireSecret(office.store.pool, district.districtId, name, null, office.now())
      await noted(call, 'sign_in.provider_removed', `provider:${params.provider}`)
      return { done: true as const }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/people/:id/sign-in',
    may: 'people',
    about: 'Why somebody can or cannot sign in, question by question, and how their last sign-ins went',
    params: personParams,
    answer: signInTrace,
    refuses: ['RECORD_UNKNOWN'],
    async handle({ office, district, params, reader, read }) {
      return await traceSignIn({ office, district, reader, read }, params.id)
    },
  }),
] // prettier-ignore

function secretName(providerId: string): string {
  return `oidcSecret:${providerId}`
}

/** A secret goes where it was given for: at another issuer, whoever runs that would learn it. Throws SECRET_EMPTY. */
async function freeSecret(client: Runner, { districtId }: District, providerId: string, { issuer, secret }: { issuer: string; secret?: string | undefined }, now: Date): Promise<void> {
  const before = await findIdentity(client, districtId, providerId)
  const name = secretName(providerId)
  const kept = (await listSecrets(client, districtId)).some(one => one.name === name && one.retiredAt === null)
  if (before === null || before.issuer === issuer || !kept) return
  if (secret === undefined)
    throw new RollbookError('SECRET_EMPTY', 'Cannot change the issuer: the secret that is kept was given for the one before. Give the secret of the new one with it')
  await retireSecret(client, districtId, name, null, now)
} // prettier-ignore

async function keepGiven(client: Runner, { store, now }: Office, { districtId }: District, providerId: string, value: string | undefined, who: string): Promise<void> {
  if (value !== undefined) await keepWith(client, store.data, { districtId, name: secretName(providerId), value, who }, now())
} // prettier-ignore

async function portalOf(office: Office, district: District, name: ProviderName): Promise<PortalView> {
  const connection = await findConnection(office.store.pool, district).catch(() => null)
  const tenantId = connection?.source === name ? (connection.settings.tenantId ?? null) : null
  // Clever asks people for their district, unless it is told.
  const query = name === 'clever' && tenantId !== null ? `?district=${encodeURIComponent(tenantId)}` : ''
  return {
    ready: await hasPortal(office.store, name),
    tenantId,
    start: `${office.base}/sso/${name}/start${query}`,
  }
}
