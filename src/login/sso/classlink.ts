import { createHash } from 'node:crypto'
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose'
import { RollbookError } from '../../roster/errors.ts'
import type { ClassLinkSettings } from '../../store/providers.ts'
import type { Answer, Wire } from '../../wire/wire.ts'

/** Who ClassLink says has signed in (GET /v2/my/info). Its e-mail address is not read. */
export type LinkedPerson = {
  readonly tenantId: string
  readonly userId: string
  /** Empty where the district has no Roster Server, or the person is not in it. */
  readonly sourcedId: string
  readonly role: string
}

/** Asked with PKCE and a nonce; where they are not known they are passed over. */
export function authorizeUrl({ launchpad, clientId }: ClassLinkSettings, redirect: string, { state, nonce, verifier }: { state: string; nonce: string; verifier: string }): string {
  const url = new URL(`${launchpad}/oauth2/v2/auth`)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const asked = { client_id: clientId, redirect_uri: redirect, response_type: 'code', scope: 'openid profile', state, nonce, code_challenge: challenge, code_challenge_method: 'S256' }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
} // prettier-ignore

export type Exchange = {
  readonly code: string
  readonly redirect: string
  readonly verifier: string
  readonly nonce: string
}

/**
 * From a code to a person: a token, server to server, then who it is of. An id_token, where there is one, must be ours.
 * Throws PROVIDER_REFUSED and PROVIDER_TAMPERED, and what the wire throws.
 */
export async function askWho(wire: Wire, settings: ClassLinkSettings, secrets: readonly string[], given: Exchange): Promise<LinkedPerson> {
  const granted = await exchange(wire, settings, secrets, given)
  const token = textOf(granted.access_token)
  if (token === '') throw refused('it issued no token')
  const idToken = textOf(granted.id_token)
  const tenant = idToken === '' ? '' : await checkIdToken(wire, settings, idToken, given.nonce)
  const answer = await wire.send({ url: `${settings.api}/v2/my/info`, headers: { authorization: `Bearer ${token}` }, timeoutMs: 20_000, maxBytes: 2 ** 20 })
  const info = parsed(answer)
  if (answer.status !== 200) throw refused(`it does not say who signed in (${answer.status})`)
  const person = {
    tenantId: textOf(info.TenantId),
    userId: textOf(info.UserId),
    // Described with either spelling.
    sourcedId: textOf(info.SourcedId) || textOf(info.SourceId),
    role: textOf(info.Role),
  }
  if (person.tenantId === '' || person.userId === '') throw refused('it says neither district nor person')
  if (tenant !== '' && tenant !== person.tenantId) throw tampered('it names two tenants')
  return person
} // prettier-ignore

async function exchange(wire: Wire, settings: ClassLinkSettings, secrets: readonly string[], { code, redirect, verifier }: Exchange) {
  // While a secret is being replaced either may be the right one; a code is good for one try with the right one.
  for (const secret of secrets) {
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id: settings.clientId, client_secret: secret, code, redirect_uri: redirect, code_verifier: verifier })
    const answer = await wire.send({
      method: 'POST', url: `${settings.launchpad}/oauth2/v2/token`, body: form.toString(), timeoutMs: 20_000, maxBytes: 2 ** 20,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    if (answer.status >= 200 && answer.status <= 299) return parsed(answer)
    if (answer.status !== 401) throw refused(`it refuses the code (${answer.status})`)
  }
  throw refused('it refuses our client')
} // prettier-ignore

/** OpenID Connect Core §3.1.3.7: issuer, audience, time, nonce, and a signature by a key of that issuer. Resolves to the tenant it names, if it does. */
async function checkIdToken(wire: Wire, { launchpad, clientId }: ClassLinkSettings, token: string, nonce: string): Promise<string> {
  const answer = await wire.send({ url: `${launchpad}/oauth2/v2/jwks`, timeoutMs: 20_000, maxBytes: 2 ** 20 })
  try {
    const keys = createLocalJWKSet(parsed(answer) as unknown as JSONWebKeySet) // jose checks that it is one
    const { payload } = await jwtVerify(token, keys, { issuer: launchpad, audience: clientId, clockTolerance: 60, algorithms: ['RS256', 'RS384', 'RS512', 'ES256', 'PS256'], requiredClaims: ['exp', 'sub'] })
    const { aud, azp } = payload
    if (payload.nonce !== nonce) throw tampered('its nonce is of another sign-in')
    if (azp === undefined ? Array.isArray(aud) && aud.length > 1 : azp !== clientId) throw tampered('it was issued to another app')
    return textOf(payload['tenantId'] ?? payload['TenantId'])
  } catch (error) {
    if (error instanceof errors.JOSEError) throw tampered(error.code)
    throw error
  }
} // prettier-ignore

function parsed(answer: Answer): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(answer.text())
    return typeof found === 'object' && found !== null ? { ...found } : {}
  } catch {
    // What is no JSON says nothing.
    return {}
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

export function refused(why: string): RollbookError {
  return new RollbookError(
    'PROVIDER_REFUSED',
    `Cannot finish this sign-in: of the provider, ${why}. Sign in again from the start`,
  )
}

export function tampered(why: string): RollbookError {
  return new RollbookError('PROVIDER_TAMPERED', `Cannot trust this sign-in: the provider's word does not fit (${why}). Sign in again from the start`)
} // prettier-ignore
