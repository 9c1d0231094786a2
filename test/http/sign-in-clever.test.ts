import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { User } from '../../src/sandbox/clever/shapes.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import { addDistrict, connect, type District } from '../../src/store/districts.ts'
import { listSignIns } from '../../src/store/logins.ts'
import type { Store } from '../../src/store/open.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, vendorScope } from '../../src/store/secrets.ts'
import { saveSetup } from '../../src/store/setups.ts'
import { sync } from '../../src/sync/sync.ts'
import { joins } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { openOffice } from './office.ts'
import { Surfer as Browser } from './surfer.ts'

/* Signing in with Clever: a browser between our service, the sandbox's Clever, and a Clever that lies. */

const base = 'http://127.0.0.1:7655'
const clock = { now: new Date() }
let store: Store
let office: Awaited<ReturnType<typeof openOffice>>
let sandbox: Sandbox
let lincoln: District

class Surfer extends Browser {
  constructor() {
    super(office, base, '/sso/clever/start', 'as')
  }
}

beforeAll(async () => {
  const plan = { schools: 2, students: 60, guardians: true }
  const districts = [
    { key: 'lincoln', ...plan, seed: 'clever sign in' },
    { key: 'roosevelt', ...plan, seed: 'other' },
  ]
  const app = { redirects: [], start: '', clever: [`${base}/sso/clever/callback`] }
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts, app })
  store = { ...(await freshStore()), loopback: true }
  office = await openOffice(store, clock)
  lincoln = await addDistrict(store.pool, 'lincoln', 'Lincoln USD', 'America/Chicago')
  await agree()
  const secret = { districtId: vendorScope, name: 'cleverSecret', value: clever().clientSecret, who: 'test' }
  await keepSecret(store, secret, clock.now)
  await connect(store.pool, lincoln, 'clever', { tenantId: tenant('lincoln'), contacts: 'yes' }, 'test')
  await follow()
}, 30_000)
afterAll(async () => {
  await office.close()
  await sandbox.close()
  await store.close()
})
beforeEach(() => seat().switches.on.clear())

const clever = () => sandbox.description.clever
const agree = async () => {
  const { api, login, clientId } = clever()
  await saveProvider(store.pool, 'clever', { api, login, clientId, version: 'v3.1' }, 'test', clock.now)
}
const follow = async () =>
  await sync({
    store,
    district: 'lincoln',
    trigger: 'manual',
    who: 'test',
    from: null,
    planOnly: false,
    today: () => '2026-11-25',
    progress: () => undefined,
  })

function seat(key = 'lincoln') {
  const found = sandbox.seats.get(key)
  if (found === undefined) throw new Error(`no district ${key}`)
  return found
}
const tenant = (key: string) => seat(key).clever.ledger.ids.district
function person(keep: (user: User) => unknown, key = 'lincoln'): User {
  const found = seat(key).clever.view().users.rows.find(keep)
  if (found === undefined) throw new Error('nobody is so')
  return found
}
const student = () => person(({ roles }) => roles.student)
const teacher = () => person(({ roles }) => roles.teacher && !roles.staff)
const codeOf = (to: string) => new URL(to, base).searchParams.get('code')

describe('through Clever', () => {
  test('a student and a teacher land on their classes, by the id that rostering gave them', async () => {
    for (const [user, kind] of [[student(), 'student'], [teacher(), 'teacher']] as const) {
      const surfer = new Surfer()
      expect(await surfer.signIn(user.id)).toBe('/')
      const { body } = await surfer.open('/api/session')
      expect(JSON.parse(body)).toMatchObject({ who: { kind }, districts: [{ key: 'lincoln' }] })
      expect((await surfer.open('/api/my/classes')).status).toBe(200)
    }
  }) // prettier-ignore

  test('of several roles each counts, whichever they sign in with', async () => {
    const both = person(({ roles }) => roles.staff && roles.teacher)
    const office = person(({ roles }) => roles.staff && !roles.teacher)
    const head = person(({ roles }) => roles.district_admin && !roles.teacher)
    for (const { id } of [both, office, head]) {
      const surfer = new Surfer()
      expect(await surfer.signIn(id)).toBe('/')
      expect((await surfer.open('/api/my/classes')).status).toBe(200)
    }
  })

  test('who has no e-mail address signs in under their own name', async () => {
    const { id } = student()
    await store.pool.query(`update users set email = null where sourced_id = $1`, [id])
    const surfer = new Surfer()
    expect(await surfer.signIn(id)).toBe('/')
    const { rows } = await store.pool.query<{ id: string }>(`select id from users where sourced_id = $1`, [
      id,
    ])
    expect(await surfer.who()).toBe(rows[0]?.id)
  })

  test.each([{ meRole: true }, { cleverOidc: true }])('with %j they are who they are', async faults => {
    for (const [name, value] of Object.entries(faults)) seat().switches.on.set(name as never, value as never) // a fault of the closed list
    expect(await new Surfer().signIn(teacher().id)).toBe('/')
  })

  test('API 3.0 tells it too', async () => {
    await saveProvider(store.pool, 'clever', { version: 'v3.0' }, 'test', clock.now)
    expect(await new Surfer().signIn(student().id)).toBe('/')
    await agree()
  })

  test('whose district is not set up is told so', async () => {
    const elsewhere = person(({ roles }) => roles.student, 'roosevelt').id
    const surfer = new Surfer()
    expect(codeOf(await surfer.signIn(`${tenant('roosevelt')}:${elsewhere}`))).toBe('district_not_ready')
    expect(await surfer.who()).toBeNull()
  })

  test('while a district is being set up nobody comes in, and once it is, they do', async () => {
    const { districtId } = lincoln
    const open = { step: 'preview', answers: {}, who: 'test', changedAt: clock.now }
    await saveSetup(store.pool, districtId, open)
    expect(codeOf(await new Surfer().signIn(student().id))).toBe('district_not_ready')
    await store.pool.query('delete from setups where district_id = $1', [districtId])
    expect(await new Surfer().signIn(student().id)).toBe('/')
  })

  test('a teacher who took the app from the Library is told where to open it, and no roster is looked at', async () => {
    seat().switches.on.set('libraryTokens', true)
    const surfer = new Surfer()
    const to = await surfer.signIn(teacher().id)
    expect(codeOf(to)).toBe('no_district')
    expect(await surfer.who()).toBeNull()
    const noted = (await listSignIns(store.pool, vendorScope, null, 99)).find(one =>
      to.includes(one.reference),
    )
    expect(noted).toMatchObject({ provider: 'clever', outcome: 'no_district', userId: null })
  })

  test('an account from the Library opens no console, and is tied to nobody of it', async () => {
    const { token } = await joins(store, lincoln, 'owner', clock.now)
    const { id } = person(({ roles }) => roles.district_admin)
    const tie = async () => {
      const surfer = new Surfer()
      surfer.cookies.set('rollbook', token)
      const { body } = await surfer.post('/api/session/clever', { back: '/d/lincoln/settings' })
      return (await surfer.open(await surfer.comesBack(String(body.url), id))).to ?? ''
    }
    seat().switches.on.set('libraryTokens', true)
    expect(codeOf(await tie())).toBe('no_district')
    expect((await store.pool.query('select from console_logins')).rowCount).toBe(0)
    seat().switches.on.clear()
    expect(await tie()).toBe('/d/lincoln/settings')
    seat().switches.on.set('libraryTokens', true)
    const later = new Surfer()
    expect(codeOf(await later.signIn(id))).toBe('no_district')
    expect(await later.who()).toBeNull()
    await store.pool.query('delete from console_logins')
  })

  test('whom the roster does not have is never found by an address or a username', async () => {
    const { id } = student()
    await store.pool.query(`delete from logins`)
    const put = async (sourcedId: string, now: string) =>
      await store.pool.query(
        `update users set sourced_id = $2 where district_id = $1 and sourced_id = $3`,
        [lincoln.districtId, now, sourcedId],
      )
    await put(id, 'somebody-else')
    expect(codeOf(await new Surfer().signIn(id))).toBe('not_shared')
    await put('somebody-else', id)
    expect(await new Surfer().signIn(id)).toBe('/')
  }) // prettier-ignore

  test('a district is spared the choice of which it is', async () => {
    const { to } = await new Surfer().open(`/sso/clever/start?district=${tenant('lincoln')}`)
    expect(new URL(to ?? '').searchParams.get('district_id')).toBe(tenant('lincoln'))
  })

  test('after somebody signed out Clever is to ask who it is, and does not send the same person in again', async () => {
    const asks = async (start: string) => new URL((await new Surfer().open(start)).to ?? '').searchParams
    expect((await asks('/sso/clever/start')).has('confirmed')).toBe(false)
    const asked = await asks('/sso/clever/start?confirm=1')
    expect(asked.get('confirmed')).toBe('false')
    const session = (await fetch(`${clever().login}/portal?as=${student().id}`)).headers.get('set-cookie')
    const page = await fetch(`${clever().login}/oauth/authorize?${asked.toString()}`, { headers: { cookie: session ?? '' }, redirect: 'manual' }) // prettier-ignore
    expect(page.status).toBe(200)
  })

  test('a Clever id that changed leads to the same person once rostering pairs it, and never makes a second one', async () => {
    const { id } = student()
    const surfer = new Surfer()
    await surfer.signIn(id)
    const before = await surfer.who()
    const rename = async (from: string, to: string) =>
      await store.pool.query('update users set sourced_id = $2 where sourced_id = $1', [from, to])
    // As the roster stands after a crosswalk: what Clever says now is the new id.
    await store.pool.query(`update logins set subject = 'old' where subject = $1`, [id])
    const count = async () => (await store.pool.query('select from users')).rowCount
    const people = await count()
    const again = new Surfer()
    expect(await again.signIn(id)).toBe('/')
    expect(await again.who()).toBe(before)
    // While it is not paired, words; and nobody is made.
    await store.pool.query('delete from logins')
    await rename(id, 'old')
    expect(codeOf(await new Surfer().signIn(id))).toBe('not_shared')
    expect(await count()).toBe(people)
    await rename('old', id)
  })

  test('how it went is kept, without a token, a name or an address', async () => {
    const { id } = student()
    await new Surfer().signIn(id)
    const kept = await listSignIns(store.pool, lincoln.districtId, null, 99)
    expect(kept.find(one => one.sourcedId === id)).toMatchObject({ provider: 'clever', outcome: 'signed_in', claims: { district: tenant('lincoln'), roles: 'student' } }) // prettier-ignore
    const { rows } = await store.pool.query(`select row_to_json(s)::text as text from sign_ins s`)
    expect(JSON.stringify(rows)).not.toMatch(/@|access_token|"il[0-9a-f]/)
  })

  test('people of the console tie their own sign-in, and come in by it afterwards', async () => {
    const { token } = await joins(store, lincoln, 'owner', clock.now)
    const surfer = new Surfer()
    surfer.cookies.set('rollbook', token)
    const me = await surfer.who()
    const { body } = await surfer.post('/api/session/clever', { back: '/d/lincoln/settings' })
    const { id } = person(({ roles }) => roles.district_admin)
    const door = await surfer.comesBack(String(body.url), id)
    expect((await surfer.open(door)).to).toBe('/d/lincoln/settings')
    const later = new Surfer()
    await later.signIn(id)
    expect(await later.who()).toBe(me)
    await store.pool.query('delete from console_logins')
  })
})

describe('what Clever starts', () => {
  /** A code as the portal sends it: for a person, and without a state. */
  async function launched(as: string): Promise<string> {
    const { login, clientId } = clever()
    const url = new URL(`${login}/oauth/instant-login`)
    url.search = new URLSearchParams({ client_id: clientId, district_id: tenant('lincoln'), as }).toString()
    return (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
  }

  test('is thrown away and asked anew, and ends in the session of whoever is signed in there', async () => {
    const door = await launched(student().id)
    expect(new URL(door).searchParams.has('state')).toBe(false)
    const surfer = new Surfer()
    const { to } = await surfer.open(door)
    expect(to).toMatch(/\/oauth\/authorize\?.*state=/)
    expect(await surfer.who()).toBeNull()
    // The code was not exchanged: Clever still takes it.
    const { login, clientId, clientSecret } = clever()
    const code = new URL(door).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: `${base}/sso/clever/callback` }
    const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`
    const answer = await fetch(`${login}/oauth/tokens`, { method: 'POST', headers: { authorization }, body: new URLSearchParams(form) }) // prettier-ignore
    expect(answer.status).toBe(200)
    expect((await surfer.open(await surfer.comesBack(to ?? '', student().id))).to).toBe('/')
  })

  test('takes the place of whoever sat there, and ties nothing to them', async () => {
    const surfer = new Surfer()
    await surfer.signIn(teacher().id)
    const before = await surfer.who()
    const { to } = await surfer.open(await launched(student().id))
    await surfer.open(await surfer.comesBack(to ?? '', student().id))
    expect(await surfer.who()).not.toBe(before)
    const { rows } = await store.pool.query(
      `select count(distinct user_id)::int as people, count(*)::int as ties from logins where subject in ($1, $2)`,
      [teacher().id, student().id],
    )
    expect(rows).toEqual([{ people: 2, ties: 2 }])
  })

  test('gives nothing to whoever finds the code and brings it with a state of their own', async () => {
    const door = new URL(await launched(student().id))
    const [victim, attacker] = [new Surfer(), new Surfer()]
    await victim.open(door.href)
    const { to } = await attacker.open('/sso/clever/start')
    door.searchParams.set('state', new URL(to ?? '').searchParams.get('state') ?? '')
    expect(codeOf((await attacker.open(door.href)).to ?? '')).toBe('tampered')
    expect(await attacker.who()).toBeNull()
  })

  test('with the state of another browser is no answer, nor is a state of ClassLink’s', async () => {
    const [attacker, victim] = [new Surfer(), new Surfer()]
    const door = await attacker.atTheDoor(teacher().id)
    await victim.open('/sso/clever/start')
    expect((await victim.open(door)).to).toContain('/oauth/authorize?')
    expect(await victim.who()).toBeNull()
    expect((await attacker.open(door.replace('/clever/', '/classlink/'))).to).toContain('/not-ready')
    expect((await attacker.open(door)).to).toBe('/')
  })

  test('the same answer again exchanges nothing', async () => {
    const surfer = new Surfer()
    const door = await surfer.atTheDoor(student().id)
    expect((await surfer.open(door)).to).toBe('/')
    expect((await surfer.open(door)).to).toBe('/')
  })

  test('a refusal of Clever’s is told in words', async () => {
    const surfer = new Surfer()
    const state = new URL((await surfer.open('/sso/clever/start')).to ?? '').searchParams.get('state') ?? ''
    const to = (await surfer.open(`/sso/clever/callback?error=unauthorized-user&state=${state}`)).to ?? ''
    expect(codeOf(to)).toBe('not_opened')
  })
})

/** A Clever that says what it is told to say. */
type Lie = {
  readonly me?: object
  readonly beside?: object
  readonly user?: object
  readonly token?: (claims: object, keys: Keys) => Promise<string>
  readonly issuer?: string
}
type Keys = { readonly own: CryptoKey; readonly other: CryptoKey }
const pairs = Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
const signed = async (claims: object, key: CryptoKey) => await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key) // prettier-ignore

describe('a Clever that lies', () => {
  test.each<[string, Lie, string]>([
    ['lets in whom it vouches for', {}, '/'],
    ['with an id_token of this sign-in too', { token: (claims, { own }) => signed(claims, own) }, '/'],
    ['by another key does not', { token: (claims, { other }) => signed(claims, other) }, 'tampered'],
    ['for another app does not', { token: (claims, { own }) => signed({ ...claims, aud: 'else' }, own) }, 'tampered'],
    ['that is over does not', { token: (claims, { own }) => signed({ ...claims, exp: 1 }, own) }, 'tampered'],
    ['of another sign-in does not', { token: (claims, { own }) => signed({ ...claims, nonce: 'else' }, own) }, 'tampered'],
    ['of another person does not', { token: (claims, { own }) => signed({ ...claims, multi_role_user_id: 'else' }, own) }, 'tampered'],
    ['of another district does not', { token: (claims, { own }) => signed({ ...claims, district: 'else' }, own) }, 'tampered'],
    ['from another issuer does not', { token: (claims, { own }) => signed(claims, own), issuer: 'https://evil.example' }, 'tampered'],
    ['that tells of another user does not', { user: { id: 'else' } }, 'tampered'],
    ['that tells of a user elsewhere does not', { user: { district: 'else' } }, 'tampered'],
    ['whose teacher brought the app does not, whichever district it names', { me: { authorized_by: 'teacher' } }, 'no_district'],
    ['whose teacher brought the app, as said beside the data, does not', { me: {}, beside: { authorized_by: 'teacher' } }, 'no_district'],
    ['that says nobody does not', { me: { id: '' } }, 'provider_refused'],
    ['that says a district of nobody’s does not', { me: { district: 'else' }, user: { district: 'else' } }, 'district_not_ready'],
    ['whose user may not be read lets in all the same', { user: { missing: true } }, '/'],
  ])('%s', async (_, lie, ends) => {
    const { root, said, close } = await forge(lie)
    await saveProvider(store.pool, 'clever', { api: root, login: root, clientId: 'app' }, 'test', clock.now)
    try {
      const surfer = new Surfer()
      const asked = new URL((await surfer.open('/sso/clever/start')).to ?? '').searchParams
      said.nonce = asked.get('nonce') ?? ''
      const to = (await surfer.open(`/sso/clever/callback?code=c&state=${asked.get('state') ?? ''}`)).to ?? ''
      expect(to).toContain(ends)
      expect(await surfer.who()).toEqual(ends === '/' ? expect.any(String) : null)
    } finally {
      await agree()
      close()
    }
  }) // prettier-ignore

  async function forge(lie: Lie) {
    const [own, other] = await pairs
    const { id } = student()
    const said = { nonce: '', root: '' }
    const me = { id, district: tenant('lincoln'), type: 'user', authorized_by: 'district', ...lie.me }
    const user = { id, district: tenant('lincoln'), roles: { student: { legacy_id: 'old' } }, ...lie.user }
    const claims = () => ({
      iss: said.root, aud: 'app', sub: id, user_id: 'old', multi_role_user_id: id, district: tenant('lincoln'), nonce: said.nonce,
      exp: Math.floor(Date.now() / 1000) + 600,
    }) // prettier-ignore
    const keys = { own: own.privateKey, other: other.privateKey }
    const tokens = async () => ({ access_token: 'il1', ...(lie.token && { id_token: await lie.token(claims(), keys) }) }) // prettier-ignore
    const answers: Readonly<Record<string, () => unknown>> = {
      '/oauth/tokens': tokens,
      '/v3.1/me': () => ({ type: 'user', data: me, links: [], ...lie.beside }),
      [`/v3.1/users/${id}`]: () => ('missing' in user ? null : { data: user }),
      '/.well-known/openid-configuration': () => ({ issuer: lie.issuer ?? said.root, jwks_uri: `${said.root}/keys` }),
      '/keys': async () => ({ keys: [{ ...(await exportJWK(own.publicKey)), alg: 'RS256', kid: 'k' }] }),
    } // prettier-ignore
    const server = createServer((request, reply) => {
      void Promise.resolve(answers[request.url ?? '']?.() ?? null).then(body =>
        reply.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      )
    }) // prettier-ignore
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    said.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
    const close = () => {
      server.closeAllConnections()
      server.close()
    }
    return { root: said.root, said, close }
  }
})
