import { makeToken, tokenRights } from '../../login/api-tokens.ts'
import { requireProof } from '../../login/proof.ts'
import { RollbookError } from '../../roster/errors.ts'
import { endToken, listTokens, type ApiToken } from '../../store/api-tokens.ts'
import { note } from '../../store/audit.ts'
import { districtParams } from '../contract/common.ts'
import { done } from '../contract/session.ts'
import { tokenBody, tokenList, tokenMade, tokenParams, type TokenView } from '../contract/tokens.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { route } from '../route.ts'

export const tokenRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/tokens',
    may: 'team',
    about: 'The programs that read this district by themselves, the newest first',
    params: districtParams,
    answer: tokenList,
    async handle({ office, read, district }) {
      const found = await read(client => listTokens(client, district.districtId))
      const names = await namesOf(office.store.pool, found.map(({ madeBy }) => `console:${madeBy}`))
      return { tokens: found.map(one => present(one, names, office.now())) }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/tokens',
    may: 'team',
    about: 'Makes a token for a program; it is shown this once',
    params: districtParams,
    body: tokenBody,
    answer: tokenMade,
    status: 201,
    refuses: ['PROOF_NEEDED'],
    async handle({ office, district, reader, body, write }) {
      const now = office.now()
      requireProof(reader, now)
      const { districtId } = district
      const deed = { districtId, at: now, actor: `console:${reader.id}`, actorKind: reader.kind, action: 'team.token' }
      return await write(async client => {
        const made = await makeToken(client, { ...body, districtId, madeBy: reader.id }, now)
        const { tokenId: id, token, expiresAt } = made
        await note(client, { ...deed, target: `token:${id}`, detail: { rights: body.rights, days: body.days } })
        return { id, token, expiresAt: expiresAt.toISOString() }
      })
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/districts/:district/tokens/:token',
    may: 'team',
    about: 'The token opens nothing any more, from this moment on',
    params: tokenParams,
    answer: done,
    refuses: ['TOKEN_UNKNOWN'],
    async handle({ office, district, reader, params, write }) {
      const { districtId } = district
      const at = office.now()
      const deed = { districtId, at, actor: `console:${reader.id}`, actorKind: reader.kind, action: 'team.token_end' }
      await write(async client => {
        if (!(await endToken(client, districtId, params.token, at))) throw tokenUnknown(params.token)
        await note(client, { ...deed, target: `token:${params.token}`, detail: {} })
      })
      return { done: true as const }
    },
  }),
] // prettier-ignore

function present(one: ApiToken, names: ReadonlyMap<string, string>, now: Date): TokenView {
  const { tokenId: id, name, rights, madeBy, madeAt, expiresAt, usedAt, revokedAt } = one
  return {
    id,
    name,
    rights: tokenRights.filter(right => rights.includes(right)),
    madeBy: nameIn(names, `console:${madeBy}`),
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    state: revokedAt !== null ? 'revoked' : expiresAt <= now ? 'expired' : 'open',
  }
}

function tokenUnknown(id: string): RollbookError {
  return new RollbookError('TOKEN_UNKNOWN', `Cannot revoke token ${JSON.stringify(id)}: there is none that still opens something. Look at the list again`) // prettier-ignore
}
