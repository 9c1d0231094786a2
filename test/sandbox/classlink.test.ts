import { createHash, createHmac } from 'node:crypto'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'

/** What the sandbox says as ClassLink, against what ClassLink documents and what was captured of it. */

const callback = 'http://127.0.0.1:9/callback'
const verifier = 'a-verifier-of-at-least-forty-three-characters-x'
const challenge = createHash('sha256').update(verifier).digest('base64url')

type Json = Record<string, unknown>
let sandbox: Sandbox
let now = Date.parse('2026-09-01T12:00:00Z')

beforeAll(async () => {
  const plan = { schools: 2, students: 60, seed: 'lincoln' }
  sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    districts: [
      { key: 'lincoln', ...plan },
      { key: 'roosevelt', ...plan },
    ],
    app: { redirects: [callback], start: 'http://127.0.0.1:9/start' },
    now: () => new Date(now),
  })
})
afterAll(() => sandbox.close())
afterEach(async () => {
  await control('faults', {}, 'DELETE')
  await control('sharing', { enabled: true, schools: null, unenrolled: true, deleted: true, demographics: true }) // prettier-ignore
})

const link = () => sandbox.description.classlink
function lincoln() {
  const district = sandbox.description.districts[0]
  const seat = sandbox.seats.get('lincoln')
  if (district === undefined || seat === undefined) throw new Error('Lincoln is the first district')
  return { ...district.classlink, seat }
}

async function ask(url: string, bearer?: string, init: RequestInit = {}) {
  const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
  const reply = await fetch(url, { headers, redirect: 'manual', ...init })
  const text = await reply.text()
  const body = (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as Json // as each test expects it
  return { status: reply.status, headers: reply.headers, body }
}
const control = (what: string, body: object, method = 'POST') =>
  ask(`${sandbox.description.control}/districts/lincoln/${what}`, undefined, { method, body: JSON.stringify(body) }) // prettier-ignore
const roster = (target: string, bearer = lincoln().bearer) =>
  ask(`${link().proxy}/${lincoln().applicationId}/ims/oneroster/v1p1/${target}`, bearer)
async function records(target: string, key = target.replace(/\?.*/, '')): Promise<readonly Json[]> {
  return (await roster(target)).body[key] as readonly Json[] // a list, by its key
}

describe('the partner API', () => {
  test('lists who shares with a partner, without counts, a page at a time', async () => {
    const { status, body, headers } = await ask(`${link().proxy}/applications`, link().partnerKey)
    const applications = body['applications'] as readonly Json[] // as documented
    expect([status, body['status'], applications.length]).toEqual([200, 1, 3])
    expect(applications[0]).toEqual({
      id: expect.any(Number) as unknown,
      tenant_name: expect.any(String) as unknown,
      tenant_id: lincoln().tenantId,
      application_id: expect.any(Number) as unknown,
      bearer: lincoln().bearer,
      name: expect.any(String) as unknown,
      oneroster_application_id: lincoln().applicationId,
      enabled: 'true',
      tenant_status: 'Active',
    })
    expect(applications[2]).toMatchObject({ enabled: 'false', bearer: null, tenant_id: link().shut.tenantId })
    expect(['x-count', 'x-total-count', 'link'].map(name => headers.get(name))).toEqual([null, null, null])
    const second = await ask(`${link().proxy}/applications?limit=1&offset=1`, link().partnerKey)
    expect(second.body['applications']).toEqual([applications[1]])
    const beyond = await ask(`${link().proxy}/applications?limit=1&offset=3`, link().partnerKey)
    expect(beyond.body['applications']).toEqual([])
  })

  test('hands nothing to another key, and no roster to the partner key', async () => {
    expect((await ask(`${link().proxy}/applications`, 'another')).status).toBe(401)
    expect((await ask(`${link().proxy}/applications`)).status).toBe(401)
    expect((await roster('users', link().partnerKey)).status).toBe(401)
  })
})

describe('the roster proxy', () => {
  test('takes an application id as it was handed out, under both prefixes', async () => {
    const { applicationId, bearer } = lincoln()
    expect(applicationId).toMatch(/%3D$/)
    const at = (prefix: string, id: string) => ask(`${link().proxy}${prefix}/${id}/ims/oneroster/v1p1/orgs`, bearer)
    const statuses = [at('', applicationId), at('/proxy/v1p0', applicationId), at('', encodeURIComponent(applicationId)), at('', decodeURIComponent(applicationId))]
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 200, 404, 404])
  }) // prettier-ignore

  test('counts in the headers, and links nowhere', async () => {
    const total = lincoln().seat.district.shelves.enrollments.rows.length
    const page = await roster('enrollments')
    expect([page.headers.get('x-count'), page.headers.get('x-total-count')]).toEqual(['100', String(total)])
    expect((page.body['enrollments'] as unknown[]).length).toBe(100)
    expect(page.headers.get('link')).toBeNull()
    const last = await roster(`enrollments?limit=10000&offset=${total - 7}`)
    expect([last.headers.get('x-count'), last.headers.get('x-total-count')]).toEqual(['7', String(total)])
  })

  test('moves x-perm-rev when the roster or the sharing moves, and else keeps it', async () => {
    const revision = async () => (await roster('orgs')).headers.get('x-perm-rev')
    const first = await revision()
    expect(await revision()).toBe(first)
    await control('changes', { kind: 'put', collection: 'users', sourcedId: 'u-1', column: 'email', value: 'new@lincoln.example' }) // prettier-ignore
    const second = await revision()
    await control('sharing', { demographics: false })
    const third = await revision()
    await control('faults', { permRevMoves: 1 })
    const fourth = await revision()
    expect(new Set([first, second, third, fourth]).size).toBe(4)
    expect(await revision()).toBe(fourth)
  })

  test('writes enabledUser as text, roles in small letters, and references to a host inside', async () => {
    const users = await records('users?limit=10000')
    expect(new Set(users.map(({ enabledUser }) => enabledUser))).toEqual(new Set(['true']))
    expect(users.every(({ role }) => /^[a-z]+$/.test(String(role)))).toBe(true)
    const [org] = users[0]?.['orgs'] as readonly Json[] // every user has one
    expect(new URL(String(org?.['href'])).host).toBe('certs-nj-v2.rosterserver.example')
  })

  test('lists the teachers of a class among its students', async () => {
    const [seat] = await records("enrollments?filter=role='teacher'&limit=1", 'enrollments')
    const { sourcedId } = seat?.['class'] as Json // a reference
    const users = await records(`classes/${String(sourcedId)}/students?limit=10000`, 'users')
    expect(new Set(users.map(({ role }) => role))).toEqual(new Set(['student', 'teacher']))
  })

  test('lets nobody in once the district switched the app off, and its bearer stays', async () => {
    await control('sharing', { enabled: false })
    expect((await roster('users')).status).toBe(401)
    const { body } = await ask(`${link().proxy}/applications`, link().partnerKey)
    expect((body['applications'] as Json[])[0]).toMatchObject({ enabled: 'false', bearer: lincoln().bearer })
  })

  test('leaves out what the district does not share', async () => {
    const schools = (await records('schools', 'orgs')).map(({ sourcedId }) => String(sourcedId))
    const [open = ''] = schools
    const seated = new Set((await records('enrollments?limit=10000')).map(one => (one['user'] as Json)['sourcedId']))
    await control('sharing', { schools: [open] })
    expect((await records('schools', 'orgs')).map(({ sourcedId }) => sourcedId)).toEqual([open])
    const classes = await records('classes?limit=10000')
    expect(new Set(classes.map(one => (one['school'] as Json)['sourcedId']))).toEqual(new Set([open]))
    await control('sharing', { schools: null, unenrolled: false })
    expect(new Set((await records('users?limit=10000')).map(({ sourcedId }) => sourcedId))).toEqual(seated)
    await control('sharing', { unenrolled: true, demographics: false })
    expect((await roster('demographics')).status).toBe(403)
    await control('changes', { kind: 'remove', collection: 'users', sourcedId: 'u-2' })
    const gone = "users?filter=status='tobedeleted'"
    expect((await records(gone, 'users')).map(({ sourcedId }) => sourcedId)).toEqual(['u-2'])
    await control('sharing', { deleted: false })
    expect(await records(gone, 'users')).toEqual([])
    expect((await control('sharing', { unenroled: false })).status).toBe(400)
  }) // prettier-ignore

  test("takes another bearer once the district's was renewed, and not the old one", async () => {
    const old = lincoln().bearer
    await control('credentials', {})
    const { body } = await ask(`${link().proxy}/applications`, link().partnerKey)
    const renewed = String((body['applications'] as Json[])[0]?.['bearer'])
    expect([(await roster('orgs', old)).status, (await roster('orgs', renewed)).status]).toEqual([401, 200])
    lincoln().seat.sharing = { ...lincoln().seat.sharing, bearer: old }
  })

  test('shows a bearer only where it was given, and empty cells where they are switched on', async () => {
    await control('faults', { noBearer: true, sparseClasses: true })
    const { body } = await ask(`${link().proxy}/applications`, link().partnerKey)
    expect((body['applications'] as Json[])[0]).toMatchObject({ enabled: 'true', bearer: null })
    expect((await records('classes'))[0]).toMatchObject({ classCode: '', periods: '' })
  })

  test("a district's own server takes what is signed by its credentials, and no bearer", async () => {
    const { server } = (await ask(`${link().proxy}/applications/${lincoln().applicationId}/server`, link().partnerKey)).body // prettier-ignore
    const { client_id: key, client_secret: secret, endpoint_url: root } = server as Record<string, string>
    const url = `${root ?? ''}/ims/oneroster/v1p1/orgs`
    expect(url).toBe(`${lincoln().direct.url}/orgs`)
    const signed = await ask(url, undefined, {
      headers: { authorization: sign(url, key ?? '', secret ?? '') },
    })
    expect([signed.status, signed.headers.get('x-perm-rev') !== null]).toEqual([200, true])
    const forged = await ask(url, undefined, { headers: { authorization: sign(url, key ?? '', 'guessed') } })
    expect([forged.status, (await ask(url, lincoln().seat.gate.credentials.bearer)).status]).toEqual([
      401, 401,
    ])
  })
})

describe('LaunchPad', () => {
  /** Takes somebody to the page where one signs in, and back: where to, with what. */
  async function signIn(asked: Readonly<Record<string, string>> = {}, hint = `${lincoln().tenantId}:u-1`) {
    const url = new URL(`${link().launchpad}/oauth2/v2/auth`)
    const usual = { client_id: link().clientId, redirect_uri: callback, response_type: 'code', scope: 'profile', state: 's-1', login_hint: hint } // prettier-ignore
    for (const [name, value] of Object.entries({ ...usual, ...asked })) url.searchParams.set(name, value)
    const { status, headers, body } = await ask(url.href)
    const to = headers.get('location')
    return { status, body: String(body), to: to === null ? null : new URL(to) }
  }
  const exchange = (form: Readonly<Record<string, string>>) => {
    const { clientId, clientSecret } = link()
    const all = { grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret, redirect_uri: callback, ...form } // prettier-ignore
    return ask(`${link().launchpad}/oauth2/v2/token`, undefined, { method: 'POST', body: new URLSearchParams(all) }) // prettier-ignore
  }
  const codeFor = async (asked: Readonly<Record<string, string>> = {}, hint?: string) =>
    (await signIn(asked, hint)).to?.searchParams.get('code') ?? ''
  async function tokenFor(hint?: string): Promise<string> {
    return String((await exchange({ code: await codeFor({}, hint) })).body['access_token'])
  }

  beforeEach(() => void (now += 1000))

  test('lists people to be, and sends back who is chosen with a code and the state', async () => {
    const { status, body } = await signIn({}, '')
    expect([status, body.includes('Teachers'), body.includes('login_hint=2000%3Au-1&#38;')]).toEqual([200, true, false])
    const [, chosen = ''] = /href="\?([^"]*login_hint[^"]*)"/.exec(body) ?? []
    const { headers } = await ask(`${link().launchpad}/oauth2/v2/auth?${chosen.replaceAll('&#38;', '&')}`)
    const to = new URL(headers.get('location') ?? '')
    expect([to.origin + to.pathname, to.searchParams.get('state')]).toEqual([callback, 's-1'])
    expect(to.searchParams.get('code')).toMatch(/^\w{16,}$/)
  }) // prettier-ignore

  test('sends nobody to an address that is not registered to the letter, or for another app', async () => {
    const wrong = [{ redirect_uri: `${callback}/` }, { redirect_uri: `${callback}?x=1` }, { client_id: 'another' }] // prettier-ignore
    const answers = await Promise.all(wrong.map(one => signIn(one)))
    expect(answers.map(({ status, to }) => [status, to])).toEqual(wrong.map(() => [400, null]))
  })

  const refusals = [
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope that is not known', { scope: 'profile admin' }, 'invalid_scope'],
    ['a plain challenge', { code_challenge: verifier, code_challenge_method: 'plain' }, 'invalid_request'],
  ] as const
  test.each(refusals)('answers %s with an error at the app, and with no code', async (_, asked, error) => {
    const { searchParams } = (await signIn(asked)).to ?? new URL(callback)
    expect(Object.fromEntries(searchParams)).toEqual({ error, state: 's-1' })
  })

  test('a code is good once; who brings it again takes back what it gave', async () => {
    const code = await codeFor()
    const first = await exchange({ code })
    const token = String(first.body['access_token'])
    expect([first.status, (await ask(`${link().api}/v2/my/info`, token)).status]).toEqual([200, 200])
    const second = await exchange({ code })
    expect([second.status, second.body['error']]).toEqual([400, 'invalid_grant'])
    const { status, body } = await ask(`${link().api}/v2/my/info`, token)
    expect([status, body]).toEqual([401, { status: 0, message: 'Invalid or expired access token' }])
  })

  const misuses = [
    ['another address', {}, { redirect_uri: 'http://127.0.0.1:9/other' }, 'invalid_grant'],
    ['another verifier', { code_challenge: challenge, code_challenge_method: 'S256' }, { code_verifier: 'other' }, 'invalid_grant'],
    ['no verifier to a challenge', { code_challenge: challenge, code_challenge_method: 'S256' }, {}, 'invalid_grant'],
    ['a verifier without a challenge', {}, { code_verifier: verifier }, 'invalid_grant'],
    ['another grant', {}, { grant_type: 'password' }, 'unsupported_grant_type'],
  ] as const // prettier-ignore
  test.each(misuses)('exchanges no code with %s', async (_, asked, form, error) => {
    const { status, body } = await exchange({ code: await codeFor(asked), ...form })
    expect([status, body['error'], body['access_token']]).toEqual([400, error, undefined])
  })

  test('another secret gets nothing, and does not spend the code', async () => {
    const code = await codeFor()
    expect((await exchange({ code, client_secret: 'guessed' })).status).toBe(401)
    expect((await exchange({ code })).status).toBe(200)
  })

  test('a code lives for a minute', async () => {
    const code = await codeFor()
    now += 61_000
    expect((await exchange({ code })).status).toBe(400)
  })

  test('signs an id_token by the keys it publishes, with the nonce it was asked with', async () => {
    const { body: found } = await ask(`${link().launchpad}/.well-known/openid-configuration`)
    expect(found['issuer']).toBe(link().issuer)
    const { body: keys } = await ask(String(found['jwks_uri']))
    const asked = { scope: 'openid profile', nonce: 'n-1', code_challenge: challenge, code_challenge_method: 'S256' } // prettier-ignore
    const { body } = await exchange({ code: await codeFor(asked), code_verifier: verifier })
    const { payload, protectedHeader } = await jwtVerify(String(body['id_token']), createLocalJWKSet(keys as unknown as JSONWebKeySet), {
      issuer: link().issuer, audience: link().clientId, currentDate: new Date(now), algorithms: ['RS256'],
    })
    expect([payload['nonce'], protectedHeader.alg]).toEqual(['n-1', 'RS256'])
    const { body: info } = await ask(`${link().api}/v2/my/info`, String(body['access_token']))
    expect(payload.sub).toBe(String(info['UserId']))
    const { body: plain } = await exchange({ code: await codeFor() })
    expect(plain['id_token']).toBeUndefined()
  }) // prettier-ignore

  test('tells who somebody is by every field that was captured', async () => {
    const { body } = await ask(`${link().api}/v2/my/info`, await tokenFor())
    const captured = 'UserId TenantId StateId StateName BuildingId AuthenticationType DisplayName FirstName LastName Email LoginId ImagePath LanguageId Language DefaultTimeFormat Profile ProfileId Tenant Building Role Role_Level LastAccessTime OrgId SourcedId'.split(' ') // prettier-ignore
    expect(Object.keys(body).sort()).toEqual(captured.sort())
    expect(body).toMatchObject({
      TenantId: lincoln().tenantId,
      SourcedId: 'u-1',
      Role: 'Tenant Administrator',
    })
    const [, other] = sandbox.description.districts
    const there = await ask(`${link().api}/v2/my/info`, await tokenFor(`${String(other?.classlink.tenantId)}:u-1`)) // prettier-ignore
    expect(there.body).toMatchObject({ TenantId: other?.classlink.tenantId, SourcedId: 'u-1' })
    expect(there.body['UserId']).not.toBe(body['UserId'])
  })

  test('spells and leaves out as switched on', async () => {
    const token = await tokenFor()
    const info = async () => (await ask(`${link().api}/v2/my/info`, token)).body
    await control('faults', { tenantAsText: true, sourceIdSpelling: true })
    expect(await info()).toMatchObject({ TenantId: String(lincoln().tenantId), SourceId: 'u-1' })
    expect(await info()).not.toHaveProperty('SourcedId')
    await control('faults', { noSourcedId: true, sourceIdSpelling: false })
    expect(await info()).toMatchObject({ SourcedId: '' })
    await control('faults', { noSourcedId: false, oddIds: true })
    const ids = (await records('users?limit=10000')).map(({ sourcedId }) => sourcedId)
    expect(ids).toContain((await info())['SourcedId'])
  })

  test("lists the students of a teacher's classes, and the rest of what is theirs", async () => {
    const seats = (await records('enrollments?limit=10000')).map(one => ({ role: one['role'], user: (one['user'] as Json)['sourcedId'], class: (one['class'] as Json)['sourcedId'] })) // prettier-ignore
    const teacher = seats.find(({ role }) => role === 'teacher')?.user
    const taught = new Set(seats.filter(one => one.role === 'teacher' && one.user === teacher).map(one => one.class)) // prettier-ignore
    const pupils = new Set(seats.filter(one => one.role === 'student' && taught.has(one.class)).map(({ user }) => user)) // prettier-ignore
    const token = await tokenFor(`${lincoln().tenantId}:${String(teacher)}`)
    const mine = async (what: string) => (await ask(`${link().api}/${what}`, token)).body
    const students = (await mine('v2/my/students')) as unknown as readonly Json[] // a list
    expect(new Set(students.map(({ SourcedId }) => SourcedId))).toEqual(pupils)
    expect(await mine('v2/my/profiles')).toMatchObject([{ Profile: 'Teacher' }])
    expect(await mine('v2/my/district')).toMatchObject({ TenantId: lincoln().tenantId })
    expect(await mine('my/groups')).toHaveLength(1)
  })

  test('the portal opens the app at its start, and with a code that nobody asked for', async () => {
    const { body } = await ask(`${link().portal}?as=${lincoln().tenantId}:u-1`)
    const links = [...String(body).matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
    expect(links[0]).toBe('http://127.0.0.1:9/start')
    const launched = new URL(links[1] ?? '')
    expect([...launched.searchParams.keys()]).toEqual(['code'])
    expect((await exchange({ code: launched.searchParams.get('code') ?? '' })).status).toBe(200)
  })
})

/** RFC 5849 once more, apart from the sandbox's own. */
function sign(url: string, key: string, secret: string): string {
  const own = { oauth_consumer_key: key, oauth_nonce: `n-${now}-${secret.length}`, oauth_signature_method: 'HMAC-SHA256', oauth_timestamp: String(Math.floor(now / 1000)), oauth_version: '1.0' } // prettier-ignore
  const text = Object.entries(own).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&') // prettier-ignore
  const base = ['GET', encodeURIComponent(url), encodeURIComponent(text)].join('&')
  const signature = createHmac('sha256', `${encodeURIComponent(secret)}&`)
    .update(base)
    .digest('base64')
  const all = Object.entries({ ...own, oauth_signature: signature })
  return `OAuth ${all.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`).join(', ')}`
}
