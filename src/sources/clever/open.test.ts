import { describe, expect, onTestFinished, test } from 'vitest'
import {
  clever,
  cleverData,
  cleverServer,
  ids,
  people,
  tokenOf,
  type CleverData,
} from '../../../test/sources/clever-server.ts'
import { conform } from '../../../test/sources/conform.ts'
import { rowsOf, whole } from '../../../test/sources/drops.ts'
import { outsideOf, type Play } from '../../../test/sources/rest-server.ts'
import { kinds } from '../../roster/kinds.ts'
import { openDistrict } from './open.ts'

async function open(play: Play = () => null, data: CleverData = cleverData, settings: Record<string, string> = {}) {
  const server = await cleverServer(play, data)
  const outside = await outsideOf({ cleverSecret: ['s3cret'] })
  const given = { api: server.root, login: server.root, clientId: 'our-app', tenantId: ids.district, ...settings }
  const drop = await openDistrict(given, outside)
  onTestFinished(() => drop.close().catch(() => undefined))
  return { drop, server, outside }
} // prettier-ignore

const allWhole = {
  orgs: null,
  academicSessions: null,
  courses: null,
  users: null,
  roles: null,
  classes: null,
  enrollments: null,
}

conform('Clever', async () => (await open()).drop)

describe('what a district shares', () => {
  test('comes whole, in pages of any size', async () => {
    const one = await open()
    expect(one.drop.rest).toBeNull()
    const other = await open(() => null, cleverData, { pageSize: '1' })
    expect(await whole(one.drop)).toEqual(allWhole)
    expect(await whole(other.drop)).toEqual(allWhole)
    for (const kind of Object.keys(allWhole))
      expect(await rowsOf(other.drop, kind)).toEqual(await rowsOf(one.drop, kind))
  })

  test('people with several roles are one, at the schools that are shared', async () => {
    const { drop } = await open()
    const users = await rowsOf(drop, 'users')
    expect(users.map(({ sourcedId }) => sourcedId)).toEqual([ids.cay, ids.dee, ids.ann, ids.bob, ids.eve])
    expect(users[0]).toMatchObject({ givenName: 'Cay', preferredGivenName: 'Kay', grades: 'KG', identifier: '100', userMasterIdentifier: 'CA-100', email: 'not-an-actual-email', primaryOrgSourcedId: ids.school }) // prettier-ignore
    expect(users[1]).toMatchObject({ grades: '07', email: '' })
    expect(users[2]).toMatchObject({ username: 'atran', identifier: 'T77' })
    const roles = await rowsOf(drop, 'roles')
    expect(roles.map(one => [one.userSourcedId, one.role, one.roleType, one.orgSourcedId])).toEqual([
      [ids.cay, 'student', 'primary', ids.school],
      [ids.dee, 'student', 'primary', ids.school],
      [ids.ann, 'teacher', 'primary', ids.school],
      [ids.ann, 'siteAdministrator', 'secondary', ids.school],
      [ids.bob, 'teacher', 'primary', ids.school],
      [ids.eve, 'districtAdministrator', 'primary', ids.district],
    ])
  })

  test('a primary school that is not shared is none for us', async () => {
    const [cay, ...others] = [...(cleverData.lists['users'] ?? [])]
      .filter(one => one.id === ids.cay || one.id === ids.bob)
      .reverse()
    const student = { sis_id: '100', school: ids.unshared, schools: [ids.unshared, ids.school] }
    const away = { ...cay, id: ids.cay, roles: { student } }
    const { drop } = await open(() => null, {
      ...cleverData,
      lists: { ...cleverData.lists, users: [...others, away] },
    })
    expect((await rowsOf(drop, 'users'))[0]).toMatchObject({ sourcedId: ids.cay, primaryOrgSourcedId: '' })
    expect((await rowsOf(drop, 'roles'))[0]).toMatchObject({
      userSourcedId: ids.cay,
      orgSourcedId: ids.school,
    })
  })

  test('contacts come when they are asked for, with whom they are contacts of', async () => {
    const relations = [{ student: ids.cay, relationship: 'Parent' }, { student: ids.stranger }]
    const contact = {
      id: ids.stranger,
      name: { last: 'Mary Ann Lee' },
      roles: { contact: { sis_id: 'P1', phone: '555-0100', student_relationships: relations } },
    }
    const data = { ...cleverData, lists: { ...cleverData.lists, users: [...people, contact] } }
    const [with_, without] = [await open(() => null, data, { contacts: 'yes' }), await open(() => null, data)]
    const users = await rowsOf(with_.drop, 'users')
    expect(users.find(one => one['sourcedId'] === ids.stranger)).toMatchObject({
      givenName: 'Mary Ann',
      familyName: 'Lee',
      phone: '555-0100',
      identifier: 'P1',
    })
    expect(users.find(one => one['sourcedId'] === ids.cay)).toMatchObject({ agentSourcedIds: ids.stranger })
    expect(
      (await rowsOf(with_.drop, 'roles')).find(one => one['userSourcedId'] === ids.stranger),
    ).toMatchObject({ role: 'guardian', orgSourcedId: ids.district })
    expect((await rowsOf(without.drop, 'users')).map(one => one['sourcedId'])).not.toContain(ids.stranger)
  })

  test('co-teachers teach, the main one first, and whoever is not shared is left out with a word', async () => {
    const { drop } = await open()
    const seats = await rowsOf(drop, 'enrollments')
    expect(seats.map(one => [one.classSourcedId, one.userSourcedId, one.role, one.primary])).toEqual([
      [ids.algebra, ids.ann, 'teacher', 'true'],
      [ids.algebra, ids.bob, 'teacher', 'false'],
      [ids.algebra, ids.cay, 'student', ''],
      [ids.algebra, ids.dee, 'student', ''],
      [ids.plain, ids.bob, 'teacher', 'true'],
      [ids.plain, ids.dee, 'student', ''],
    ])
    expect(drop.issues).toMatchObject([{ rule: 'missing_target_record', message: expect.stringMatching(/^1 places/) as string }]) // prettier-ignore
  })

  test('a section without course or term has one of its own, in the year of the data', async () => {
    const { drop } = await open()
    const [algebra, plain] = await rowsOf(drop, 'classes')
    expect(algebra).toMatchObject({ courseSourcedId: ids.course, termSourcedIds: ids.term, grades: '07', subjects: 'Mathematics', periods: '3', classCode: 'x1' }) // prettier-ignore
    expect(plain).toMatchObject({ courseSourcedId: `${ids.plain}-course`, termSourcedIds: `${ids.district}-2027`, grades: '' }) // prettier-ignore
    expect(await rowsOf(drop, 'courses')).toMatchObject([
      { sourcedId: ids.course, title: 'Algebra' },
      { sourcedId: `${ids.plain}-course`, title: 'Homeroom 2', orgSourcedId: ids.school },
    ])
    expect(await rowsOf(drop, 'academicSessions')).toMatchObject([
      {
        sourcedId: `${ids.district}-2027`,
        title: '2026-27',
        startDate: '2026-07-01',
        endDate: '2027-07-01',
        schoolYear: '2027',
      },
      {
        sourcedId: ids.term,
        title: 'Fall',
        startDate: '2026-08-20',
        endDate: '2026-12-19',
        schoolYear: '2027',
      },
    ])
  })
})

type Listed = {
  readonly data: readonly { readonly data: object }[]
  readonly links: readonly { readonly rel: string; readonly uri: string }[]
}

test.each<[string, (body: Listed, root: string) => object]>([
  ['have no links', ({ data }) => ({ data })],
  ['have records without their wrapping', ({ data, links }) => ({ data: data.map(one => one.data), links })],
  ['have records without their addresses', ({ data, links }) => ({ data: data.map(one => ({ data: one.data })), links })],
  ['have a count beside them', ({ data, links }) => ({ data, links, count: 5000, paging: { current: 1, total: 9, count: 1 } })],
  ['link forth and back, by whole addresses', ({ data, links }, root) => ({ data, links: [{ rel: 'prev', uri: '/v3.1/users?ending_before=0' }, ...links.map(({ rel, uri }) => ({ rel, uri: root + uri }))] })],
  ['link to the pages of an older version', ({ data, links }) => ({ data, links: links.map(({ rel, uri }) => ({ rel, uri: uri.replace('v3.1', 'v3.0') })) })],
])('lists that %s say the same', async (_, told) => {
  const usual = await open()
  const play: Play = asked => {
    const root = `http://${asked.headers.host ?? ''}`
    const { status, body } = clever(asked, cleverData)
    return status === undefined && asked.path !== '/oauth/tokens' && !asked.path.includes('/districts/') ? { body: told(body as Listed, root) } : null // as it was just made
  }
  const other = await open(play, cleverData, { pageSize: '1' })
  expect(await whole(other.drop)).toEqual(allWhole)
  for (const kind of Object.keys(allWhole)) expect(await rowsOf(other.drop, kind)).toEqual(await rowsOf(usual.drop, kind))
}) // prettier-ignore

test('the school year is that of the data, whatever the day is on which it is read', async () => {
  const server = await cleverServer()
  const outside = {
    ...(await outsideOf({ cleverSecret: ['s3cret'] })),
    now: () => new Date('2027-08-01T00:00:00Z'),
  }
  const settings = { api: server.root, login: server.root, clientId: 'our-app', tenantId: ids.district }
  const drop = await openDistrict(settings, outside)
  onTestFinished(() => drop.close())
  const years = (await rowsOf(drop, 'academicSessions')).map(({ schoolYear }) => schoolYear)
  expect(new Set(years)).toEqual(new Set(['2027']))
})

describe('nobody is concluded to be gone', () => {
  const inState = (state: string, rest: object = {}): CleverData => ({ ...cleverData, district: { ...cleverData.district, state, ...rest } }) // prettier-ignore
  test.each([
    ['paused', { pause_start: '2026-06-05', pause_end: '2026-08-10T00:00:00.000Z' }, /paused.* from 2026-06-05 until 2026-08-10/],
    ['running', { pause_start: '2000-06-01', pause_end: '2999-01-01' }, /paused.* from 2000-06-01 until 2999-01-01/],
    ['pending', {}, /waits for the district/],
    ['error', {}, /could not take in/],
    ['requires review', {}, /"requires review"/],
  ])('while the district is %s', async (state, rest, why) => {
    const { drop } = await open(() => null, inState(state, rest))
    // The last of them says what it is, for whoever shows it with its days.
    expect(drop.rest).toMatchObject(/paused/.test(String(why)) ? { state: 'paused' } : { from: null, until: null })
    for (const one of Object.values(await whole(drop))) expect(one).toMatch(why)
  }) // prettier-ignore

  test('while Clever takes in new data each time it is read', async () => {
    let at = 0
    const play: Play = ({ path }) =>
      path.includes('/districts/') ? { body: { data: { ...cleverData.district, last_sync: `2026-11-24T08:00:0${at++}.000Z` } } } : null
    for (const one of Object.values(await whole((await open(play)).drop))) expect(one).toMatch(/while it was read/)
  }) // prettier-ignore

  test('of a list that is refused, or breaks off', async () => {
    const refused = await open(({ query }) =>
      query.get('role') === 'staff' ? { status: 404, body: '' } : null,
    )
    expect(await whole(refused.drop)).toMatchObject({ users: expect.stringMatching(/^users: /) as string, roles: expect.anything() as string, enrollments: expect.anything() as string, classes: null }) // prettier-ignore
    expect(await rowsOf(refused.drop, 'enrollments')).toHaveLength(7)
    const broken = await open(({ path, query }) => (path.endsWith('/sections') && query.has('starting_after') ? { status: 400, body: { message: 'no' } } : null), cleverData, { pageSize: '1' }) // prettier-ignore
    expect(await whole(broken.drop)).toMatchObject({ classes: expect.stringMatching(/broke off after 1 /) as string, users: null }) // prettier-ignore
  })
})

describe('a token', () => {
  test('that was replaced is asked for by the district it is of', async () => {
    let turned = false
    const { drop } = await open(({ path, headers }) => {
      if (path === '/oauth/tokens') return { body: { data: [tokenOf(turned ? '7f76' : 'old')], links: [] } }
      if (headers.authorization !== 'Bearer old') return null
      turned = true
      return { status: 401, body: '' }
    })
    expect(await whole(drop)).toEqual(allWhole)
  })

  test('that is listed beside an older one, and refused, gives way to it', async () => {
    const newer = { ...tokenOf('newer'), created: '2026-11-01T00:00:00.000Z' }
    const { drop } = await open(({ path }) => (path === '/oauth/tokens' ? { body: { data: [newer, tokenOf('7f76')], links: [] } } : null)) // prettier-ignore
    expect(await whole(drop)).toEqual(allWhole)
  })

  test('that is refused once and is good again is not given up', async () => {
    let slips = 1
    const { drop } = await open(({ path }) => (path.endsWith('/users') && slips-- > 0 ? { status: 401, body: '' } : null)) // prettier-ignore
    expect(await whole(drop)).toEqual(allWhole)
  })

  test.each<[string, Play, string, RegExp]>([
    ['is not given out', ({ path }) => (path === '/oauth/tokens' ? { body: { data: [] } } : null), 'SOURCE_NOT_SHARED', /not, or no longer, among the districts/],
    ['is refused all the same', ({ path }) => (path.startsWith('/v3.1') ? { status: 401, body: '' } : null), 'SOURCE_REFUSED', /refuses the token that it lists/],
    ['sees no such district', ({ path }) => (path.startsWith('/v3.1/districts') ? { status: 404, body: '<html>' } : null), 'SOURCE_NOT_SHARED', /does not show it/],
    ['may not see a roster', ({ path }) => (path.startsWith('/v3.1/schools') ? { status: 403, body: { message: "Resource not in token's scopes" } } : null), 'SOURCE_FORBIDDEN', /not in token's scopes.*Secure Sync/],
  ])('that %s ends in words, and nothing is read', async (_, play, code, why) => {
    await expect(open(play)).rejects.toMatchObject({ code, message: expect.stringMatching(why) as string })
  }) // prettier-ignore
})

test.each([
  ['shares nothing', {}, /shares no data with this app/],
  ['was never taken in', { last_sync: '', state: 'pending' }, /has no data of it yet/],
])('a district that %s is told apart from one that is gone, and loses nobody', async (_, rest, why) => {
  const empty: CleverData = { district: { ...cleverData.district, ...rest }, lists: {} }
  await expect(open(() => null, empty)).rejects.toMatchObject({ code: 'SOURCE_EMPTY', message: expect.stringMatching(why) as string }) // prettier-ignore
})

test('parents come where they are asked for, whatever a list by role brings', async () => {
  const parent = { id: 'bb'.repeat(12), name: { last: 'Pat Lee' }, roles: { contact: { student_relationships: [{ student: ids.cay }] } } } // prettier-ignore
  const data: CleverData = { ...cleverData, lists: { ...cleverData.lists, users: [...people, parent] } }
  const all: Play = ({ path, query }) => (path.endsWith('/users') && !query.has('starting_after') ? { body: { data: data.lists.users?.map(item => ({ data: item })), links: [] } } : null) // prettier-ignore
  const without = await rowsOf((await open(all, data)).drop, 'users')
  expect(without.map(({ sourcedId }) => sourcedId)).not.toContain(parent.id)
  const roles = await rowsOf((await open(all, data, { contacts: 'yes' })).drop, 'roles')
  expect(roles.filter(({ userSourcedId }) => userSourcedId === parent.id)).toMatchObject([{ role: 'guardian', orgSourcedId: ids.district }]) // prettier-ignore
})

test('what is nobody’s business is not read, unless it is asked for', async () => {
  const server = await cleverServer()
  const outside = { ...(await outsideOf({ cleverSecret: ['s3cret'] })), wants: [...kinds] }
  const settings = { api: server.root, login: server.root, clientId: 'our-app', tenantId: ids.district }
  const drop = await openDistrict(settings, outside)
  onTestFinished(() => drop.close())
  expect((await open()).drop.streams.map(({ kind }) => kind)).not.toContain('demographics')
  expect(await rowsOf(drop, 'demographics')).toMatchObject([
    { sourcedId: ids.cay, birthDate: '2020-08-31', sex: 'female', asian: 'true', white: 'false', hispanicOrLatinoEthnicity: 'false' }, // prettier-ignore
    { sourcedId: ids.dee, birthDate: '', sex: '', asian: '', hispanicOrLatinoEthnicity: '' },
  ])
})

test('a minute of too many requests is waited for as long as it lasts', async () => {
  let refusals = 1
  const reset = Math.ceil(Date.now() / 1000) + 40
  const { drop, outside } = await open(({ path }) => (path.endsWith('/users') && refusals-- > 0 ? { status: 429, headers: { 'X-RateLimit-Reset': String(reset) }, body: '' } : null)) // prettier-ignore
  expect(await whole(drop)).toEqual(allWhole)
  expect(outside.pauses).toHaveLength(1)
  expect(outside.pauses[0]).toBeGreaterThan(30_000)
})

test('a list that gives one page for ever ends, and proves nobody gone', async () => {
  const { drop } = await open(({ path }) => (path.endsWith('/courses') ? { body: { data: [{ data: { id: ids.course, name: 'Algebra' } }], links: [{ rel: 'next', uri: '/v3.1/courses?starting_after=0' }] } } : null)) // prettier-ignore
  expect(await whole(drop)).toMatchObject({ courses: expect.stringMatching(/same page again/) as string })
})
