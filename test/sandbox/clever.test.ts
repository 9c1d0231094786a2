import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cleverSpec } from './clever-spec.ts'
import { openClever, type OpenClever } from './clever.ts'

/** What the sandbox says as Clever, against its official files, its documents and recordings of it. */

type Json = Readonly<Record<string, unknown>>
let clever: OpenClever
beforeAll(async () => {
  clever = await openClever({ guardians: true })
})
afterAll(() => clever.close())
afterEach(() => clever.reset())

describe('the official file', () => {
  const spec = cleverSpec('v3.1')

  test('has 42 paths', () => {
    expect(spec.paths).toHaveLength(42)
  })

  test.each(spec.paths.filter(path => !path.startsWith('/resources/{id}')))('describes what %s answers', async path => {
    const { status, body } = await clever.ask(await filled(path), '?limit=10000')
    expect([path, status]).toEqual([path, 200])
    if (!path.endsWith('/resources')) expect([body.data].flat().length).toBeGreaterThan(0)
    expect(spec.faultsOf(path, body)).toEqual([])
  })

  test('describes what a district says that is paused', async () => {
    await clever.change('pause', { start: '2026-06-05', end: '2026-08-10' })
    const { body } = await clever.ask('/districts')
    expect(clever.records(body)[0]).toMatchObject({ state: 'paused', pause_start: '2026-06-05', pause_end: '2026-08-10' })
    expect(spec.faultsOf('/districts', body)).toEqual([])
  })
}) // prettier-ignore

describe('a list', () => {
  const all = async (path: string, limit: number) => {
    const found: Json[] = []
    for (let uri: string | undefined = `/v3.1${path}?limit=${limit}`; uri !== undefined; ) {
      const { body } = await clever.fetch(clever.clever.api + uri, { headers: { authorization: `Bearer ${clever.seat.clever.token}` } })
      found.push(...clever.records(body))
      uri = body.links?.find(({ rel }) => rel === 'next')?.uri
    }
    return found
  }

  test('is read whole by its links, by ascending id, each record once', async () => {
    const users = await all('/users', 17)
    const ids = users.map(({ id }) => String(id))
    expect(ids).toEqual([...new Set(ids)].toSorted())
    expect(ids.length).toBe(clever.seat.clever.view().users.rows.length)
  })

  test('has a hundred records unless asked, and never more than ten thousand', async () => {
    const { body } = await clever.ask('/users')
    expect(clever.records(body)).toHaveLength(100)
    expect((await clever.ask('/users', '?limit=10001')).status).toBe(413)
    const odd = ['?limit=0', '?limit=ten', '?starting_after=x', '?role=parent']
    expect(await Promise.all(odd.map(async query => (await clever.ask('/users', query)).status))).toEqual([400, 400, 400, 400])
  })

  test('keeps what was asked in its links, which are relative', async () => {
    const { body } = await clever.ask('/users', '?role=student&limit=2')
    const last = String(clever.records(body)[1]?.['id'])
    expect(body.links).toEqual([
      { rel: 'self', uri: '/v3.1/users?role=student&limit=2' },
      { rel: 'next', uri: `/v3.1/users?role=student&limit=2&starting_after=${last}` },
    ])
  })

  test('leads back to an empty page from a page after which nothing came', async () => {
    const [first] = await all('/terms', 100)
    const { body } = await clever.ask('/terms', '?limit=1&starting_after=000000000000000000000000')
    const prev = body.links?.find(({ rel }) => rel === 'prev')?.uri ?? ''
    expect(prev).toBe(`/v3.1/terms?limit=1&ending_before=${String(first?.['id'])}`)
    const before = await clever.ask('/terms', prev.slice(prev.indexOf('?')))
    expect([before.status, before.body.data]).toEqual([200, []])
  })

  test('ends before an id with those right before it', async () => {
    const users = await all('/users', 1000)
    const { body } = await clever.ask('/users', `?limit=2&ending_before=${String(users[9]?.['id'])}`)
    expect(clever.records(body)).toEqual(users.slice(7, 9))
  })

  test('is counted when asked', async () => {
    const { body } = await clever.ask('/users', '?limit=1&count=true')
    expect(body['count']).toBe(clever.seat.clever.view().users.rows.length)
  })

  test('has those in a role, who may have others too', async () => {
    const inRole = async (role: string) => clever.records((await clever.ask('/users', `?role=${role}&limit=1000`)).body).map(({ id }) => id)
    const lists = await Promise.all(['student', 'teacher', 'staff', 'district_admin', 'contact'].map(inRole))
    expect(lists.every(ids => ids.length > 0)).toBe(true)
    const both = clever.seat.clever.view().users.rows.filter(({ roles }) => roles.teacher && roles.staff).map(({ id }) => id)
    expect(lists[1]?.filter(id => lists[2]?.includes(id))).toEqual(both)
    expect(new Set(lists.flat()).size).toBe(clever.seat.clever.view().users.rows.length)
  })
}) // prettier-ignore

describe('what a district is to Clever', () => {
  test('each person of the district is there once, under the id of the district', () => {
    const { district } = clever.seat
    const people = district.shelves.users.rows.filter(({ gone }) => !gone).map(({ id }) => id)
    const told = clever.seat.clever.view().users.rows.map(({ roles }) => roles.student?.sis_id ?? roles.teacher?.sis_id ?? roles.staff?.staff_id ?? roles.contact?.sis_id)
    expect(told.filter(id => id !== undefined).toSorted()).toEqual(people.filter(id => !admins().includes(id)).toSorted())
  })

  test('everybody sits where the district seats them, who teaches first stands first', () => {
    const { district } = clever.seat
    const { users, sections } = clever.seat.clever.view()
    const seats = district.shelves.enrollments.rows.filter(({ gone }) => !gone).map(row => district.cells('enrollments', row))
    const pairs = (role: string) => seats.filter(seat => seat['role'] === role).map(seat => `${seat['classSourcedId']} ${seat['userSourcedId']}`).toSorted()
    const student = (id: string) => users.index.get(id)?.roles.student?.sis_id
    const teacher = (id: string) => users.index.get(id)?.roles.teacher?.sis_id
    expect(sections.rows.flatMap(one => one.students.map(id => `${one.sis_id} ${student(id)}`)).toSorted()).toEqual(pairs('student'))
    expect(sections.rows.flatMap(one => one.teachers.map(id => `${one.sis_id} ${teacher(id)}`)).toSorted()).toEqual(pairs('teacher'))
    expect(sections.rows.filter(one => one.teacher !== one.teachers[0])).toEqual([])
    const main = seats.filter(seat => seat['role'] === 'teacher' && seat['primary'] === 'true').map(seat => `${seat['classSourcedId']} ${seat['userSourcedId']}`)
    expect(sections.rows.map(one => `${one.sis_id} ${teacher(one.teacher ?? '')}`).toSorted()).toEqual(main.toSorted())
  })

  test('v3.0 says nothing of what v3.1 added', async () => {
    const at = async (version: string) => (await clever.fetch(`${clever.clever.api}/v${version}/users?limit=1000`, { headers: { authorization: `Bearer ${clever.seat.clever.token}` } })).text
    expect([(await at('3.0')).includes('home_language'), (await at('3.1')).includes('home_language')]).toEqual([false, true])
  })

  test('the same seed gives the same ids, and another district others', async () => {
    const again = await openClever({ guardians: true })
    const ids = (one: OpenClever) => one.seat.clever.view().users.rows.map(({ id }) => id)
    const both = [ids(again), again.clever.clientSecret]
    await again.close()
    expect(both).toEqual([ids(clever), clever.clever.clientSecret])
    expect(clever.seat.clever.token).not.toBe(clever.roosevelt().clever.token)
    expect(clever.roosevelt().clever.view().users.index.has(ids(clever)[0] ?? '')).toBe(false)
  })

  const admins = () => {
    const { district } = clever.seat
    const rows = district.shelves.roles.rows.map(row => district.cells('roles', row))
    return rows.filter(({ role }) => /^(district|system)Administrator$/.test(role ?? '')).map(one => one['userSourcedId'] ?? '')
  }
}) // prettier-ignore

describe("a district's token", () => {
  const list = (query: string, secret = clever.clever.clientSecret) =>
    clever.fetch(`${clever.clever.login}/oauth/tokens?${query}`, { headers: { authorization: `Basic ${btoa(`${clever.clever.clientId}:${secret}`)}` } })

  test('is listed with its owner, by the kind of owner or by district', async () => {
    const { status, body } = await list('owner_type=district')
    const data = body.data as Json[]
    expect([status, data.length]).toEqual([200, 2])
    expect(data[0]).toMatchObject({ owner: { type: 'district', id: clever.districtId }, access_token: clever.seat.clever.token })
    for (const query of [`owner_type=district&district=${clever.districtId}`, `district=${clever.districtId}`])
      expect((await list(query)).body.data).toEqual([data[0]])
    expect((await list('owner_type=user')).status).toBe(400)
    expect(await list('owner_type=district', 'wrong')).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test('opens nothing once there is another', async () => {
    const old = clever.seat.clever.token
    await clever.change('token')
    expect(clever.seat.clever.token).not.toBe(old)
    expect([(await clever.ask('/districts', '', old)).status, (await clever.ask('/districts')).status]).toEqual([401, 200])
  })

  test('is gone with the connection, and good again after it', async () => {
    await clever.change('disconnect')
    expect((await clever.ask('/districts')).status).toBe(401)
    expect((await list(`district=${clever.districtId}`)).body.data).toEqual([])
    await clever.change('connect')
    expect((await clever.ask('/districts')).status).toBe(200)
  })

  test('is good for so many requests a minute, told in headers', async () => {
    await clever.switchOn({ cleverRate: 2 })
    clever.now.at += 60_000
    const answers = [await clever.ask('/districts'), await clever.ask('/districts'), await clever.ask('/districts')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers[2]?.text).toBe('')
    const reset = String((Math.floor(clever.now.at / 60_000) + 1) * 60)
    expect(['limit', 'remaining', 'reset', 'bucket'].map(name => answers[2]?.headers.get(`x-ratelimit-${name}`))).toEqual(['2', '0', reset, 'bearer'])
    clever.now.at += 60_000
    expect((await clever.ask('/districts')).status).toBe(200)
  })
}) // prettier-ignore

describe('sharing', () => {
  const missing = async (ids: Iterable<string>) => {
    const statuses = await Promise.all([...ids].map(async id => (await clever.ask(`/users/${id}`)).status))
    return new Set(statuses)
  }

  test('by school leaves ids of people from elsewhere in sections', async () => {
    const [school] = clever.seat.clever.view().schools.rows
    await clever.switchOn({ bareClasses: 1 })
    await clever.change('share', { by: 'schools', schools: [school?.sis_id] })
    const view = clever.seat.clever.view()
    expect(view.schools.rows.map(({ id }) => id)).toEqual([school?.id])
    expect(new Set(view.sections.rows.map(one => one.school))).toEqual(new Set([school?.id]))
    const dangling = new Set(view.sections.rows.flatMap(({ teachers }) => teachers).filter(id => !view.users.index.has(id)))
    expect(dangling.size).toBeGreaterThan(0)
    expect(await missing(dangling)).toEqual(new Set([404]))
    expect(view.users.rows.filter(({ roles }) => roles.staff !== undefined)).toEqual([])
  })

  test('by sections has their people, with staff when ticked, and the same list the next day', async () => {
    const some = clever.seat.clever.view().sections.rows.slice(0, 2)
    await clever.change('share', { by: 'sections', sections: some.map(({ sis_id }) => sis_id) })
    const view = clever.seat.clever.view()
    expect(view.sections.rows).toEqual(some)
    expect(new Set(view.users.rows.filter(({ roles }) => roles.contact === undefined).map(({ id }) => id))).toEqual(new Set(some.flatMap(({ students, teachers }) => [...students, ...teachers])))
    await clever.change('share', { by: 'sections', sections: some.map(({ sis_id }) => sis_id), staff: true })
    expect(clever.seat.clever.view().users.rows.some(({ roles }) => roles.staff !== undefined)).toBe(true)
  })

  test('by a rule has the sections that fit it', async () => {
    await clever.change('share', { by: 'rules', rules: [{ field: 'subject', op: 'is', value: 'math' }, { field: 'name', op: 'contains', value: 'algebra' }] })
    const names = clever.seat.clever.view().sections.rows.map(({ name, subject }) => `${subject} ${name}`)
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter(name => !/^math .*algebra/i.test(name))).toEqual([])
  })

  test('of nothing is an empty list, and the district is there', async () => {
    await clever.change('share', { by: 'nothing' })
    const [users, districts] = [await clever.ask('/users'), await clever.ask('/districts')]
    expect([users.status, users.body.data, clever.records(districts.body).length]).toEqual([200, [], 1])
  })

  test('without a role, and without one student, leaves the rest', async () => {
    const [student] = clever.seat.clever.view().sections.rows[0]?.students ?? []
    const sourcedId = clever.seat.clever.view().users.index.get(student ?? '')?.roles.student?.sis_id
    await clever.change('share', { roles: ['student', 'teacher'], without: [sourcedId] })
    const { users, sections } = clever.seat.clever.view()
    expect(new Set(users.rows.flatMap(({ roles }) => Object.keys(roles)))).toEqual(new Set(['student', 'teacher']))
    expect(sections.rows[0]?.students).toContain(student)
    expect(await missing([student ?? ''])).toEqual(new Set([404]))
  })

  test('that there is not is refused', async () => {
    for (const odd of [{ by: 'luck' }, { schools: 'all' }, { rules: [{ field: 'name' }] }, { shoes: true }])
      expect((await clever.change('share', odd)).status).toBe(400)
  })
}) // prettier-ignore

/** A path with the id of somebody or something that has what it asks for. */
async function filled(path: string): Promise<string> {
  const users = clever.records((await clever.ask('/users', '?limit=10000')).body)
  const inRole = (role: string) => users.find(({ roles }) => role in (roles as object))?.['id']
  const [section] = clever.records((await clever.ask('/sections', '?limit=1')).body)
  const ids: Json = {
    '/users/{id}/mycontacts': inRole('student'),
    '/users/{id}/mystudents': section?.['teacher'],
    '/users/{id}/sections': section?.['teacher'],
    '/users/{id}/myteachers': (section?.['students'] as string[])[0],
    '/users/{id}/schools': inRole('student'),
  }
  const kind = path.split('/')[1] ?? ''
  const usual: Json = { sections: section?.['id'], courses: section?.['course'], terms: section?.['term_id'], schools: section?.['school'], users: inRole('student'), districts: clever.districtId }
  return path.replace('{id}', String(ids[path] ?? usual[kind]))
} // prettier-ignore
