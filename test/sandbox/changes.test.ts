import { afterAll, beforeAll, expect, test } from 'vitest'
import { askSandbox, openSandbox, type Ask, type OpenSandbox } from './sandbox.ts'

/* What can happen to a district's data, one after the other: each change goes on from what the last one left. */

type Json = Readonly<Record<string, unknown>>
let sandbox: OpenSandbox
let ask: Ask
beforeAll(async () => {
  sandbox = await openSandbox({ schools: 2, students: 80 })
  ask = askSandbox(sandbox, '1.2')
})
afterAll(() => sandbox.close())

async function change(body: Json): Promise<Json> {
  const at = `${sandbox.description.control}/districts/lincoln/changes`
  const reply = await fetch(at, { method: 'POST', body: JSON.stringify(body) })
  return { status: reply.status, ...((await reply.json()) as Json) } // the control answers with an object
}

async function listed(target: string): Promise<Json[]> {
  return Object.values((await ask(target)).body as Record<string, Json[]>).flat()
}
const count = async (target: string) => Number((await ask(target)).headers.get('x-total-count'))
const active = async (collection: string) => await count(`/${collection}?filter=status='active'`)

test('a day leaves tombstones, and a delta brings what differs and no more', async () => {
  const before = new Date().toISOString()
  const { changed } = await change({ kind: 'day', share: 0.2 })
  const since = encodeURIComponent(`dateLastModified>='${before}'`)
  const kinds = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments']
  const counts = await Promise.all(kinds.map(kind => count(`/${kind}?filter=${since}`)))
  const roles = sandbox.seat.district.shelves.roles.rows.filter(({ modified }) => modified >= before).length
  expect(counts.reduce((sum, one) => sum + one, roles)).toBe(changed)
  expect(await count("/users?filter=status='tobedeleted'")).toBeGreaterThan(0)
})

test('tombstones are forgotten when they are purged', async () => {
  await change({ kind: 'purge' })
  expect(await count("/users?filter=status='tobedeleted'")).toBe(0)
})

test('half of the students leave, and their seats with them', async () => {
  const [students, seats] = [await active('students'), await active('enrollments')]
  const { students: left } = await change({ kind: 'mass-removal' })
  expect(left).toBe(Math.ceil(students / 2))
  expect(await active('students')).toBe(students - Number(left))
  expect(await active('enrollments')).toBeLessThan(seats)
})

test('everybody has another id, also where somebody refers to them', async () => {
  const names = async () => (await listed("/users?limit=500&filter=status='active'")).map(user => user['username']).toSorted() // prettier-ignore
  const before = await names()
  await change({ kind: 're-key', prefix: 'new-' })
  const ids = new Set((await listed('/users?limit=500')).map(user => user['sourcedId']))
  expect([...ids].filter(id => !String(id).startsWith('new-'))).toEqual([])
  const seats = await listed('/enrollments?limit=2000')
  expect(seats.filter(seat => !ids.has((seat['user'] as Json)['sourcedId']))).toEqual([])
  expect(await names()).toEqual(before)
})

test('what was changed by hand is still so the next day', async () => {
  const [user] = await listed("/students?limit=1&filter=status='active'")
  const sourcedId = String(user?.['sourcedId'])
  const put = { kind: 'put', collection: 'users', sourcedId, column: 'familyName', value: 'O"Neil, jr' }
  expect(await change(put)).toEqual({ status: 200, changed: 1 })
  await change({ kind: 'day', share: 0.0001 })
  const { body } = await ask(`/users/${sourcedId}`)
  expect(body).toMatchObject({ user: { sourcedId, status: 'active', familyName: 'O"Neil, jr' } })
})

test('one record leaves', async () => {
  const [course] = await listed('/courses?limit=1')
  await change({ kind: 'remove', collection: 'courses', sourcedId: course?.['sourcedId'] })
  expect((await ask(`/courses/${String(course?.['sourcedId'])}`)).body).toMatchObject({ course: { status: 'tobedeleted' } }) // prettier-ignore
})

test('in the new year classes are new, and people stay', async () => {
  const before = new Set((await listed('/users?limit=500')).map(user => user['sourcedId']))
  const classes = new Set((await listed('/classes?limit=500')).map(one => one['sourcedId']))
  await change({ kind: 'new-year' })
  const live = async (collection: string) => await listed(`/${collection}?limit=500&filter=status='active'`)
  const stayed = (await live('users')).filter(user => before.has(user['sourcedId']))
  expect(stayed.length).toBeGreaterThan(before.size / 3)
  expect((await live('classes')).filter(one => classes.has(one['sourcedId']))).toEqual([])
})

test('a change that there is not is refused, and those that there are named', async () => {
  expect(await change({ kind: 'flood' })).toEqual({ status: 400, error: expect.stringContaining('there are day, new-year') as string }) // prettier-ignore
})
