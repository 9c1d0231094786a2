import { afterAll, beforeAll, expect, test } from 'vitest'
import { official } from './official.ts'
import { askSandbox, openSandbox, type Ask } from './sandbox.ts'

/*
 * Bodies that the sandbox serves, against the official OpenAPI files: every path of rostering in either version, on
 * a district that has seen a day go by, so that there are tombstones, and people who came and went.
 */

let sandbox: Awaited<ReturnType<typeof openSandbox>>
beforeAll(async () => {
  sandbox = await openSandbox({ schools: 2, students: 60 })
  await sandbox.seat.district.nextDay(0.2)
})
afterAll(() => sandbox.close())

for (const version of ['1.1', '1.2'] as const) {
  const spec = official(version)

  test(`OneRoster ${version} has the paths that the standard lists`, () => {
    expect(spec.paths).toHaveLength(41)
  })

  for (const path of spec.paths)
    test(`${version} ${path} answers as the official file has it`, async () => {
      const ask = askSandbox(sandbox, version)
      const target = path.includes('{') ? await filled(ask, path) : path
      const { status, body } = await ask(`${target}?limit=500`)
      expect(status).toBe(200)
      expect(recordsIn(body).length).toBeGreaterThan(0)
      expect(spec.faultsOf(path, '200', body).slice(0, 5)).toEqual([])
    })

  test(`${version} refuses as the official file has it`, async () => {
    const ask = askSandbox(sandbox, version)
    const inFile = (status: number) => (version === '1.1' ? 'default' : String(status))
    for (const [target, path, status] of [
      ["/users?filter=shoeSize='46'", '/users', 400],
      ['/users?fields=shoeSize', '/users', 400],
      ['/users?limit=-1', '/users', 422],
      ['/users/nobody', '/users/{sourcedId}', 404],
    ] as const) {
      const answer = await ask(target)
      expect([target, answer.status]).toEqual([target, status])
      expect(spec.faultsOf(path, inFile(status), answer.body)).toEqual([])
    }
  })
}

/** A path with ids of records that hang together: a class, and from it its school, course, term and people. */
async function filled(ask: Ask, path: string): Promise<string> {
  const [seat] = await listed(ask, "/enrollments?filter=status='active' AND role='student'&limit=1")
  const [lesson] = await listed(ask, "/enrollments?filter=status='active' AND role='teacher'&limit=1")
  const about = path.startsWith('/teachers') ? lesson : seat
  const id = (record: unknown, name: string) =>
    ((record as Record<string, Record<string, string>>)[name] ?? {})['sourcedId'] ?? ''
  const classId = id(about, 'class')
  const one = (await ask(`/classes/${classId}`)).body as { class: { terms: unknown[] } } // as its schema has it
  const [term] = (one.class.terms as { sourcedId: string }[]).map(({ sourcedId }) => sourcedId)
  const top = path.split('/')[1] ?? ''
  const [first] = await listed(ask, `/${top}?limit=1`)
  const ids: Readonly<Record<string, string>> = {
    classSourcedId: classId,
    schoolSourcedId: id(about, 'school'),
    userSourcedId: id(about, 'user'),
    studentSourcedId: id(about, 'user'),
    teacherSourcedId: id(about, 'user'),
    courseSourcedId: id(one.class, 'course'),
    termSourcedId: path.endsWith('gradingPeriods') ? await termWithPeriods(ask) : (term ?? ''),
    sourcedId: (first as { sourcedId: string }).sourcedId,
  }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''))
}

async function termWithPeriods(ask: Ask): Promise<string> {
  const [period] = await listed(ask, '/gradingPeriods?limit=1')
  return (period as { parent: { sourcedId: string } }).parent.sourcedId
}

async function listed(ask: Ask, target: string): Promise<unknown[]> {
  return recordsIn((await ask(target)).body)
}

function recordsIn(body: unknown): unknown[] {
  return Object.values(body as Record<string, unknown>).flat()
}
