import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose'
import { RollbookError } from '../../roster/errors.ts'
import type { Answer, Wire } from '../../wire/wire.ts'

/*
 * What providers answer when they are asked who has signed in, taken for no more than it proves.
 */

/** Whom a provider vouches for. Its e-mail address is not read. */
export type Vouched = {
  readonly issuer: string
  /** The provider's own word for the person; of one issuer it means one person for ever. */
  readonly subject: string
  /** The district there; null where no district vouches for the person. */
  readonly tenantId: string | null
  /** Their id in the roster; empty where the provider knows none. */
  readonly sourcedId: string
  readonly role: string
  /** What of it is kept for whoever is asked why somebody could not come in: ids and roles. */
  readonly claims: Readonly<Record<string, string>>
}

/** What a code is exchanged with. */
export type Exchange = {
  readonly code: string
  readonly redirect: string
  readonly verifier: string
  readonly nonce: string
}

export const limits = { timeoutMs: 20_000, maxBytes: 2 ** 20 } as const

export type Said = Readonly<Record<string, unknown>>

/** Nothing, where it is no JSON or no object. */
export function parsed(answer: Answer): Said {
  try {
    return saidOf(JSON.parse(answer.text()))
  } catch {
    // What is no JSON says nothing.
    return {}
  }
}

export function saidOf(value: unknown): Said {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

/** Whose word an id_token must be, and for whom. */
export type Expected = { readonly keys: string; readonly issuer: string; readonly audience: string }

/** OpenID Connect Core §3.1.3.7: issuer, audience, time, and a signature by a key of that issuer. Throws PROVIDER_TAMPERED. */
export async function checkIdToken(wire: Wire, token: string, { keys, issuer, audience }: Expected): Promise<JWTPayload> {
  const answer = await wire.send({ url: keys, ...limits })
  try {
    const known = createLocalJWKSet(parsed(answer) as unknown as JSONWebKeySet) // jose checks that it is one
    const { payload } = await jwtVerify(token, known, { issuer, audience, clockTolerance: 60, algorithms: ['RS256', 'RS384', 'RS512', 'ES256', 'PS256'], requiredClaims: ['exp', 'sub'] })
    const { aud, azp } = payload
    if (azp === undefined ? Array.isArray(aud) && aud.length > 1 : azp !== audience) throw tampered('it was issued to another app')
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) throw tampered(error.code)
    throw error
  }
} // prettier-ignore

export function refused(why: string): RollbookError {
  return new RollbookError(
    'PROVIDER_REFUSED',
    `Cannot finish this sign-in with the provider: ${why}. Sign in again from the start`,
  )
}

export function tampered(why: string): RollbookError {
  return new RollbookError('PROVIDER_TAMPERED', `Cannot trust this sign-in: the provider's word does not fit (${why}). Sign in again from the start`)
} // prettier-ignore
