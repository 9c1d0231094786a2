import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signatureOf } from '../../src/sandbox/oneroster/keys.ts'
import { openSandbox, type OpenSandbox } from './sandbox.ts'

let sandbox: OpenSandbox
beforeAll(async () => {
  sandbox = await openSandbox({ schools: 2, students: 40 })
})
afterAll(() => sandbox.close())

const status = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers })).status

describe('OAuth 1.0a', () => {
  // By other people's code, recomputed by RFC 5849: key1, s&cr/et, 1700000000, abcdefghij, without oauth_version.
  const own = new Map([
    ['oauth_consumer_key', 'key1'],
    ['oauth_signature_method', 'HMAC-SHA256'],
    ['oauth_timestamp', '1700000000'],
    ['oauth_nonce', 'abcdefghij'],
  ])
  const of = (query: Record<string, string>) =>
    signatureOf('GET', new URL(`https://sis.example.org/ims/oneroster/v1p1/users?${new URLSearchParams(query).toString()}`), own, 's&cr/et', 'sha256') // prettier-ignore

  test.each([
    [{ limit: '2', offset: '0' }, 'Abxjfupop09bIzF5TwA9AS3CACM9NObGPpNlJCkP/Ww='],
    [
      { limit: '100', offset: '0', filter: "dateLastModified>'2024-01-01T00:00:00.000Z' AND role='student'" },
      'T3zPyQV/bli8Apdr+dt4thrV8kLG3y/RW0KGDPp/ung=',
    ],
    [{ filter: "email='a/b@x.org'" }, 'nAj7/Q5U0OxrumNLdTw5nfPRBjj8r+lzvtBnzYGdXI8='],
  ])('signs %j as others do', (query, signature) => {
    expect(of(query as unknown as Record<string, string>)).toBe(signature)
  })

  type Signing = {
    readonly method?: string
    readonly stamp?: number
    readonly nonce?: string
    readonly key?: string
    readonly secret?: string
    readonly query?: string
    readonly version?: boolean
    readonly between?: string
  }

  /** A second implementation: by hand, for a query whose names and values are plain. */
  function signed(at: string, { method = 'HMAC-SHA256', stamp = Math.floor(Date.now() / 1000), nonce = randomUUID(), key, secret, query = '', version = false, between = ', ' }: Signing = {}) {
    const { oauth1 } = sandbox.district.oneroster11
    const pairs = [
      ...query.split('&').filter(one => one !== ''),
      `oauth_consumer_key=${key ?? oauth1.key}`, `oauth_nonce=${nonce}`, `oauth_signature_method=${method}`,
      `oauth_timestamp=${stamp}`, ...(version ? ['oauth_version=1.0'] : []),
    ].sort()
    const base = `GET&${encodeURIComponent(at)}&${encodeURIComponent(pairs.join('&'))}`
    const hmac = createHmac(method === 'HMAC-SHA1' ? 'sha1' : 'sha256', `${secret ?? oauth1.secret}&`).update(base).digest('base64')
    const header = pairs.filter(one => one.startsWith('oauth_')).map(one => one.replace(/=(.*)/, '="$1"'))
    return { authorization: `OAuth ${[...header, `oauth_signature="${encodeURIComponent(hmac)}"`].join(between)}` }
  } // prettier-ignore

  const users = () => `${sandbox.district.oneroster11.url}/users`

  test.each<[string, Signing]>([
    ['HMAC-SHA256', {}],
    ['HMAC-SHA1', { method: 'HMAC-SHA1' }],
    ['a version', { version: true }],
    ['commas without a blank', { between: ',' }],
    ['a query', { query: 'limit=2&offset=1' }],
  ])('lets in who signs with %s', async (_, signing) => {
    const query = signing.query === undefined ? '' : `?${signing.query}`
    expect(await status(users() + query, signed(users(), signing))).toBe(200)
  })

  test.each<[string, Signing]>([
    ['another secret', { secret: 'guessed' }],
    ['another key', { key: 'somebody' }],
    ['a method that we do not know', { method: 'PLAINTEXT' }],
    ['a clock ten minutes behind', { stamp: Math.floor(Date.now() / 1000) - 600 }],
    ['a clock ten minutes ahead', { stamp: Math.floor(Date.now() / 1000) + 600 }],
    ['no nonce', { nonce: '' }],
    ['a query that was not sent', { query: 'limit=2' }],
  ])('refuses who signs with %s', async (_, signing) => {
    expect(await status(users(), signed(users(), signing))).toBe(401)
  })

  test('refuses the same request a second time', async () => {
    const headers = signed(users())
    expect([await status(users(), headers), await status(users(), headers)]).toEqual([200, 401])
  })

  test('signs by the name that was called', async () => {
    const byName = users().replace('127.0.0.1', 'localhost')
    expect(await status(byName, signed(byName))).toBe(200)
  })

  test('refuses a header that nobody can read, and 1.2 refuses any', async () => {
    expect(await status(users(), { authorization: 'OAuth oauth_consumer_key="%E0%A4%A"' })).toBe(401)
    const at = `${sandbox.district.oneroster12.url}/users`
    expect(await status(at, signed(at))).toBe(401)
  })
})

describe('tokens', () => {
  type Token = { readonly access_token: string; readonly scope: string }
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }) // prettier-ignore
  const post = async (form: Record<string, string>, headers = {}) =>
    await fetch(sandbox.district.oneroster12.tokenUrl, { method: 'POST', body: new URLSearchParams(form), headers }) // prettier-ignore
  const credentials = () => sandbox.district.oneroster12
  const scope = (version: string, ...services: string[]) => services.map(one => `https://purl.imsglobal.org/spec/or/${version}/scope/${one}`).join(' ') // prettier-ignore

  async function token(scopes: string): Promise<Token> {
    const { clientId, clientSecret } = credentials()
    const reply = await post(
      { grant_type: 'client_credentials', scope: scopes },
      basic(clientId, clientSecret),
    )
    return (await reply.json()) as Token // as RFC 6749 has it
  }

  test('come by Basic and by the body', async () => {
    const { clientId, clientSecret } = credentials()
    const form = { grant_type: 'client_credentials' }
    const byBody = await post({ ...form, client_id: clientId, client_secret: clientSecret })
    const byHeader = await post(form, basic(clientId, clientSecret))
    for (const reply of [byBody, byHeader])
      expect(await reply.json()).toMatchObject({ token_type: 'bearer', expires_in: 3600 })
  })

  test('do not come for a wrong secret, another grant, or scopes that nobody knows', async () => {
    const { clientId, clientSecret } = credentials()
    const form = { grant_type: 'client_credentials' }
    const right = basic(clientId, clientSecret)
    expect((await post(form, basic(clientId, 'guessed'))).status).toBe(401)
    expect((await post({ grant_type: 'password' }, right)).status).toBe(400)
    expect((await post({ ...form, scope: 'everything' }, right)).status).toBe(400)
  })

  test.each([
    ['roster-core.readonly', [200, 200, 403, 403]],
    ['roster.readonly', [200, 200, 200, 403]],
    ['roster-demographics.readonly', [403, 403, 403, 200]],
  ])('with %s read users, a user, users of a class, demographics: %j', async (service, expected) => {
    const [someone] = sandbox.seat.district.shelves.users.rows
    const [lesson] = sandbox.seat.district.shelves.classes.rows
    for (const version of ['v1p1', 'v1p2']) {
      const { access_token } = await token(scope(version, service))
      const { url } = version === 'v1p1' ? sandbox.district.oneroster11 : sandbox.district.oneroster12
      const paths = ['users', `users/${someone?.id}`, `classes/${lesson?.id}/students`, 'demographics']
      const found = await Promise.all(paths.map(path => status(`${url}/${path}`, { authorization: `Bearer ${access_token}` }))) // prettier-ignore
      expect(found).toEqual(expected)
    }
  })

  test('with another prefix are granted what it names', async () => {
    const asked = scope('v1p2', 'roster.readonly').replace('https:', 'http:')
    expect((await token(asked)).scope).toBe(asked)
  })

  test('and a static bearer open 1.1; 1.2 takes tokens alone', async () => {
    const { url, bearer } = sandbox.district.oneroster11
    expect(await status(`${url}/orgs`, { authorization: `Bearer ${bearer}` })).toBe(200)
    expect(await status(`${credentials().url}/orgs`, { authorization: `Bearer ${bearer}` })).toBe(401)
    expect(await status(`${url}/orgs`)).toBe(401)
  })

  test('end when somebody renews the credentials', async () => {
    const { url } = credentials()
    const { access_token } = await token(scope('v1p2', 'roster.readonly'))
    const before = await status(`${url}/orgs`, { authorization: `Bearer ${access_token}` })
    await fetch(`${sandbox.description.control}/districts/lincoln/credentials`, { method: 'POST' })
    const after = await status(`${url}/orgs`, { authorization: `Bearer ${access_token}` })
    expect([before, after, (await token('')).access_token]).toEqual([200, 401, undefined])
  })
})
