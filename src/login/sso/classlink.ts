import { createHash } from 'node:crypto'
import type { ClassLinkSettings } from '../../store/providers.ts'
import type { Wire } from '../../wire/wire.ts'
import {
  checkIdToken,
  limits,
  parsed,
  refused,
  tampered,
  textOf,
  type Exchange,
  type Vouched,
} from './answers.ts'
import type { Begun } from './flow.ts'

/** Asked with PKCE and a nonce; where they are not known they are passed over. */
export function authorizeUrl({ launchpad, clientId }: ClassLinkSettings, redirect: string, { state, nonce, verifier }: Begun): string {
  const url = new URL(`${launchpad}/oauth2/v2/auth`)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const asked = { client_id: clientId, redirect_uri: redirect, response_type: 'code', scope: 'openid profile', state, nonce, code_challenge: challenge, code_challenge_method: 'S256' }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
} // prettier-ignore

/**
 * From a code to a person: a token, server to server, then who it is of. An id_token, where there is one, must be ours.
 * Throws PROVIDER_REFUSED and PROVIDER_TAMPERED, and what the wire throws.
 */
export async function askWho(wire: Wire, settings: ClassLinkSettings, secrets: readonly string[], given: Exchange): Promise<Vouched> {
  const granted = await exchange(wire, settings, secrets, given)
  const token = textOf(granted.access_token)
  if (token === '') throw refused('it issued no token')
  const idToken = textOf(granted.id_token)
  const tenant = idToken === '' ? '' : await tenantOf(wire, settings, idToken, given.nonce)
  const answer = await wire.send({ url: `${settings.api}/v2/my/info`, headers: { authorization: `Bearer ${token}` }, ...limits })
  const info = parsed(answer)
  if (answer.status !== 200) throw refused(`it does not say who signed in (${answer.status})`)
  const [tenantId, userId, role] = [textOf(info.TenantId), textOf(info.UserId), textOf(info.Role)]
  // Described with either spelling; empty where the district has no Roster Server, or the person is not in it.
  const sourcedId = textOf(info.SourcedId) || textOf(info.SourceId)
  if (tenantId === '' || userId === '') throw refused('it says neither district nor person')
  if (tenant !== '' && tenant !== tenantId) throw tampered('it names two tenants')
  const claims = { TenantId: tenantId, UserId: userId, SourcedId: sourcedId, Role: role }
  return { issuer: settings.launchpad, subject: `${tenantId}:${userId}`, tenantId, sourcedId, role, claims }
} // prettier-ignore

async function exchange(wire: Wire, settings: ClassLinkSettings, secrets: readonly string[], { code, redirect, verifier }: Exchange) {
  // While a secret is being replaced either may be the right one; a code is good for one try with the right one.
  for (const secret of secrets) {
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id: settings.clientId, client_secret: secret, code, redirect_uri: redirect, code_verifier: verifier })
    const answer = await wire.send({
      method: 'POST', url: `${settings.launchpad}/oauth2/v2/token`, body: form.toString(), ...limits,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    if (answer.status >= 200 && answer.status <= 299) return parsed(answer)
    if (answer.status !== 401) throw refused(`it refuses the code (${answer.status})`)
  }
  throw refused('it refuses our client')
} // prettier-ignore

/** The tenant that an id_token names, if it does. */
async function tenantOf(wire: Wire, { launchpad, clientId }: ClassLinkSettings, token: string, nonce: string): Promise<string> {
  const expected = { keys: `${launchpad}/oauth2/v2/jwks`, issuer: launchpad, audience: clientId }
  const payload = await checkIdToken(wire, token, expected)
  if (payload.nonce !== nonce) throw tampered('its nonce is of another sign-in')
  return textOf(payload['tenantId'] ?? payload['TenantId'])
} // prettier-ignore
