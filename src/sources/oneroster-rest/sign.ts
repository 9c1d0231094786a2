import { createHmac } from 'node:crypto'

/** Who signs, and by which hash. A server of OneRoster 1.1 wants SHA-256; some older ones insist on SHA-1. */
export type Signer = { readonly key: string; readonly secret: string; readonly hash: 'sha256' | 'sha1' }
/** Seconds since 1970, and a word that was never used before. */
export type Moment = { readonly timestamp: number; readonly nonce: string }

/**
 * The Authorization header of a GET that is signed by OAuth 1.0a without a token (RFC 5849 §3.4). ClassLink's own
 * clients send no oauth_version, and neither do we. Query parameters are signed decoded, `+` being a blank.
 */
export function signGet(url: URL, { key, secret, hash }: Signer, { timestamp, nonce }: Moment): string {
  const own: [string, string][] = [
    ['oauth_consumer_key', key],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', hash === 'sha256' ? 'HMAC-SHA256' : 'HMAC-SHA1'],
    ['oauth_timestamp', String(timestamp)],
  ]
  const pairs = [...own, ...url.searchParams].map(([name, value]) => [escaped(name), escaped(value)] as const)
  const sorted = pairs.sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
  const query = sorted.map(pair => pair.join('=')).join('&')
  const base = ['GET', url.origin + url.pathname, query].map(escaped).join('&')
  const signature = createHmac(hash, `${escaped(secret)}&`)
    .update(base)
    .digest('base64')
  const said = [...own, ['oauth_signature', signature] as const]
  return `OAuth ${said.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}`
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** RFC 3986: all but letters, digits and - . _ ~ */
export function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
