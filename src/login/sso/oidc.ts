import * as client from 'openid-client'
import type { IdentityProvider } from '../../store/identity-providers.ts'
import type { Wire } from '../../wire/wire.ts'
import { refused, tampered } from './answers.ts'

/** A provider as discovered at its own issuer, and nowhere else. */
export type Discovered = client.Configuration

/** Throws what the wire throws, and PROVIDER_REFUSED for an issuer that does not say that it is one. */
export async function discover(wire: Wire, { issuer, clientId }: IdentityProvider, secret: string, loopback: boolean): Promise<Discovered> {
  const options: client.DiscoveryRequestOptions = {
    [client.customFetch]: wireFetch(wire),
    // Else the library trusts the connection, and looks at no signature.
    execute: [client.enableNonRepudiationChecks, ...(loopback ? [client.allowInsecureRequests] : [])],
  }
  const found = await client.discovery(new URL(issuer), clientId, { client_secret: secret, [client.clockTolerance]: 60 }, undefined, options).catch(inWords)
  found[client.customFetch] = wireFetch(wire)
  return found
} // prettier-ignore

export async function oidcUrl(found: Discovered, redirect: string, { state, nonce, verifier }: { state: string; nonce: string; verifier: string }): Promise<string> {
  const challenge = await client.calculatePKCECodeChallenge(verifier)
  const asked = { redirect_uri: redirect, scope: 'openid profile', state, nonce, code_challenge: challenge, code_challenge_method: 'S256' }
  return client.buildAuthorizationUrl(found, asked).href
} // prettier-ignore

/** The claims of a verified id_token; null when it does not take our secret, and the code is still good for another. Throws PROVIDER_REFUSED, PROVIDER_TAMPERED. */
export async function oidcClaims(found: Discovered, callback: URL, { state, nonce, verifier }: { state: string; nonce: string; verifier: string }): Promise<Readonly<Record<string, unknown>> | null> {
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
  const tokens = await client.authorizationCodeGrant(found, callback, checks).catch(error => (isOurSecret(error) ? null : inWords(error)))
  if (tokens === null) return null
  const claims = tokens.claims()
  if (claims === undefined) throw tampered('there is no id_token')
  return claims
} // prettier-ignore

/** Requests of the library go the way that all of ours go. */
function wireFetch(wire: Wire): client.CustomFetch {
  return async (url, { method, headers, body }) => {
    const text = body === undefined || body === null ? undefined : String(body as string | URLSearchParams) // it sends forms
    const answer = await wire.send({ url, method: method === 'POST' ? 'POST' : 'GET', headers: { ...headers }, ...(text !== undefined && { body: text }), timeoutMs: 20_000, maxBytes: 2 ** 20 }) // prettier-ignore
    const { status, headers: said, body: bytes } = answer
    said.delete('content-encoding')
    said.delete('content-length')
    return new Response(status === 204 || status === 304 ? null : new Uint8Array(bytes), {
      status,
      headers: said,
    })
  }
}

function isOurSecret(error: unknown): boolean {
  return error instanceof client.ResponseBodyError && error.error === 'invalid_client'
}

/** Only the kind of error is told: what a provider sent may hold anything. */
function inWords(error: unknown): never {
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) throw refused(`it says ${error.error}`) // prettier-ignore
  if (error instanceof client.ClientError) throw tampered(error.code ?? 'it is not what was asked for')
  throw error
}
