import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import { addIdentity } from '../../src/store/identity-providers.ts'
import {
  addDistrict,
  changeRules,
  connect,
  findConnection,
  type District,
} from '../../src/store/districts.ts'
import { listSignIns } from '../../src/store/logins.ts'
import type { Store } from '../../src/store/open.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { changeSchedule, readSchedule } from '../../src/store/schedules.ts'
import { keepSecret, retireSecret, vendorScope } from '../../src/store/secrets.ts'
import { beginFactor, confirmFactor } from '../../src/login/second-factor.ts'
import { sync } from '../../src/sync/sync.ts'
import { freshStore } from '../support/database.ts'
import { codeOf, joins } from '../support/console.ts'
import { openOffice } from './office.ts'
import { Surfer as Browser } from './surfer.ts'

/*
 * Signing in as people do: a browser that follows where it is sent, between our service, the sandbox's LaunchPad and a
 * certified OpenID provider.
 */

const base = 'http://127.0.0.1:7655'
const clock = { now: new Date() }
let store: Store
let office: Awaited<ReturnType<typeof openOffice>>
let sandbox: Sandbox
let lincoln: District

beforeAll(async () => {
  const plan = { schools: 1, students: 20, seed: 'sign in' }
  const districts = [
    { key: 'lincoln', ...plan },
    { key: 'roosevelt', ...plan, seed: 'other' },
    { key: 'franklin', ...plan, seed: 'third' },
  ]
  const app = { redirects: [`${base}/sso/classlink/callback`], start: `${base}/sso/classlink/start` }
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts, app })
  store = { ...(await freshStore()), loopback: true }
  office = await openOffice(store, clock)
  lincoln = await addDistrict(store.pool, 'lincoln', 'Lincoln USD', 'America/Chicago')
  const { proxy, partnerKey, launchpad, api, clientId, clientSecret } = sandbox.description.classlink
  await saveProvider(store.pool, 'classlink', { proxy, launchpad, api, clientId }, 'test', clock.now)
  await keepSecret(
    store,
    { districtId: vendorScope, name: 'partnerKey', value: partnerKey, who: 'test' },
    clock.now,
  )
  await keepSecret(
    store,
    { districtId: vendorScope, name: 'ssoSecret', value: clientSecret, who: 'test' },
    clock.now,
  )
  await connect(store.pool, lincoln, 'classlink', { tenantId: String(tenant('lincoln')) }, 'test')
  await follow('lincoln')
}, 30_000)
afterAll(async () => {
  await office.close()
  await sandbox.close()
  await store.close()
})

const follow = async (key: string) =>
  await sync({
    store,
    district: key,
    trigger: 'manual',
    who: 'test',
    from: null,
    planOnly: false,
    today: () => '2026-11-25',
    progress: () => undefined,
  })

const district = (key: string) => {
  const found = sandbox.description.districts.find(one => one.key === key)
  if (found === undefined) throw new Error(`no district ${key}`)
  return found
}
const tenant = (key: string) => district(key).classlink.tenantId
const person = (role: string, key = 'lincoln') => {
  const found = district(key).classlink.users.find(one => one.role === role)
  if (found === undefined) throw new Error(`nobody is ${role}`)
  return `${tenant(key)}:${found.sourcedId}`
}

class Surfer extends Browser {
  constructor() {
    super(office, base, '/sso/classlink/start', 'login_hint')
  }
}

async function change(key: string, what: object): Promise<void> {
  await fetch(`${sandbox.description.control}/districts/${key}/changes`, {
    method: 'POST',
    body: JSON.stringify(what),
  })
}

async function switchOn(key: string, faults: object): Promise<void> {
  await fetch(`${sandbox.description.control}/districts/${key}/faults`, { method: 'DELETE' })
  await fetch(`${sandbox.description.control}/districts/${key}/faults`, {
    method: 'POST',
    body: JSON.stringify(faults),
  })
}

describe('through ClassLink', () => {
  test('a student and a teacher land on their classes, by the id that rostering gave them', async () => {
    for (const [role, kind] of [
      ['Student', 'student'],
      ['Teacher', 'teacher'],
    ] as const) {
      const surfer = new Surfer()
      expect(await surfer.signIn(person(role))).toBe('/')
      const { body } = await surfer.open('/api/session')
      expect(JSON.parse(body)).toMatchObject({ who: { kind }, districts: [{ key: 'lincoln' }] })
      expect((await surfer.open('/api/my/classes')).status).toBe(200)
    }
  })

  test('the question has a state, a nonce and a challenge of its own each time', async () => {
    const surfer = new Surfer()
    const [one, other] = [
      await surfer.open('/sso/classlink/start'),
      await surfer.open('/sso/classlink/start'),
    ].map(({ to }) => new URL(to ?? '').searchParams)
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one?.get(name)?.length).toBeGreaterThanOrEqual(43)
      expect(one?.get(name)).not.toBe(other?.get(name))
    }
    expect(one?.get('code_challenge_method')).toBe('S256')
  })

  test('the second time the tie is used, also after the source gave another id', async () => {
    const surfer = new Surfer()
    await surfer.signIn(person('Student'))
    const id = await surfer.who()
    await switchOn('lincoln', { noSourcedId: true, tenantAsText: true })
    const later = new Surfer()
    expect(await later.signIn(person('Student'))).toBe('/')
    expect(await later.who()).toBe(id)
    await switchOn('lincoln', { sourceIdSpelling: true, noIdToken: true })
    const third = new Surfer()
    await third.signIn(person('Teacher'))
    expect(await third.who()).not.toBeNull()
    await switchOn('lincoln', {})
  })

  test.each([
    [
      'somebody whose district is not set up here',
      () => person('Student', 'roosevelt'),
      'district_not_ready',
    ],
    ['somebody whom rostering never brought', () => `${tenant('lincoln')}:u-9999`, 'not_shared'],
  ])('%s is told so, with a code and without a session', async (_, as, code) => {
    const surfer = new Surfer()
    const to = new URL(await surfer.signIn(as()), base)
    expect([to.pathname, to.searchParams.get('code')]).toEqual(['/not-ready', code])
    expect(to.searchParams.get('ref')).toMatch(/^[A-Z0-9]{6}$/)
    expect(await surfer.who()).toBeNull()
  })

  test('who was removed, or switched off, is told so, and loses the session they have', async () => {
    const [, sourcedId = ''] = person('Student').split(':')
    const surfer = new Surfer()
    await surfer.signIn(person('Student'))
    expect(await surfer.who()).not.toBeNull()
    const set = async (column: string, value: unknown) =>
      await store.pool.query(`update users set ${column} = $1 where district_id = $2 and sourced_id = $3`, [
        value,
        lincoln.districtId,
        sourcedId,
      ])
    for (const [column, off, on, code] of [
      ['enabled_user', false, true, 'suspended'],
      ['removed_at', new Date(), null, 'removed'],
    ] as const) {
      await set(column, off)
      expect(await surfer.who()).toBeNull()
      const again = new Surfer()
      const to = await again.signIn(person('Student'))
      expect(to).toContain(`code=${code}`)
      expect(to.includes('on=')).toBe(code === 'removed')
      await set(column, on)
      await surfer.signIn(person('Student'))
    }
  })

  test('whom the source switches off is out of the session they have once it was read', async () => {
    const [, sourcedId = ''] = person('Student').split(':')
    const enable = async (value: string) => {
      await change('lincoln', { kind: 'put', collection: 'users', sourcedId, column: 'enabledUser', value })
      await follow('lincoln')
    }
    const surfer = new Surfer()
    await surfer.signIn(person('Student'))
    expect(await surfer.who()).not.toBeNull()
    await enable('false')
    expect(await surfer.who()).toBeNull()
    expect(await surfer.signIn(person('Student'))).toContain('code=suspended')
    await enable('true')
    expect(await surfer.signIn(person('Student'))).toBe('/')
  })

  test('who is not here is told whether they were left out, or wait for the end of a pause', async () => {
    const franklin = await addDistrict(store.pool, 'franklin', 'Franklin USD', 'America/Chicago')
    await connect(store.pool, franklin, 'classlink', { tenantId: String(tenant('franklin')) }, 'test')
    const connection = await findConnection(store.pool, franklin)
    const scope = { ...connection.rules.scope, roles: ['teacher' as const] }
    await changeRules(store.pool, connection, { ...connection.rules, scope }, 'test')
    await follow('franklin')
    expect(await new Surfer().signIn(person('Teacher', 'franklin'))).toBe('/')
    const told = async (as: string) => {
      const { searchParams } = new URL(await new Surfer().signIn(as), base)
      return [searchParams.get('code'), searchParams.get('why'), searchParams.get('as')]
    }
    const student = person('Student', 'franklin')
    expect(await told(student)).toEqual(['not_shared', 'left_out', 'student'])
    const calendar = await readSchedule(store.pool, franklin.districtId)
    if (calendar === null) throw new Error('no calendar')
    const { version, schedule } = calendar
    const rests = {
      version,
      schedule: { ...schedule, enabled: false },
      settled: clock.now,
      who: 'test',
      at: clock.now,
    }
    await changeSchedule(store.pool, calendar, rests)
    expect(await told(`${tenant('franklin')}:u-9999`)).toEqual(['paused', null, null])
    expect(await told(student)).toEqual(['not_shared', 'left_out', 'student'])
    const kept = await listSignIns(store.pool, franklin.districtId, null, 10)
    const ends = kept.map(({ outcome, absent }) => [outcome, absent])
    expect(ends.sort()).toEqual([
      ['not_shared', 'left_out'],
      ['not_shared', 'left_out'],
      ['paused', 'paused'],
      ['signed_in', null],
    ])
  })

  test('an account that is tied to one person and now says the id of another is not let in', async () => {
    const [, sourcedId = ''] = person('Student').split(':')
    await new Surfer().signIn(person('Student'))
    const other = (
      await store.pool.query<{ id: string }>(
        `select id from users where district_id = $1 and sourced_id <> $2 and removed_at is null limit 1`,
        [lincoln.districtId, sourcedId],
      )
    ).rows[0]
    await store.pool.query(`update logins set user_id = $1 where district_id = $2 and sourced_id = $3`, [
      other?.id,
      lincoln.districtId,
      sourcedId,
    ])
    const surfer = new Surfer()
    expect(await surfer.signIn(person('Student'))).toContain('code=two_candidates')
    expect(await surfer.who()).toBeNull()
    await store.pool.query(`delete from logins where district_id = $1`, [lincoln.districtId])
  })

  test('how it went is kept, without a token, a name or an address', async () => {
    const surfer = new Surfer()
    await surfer.signIn(person('Student'))
    const [last] = await listSignIns(store.pool, lincoln.districtId, null, 1)
    expect(last).toMatchObject({
      provider: 'classlink',
      outcome: 'signed_in',
      sourcedId: person('Student').split(':')[1],
    })
    const { rows } = await store.pool.query(
      `select row_to_json(s)::text || coalesce((select string_agg(row_to_json(f)::text, '') from sso_flows f), '') as text from sign_ins s`,
    )
    for (const [name, value] of surfer.cookies)
      expect([name, JSON.stringify(rows).includes(value)]).toEqual([name, false])
    expect(JSON.stringify(rows)).not.toMatch(/@|access_token|id_token/)
  })
})

describe('whoever tries something', () => {
  test('a code without a state of ours is thrown away, and asking begins anew', async () => {
    const portal = await (
      await fetch(`${sandbox.description.classlink.portal}?as=${encodeURIComponent(person('Student'))}`)
    ).text()
    const [, launched = ''] = /href="([^"]*callback[^"]*)"/.exec(portal) ?? []
    const surfer = new Surfer()
    const { to } = await surfer.open(launched.replaceAll('&#38;', '&'))
    expect(to).toContain('/oauth2/v2/auth?')
    expect(await surfer.who()).toBeNull()
    // The code was not exchanged: LaunchPad still takes it.
    const { clientId, clientSecret, launchpad } = sandbox.description.classlink
    const body = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      code: new URL(launched).searchParams.get('code') ?? '',
    })
    expect((await fetch(`${launchpad}/oauth2/v2/token`, { method: 'POST', body })).status).toBe(200)
  })

  test('an answer that another browser asked for gives no session, and no way to whose it is', async () => {
    const [attacker, victim] = [new Surfer(), new Surfer()]
    const door = await attacker.atTheDoor(person('Teacher'))
    await victim.open('/sso/classlink/start')
    expect((await victim.open(door)).to).toContain('/oauth2/v2/auth?')
    expect(await victim.who()).toBeNull()
    const bare = new Surfer()
    expect((await bare.open(door)).to).toContain('code=expired')
    expect(await bare.who()).toBeNull()
  })

  test('the same answer twice gives one session, and the back button leads home', async () => {
    const surfer = new Surfer()
    const door = await surfer.atTheDoor(person('Student'))
    const [first, second] = await Promise.all([surfer.open(door), surfer.open(door)])
    // One is answered; the other, who has no session yet, is asked anew.
    expect([first.to, second.to].filter(to => to === '/')).toHaveLength(1)
    expect([first.to, second.to].some(to => to?.includes('/oauth2/v2/auth?'))).toBe(true)
    expect((await surfer.open(door)).to).toBe('/')
    // Whose first answer was broken off never got its cookie.
    surfer.cookies.delete('rollbook')
    expect((await surfer.open(door)).to).toContain('/oauth2/v2/auth?')
    const { rows } = await store.pool.query(
      `select count(*)::int as n from sso_flows where used_at is not null and state_hash in (select state_hash from sso_flows order by begun_at desc limit 1)`,
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  test('two tabs each come home', async () => {
    const surfer = new Surfer()
    const doors = [await surfer.atTheDoor(person('Student')), await surfer.atTheDoor(person('Student'))]
    for (const door of doors) expect((await surfer.open(door)).to).toBe('/')
  })

  test('an answer that took more than five minutes begins anew', async () => {
    const surfer = new Surfer()
    const door = await surfer.atTheDoor(person('Student'))
    clock.now = new Date(clock.now.getTime() + 5 * 60_000 + 1000)
    expect((await surfer.open(door)).to).toContain('/oauth2/v2/auth?')
    clock.now = new Date()
  })

  test('a browser that keeps no cookies is told so, and not sent in circles', async () => {
    const surfer = new Surfer()
    surfer.keepsCookies = false
    expect(await surfer.signIn(person('Student'))).toContain('/not-ready?code=expired')
  })

  test('an address that is opened again and again without a cookie writes one line', async () => {
    const surfer = new Surfer()
    const door = await surfer.atTheDoor(person('Student'))
    const lines = async () => (await store.pool.query('select from sign_ins')).rowCount ?? 0
    const before = await lines()
    for (const stranger of [new Surfer(), new Surfer(), new Surfer()]) await stranger.open(door)
    expect((await lines()) - before).toBe(1)
    // Nor is its code exchanged for whoever has the cookie.
    expect((await surfer.open(door)).to).toContain('/oauth2/v2/auth?')
  })

  test('a browser that loses the state ends in words, which are written down once in five rounds', async () => {
    const surfer = new Surfer()
    const ends: string[] = []
    const before = (await store.pool.query('select from sign_ins')).rowCount ?? 0
    await surfer.open('/sso/classlink/start')
    for (let round = 0; round < 12; round++)
      ends.push(((await surfer.open('/sso/classlink/callback?code=lost')).to ?? '').startsWith('/not-ready') ? 'words' : 'anew')
    expect(ends.flatMap((end, at) => (end === 'words' ? [at] : []))).toEqual([4, 10])
    expect((await store.pool.query('select from sign_ins')).rowCount ?? 0).toBe(before + 2)
  }) // prettier-ignore

  test('a browser that looks ahead spends nothing', async () => {
    const surfer = new Surfer()
    const door = await surfer.atTheDoor(person('Student'))
    expect((await surfer.open(door, { 'sec-purpose': 'prefetch' })).status).toBe(503)
    await office.app.inject({
      method: 'HEAD',
      url: door.replace(base, ''),
      headers: { cookie: `rollbook-sso=${surfer.cookies.get('rollbook-sso') ?? ''}` },
    })
    expect((await surfer.open(door)).to).toBe('/')
  })

  test('on a shared computer a new sign-in takes the place of the old one', async () => {
    const surfer = new Surfer()
    await surfer.signIn(person('Teacher'))
    const old = surfer.cookies.get('rollbook') ?? ''
    const teacher = await surfer.who()
    await surfer.signIn(person('Student'))
    expect(await surfer.who()).not.toBe(teacher)
    const left = new Surfer()
    left.cookies.set('rollbook', old)
    expect(await left.who()).toBeNull()
  })

  test('on a shared computer who is refused does not find the classes of whoever sat there before', async () => {
    const surfer = new Surfer()
    await surfer.signIn(person('Student'))
    expect(await surfer.signIn(`${tenant('lincoln')}:u-9999`)).toContain('code=not_shared')
    expect(await surfer.who()).toBeNull()
  })

  test('a portal that loses the state is not answered in circles', async () => {
    const surfer = new Surfer()
    let to = '/sso/classlink/callback?code=lost'
    for (let round = 0; round < 10 && !to.startsWith('/not-ready'); round++) {
      const answer = await surfer.open('/sso/classlink/callback?code=lost')
      to = answer.to ?? ''
    }
    expect(to).toContain('/not-ready?code=expired')
  })

  test.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/sso/classlink/start',
    'javascript:alert(1)',
  ])('nobody is sent on to %s', async back => {
    const surfer = new Surfer()
    const door = await surfer.atTheDoor(
      person('Student'),
      `/sso/classlink/start?back=${encodeURIComponent(back)}`,
    )
    expect((await surfer.open(door)).to).toBe('/')
  })

  test('a page of ours is come back to', async () => {
    const surfer = new Surfer()
    const door = await surfer.atTheDoor(person('Student'), '/sso/classlink/start?back=/my/classes')
    expect((await surfer.open(door)).to).toBe('/my/classes')
  })
})

describe('people of the console', () => {
  test('tie their own sign-in, and come in by it afterwards', async () => {
    const { token } = await joins(store, lincoln, 'owner', clock.now)
    const surfer = new Surfer()
    surfer.cookies.set('rollbook', token)
    const me = await surfer.who()
    const admin = person('Tenant Administrator')
    const door = await tying(surfer, admin)
    expect((await surfer.open(door)).to).toBe('/d/lincoln/settings')
    const later = new Surfer()
    await later.signIn(admin)
    expect(await later.who()).toBe(me)
    // A provider's word opens the console, and confirms nothing that cannot be taken back.
    const { status, body } = await later.post('/api/session/classlink', {})
    expect([status, body]).toMatchObject([403, { error: { code: 'PROOF_NEEDED' } }])
    await store.pool.query('delete from console_logins')
  })

  test('a link that somebody else made them open ties nothing', async () => {
    const { token } = await joins(store, lincoln, 'owner', clock.now)
    const victim = new Surfer()
    victim.cookies.set('rollbook', token)
    await victim.open(await victim.atTheDoor(person('Teacher'), '/sso/classlink/start?link=me'))
    expect((await store.pool.query('select from console_logins')).rowCount).toBe(0)
  })

  test('an answer that comes when they are signed out ties nothing', async () => {
    const { token } = await joins(store, lincoln, 'owner', clock.now)
    const surfer = new Surfer()
    surfer.cookies.set('rollbook', token)
    const door = await tying(surfer, person('Teacher'))
    surfer.cookies.delete('rollbook')
    expect((await surfer.open(door)).to).toContain('code=expired')
    expect((await store.pool.query('select from console_logins')).rowCount).toBe(0)
  })

  test('who has a second factor is asked for it after ClassLink, too', async () => {
    const { token, reader } = await joins(store, lincoln, 'owner', clock.now)
    const surfer = new Surfer()
    surfer.cookies.set('rollbook', token)
    const admin = person('Tenant Administrator')
    await surfer.open(await tying(surfer, admin))
    const { secret } = await beginFactor(store, reader, clock.now)
    await confirmFactor(store, reader, await codeOf(secret, clock.now), clock.now)
    const later = new Surfer()
    const [at, ticket = ''] = (await later.signIn(admin)).split('#')
    expect([at, await later.who()]).toEqual(['/sign-in', null])
    clock.now = new Date(clock.now.getTime() + 30_000)
    await later.post('/api/session/second-factor', { ticket, code: await codeOf(secret, clock.now) })
    expect(await later.who()).toBe(reader.id)
    clock.now = new Date()
    await store.pool.query('delete from console_logins')
  })

  /** Begins to tie, signs in at LaunchPad as somebody, and comes back to our door. */
  async function tying(surfer: Surfer, as: string): Promise<string> {
    const { body } = await surfer.post('/api/session/classlink', { back: '/d/lincoln/settings' })
    return await surfer.comesBack(String(body.url), as)
  }
})

describe('through an OpenID provider of a district', () => {
  let server: Server
  let issuer = ''
  let providerId = ''
  beforeAll(async () => {
    server = createServer()
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
    const given = {
      name: 'District directory',
      issuer,
      clientId: 'rollbook',
      claim: 'sub',
      finds: 'username',
      enabled: true,
    } as const
    providerId = await addIdentity(store.pool, lincoln.districtId, given, 'test', clock.now)
    await keepSecret(
      store,
      { districtId: lincoln.districtId, name: `oidcSecret:${providerId}`, value: 'oidc secret', who: 'test' },
      clock.now,
    )
    const redirect = `${base}/sso/oidc/${lincoln.districtId}/${providerId}/callback`
    const provider = new Provider(issuer, {
      clients: [{ client_id: 'rollbook', client_secret: 'oidc secret', redirect_uris: [redirect] }],
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      features: { devInteractions: { enabled: true } },
    })
    server.on('request', provider.callback())
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  /** Walks through the provider's own pages, as a person would, with its cookies. */
  async function atProvider(to: string, login: string): Promise<string> {
    const jar = new Map<string, string>()
    const go = async (url: string, init: RequestInit = {}) => {
      const answer = await fetch(url, {
        ...init,
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...init.headers },
      })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        jar.set(name, value)
      }
      return answer
    }
    let url = to
    for (let step = 0; step < 12; step++) {
      if (url.startsWith(base)) return url
      const answer = await go(url)
      const next = answer.headers.get('location')
      if (next !== null) {
        url = new URL(next, url).href
        continue
      }
      const prompt = /name="prompt" value="(\w+)"/.exec(await answer.text())?.[1] ?? 'login'
      const posted = await go(url, {
        method: 'POST',
        body: new URLSearchParams({ prompt, login, password: 'any' }),
      })
      url = new URL(posted.headers.get('location') ?? '', url).href
    }
    return url
  }

  test('somebody is found by the claim that the district chose', async () => {
    const { rows } = await store.pool.query<{ username: string; id: string }>(
      `select u.username, u.id from users u join enrollments e on e.district_id = u.district_id and e.user_sourced_id = u.sourced_id where u.district_id = $1 and u.removed_at is null and e.role = 'student' limit 1`,
      [lincoln.districtId],
    )
    const surfer = new Surfer()
    const begun = await surfer.open(`/sso/oidc/${lincoln.districtId}/${providerId}/start`)
    const door = await atProvider(begun.to ?? '', rows[0]?.username ?? '')
    expect((await surfer.open(door)).to).toBe('/')
    expect(await surfer.who()).toBe(rows[0]?.id)
    const stranger = new Surfer()
    const other = await stranger.open(`/sso/oidc/${lincoln.districtId}/${providerId}/start`)
    expect((await stranger.open(await atProvider(other.to ?? '', 'nobody-here'))).to).toContain(
      'code=not_shared',
    )
  })

  test('a secret that the provider does not take yet keeps nobody out while the older one is in use', async () => {
    const name = `oidcSecret:${providerId}`
    await keepSecret(
      store,
      { districtId: lincoln.districtId, name, value: 'not yet', who: 'test' },
      clock.now,
    )
    const enter = async () => {
      const surfer = new Surfer()
      const begun = await surfer.open(`/sso/oidc/${lincoln.districtId}/${providerId}/start`)
      return (await surfer.open(await atProvider(begun.to ?? '', 'nobody-here'))).to
    }
    expect(await enter()).toContain('code=not_shared')
    await retireSecret(store.pool, lincoln.districtId, name, 1, clock.now)
    expect(await enter()).toContain('code=provider_refused')
    await keepSecret(
      store,
      { districtId: lincoln.districtId, name, value: 'oidc secret', who: 'test' },
      clock.now,
    )
  })

  test('an answer of another issuer is not believed', async () => {
    const surfer = new Surfer()
    const begun = await surfer.open(`/sso/oidc/${lincoln.districtId}/${providerId}/start`)
    const door = new URL(await atProvider(begun.to ?? '', 'someone'))
    door.searchParams.set('iss', 'https://evil.example')
    expect((await surfer.open(door.href)).to).toContain('code=tampered')
  })

  test('a provider that is switched off, or of no district, leads nowhere', async () => {
    const surfer = new Surfer()
    const to = (await surfer.open(`/sso/oidc/${lincoln.districtId}/${lincoln.districtId}/start`)).to
    expect(to).toBe('/not-ready?code=district_not_ready')
  })
})

/** A provider that signs what a test tells it to: of ClassLink's shape, and of OpenID Connect's. */
async function forge(make: (claims: object, keys: Keys) => Promise<string>, about: object = {}) {
  const [own, other] = await pairs
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256' }
  const issued = { root: '', nonce: '', sub: '' }
  const answers: Readonly<Record<string, () => Promise<object>>> = {
    jwks: async () => await Promise.resolve({ keys: [jwk] }),
    token: async () => {
      const { root: iss, nonce, sub } = issued
      const claims = { iss, aud: 'app', sub, nonce, iat: seconds(), exp: seconds() + 600 }
      return { access_token: 'a', token_type: 'bearer', id_token: await make(claims, { own: own.privateKey, other: other.privateKey }) }
    },
    info: async () => await Promise.resolve({ TenantId: tenant('lincoln'), UserId: 1, SourcedId: issued.sub, Role: 'Student', ...about }),
    'openid-configuration': async () => await Promise.resolve({
      issuer: issued.root, authorization_endpoint: `${issued.root}/auth`, token_endpoint: `${issued.root}/token`, jwks_uri: `${issued.root}/jwks`,
      response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
    }),
  }
  const server = createServer((request, reply) => {
    const end = new URL(request.url ?? '/', issued.root).pathname.split('/').at(-1) ?? ''
    void answers[end]?.().then(said => reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said)))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  issued.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
  issued.sub = person('Student').split(':')[1] ?? ''
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { issued, close }
} // prettier-ignore

/** Made once: a pair of RSA takes longer than a sign-in. */
const pairs = Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
type Keys = { readonly own: CryptoKey; readonly other: CryptoKey }
const seconds = () => Math.floor(Date.now() / 1000)
const signed = async (claims: object, key: CryptoKey) =>
  await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key)

describe('an id_token', () => {
  const made: readonly (readonly [string, (claims: object, keys: Keys) => Promise<string>, string])[] = [
    ['of this sign-in lets somebody in', (claims, { own }) => signed(claims, own), '/'],
    ['for another app does not', (claims, { own }) => signed({ ...claims, aud: 'another' }, own), 'tampered'],
    ['for several apps, and issued to none, does not', (claims, { own }) => signed({ ...claims, aud: ['app', 'another'] }, own), 'tampered'],
    ['issued to another app does not', (claims, { own }) => signed({ ...claims, aud: ['app', 'another'], azp: 'another' }, own), 'tampered'],
    ['of another issuer does not', (claims, { own }) => signed({ ...claims, iss: 'https://evil.example' }, own), 'tampered'],
    ['that is over does not', (claims, { own }) => signed({ ...claims, exp: seconds() - 3600 }, own), 'tampered'],
    ['of another sign-in does not', (claims, { own }) => signed({ ...claims, nonce: 'another' }, own), 'tampered'],
    ['of no sign-in does not', (claims, { own }) => signed({ ...claims, nonce: undefined }, own), 'tampered'],
    ['by another key does not', (claims, { other }) => signed(claims, other), 'tampered'],
    ['by no key does not', async claims => await Promise.resolve(new UnsecuredJWT({ ...claims }).encode()), 'tampered'],
  ] // prettier-ignore

  test('that names another tenant than my/info lets nobody in', async () => {
    expect(
      await atForger((claims, { own }) => signed({ ...claims, tenantId: tenant('roosevelt') }, own)),
    ).toContain('tampered')
    expect(await atForger((claims, { own }) => signed({ ...claims, tenantId: tenant('lincoln') }, own))).toBe(
      '/',
    )
  })

  test('an address of somebody in the roster opens nothing without their id', async () => {
    const { rows } = await store.pool.query<{ email: string }>(
      `select email from users where district_id = $1 and email <> '' and removed_at is null limit 1`,
      [lincoln.districtId],
    )
    expect(rows[0]?.email).toContain('@')
    const stranger = { UserId: 77, SourcedId: 'u-9999', Email: rows[0]?.email, LoginId: rows[0]?.email }
    expect(
      await atForger((claims, { own }) => signed({ ...claims, email: rows[0]?.email }, own), stranger),
    ).toContain('code=not_shared')
    expect(
      await atForger((claims, { own }) => signed(claims, own), { ...stranger, SourcedId: '' }),
    ).toContain('code=no_sourced_id')
  })

  test.each(made)('%s, at ClassLink', async (_, make, ends) => {
    expect(await atForger(make)).toContain(ends)
  })

  test.each(made)('%s, at a provider of a district', async (_, make, ends) => {
    const { issued, close } = await forge(make)
    const { districtId } = lincoln
    const given = { name: 'Forger', issuer: issued.root, clientId: 'app', claim: 'sub', finds: 'sourcedId', enabled: true } as const // prettier-ignore
    const id = await addIdentity(store.pool, districtId, given, 'test', clock.now)
    await keepSecret(store, { districtId, name: `oidcSecret:${id}`, value: 'secret', who: 'test' }, clock.now)
    try {
      expect(await answeredAt(`/sso/oidc/${districtId}/${id}`, issued)).toContain(ends)
    } finally {
      close()
    }
  })

  test.each(['Role', 'absent'])('a claim of a district that is called %s is kept as it was said, and says nothing else', async claim => {
    const { issued, close } = await forge((claims, { own }) => signed({ ...claims, [claim]: 'student' }, own))
    const { districtId } = lincoln
    const given = { name: 'Odd', issuer: issued.root, clientId: 'app', claim, finds: 'sourcedId', enabled: true } as const
    const id = await addIdentity(store.pool, districtId, given, 'test', clock.now)
    await keepSecret(store, { districtId, name: `oidcSecret:${id}`, value: 'secret', who: 'test' }, clock.now)
    const to = await answeredAt(`/sso/oidc/${districtId}/${id}`, issued).finally(close)
    expect(to).toMatch(/code=not_shared&ref=\w+$/)
    const noted = (await listSignIns(store.pool, districtId, null, 500)).find(one => to.endsWith(one.reference))
    expect([noted?.claims?.[claim], noted?.absent]).toEqual(['student', 'never_sent'])
  }) // prettier-ignore

  /** Where a sign-in ends while ClassLink is one that forges. */
  async function atForger(make: (claims: object, keys: Keys) => Promise<string>, info: object = {}) {
    const { launchpad, api, clientId } = sandbox.description.classlink
    const { issued, close } = await forge(make, info)
    const hosts = { launchpad: issued.root, api: issued.root, clientId: 'app' }
    await saveProvider(store.pool, 'classlink', hosts, 'test', clock.now)
    try {
      return await answeredAt('/sso/classlink', issued)
    } finally {
      await saveProvider(store.pool, 'classlink', { launchpad, api, clientId }, 'test', clock.now)
      close()
    }
  }

  /** Where somebody ends who comes back with a code. */
  async function answeredAt(path: string, issued: { nonce: string }): Promise<string> {
    const surfer = new Surfer()
    const asked = new URL((await surfer.open(`${path}/start`)).to ?? '').searchParams
    issued.nonce = asked.get('nonce') ?? ''
    const to = (await surfer.open(`${path}/callback?code=c&state=${asked.get('state') ?? ''}`)).to ?? ''
    expect(await surfer.who()).toEqual(to === '/' ? expect.any(String) : null)
    return to
  }
})
