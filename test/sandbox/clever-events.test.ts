import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cleverSpec } from './clever-spec.ts'
import { openClever, type OpenClever } from './clever.ts'

/* What the sandbox tells of changes as Clever: the Events API, and what happens to a district there. */

type Json = Readonly<Record<string, unknown>>
type Told = { readonly id: string; readonly type: string; readonly created: string; readonly data: { readonly object: Json; readonly previous_attributes?: Json } } // prettier-ignore

let clever: OpenClever
beforeAll(async () => {
  clever = await openClever()
  await clever.change('events')
})
afterAll(() => clever.close())
beforeEach(() => clever.reset())

const view = () => clever.seat.clever.view()
const put = (column: string, value: string, sourcedId: string) => clever.change('put', { collection: 'users', sourcedId, column, value }) // prettier-ignore
const someStudent = () => view().users.rows.find(({ roles }) => roles.student?.grade === '4')

async function cursor(): Promise<string> {
  const { body } = await clever.ask('/events', '?limit=1&ending_before=last')
  return String(clever.records(body)[0]?.['id'] ?? '000000000000000000000000')
}
async function after(id: string, more = ''): Promise<readonly Told[]> {
  const { body } = await clever.ask('/events', `?limit=10000&starting_after=${id}${more}`)
  return clever.records(body) as unknown as readonly Told[] // as the official file has them
}
async function told(happens: () => Promise<unknown>): Promise<readonly Told[]> {
  const from = await cursor()
  await happens()
  return await after(from)
}
const types = (events: readonly Told[]) => events.map(({ type }) => type)

describe('the stream', () => {
  test('tells of a change with what was before, after the district itself', async () => {
    const user = someStudent()
    const sourcedId = user?.roles.student?.sis_id ?? ''
    const [district, changed] = await told(() => put('grades', '05', sourcedId))
    expect([district?.type, changed?.type]).toEqual(['districts.updated', 'users.updated'])
    expect(Object.keys(district?.data.previous_attributes ?? {})).toEqual(['last_sync'])
    expect(changed?.data.object).toMatchObject({ id: user?.id, roles: { student: { grade: '5' } } })
    const before = changed?.data.previous_attributes?.['roles'] as Json
    expect(before).toEqual({ student: { grade: '4', graduation_year: user?.roles.student?.graduation_year, last_modified: user?.roles.student?.last_modified } })
  })

  test('has what the official file has', async () => {
    const spec = cleverSpec('v3.1-events')
    const events = await told(() => clever.change('day', { share: 0.3 }))
    expect(new Set(types(events)).size).toBeGreaterThan(3)
    const odd = events.flatMap(event => spec.faultsOfOne(event.type, event))
    expect(odd).toEqual([])
    expect(spec.faultsOf('/events', (await clever.ask('/events', '?limit=5')).body)).toEqual([])
  })

  test('replayed from a full read ends in what a full read gives', async () => {
    const held = new Map<string, unknown>()
    for (const kind of kinds) for (const row of view()[kind].rows) held.set(`${kind} ${row.id}`, row)
    const events = await told(async () => {
      await clever.change('day', { share: 0.2 })
      await clever.change('mass-removal', { share: 0.1 })
      await clever.change('share', { by: 'schools', schools: ['o-1001'] })
      await clever.change('new-year')
    })
    for (const { type, data } of events) {
      const [kind = '', what] = type.split('.')
      if (what === 'deleted') held.delete(`${kind} ${String(data.object['id'])}`)
      else held.set(`${kind} ${String(data.object['id'])}`, data.object)
    }
    const whole = kinds.flatMap(kind => view()[kind].rows.map(row => [`${kind} ${row.id}`, plain(row)] as const))
    const replayed = [...held].map(([key, value]) => [key, plain(value)] as const)
    expect(sorted(replayed)).toEqual(sorted(whole))
  })

  test('has ascending ids, and a burst in the order of its kinds', async () => {
    const events = await told(() => clever.change('new-year'))
    const ids = events.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].toSorted())
    const order = ['districts', 'schools', 'terms', 'courses', 'users', 'sections']
    const places = events.map(({ type }) => order.indexOf(type.split('.')[0] ?? ''))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(events.every(({ created }) => created.endsWith('.000Z'))).toBe(true)
  })

  test('forgets after thirty days', async () => {
    const from = await cursor()
    clever.now.at += 31 * 86_400_000
    expect(await after('000000000000000000000000')).toEqual([])
    await put('givenName', 'Later', someStudent()?.roles.student?.sis_id ?? '')
    expect(types(await after(from))).toEqual(['districts.updated', 'users.updated'])
    await clever.switchOn({ eventCursor: 'refused' })
    expect((await clever.ask('/events', `?starting_after=${from}`)).status).toBe(400)
    await clever.switchOn({ eventCursor: false, noLastEvent: true })
    expect((await clever.ask('/events', '?limit=1&ending_before=last')).status).toBe(400)
  })

  test('is chosen by kind and by school', async () => {
    const from = await cursor()
    await clever.change('day', { share: 0.3 })
    const users = await after(from, '&record_type=users')
    expect(new Set(types(users).map(type => type.split('.')[0]))).toEqual(new Set(['users']))
    const school = view().schools.rows[0]?.id
    const there = await after(from, `&school=${school}&record_type=sections`)
    expect(there.length).toBeGreaterThan(0)
    expect(there.filter(({ data }) => data.object['school'] !== school)).toEqual([])
  })

  test('has previous_attributes beside data, or in both places, when switched on', async () => {
    const places = async (as: unknown) => {
      await clever.switchOn({ previousAs: as })
      const [, last] = clever.records((await clever.ask('/events', '?limit=2&ending_before=last')).body)
      return ['previous_attributes' in (last?.['data'] as object), 'previous_attributes' in (last ?? {})]
    }
    await put('givenName', 'Other', someStudent()?.roles.student?.sis_id ?? '')
    expect([await places(false), await places('both'), await places('beside')]).toEqual([[true, false], [true, true], [false, true]])
  })

  test('is not there unless an app asked for it', async () => {
    const token = clever.roosevelt().clever.token
    expect((await clever.ask('/events', '', token)).status).toBe(404)
  })
}) // prettier-ignore

describe('what is no longer shared', () => {
  test('is deleted to the app, and created when it is shared again', async () => {
    const [gone, back] = [await told(() => clever.change('share', { by: 'nothing' })), await told(() => clever.change('share'))] // prettier-ignore
    const count = (events: readonly Told[], type: string) => types(events).filter(one => one === type).length
    expect(count(gone, 'users.deleted')).toBe(view().users.rows.length)
    expect([...new Set(types(gone))].every(type => type.endsWith('.deleted'))).toBe(true)
    expect(count(back, 'users.created')).toBe(view().users.rows.length)
  })
})

describe('a district', () => {
  test.each(['paused', 'error', 'pending'])('that is %s stays as it was, whatever its files say', async state => {
    const lastSync = () => view().districts.rows[0]?.last_sync
    await clever.change('state', { state, error: 'no file came' })
    const before = [view().users, lastSync()]
    await clever.change('mass-removal', { share: 0.01 })
    await put('givenName', `Unheard ${state}`, someStudent()?.roles.student?.sis_id ?? '')
    expect([view().users, lastSync()]).toEqual(before)
    expect(clever.records((await clever.ask('/districts')).body)[0]).toMatchObject({ state, error: 'no file came' })
    const heard = await told(() => clever.change('state', { state: 'running' }))
    expect(types(heard)).toContain('users.updated')
    expect(lastSync()).not.toBe(before[1])
  })

  test('that is paused can still share less', async () => {
    await clever.change('pause', { start: '2026-06-05', end: '2026-08-10' })
    await clever.change('share', { by: 'nothing' })
    expect(view().users.rows).toEqual([])
  })

  test('that waits for review is to the app as it was, until somebody approves', async () => {
    await clever.change('freeze')
    const before = view().users.rows
    await clever.change('mass-removal', { share: 0.2 })
    expect(view().users.rows).toEqual(before)
    const events = await told(() => clever.change('approve'))
    expect(types(events).filter(type => type === 'users.deleted').length).toBeGreaterThan(2)
    expect(view().users.rows.length).toBeLessThan(before.length)
  })

  test('with a sync moves last_sync, also by a clock that stands still', async () => {
    const at = () => view().districts.rows[0]?.last_sync ?? ''
    const first = at()
    await put('givenName', 'Moved', someStudent()?.roles.student?.sis_id ?? '')
    expect(at() > first).toBe(true)
    expect(at()).toBe(at())
  })
}) // prettier-ignore

describe('an id', () => {
  test('is another when the sis_id is, and the name and the address are not', async () => {
    const user = someStudent()
    const events = await told(() => clever.change('sis-id', { sourcedId: user?.roles.student?.sis_id, to: 'new-1' }))
    const people = events.filter(({ type }) => /^users\.(created|deleted)/.test(type))
    expect(people.map(({ type, data }) => [type, data.object['email'], data.object['id'] === user?.id])).toEqual([
      ['users.created', user?.email, false],
      ['users.deleted', user?.email, true],
    ])
  })

  test('is kept by the teacher when one of merged employees gets another address', async () => {
    const both = view().users.rows.find(({ roles }) => roles.teacher && roles.staff)
    await clever.change('split', { sourcedId: both?.roles.teacher?.sis_id })
    const now = view().users.rows.filter(({ name }) => name.last === both?.name.last && name.first === both?.name.first)
    expect(now.map(({ id, roles }) => [id === both?.id, Object.keys(roles)])).toEqual([[true, ['teacher']], [false, ['staff']]])
  })

  test('of employees with one address is one, and of a student with it another', async () => {
    const teachers = view().users.rows.filter(({ roles }) => roles.teacher && !roles.staff)
    const head = view().users.rows.find(({ roles }) => roles.staff?.title === 'Principal')
    const student = someStudent()
    await put('email', head?.email ?? '', teachers[0]?.roles.teacher?.sis_id ?? '')
    await put('email', head?.email ?? '', student?.roles.student?.sis_id ?? '')
    const same = view().users.rows.filter(({ email }) => email === head?.email)
    expect(same.map(({ roles }) => Object.keys(roles).toSorted()).toSorted()).toEqual([['staff', 'teacher'], ['student']])
  })

  test('comes back with somebody who was away, and not after three hundred days', async () => {
    const user = someStudent()
    const sourcedId = user?.roles.student?.sis_id ?? ''
    const away = async (days: number) => {
      const row = clever.seat.district.shelves.users.index.get(sourcedId)
      await clever.change('remove', { collection: 'users', sourcedId })
      clever.now.at += days * 86_400_000
      if (row !== undefined) row.gone = false
      clever.seat.district.moved()
      return view().users.rows.find(({ roles }) => roles.student?.sis_id === sourcedId)?.id
    }
    expect([await away(299), (await away(301)) === user?.id]).toEqual([user?.id, false])
  })

  test('of a term is another once it says something else', async () => {
    const [term] = view().terms.rows
    const row = clever.seat.district.shelves.academicSessions.rows.find(one => one.text.includes(`,${term?.name},`) && !one.gone)
    await clever.change('put', { collection: 'academicSessions', sourcedId: row?.id, column: 'title', value: 'Renamed' })
    expect(view().terms.rows.map(({ id, name }) => [name, id === term?.id]).filter(([name]) => name === 'Renamed')).toEqual([['Renamed', false]])
  })
}) // prettier-ignore

const kinds = ['districts', 'schools', 'terms', 'courses', 'users', 'sections'] as const

/** As JSON carries it; in events terms have times. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/("(?:start|end)_date":"\d{4}-\d\d-\d\d)T00:00:00\.000Z"/g, '$1"')) as unknown // prettier-ignore
}

function sorted(pairs: readonly (readonly [string, unknown])[]) {
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))
}
