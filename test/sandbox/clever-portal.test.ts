import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { User } from '../../src/sandbox/clever/shapes.ts'
import { callback, openClever, type CleverAnswer, type OpenClever } from './clever.ts'

/* Signing in with Clever: by the app's button, by instant login, and from the portal. */

let clever: OpenClever
beforeAll(async () => {
  clever = await openClever({ guardians: true })
})
afterAll(() => clever.close())
beforeEach(() => clever.reset())

type Asked = Readonly<Record<string, string>>
const login = () => clever.clever.login
const users = () => clever.seat.clever.view().users.rows
const find = (keep: (user: User) => unknown) => users().find(keep) ?? users()[0]
const teacher = () => find(({ roles }) => roles.teacher && !roles.staff)
const usual = (): Asked => ({ client_id: clever.clever.clientId, response_type: 'code', redirect_uri: callback, state: 's-1' }) // prettier-ignore
const at = (path: string, asked: Asked, cookie = '') => clever.fetch(`${login()}${path}?${new URLSearchParams(asked).toString()}`, { headers: { cookie } }) // prettier-ignore
const authorize = (asked: Asked, cookie = '') => at('/oauth/authorize', { ...usual(), ...asked }, cookie)
const backAt = (answer: CleverAnswer) => new URL(answer.headers.get('location') ?? 'http://nowhere')
const cookieOf = (answer: CleverAnswer) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
const basic = (secret = clever.clever.clientSecret) => `Basic ${btoa(`${clever.clever.clientId}:${secret}`)}`

async function codeOf(user = teacher(), asked: Asked = {}): Promise<string> {
  return backAt(await authorize({ as: user?.id ?? '', ...asked })).searchParams.get('code') ?? ''
}
function exchange(code: string, more: Asked = {}, json = false, secret?: string): Promise<CleverAnswer> {
  const form = { code, grant_type: 'authorization_code', redirect_uri: callback, ...more }
  const type = json ? 'application/json' : 'application/x-www-form-urlencoded'
  const body = json ? JSON.stringify(form) : new URLSearchParams(form).toString()
  return clever.fetch(`${login()}/oauth/tokens`, { method: 'POST', headers: { authorization: basic(secret), 'content-type': type }, body }) // prettier-ignore
}
async function tokenOf(user = teacher(), asked: Asked = {}): Promise<string> {
  return String((await exchange(await codeOf(user, asked))).body['access_token'])
}
const my = async (path: string, token: string) => await clever.fetch(clever.clever.api + path, { headers: { authorization: `Bearer ${token}` } }) // prettier-ignore

describe('what the app starts', () => {
  test('shows people to choose from, and brings the chosen back with the state', async () => {
    const shown = await authorize({})
    expect([shown.status, shown.text.includes(`as=${clever.districtId}`)]).toEqual([200, true])
    const back = backAt(await authorize({ as: `${clever.districtId}:${teacher()?.roles.teacher?.sis_id}` }))
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([callback, 's-1'])
    const token = String((await exchange(back.searchParams.get('code') ?? '')).body['access_token'])
    expect(token).toMatch(/^il/)
    expect((await my('/v3.1/me', token)).body.data).toMatchObject({ id: teacher()?.id, district: clever.districtId })
  })

  test('passes by who is signed in at Clever, unless the app has it confirmed', async () => {
    const cookie = cookieOf(await authorize({ as: teacher()?.id ?? '' }))
    expect((await authorize({}, cookie)).status).toBe(302)
    expect((await authorize({ confirmed: 'false' }, cookie)).status).toBe(200)
    expect((await authorize({ district_id: clever.roosevelt().clever.ledger.ids.district }, cookie)).status).toBe(200)
  })

  test('sends nobody to an address that is not registered, nor for another app', async () => {
    const statuses = [authorize({ redirect_uri: 'http://127.0.0.1:9/else' }), authorize({ client_id: 'else' }), authorize({ response_type: 'token' })]
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([400, 400, 400])
  })

  test('says that a district is not connected', async () => {
    await clever.change('disconnect')
    const back = backAt(await authorize({ as: teacher()?.id ?? '' }))
    expect([back.searchParams.get('error'), back.searchParams.get('state'), back.searchParams.has('code')]).toEqual(['unauthorized-user', 's-1', false])
  })

  test('stops who is not shared at Clever, or sends them back when the app wants that', async () => {
    const who = teacher()?.id ?? ''
    await clever.change('share', { by: 'nothing' })
    expect((await authorize({ as: who })).status).toBe(403)
    expect(backAt(await authorize({ as: who, return_unshared: 'true' })).searchParams.get('error')).toBe('unauthorized-user')
  })
}) // prettier-ignore

describe('what Clever starts', () => {
  test('leads to the first address with a code and without a state', async () => {
    const district_id = clever.districtId
    const instant = await at('/oauth/instant-login', { client_id: clever.clever.clientId, district_id, as: teacher()?.id ?? '' })
    const launched = await clever.fetch(`${login()}/portal/launch`, { headers: { cookie: cookieOf(instant) } })
    for (const answer of [instant, launched]) {
      const back = backAt(answer)
      expect([back.origin + back.pathname, back.searchParams.has('state')]).toEqual([callback, false])
      expect((await exchange(back.searchParams.get('code') ?? '')).status).toBe(200)
    }
  })

  test('has a tile for who is signed in, once the app is launched and while it is shared', async () => {
    const tile = async () => (await at('/portal', { as: teacher()?.id ?? '' })).text.includes('portal/launch')
    expect(await tile()).toBe(true)
    await clever.change('launch', { date: '2026-12-01' })
    expect(await tile()).toBe(false)
    await clever.change('launch', { date: '2026-09-01' })
    expect(await tile()).toBe(true)
    expect((await at('/portal', {})).text).toContain('Students')
  })
}) // prettier-ignore

describe('a code', () => {
  test('is good once, as a form and as JSON', async () => {
    for (const json of [false, true]) {
      const code = await codeOf()
      expect((await exchange(code, {}, json)).status).toBe(200)
      expect(await exchange(code, {}, json)).toMatchObject({ status: 400, body: { error_description: 'Invalid grant: invalid code' } })
    }
  })

  test('is good for a minute, for its address, and for the app alone', async () => {
    const [late, elsewhere, stolen] = [await codeOf(), await codeOf(), await codeOf()]
    expect((await exchange(elsewhere, { redirect_uri: `${callback}/second` })).status).toBe(400)
    expect((await exchange(stolen, {}, false, 'wrong')).status).toBe(401)
    clever.now.at += 61_000
    expect((await exchange(late)).status).toBe(400)
  })
}) // prettier-ignore

describe('a token of a sign-in', () => {
  test('reads oneself, schools and district, and lists nothing', async () => {
    const token = await tokenOf()
    const school = teacher()?.roles.teacher?.school
    const own = await my(`/v3.1/users/${teacher()?.id}`, token)
    expect([own.status, own.body.data, own.body.links]).toEqual([200, JSON.parse(JSON.stringify(teacher())), undefined])
    const paths = [`/v3.1/schools/${school}`, `/v3.1/districts/${clever.districtId}`, '/v3.1/users', '/v3.1/sections', `/v3.1/users/${users()[0]?.id === teacher()?.id ? users()[1]?.id : users()[0]?.id}`, '/v3.1/events']
    expect((await Promise.all(paths.map(path => my(path, token)))).map(({ status }) => status)).toEqual([200, 200, 404, 404, 404, 404])
    expect((await my('/v3.1/resources', token)).text).toMatch(/^<!doctype html>/)
  })

  test('tells who it is: by me, by userinfo, and by the older form without a version', async () => {
    const user = teacher()
    const token = await tokenOf()
    const legacy = user?.roles.teacher?.legacy_id
    expect((await my('/v3.0/me', token)).body).toMatchObject({ type: 'user', data: { id: user?.id, type: 'user', authorized_by: 'district' }, links: [{ rel: 'self' }, { rel: 'canonical', uri: `/v3.0/users/${user?.id}` }, { rel: 'district' }] })
    expect((await my('/me', token)).body).toMatchObject({ type: 'teacher', data: { id: legacy } })
    expect((await my('/userinfo', token)).body).toMatchObject({ sub: user?.id, user_id: legacy, multi_role_user_id: user?.id, user_type: 'teacher', district: clever.districtId, email: user?.email, email_verified: false })
    const info = await clever.fetch(`${login()}/oauth/tokeninfo`, { headers: { authorization: `Bearer ${token}` } })
    expect(info.body).toMatchObject({ client_id: clever.clever.clientId })
  })

  test('is of a student without an address, who has none in userinfo either', async () => {
    const young = find(({ roles, email }) => roles.student && !email)
    const { body } = await my('/userinfo', await tokenOf(young))
    expect([body['sub'], body['user_type'], 'email' in body]).toEqual([young?.id, 'student', false])
  })

  test('ends after its life, and when the district disconnects', async () => {
    await clever.switchOn({ tokenLife: 60 })
    const [short, cut] = [await tokenOf(), await tokenOf()]
    await clever.change('disconnect')
    expect((await my('/v3.1/me', cut)).status).toBe(401)
    await clever.change('connect')
    clever.now.at += 61_000
    expect((await my('/v3.1/me', short)).status).toBe(401)
  })

  test('of a Library app names no district', async () => {
    await clever.switchOn({ libraryTokens: true })
    const { body } = await my('/v3.1/me', await tokenOf())
    expect(body.data).toEqual({ id: teacher()?.id, type: 'user', authorized_by: 'teacher' })
  })

  test('has the role as its type in me when switched on', async () => {
    await clever.switchOn({ meRole: true })
    expect((await my('/v3.1/me', await tokenOf())).body).toMatchObject({ type: 'teacher', data: { id: teacher()?.id, type: 'teacher' } })
  })
}) // prettier-ignore

describe('OpenID Connect', () => {
  test('is there once it is switched on, signed by a key that discovery leads to', async () => {
    expect('id_token' in (await exchange(await codeOf())).body).toBe(false)
    await clever.switchOn({ cleverOidc: true })
    const { body } = await exchange(await codeOf(teacher(), { nonce: 'n-1' }))
    const { body: discovery } = await clever.fetch(`${login()}/.well-known/openid-configuration`)
    const { body: keys } = await clever.fetch(String(discovery['jwks_uri']))
    const { payload } = await jwtVerify(String(body['id_token']), createLocalJWKSet(keys as unknown as JSONWebKeySet), { issuer: clever.clever.issuer, audience: clever.clever.clientId, currentDate: new Date(clever.now.at) }) // as RFC 7517 has it
    const user = teacher()
    expect(payload).toMatchObject({ sub: user?.id, user_id: user?.roles.teacher?.legacy_id, user_type: 'teacher', district: clever.districtId, nonce: 'n-1', given_name: user?.name.first })
    expect([discovery['issuer'], discovery['userinfo_endpoint']]).toEqual([clever.clever.issuer, `${clever.clever.api}/userinfo`])
  })
}) // prettier-ignore
