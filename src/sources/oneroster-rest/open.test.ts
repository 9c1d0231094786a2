import { describe, expect, onTestFinished, test } from 'vitest'
import { conform } from '../../../test/sources/conform.ts'
import { rowsOf, whole } from '../../../test/sources/drops.ts'
import {
  honest, outsideOf, restServer, smallSchool11, smallSchool12, type Play, type Records,
} from '../../../test/sources/rest-server.ts' // prettier-ignore
import type { Outside } from '../outside.ts'
import type { Drop } from '../source.ts'
import { openServer } from './open.ts'

const v11 = '/ims/oneroster/v1p1'
const v12 = '/ims/oneroster/rostering/v1p2'

async function open(records: Records, play: Play = () => null, settings: Record<string, string> = {}, rest = {}) {
  const server = await restServer(records, play)
  const outside = await outsideOf(undefined, rest)
  const given = { url: server.root + v11, tokenUrl: `${server.root}/token`, clientId: 'rollbook', pageSize: '2', ...settings }
  return { server, outside, drop: await opened(given, outside) }
} // prettier-ignore

/** Closed when the test ends. */
async function opened(settings: Record<string, string>, outside: Outside): Promise<Drop> {
  const drop = await openServer(settings, outside)
  onTestFinished(() => drop.close().catch(() => undefined))
  return drop
}

conform('a OneRoster 1.1 server', async () => (await open(smallSchool11())).drop)
conform('a OneRoster 1.2 server', async () => {
  const server = await restServer(smallSchool12())
  const settings = { url: server.root + v12, tokenUrl: `${server.root}/token`, clientId: 'rollbook' }
  return await openServer(settings, await outsideOf())
})

describe('what is read', () => {
  test('1.1 and 1.2 tell the same rows', async () => {
    const one = await open(smallSchool11())
    expect(one.drop.version).toBe('1.1')
    const server = await restServer(smallSchool12())
    const drop = await opened(
      { url: server.root, tokenUrl: `${server.root}/token`, clientId: 'rollbook' },
      await outsideOf(),
    )
    expect(drop.version).toBe('1.2')
    for (const kind of ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments'])
      expect(await rowsOf(drop, kind)).toEqual(await rowsOf(one.drop, kind))
  })

  test('references become ids, and addresses in them are never asked', async () => {
    const { drop, server } = await open(smallSchool11())
    expect(await rowsOf(drop, 'enrollments')).toContainEqual(
      expect.objectContaining({ sourcedId: 'e-u-001', userSourcedId: 'u-001', classSourcedId: 'c-1', schoolSourcedId: 's-1', role: 'student' }),
    )
    expect(await rowsOf(drop, 'roles')).toContainEqual(
      expect.objectContaining({ sourcedId: 'u-001/s-1/student', userSourcedId: 'u-001', orgSourcedId: 's-1', role: 'student', roleType: 'primary' }),
    )
    expect(server.asked.every(({ path }) => path.startsWith(v11) || path === '/token')).toBe(true)
  }) // prettier-ignore
})

/** A server of ten students in pages of two, and what each of its habits comes to. `null` is proven whole. */
const habits: readonly (readonly [habit: string, play: Play, users: number, why: RegExp | null])[] = [
  ['says how many there are', () => null, 11, null],
  ['does not say how many there are', asked => without(asked, 11), 11, null],
  ['clamps pages to one', asked => page(asked, 1), 11, null],
  ['gives larger pages than it was asked for', asked => page(asked, 7), 11, null],
  ['says that there are none, though rows come', asked => counted(asked, () => 0), 11, null],
  ['says that there are fewer than come', asked => counted(asked, count => count - 3), 11, null],
  ['says that there are more than come', asked => counted(asked, count => count + 9), 11, /it says that there are 20, and 11 came/],
  ['gives half of the pages, then empty ones', asked => half(asked), 6, /it says that there are 11, and 6 came/],
  ['gives the first page whatever is asked for', asked => always(asked), 2, /the same page again/],
  ['ignores limit and offset and gives all', asked => page(asked, 99, true), 11, null],
  ['refuses to sort', asked => asked.query.has('sort') ? { status: 400, body: { imsx_description: 'invalid_sort_field' } } : null, 11, null],
  ['refuses pages larger than its own', asked => Number(asked.query.get('limit')) > 100 ? { status: 422 } : null, 11, null],
  ['counts beside the records', asked => beside(asked, 11), 11, null],
  ['counts more beside the records than come', asked => beside(asked, 30), 11, /it says that there are 30, and 11 came/],
  ['knows pages by links of its own', asked => linked(asked), 11, null],
  ['links its pages to another host', asked => linked(asked, 'https://elsewhere.example.org'), 2, /the same page again/],
  ['gives a round number whatever is asked, and speaks of no more', asked => asked.collection === 'users' ? { body: { users: manyUsers.slice(0, 100) } } : null, 100, /the same page again/],
  ['wraps its lists once more', asked => asked.collection === 'users' ? { headers: { 'x-total-count': '11' }, body: { result: honest(asked, school).body } } : null, 11, null],
  ['puts a byte order mark before its JSON', asked => asked.collection === 'users' ? { headers: { 'x-total-count': '11' }, body: `\uFEFF${JSON.stringify(honest(asked, school).body)}` } : null, 11, null],
  ['breaks off for good', asked => Number(asked.query.get('offset')) >= 6 && asked.collection === 'users' ? { status: 500 } : null, 6, /broke off after 6 records: .*answers 500/],
  ['says 404 of the page after the last', asked => Number(asked.query.get('offset')) >= 11 ? { status: 404 } : null, 11, null],
  ['counts another number on each page', asked => counted(asked, () => 11 + asked.count), 11, /it counted \d+ at first and \d+ later/],
] // prettier-ignore

const school = smallSchool11(10)

const manyUsers = smallSchool11(300).users ?? []

/** Pages of two by a cursor that only its links know; limit and offset are passed over. */
function linked(asked: Parameters<Play>[0], host = '') {
  if (asked.collection !== 'users') return null
  const at = Number(asked.query.get('cursor') ?? 0)
  const users = school.users?.slice(at, at + 2) ?? []
  const link = at + 2 < 11 ? { link: `<${host}${asked.path}?cursor=${at + 2}>; rel="next"` } : {}
  return { headers: link, body: { users } }
}

function without(asked: Parameters<Play>[0], most: number) {
  if (asked.collection !== 'users') return null
  const said = honest(asked, school)
  return most > 0 ? { body: said.body } : null
}

function beside(asked: Parameters<Play>[0], totalCount: number) {
  if (asked.collection !== 'users') return null
  return { body: { ...(honest(asked, school).body as object), totalCount } }
}

function page(asked: Parameters<Play>[0], size: number, fromTheStart = false) {
  if (asked.collection !== 'users') return null
  const { users = [] } = school
  const offset = fromTheStart ? 0 : Number(asked.query.get('offset') ?? 0)
  return { body: { users: users.slice(offset, offset + size) } }
}

function counted(asked: Parameters<Play>[0], count: (real: number) => number) {
  if (asked.collection !== 'users') return null
  return { ...honest(asked, school), headers: { 'x-total-count': String(count(11)) } }
}

function half(asked: Parameters<Play>[0]) {
  if (asked.collection !== 'users' || Number(asked.query.get('offset')) < 6) return null
  return { headers: { 'x-total-count': '11' }, body: { users: [] } }
}

function always(asked: Parameters<Play>[0]) {
  if (asked.collection !== 'users') return null
  const limit = Number(asked.query.get('limit'))
  return { headers: { 'x-total-count': '11' }, body: { users: school.users?.slice(0, limit) } }
}

describe('a server that', () => {
  test.each(habits)('%s', async (habit, play, users, why) => {
    const pageSize = habit.startsWith('refuses pages') ? '500' : '2'
    const { drop } = await open(school, play, { pageSize })
    expect(await rowsOf(drop, 'users')).toHaveLength(users)
    const { users: told, ...others } = await whole(drop)
    if (why === null) expect(told).toBeNull()
    else expect(told).toMatch(why)
    expect(others).toMatchObject({ orgs: null, enrollments: null })
  })
})

describe('records that move while they are read', () => {
  /** Removes or adds one after the second page was given, the first `times` that the collection is read. */
  const moving = (change: (users: unknown[]) => unknown[], times: number, total: boolean): Play => {
    let passes = 0
    let users: unknown[] = [...(school.users ?? [])]
    return asked => {
      if (asked.collection !== 'users' || asked.query.get('limit') === '1') return asked.collection === 'users' ? answer(asked, users, total) : null
      const offset = Number(asked.query.get('offset'))
      if (offset === 0) passes++
      const said = answer(asked, users, total)
      if (offset === 2 && passes <= times) users = change(users)
      return said
    }
  } // prettier-ignore
  const answer = (asked: Parameters<Play>[0], users: unknown[], total: boolean) => {
    const said = honest(asked, { users })
    return total ? said : { body: said.body }
  }
  const remove = (users: unknown[]) => users.slice(1)
  const insert = (users: unknown[]) => [
    { ...(users[0] as object), sourcedId: `new-${users.length}` },
    ...users,
  ]
  const swap = (users: unknown[]) => [
    ...users.slice(1),
    { ...(users[0] as object), sourcedId: `late-${users.length}` },
  ]

  test.each([
    ['one goes', remove, true, 10],
    ['one goes, uncounted', remove, false, 10],
    ['one comes', insert, true, 12],
    ['one comes, uncounted', insert, false, 12],
    ['one goes and one comes, so that the count stays', swap, true, 11],
  ] as const)('%s: it is read again until it holds still', async (_, change, total, users) => {
    const { drop } = await open(school, moving(change, 1, total))
    const rows = await rowsOf(drop, 'users')
    expect(new Set(rows.map(({ sourcedId }) => sourcedId)).size).toBe(users)
    expect((await whole(drop)).users).toBeNull()
  })

  test('a swap in each reading, which no count shows, proves nobody gone', async () => {
    const { drop } = await open(school, moving(swap, 9, true))
    expect((await whole(drop)).users).toMatch(/moved while they were read|the same page again/)
  })

  test('what never holds still proves nobody gone', async () => {
    const { drop } = await open(smallSchool11(30), moving(remove, 9, true))
    expect((await whole(drop)).users).toMatch(/it counted 9 at first and 8 later/)
  })
})

describe('what may come right by itself is asked for again', () => {
  const once = (said: ReturnType<Play>, at = 'users'): Play => {
    let left = 1
    return asked => (asked.collection === at && left-- > 0 ? said : null)
  }
  test.each([
    ['429', { status: 429, headers: { 'retry-after': '7' } }],
    ['503', { status: 503 }],
    ['502', { status: 502 }],
    ['a web page with 200', { body: '<!doctype html><title>Sign in</title>' }],
    ['nothing with 200', { body: '' }],
    ['half a JSON document', { body: '{"users":[{"sourcedId":' }],
    [
      'an error that calls itself 200',
      { body: { imsx_codeMajor: 'failure', imsx_description: 'database is busy' } },
    ],
    ['a connection that breaks off', { body: { users: [] }, cut: true }],
  ] as const)('%s', async (_, said) => {
    const { drop, outside } = await open(smallSchool11(), once(said))
    expect(await rowsOf(drop, 'users')).toHaveLength(4)
    expect((await whole(drop)).users).toBeNull()
    expect(outside.pauses).toHaveLength(1)
    if ('headers' in said) expect(outside.pauses[0]).toBe(7000)
  })

  test('a page that is too much is asked for in halves', async () => {
    const heavy: Play = asked => (asked.collection === 'users' && Number(asked.query.get('limit')) > 25 ? { status: 504 } : null)
    const { drop } = await open(smallSchool11(90), heavy, { pageSize: '100' })
    expect(await rowsOf(drop, 'users')).toHaveLength(91)
    expect((await whole(drop)).users).toBeNull()
  }) // prettier-ignore

  test('who asks us to come back tomorrow is not waited for', async () => {
    const { drop } = await open(smallSchool11(), asked => asked.collection === 'enrollments' ? { status: 429, headers: { 'retry-after': '86400' } } : null)
    expect(drop.refused).toEqual([{ kind: 'enrollments', mode: 'bulk', why: expect.stringContaining('asks us to come back in 1440 minutes') as string }])
  }) // prettier-ignore
})

describe('signing in', () => {
  const basic = `Basic ${Buffer.from('rollbook:s3cret').toString('base64')}`

  test('by Basic with the scopes of the standard, and once for all requests', async () => {
    const { server } = await open(smallSchool11())
    const tokens = server.asked.filter(({ path }) => path === '/token')
    expect(tokens).toHaveLength(1)
    expect(tokens[0]).toMatchObject({ method: 'POST', headers: { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' } })
    expect(tokens[0]?.body).toBe('grant_type=client_credentials&scope=https%3A%2F%2Fpurl.imsglobal.org%2Fspec%2For%2Fv1p1%2Fscope%2Froster-core.readonly')
    const others = server.asked.filter(({ path }) => path !== '/token')
    expect(new Set(others.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer good']))
  }) // prettier-ignore

  test('in the body where Basic is refused, and without scopes where none is known', async () => {
    const picky: Play = ({ path, headers, body }) => {
      if (path !== '/token') return null
      if (headers.authorization !== undefined) return { status: 401, body: { error: 'invalid_client' } }
      return body.includes('scope=') ? { status: 400, body: { error: 'invalid_scope' } } : null
    }
    const { server, drop } = await open(smallSchool11(), picky)
    expect(await rowsOf(drop, 'users')).toHaveLength(4)
    expect(server.asked.filter(({ path }) => path === '/token').at(-1)?.body).toBe('grant_type=client_credentials&client_id=rollbook&client_secret=s3cret')
  }) // prettier-ignore

  test('with what a token endpoint wants besides', async () => {
    const { server } = await open(smallSchool11(), undefined, { tokenExtras: 'appName=rollbook', scopes: 'own.scope', headers: '{"x-district":"k"}', auth: 'oauth2-basic' })
    expect(server.asked.find(({ path }) => path === '/token')?.body).toBe('grant_type=client_credentials&scope=own.scope&appName=rollbook')
    expect(server.asked.every(({ headers }) => headers['x-district'] === 'k')).toBe(true)
  }) // prettier-ignore

  test('a token that runs out amid the pages is renewed, and the same page asked again', async () => {
    let tokens = 0
    const expiring: Play = ({ path, headers, collection, query }) => {
      if (path === '/token') return { body: { access_token: `token-${++tokens}`, expires_in: 3600 } }
      const spent = collection === 'users' && Number(query.get('offset')) >= 2 && headers.authorization === 'Bearer token-1'
      return spent ? { status: 401 } : null
    }
    const { drop } = await open(school, expiring)
    expect(await rowsOf(drop, 'users')).toHaveLength(11)
    expect(tokens).toBe(2)
  }) // prettier-ignore

  test('the older secret is tried while both are active', async () => {
    const server = await restServer(smallSchool11(), ({ path, headers, body }) => {
      const right = headers.authorization === basic || body.includes('client_secret=s3cret')
      return path === '/token' && !right ? { status: 401, body: { error: 'invalid_client' } } : null
    })
    const settings = { url: server.root + v11, tokenUrl: `${server.root}/token`, clientId: 'rollbook' }
    const drop = await opened(settings, await outsideOf({ clientSecret: ['newer', 's3cret'] }))
    expect(await rowsOf(drop, 'users')).toHaveLength(4)
    const none = opened(settings, await outsideOf({ clientSecret: ['wrong'] }))
    await expect(none).rejects.toThrow(/Cannot sign in at 127\.0\.0\.1:\d+\/token: it refuses client "rollbook" with 401 \(invalid_client\)\. Check/)
  }) // prettier-ignore

  test('OAuth 1.0a signs each request, and learns the hour from a refusal', async () => {
    const hour = 3_600_000
    const strict: Play = ({ headers }) => {
      const stamp = Number(/oauth_timestamp="(\d+)"/.exec(headers.authorization ?? '')?.[1])
      const theirs = Date.now() + hour
      return Math.abs(stamp * 1000 - theirs) > 300_000 ? { status: 401, headers: { date: new Date(theirs).toUTCString() } } : null
    }
    const { drop, server } = await open(smallSchool11(), strict, { auth: 'oauth1-sha256' })
    expect(await rowsOf(drop, 'users')).toHaveLength(4)
    const nonces = server.asked.map(({ headers }) => /oauth_nonce="(\w+)"/.exec(headers.authorization ?? '')?.[1])
    expect(new Set(nonces).size).toBe(server.asked.length)
    expect(server.asked.filter(({ count }) => count > 0).every(({ path }) => path !== '/token')).toBe(true)
  }) // prettier-ignore

  test('a server that takes no credentials of ours says so, and nothing else is tried', async () => {
    const shut = open(smallSchool11(), ({ path }) => (path === '/token' ? null : { status: 401 }))
    await expect(shut).rejects.toMatchObject({ code: 'SOURCE_REFUSED', exit: 4 })
    const narrow = open(smallSchool11(), ({ path }) => (path === '/token' ? null : { status: 403, body: { imsx_description: 'insufficient scope' } }))
    await expect(narrow).rejects.toThrow(/Cannot read orgs of .*: it answers 403: insufficient scope\. Have the client's permission/)
  }) // prettier-ignore

  test('no secret stands in what is told of the requests', async () => {
    const { drop } = await open(smallSchool11())
    expect(JSON.stringify(drop.requests)).not.toMatch(/s3cret|good|Bearer/)
    expect(drop.requests?.length).toBeGreaterThan(6)
  })
})

describe('what opens anything', () => {
  test('is refused among the settings, and sent where it is kept sealed', async () => {
    const plain = open(smallSchool11(), undefined, { headers: '{"apikey":"k"}', tokenExtras: 'password=p' })
    await expect(plain).rejects.toThrow(/"password" looks like a secret.*"apikey" looks like a secret/)
    const server = await restServer(smallSchool11())
    const given = { url: server.root + v11, tokenUrl: `${server.root}/token`, clientId: 'rollbook' }
    await opened(
      given,
      await outsideOf({
        clientSecret: ['s3cret'],
        headers: ['{"apikey":"k"}'],
        tokenExtras: ['username=u&password=p'],
      }),
    )
    expect(server.asked.every(({ headers }) => headers.apikey === 'k')).toBe(true)
    expect(server.asked.find(({ path }) => path === '/token')?.body).toContain('&username=u&password=p')
  })

  test('is refused in an address, and so is a query that no page could have', async () => {
    await expect(
      open(smallSchool11(), undefined, { url: 'https://u:p@sis.example.org/v1p1' }),
    ).rejects.toThrow(/the base URL carries a user name or a password/)
    await expect(
      open(smallSchool11(), undefined, { url: 'https://sis.example.org/v1p1?tenant=5' }),
    ).rejects.toThrow(/the base URL ends in a query/)
  })
})

describe('people who are several users', () => {
  const person = (id: string, status: string) => ({
    ...(smallSchool11().users?.[1] as object),
    sourcedId: id,
    identifier: '17',
    status,
  })

  test('become one by their number, and who is gone does not speak for who is not', async () => {
    const users = [person('s1', 'tobedeleted'), person('t1', 'active'), person('t2', 'active')]
    const { drop } = await open({ ...smallSchool11(), users }, undefined, { merge: 'identifier' })
    expect((await rowsOf(drop, 'users')).map(({ sourcedId, status }) => [sourcedId, status])).toEqual([
      ['s1', 'tobedeleted'],
      ['t1', 'active'],
    ])
    const apart = await open({ ...smallSchool11(), users })
    expect(await rowsOf(apart.drop, 'users')).toHaveLength(3)
  })
})

test('what a record says does not depend on the page it stands on', async () => {
  const users = Array.from({ length: 60 }, (_, at) => ({
    ...(smallSchool11().users?.[1] as object),
    sourcedId: `u-${at}`,
    ...(at === 55 && { EMail: 'ada@lincoln.example' }),
  }))
  for (const pageSize of ['5', '60']) {
    const { drop } = await open({ ...smallSchool11(), users }, undefined, { pageSize })
    expect(
      (await rowsOf(drop, 'users')).filter(({ email }) => email !== '').map(({ sourcedId }) => sourcedId),
    ).toEqual(['u-55'])
  }
})

test('a server that refuses each sign-in anew is not asked for ever', async () => {
  let hour = 0
  const shut: Play = () => ({
    status: 401,
    headers: { date: new Date(Date.now() + ++hour * 3_600_000).toUTCString() },
  })
  await expect(open(smallSchool11(), shut, { auth: 'oauth1-sha256' })).rejects.toMatchObject({
    code: 'SOURCE_REFUSED',
  })
})

test('a time without a zone counts as new', async () => {
  const since = new Date('2026-09-10T02:00:00.000Z')
  const users = [{ ...(smallSchool11().users?.[1] as object), dateLastModified: '2026-09-09 23:45:00' }]
  const { drop } = await open({ ...smallSchool11(), users }, undefined, {}, { since })
  expect(await rowsOf(drop, 'users')).toHaveLength(1)
})

describe('what is not there', () => {
  test('the path of the standard is found when it was left out', async () => {
    const server = await restServer(smallSchool11(), ({ path }) => path.includes('v1p2') ? { status: 404 } : null)
    const drop = await opened({ url: `${server.root}/sis/`, tokenUrl: `${server.root}/token`, clientId: 'rollbook' }, await outsideOf())
    expect([drop.version, (await rowsOf(drop, 'users')).length]).toEqual(['1.1', 4])
  }) // prettier-ignore

  test('a server without courses is read, and says so; one without users is not whole', async () => {
    const { courses, ...rest } = smallSchool11()
    expect(courses).toHaveLength(1)
    const { drop } = await open(rest)
    expect(drop.issues).toEqual([expect.objectContaining({ severity: 'warning', file: 'courses', message: 'The server has no courses: it answers 404: no courses here' })])
    expect([drop.mode.courses, drop.refused]).toEqual(['absent', []])
    const { users, ...others } = smallSchool11()
    expect(users).toHaveLength(4)
    const half = await open(others)
    expect(half.drop.refused.map(({ kind }) => kind)).toEqual(['users', 'roles'])
  }) // prettier-ignore

  test('an address of something else says what to look at', async () => {
    const other = open({}, ({ path }) => (path === '/token' ? null : { body: '<html>Welcome</html>' }))
    await expect(other).rejects.toThrow(/there are no OneRoster collections there .*answers with a web page instead of records.*Check the base URL/)
  }) // prettier-ignore
})

describe('what changed since', () => {
  const since = new Date('2026-09-10T02:00:00.000Z')
  const records = smallSchool11()
  const later = {
    ...(records.users?.[1] as object),
    dateLastModified: '2026-09-10T03:00:00.000Z',
    givenName: 'Adele',
  }
  const gone = {
    ...(records.users?.[2] as object),
    dateLastModified: '2026-09-10T03:00:00.000Z',
    status: 'tobedeleted',
  }
  const changed = { ...records, users: [records.users?.[0], later, gone, records.users?.[3]] }

  test('is asked for with an overlap, and filtered here where the server does not', async () => {
    const { drop, server } = await open(changed, undefined, {}, { since })
    const filters = new Set(server.asked.flatMap(({ query }) => query.get('filter') ?? []))
    expect([...filters]).toEqual(["dateLastModified>'2026-09-10T01:00:00.000Z'"])
    expect((await rowsOf(drop, 'users')).map(({ sourcedId, status }) => [sourcedId, status])).toEqual([['u-001', 'active'], ['u-002', 'tobedeleted']])
    expect(drop.streams.every(({ mode }) => mode === 'delta')).toBe(true)
  }) // prettier-ignore

  test('a server that knows no filters is read whole', async () => {
    const { drop } = await open(changed, ({ query }) => query.has('filter') ? { status: 400, body: { imsx_description: 'invalid_filter_field' } } : null, {}, { since })
    expect(drop.streams.every(({ mode }) => mode === 'bulk')).toBe(true)
    expect(await rowsOf(drop, 'users')).toHaveLength(4)
  }) // prettier-ignore
})
