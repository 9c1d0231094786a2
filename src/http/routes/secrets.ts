import { actorOf } from '../../login/reader.ts'
import { requireProof } from '../../login/proof.ts'
import { keepSecret, listSecrets, retireSecret, type SecretView } from '../../store/secrets.ts'
import { districtParams } from '../contract/common.ts'
import { secretBody, secretChoice, secretLine, secretList, secretParams, type SecretLine } from '../contract/secrets.ts' // prettier-ignore
import { done } from '../contract/session.ts'
import { noted } from '../noted.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { route } from '../route.ts'

const dayMillis = 24 * 60 * 60_000

/** What goes in never comes out: of a secret there is a fingerprint, an age and an end. */
export const secretRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/secrets',
    may: 'settings',
    about: 'Which secrets are kept for this district: fingerprint, age and end of each, never the value',
    params: districtParams,
    answer: secretList,
    async handle({ office, district }) {
      const { pool } = office.store
      const found = await listSecrets(pool, district.districtId)
      const names = await namesOf(pool, found.map(({ who }) => who))
      return { secrets: found.map(one => present(one, names, office.now())) }
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/secrets/:name',
    may: 'settings',
    about: 'Gives a secret; the one before stays in use beside it until it is retired',
    params: secretParams,
    body: secretBody,
    answer: secretLine,
    refuses: ['PROOF_NEEDED', 'SECRET_EMPTY'],
    async handle(call) {
      const { office, district, reader, params, body } = call
      const now = office.now()
      requireProof(reader, now)
      const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt)
      const order = { districtId: district.districtId, name: params.name, value: body.value, expiresAt, who: actorOf(reader) }
      const kept = await keepSecret(office.store, order, now)
      await noted(call, 'secret.keep', `secret:${kept.name}`, { version: kept.version, fingerprint: kept.fingerprint })
      return present(kept, await namesOf(office.store.pool, [kept.who]), now)
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/districts/:district/secrets/:name',
    may: 'settings',
    about: 'Takes a secret out of use and forgets its value',
    params: secretParams,
    query: secretChoice,
    answer: done,
    refuses: ['PROOF_NEEDED', 'SECRET_UNKNOWN'],
    async handle(call) {
      const { office, district, reader, params, query } = call
      requireProof(reader, office.now())
      const version = query.version ?? null
      await retireSecret(office.store.pool, district.districtId, params.name, version, office.now())
      await noted(call, 'secret.retire', `secret:${params.name}`, { version })
      return { done: true as const }
    },
  }),
] // prettier-ignore

function present(one: SecretView, names: ReadonlyMap<string, string>, now: Date): SecretLine {
  const { name, version, fingerprint, who, createdAt, expiresAt, retiredAt } = one
  const over = expiresAt !== null && expiresAt <= now
  return {
    name,
    version,
    fingerprint,
    who: nameIn(names, who),
    createdAt: createdAt.toISOString(),
    ageDays: Math.max(0, Math.floor((now.getTime() - createdAt.getTime()) / dayMillis)),
    expiresAt: expiresAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
    state: retiredAt !== null ? 'retired' : over ? 'expired' : 'active',
  }
}
