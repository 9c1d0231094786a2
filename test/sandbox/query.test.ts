import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askSandbox, openSandbox, type Ask, type OpenSandbox } from './sandbox.ts'

/* The query of OneRoster REST: limit and offset, filter, sort and fields, as 1.2 §3.4 and the guides of clients have it. */

type Json = Readonly<Record<string, unknown>>
let sandbox: OpenSandbox
let all: Json[]
const asks = {} as Record<'1.1' | '1.2', Ask> // filled before the first test
beforeAll(async () => {
  sandbox = await openSandbox({ schools: 2, students: 130 })
  for (const version of ['1.1', '1.2'] as const) asks[version] = askSandbox(sandbox, version)
  all = await users('?limit=500')
})
afterAll(() => sandbox.close())

async function users(query: string, version: '1.1' | '1.2' = '1.2'): Promise<Json[]> {
  return ((await asks[version](`/users${query}`)).body as { users: Json[] }).users // as its schema has it
}
const ids = (records: readonly Json[]) => records.map(({ sourcedId }) => sourcedId)

describe('pages', () => {
  test('are of a hundred, count all, and link to the others', async () => {
    const { body, headers } = await asks['1.2']('/users')
    expect((body as { users: Json[] }).users).toHaveLength(100)
    expect(headers.get('x-total-count')).toBe(String(all.length))
    const { url } = sandbox.district.oneroster12
    expect(headers.get('link')?.split(', ')[0]).toBe(`<${url}/users?limit=100&offset=100>; rel="next"`)
    expect(headers.get('content-type')).toBe('application/json')
  })

  test('hold every record once, in the order of their ids', async () => {
    const found: Json[] = []
    for (let offset = 0; offset <= all.length; offset += 30)
      found.push(...(await users(`?limit=30&offset=${offset}`)))
    expect(ids(found)).toEqual(ids(all))
    expect(new Set(ids(found)).size).toBe(found.length)
    expect(ids(found)).toEqual(ids(found).toSorted())
  })

  test('are empty beyond the end, and for what nobody is', async () => {
    expect(await users('?offset=100000')).toEqual([])
    expect(await users("?filter=sourcedId='norecords'")).toEqual([])
    expect((await asks['1.2']('/schools/nowhere/students')).body).toEqual({ users: [] })
  })

  test.each(['limit=0', 'limit=-1', 'limit=ten', 'offset=-1', 'offset=1.5'])('refuse %s', async query => {
    expect((await asks['1.2'](`/users?${query}`)).status).toBe(422)
  })

  test('are never of more than ten thousand', async () => {
    expect((await asks['1.2']('/users?limit=20000')).headers.get('link')).toContain('limit=10000&')
  })
})

describe('filter', () => {
  const role = (user: Json) => (user['roles'] as Json[]).map(one => one['role'])
  const named = (name: string) => (user: Json) => user['familyName'] === name
  const some = () => String(all[3]?.['familyName'])
  const rows: readonly [filter: () => string, keeps: () => (user: Json) => boolean][] = [
    [() => "status='active'", () => () => true],
    [() => `familyName='${some()}'`, () => named(some())],
    [() => `familyName!='${some()}'`, () => user => !named(some())(user)],
    [() => `familyName>'${some()}'`, () => user => String(user['familyName']) > some()],
    [() => `familyName<='${some()}'`, () => user => String(user['familyName']) <= some()],
    [() => "email~'A'", () => user => String(user['email'] ?? '').toLowerCase().includes('a')],
    [() => "roles.role='teacher'", () => user => role(user).includes('teacher')],
    [() => "roles.org.sourcedId='o-1001'", () => user => JSON.stringify(user['roles']).includes('"o-1001"')],
    [() => "roles.role='teacher' AND enabledUser='true'", () => user => role(user).includes('teacher') && user['enabledUser'] === 'true'],
    [() => "roles.role='teacher' OR grades='05'", () => user => role(user).includes('teacher') || (user['grades'] as string[] | undefined)?.includes('05') === true],
    [() => "metadata.nothing='x'", () => () => false],
    [() => "familyName='O''Brien'", () => named("O'Brien")],
    [() => "dateLastModified>'2015-01-01'", () => () => true],
    [() => "dateLastModified>'2999-01-01T00:00:00.000Z'", () => () => false],
  ] // prettier-ignore

  test.each(rows)('%s', async (filter, keeps) => {
    const query = `?limit=500&filter=${encodeURIComponent(filter())}`
    expect(ids(await users(query))).toEqual(ids(all.filter(keeps())))
  })

  test('compares moments, whatever zone they are written in', async () => {
    const [row] = sandbox.seat.district.shelves.users.rows
    const moment = new Date(row?.modified ?? '')
    const ahead = (minutes: number) => `${new Date(moment.getTime() + 7_200_000 + minutes * 60_000).toISOString().slice(0, -1)}+02:00` // prettier-ignore
    const since = async (minutes: number) => (await users(`?filter=dateLastModified${encodeURIComponent(`>'${ahead(minutes)}'`)}`)).length // prettier-ignore
    expect([await since(1), await since(-1)]).toEqual([0, 100])
  })

  test('knows the role of 1.1, where it is one word', async () => {
    const teachers = await users("?limit=500&filter=role='teacher'", '1.1')
    expect(ids(teachers)).toEqual(ids(all.filter(user => role(user).includes('teacher'))))
  })

  test.each([
    "shoeSize='46'",
    "role='teacher'",
    'familyName=Jones',
    "familyName='Jones",
    "familyName='a' XOR familyName='b'",
    "familyName LIKE 'a'",
    "='a'",
  ])('refuses %s', async filter => {
    const { status, body } = await asks['1.2'](`/users?filter=${encodeURIComponent(filter)}`)
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('invalid_filter_field')])
  })
})

describe('sort and fields', () => {
  test.each(['asc', 'desc'])('sorts by a name, %s, over the pages', async orderBy => {
    const names: string[] = []
    for (let offset = 0; offset < all.length; offset += 50) names.push(...(await users(`?sort=familyName&orderBy=${orderBy}&limit=50&offset=${offset}`)).map(user => String(user['familyName']))) // prettier-ignore
    const sorted = all
      .map(user => String(user['familyName']))
      .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    expect(names).toEqual(orderBy === 'asc' ? sorted : sorted.toReversed())
  })

  test('gives the fields that were asked for, in one parameter or several', async () => {
    for (const query of ['fields=sourcedId,givenName', 'fields=sourcedId&fields=givenName']) {
      const [user] = await users(`?limit=1&${query}`)
      expect(user).toEqual({ sourcedId: all[0]?.['sourcedId'], givenName: all[0]?.['givenName'] })
    }
  })

  test.each([
    ['1.1', '/users?fields=shoeSize', 'invalid_selection_field'],
    ['1.2', '/orgs?fields=name,shoeSize', 'invalid_selection_field'],
    ['1.1', '/users?sort=shoeSize', 'invalid_sort_field'],
  ] as const)('%s refuses %s', async (version, target, word) => {
    const { status, body } = await asks[version](target)
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(word)])
  })
})

test('resources are there and none, and gradebook is not', async () => {
  const { url } = sandbox.district.oneroster11
  const at = async (path: string) => {
    const { status, body } = await asks['1.1'](path)
    return [status, status === 200 ? body : null]
  }
  expect(await at('/resources')).toEqual([200, { resources: [] }])
  expect(await at('/classes/c-1/resources')).toEqual([200, { resources: [] }])
  expect(await at('/resources/one')).toEqual([404, null])
  expect(await at('/lineItems')).toEqual([404, null])
  expect((await fetch(`${url}/users`, { method: 'DELETE', headers: { authorization: `Bearer ${sandbox.district.oneroster11.bearer}` } })).status).toBe(405) // prettier-ignore
})

test('1.2 tells of itself under both names of the file, to anybody', async () => {
  const { url, tokenUrl } = sandbox.district.oneroster12
  for (const name of ['onerosterv1p2rostersservice_openapi3_v1p0', 'imsorv1p2_rostering_openapi3_v1p0']) {
    const told = (await (await fetch(`${url}/discovery/${name}.json`)).json()) as {
      paths: Record<string, { get: { parameters: { name: string; in: string }[] } }>
    } // an OpenAPI file
    expect(told).toMatchObject({ openapi: '3.0.1', servers: [{ url }] })
    expect(Object.keys(told.paths)).toHaveLength(41)
    expect(JSON.stringify(told)).toContain(tokenUrl)
    for (const [path, { get }] of Object.entries(told.paths)) {
      const inPath = get.parameters.filter(one => one.in === 'path').map(one => `{${one.name}}`)
      expect(inPath).toEqual(path.match(/\{\w+\}/g) ?? [])
    }
  }
})
