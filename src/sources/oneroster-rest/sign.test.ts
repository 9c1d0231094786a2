import { expect, test } from 'vitest'
import { signGet } from './sign.ts'

const signer = { key: 'key1', secret: 's&cr/et', hash: 'sha256' } as const
const moment = { timestamp: 1700000000, nonce: 'abcdefghij' }
const users = 'https://sis.example.org/ims/oneroster/v1p1/users'

/** Computed by another implementation of RFC 5849, without oauth_version. */
test.each([
  ['limit=2&offset=0', 'Abxjfupop09bIzF5TwA9AS3CACM9NObGPpNlJCkP/Ww='],
  ["limit=100&offset=0&filter=dateLastModified>'2024-01-01T00:00:00.000Z' AND role='student'", 'T3zPyQV/bli8Apdr+dt4thrV8kLG3y/RW0KGDPp/ung='],
  ["filter=email='a/b@x.org'", 'nAj7/Q5U0OxrumNLdTw5nfPRBjj8r+lzvtBnzYGdXI8='],
])('%s is signed as %s', (query, signature) => {
  const url = new URL(users)
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=')
    url.searchParams.set(pair.slice(0, at), pair.slice(at + 1))
  }
  const header = signGet(url, signer, moment)
  expect(header).toBe(
    `OAuth oauth_consumer_key="key1",oauth_nonce="abcdefghij",oauth_signature_method="HMAC-SHA256",oauth_timestamp="1700000000",oauth_signature="${encodeURIComponent(signature)}"`,
  )
}) // prettier-ignore

test('SHA-1 is signed for servers that insist on it', () => {
  const header = signGet(new URL(`${users}?limit=2&offset=0`), { ...signer, hash: 'sha1' }, moment)
  expect(header).toContain('oauth_signature_method="HMAC-SHA1"')
  // openssl: printf '%s' base | openssl dgst -sha1 -hmac 's%26cr%2Fet&' -binary | base64
  expect(header).toContain(`oauth_signature="${encodeURIComponent('+YtahWj8hrdoLiNGTbJplGAEu34=')}"`)
})
