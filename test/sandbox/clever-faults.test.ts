import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { faults, type FaultName } from '../../src/sandbox/faults.ts'
import { openClever, type OpenClever } from './clever.ts'

/* What is switched on for a district shows at Clever too. Tokens, events and signing in have their own in their files. */

type Json = Readonly<Record<string, unknown>>
let clever: OpenClever
beforeAll(async () => {
  clever = await openClever()
})
afterAll(() => clever.close())
beforeEach(() => clever.reset())

const list = async (path: string, query = '?limit=1000') =>
  clever.records((await clever.ask(path, query)).body)
const status = async (path = '/terms', query = '') => (await clever.ask(path, query)).status
const links = async (path: string, query: string) => (await clever.ask(path, query)).body.links?.map(({ rel, uri }) => `${rel} ${uri}`) ?? [] // prettier-ignore
const total = () => clever.seat.clever.view().users.rows.length
const role = async (word: string) => ((await list('/users')).map(({ roles }) => (roles as Record<string, Json>)[word]).find(Boolean) ?? {}) // prettier-ignore

const rows: readonly (readonly [fault: FaultName, value: unknown, shows: () => Promise<unknown>, expected: unknown])[] = [
  ['status429', true, status, 429],
  ['status500', true, async () => (await clever.ask('/terms')).body, { message: 'switched on' }],
  ['status502', true, async () => [await status(), (await clever.ask('/terms')).headers.get('content-type')], [502, 'text/html; charset=utf-8']],
  ['status503', 1, async () => [await status(), await status()], [503, 200]],
  ['htmlWith200', true, async () => [await status(), (await clever.ask('/terms')).text.startsWith('<!doctype')], [200, true]],
  ['emptyBody', true, async () => (await clever.ask('/terms')).text, ''],
  ['invalidJson', true, async () => (await clever.ask('/terms')).text, '{"data":[{"data":{"id":'],
  ['redirect', 'http://10.0.0.1/', async () => (await clever.ask('/terms')).headers.get('location'), 'http://10.0.0.1/'],
  ['missingEndpoints', 'courses', async () => [await status('/courses'), await status('/terms')], [404, 200]],
  ['pageClamp', 7, async () => [(await list('/users')).length, (await links('/users', '?limit=1000')).length], [7, 2]],
  ['mostLimit', 50, async () => [await status('/users', '?limit=51'), await status('/users', '?limit=50')], [413, 200]],
  ['trailingPage', true, async () => {
    const [, next = ''] = await links('/users', '?limit=1000')
    return (await list('/users', next.slice(next.indexOf('?')))).length
  }, 0],
  ['nextWithoutLimit', true, async () => (await links('/users', '?limit=5'))[1]?.replace(/[0-9a-f]{24}/, 'id'), 'next /v3.1/users?starting_after=id'],
  ['shiftDuringRead', 1, async () => {
    const before = total()
    await list('/users', '?limit=5&starting_after=000000000000000000000000')
    return total() - before
  }, -1],
  ['countKey', 'paging', async () => (await clever.ask('/terms', '?count=true')).body['paging'], () => ({ count: clever.seat.clever.view().terms.rows.length })],
  ['noUri', true, async () => Object.keys(((await clever.ask('/terms')).body.data as object[])[0] ?? {}), ['data']],
  ['errorKey', true, async () => (await clever.ask('/users/nobody')).body, { error: 'Resource not found' }],
  ['bareClasses', 2, async () => {
    const sections = await list('/sections')
    return ['course', 'term_id', 'grade', 'subject'].map(field => sections.some(one => one[field] === undefined))
  }, [true, true, true, true]],
  ['stampedDates', true, async () => (await list('/terms'))[0]?.['start_date'], () => expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/)],
  ['schoolsUnsorted', true, async () => {
    const { district } = clever.seat
    const [seat, far] = [district.shelves.enrollments.rows[0], district.shelves.classes.rows.find(row => row.text.includes(',o-1001,'))]
    district.put('enrollments', seat?.id ?? '', 'classSourcedId', far?.id ?? '')
    const several = (await list('/users')).map(({ roles }) => (roles as Record<string, { schools: string[] }>)['student']?.schools ?? []).filter(ids => ids.length > 1)
    return several.length > 0 && several.every(ids => ids.join() !== ids.toSorted().join())
  }, true],
  ['fieldOrder', true, async () => new Set(await Promise.all([1, 2, 3].map(async () => Object.keys((await list('/terms'))[0] ?? {})[0]))).size, 3],
  ['studentAs2023', true, async () => { const student = await role('student'); return ['email' in student, 'legacy_id' in student] }, [true, false]],
  ['oddEmails', true, async () => (await list('/users')).some(({ email }) => email === 'not-an-actual-email'), true],
  ['nullsAs', 'null', async () => (await role('teacher'))['title'], null],
  ['nullsAs', 'empty', async () => (await role('teacher'))['title'], ''],
] // prettier-ignore

test.each(rows)('%s %j', async (fault, value, shows, expected) => {
  expect((await clever.switchOn({ [fault]: value })).status).toBe(200)
  const shown = await shows()
  expect(shown).toEqual(typeof expected === 'function' ? (expected as () => unknown)() : expected) // as the rows have it
})

test('each fault of Clever has a row', () => {
  const elsewhere = ['cleverRate', 'previousAs', 'eventCursor', 'noLastEvent', 'cleverOidc', 'libraryTokens', 'meRole'] // prettier-ignore
  const shown = new Set<string>([...rows.map(([name]) => name), ...elsewhere])
  expect(
    Object.entries(faults).filter(([name, about]) => about.includes('Clever') && !shown.has(name)),
  ).toEqual([])
})

test('a method that there is not is not supported, nor what an app must ask for', async () => {
  const headers = { authorization: `Bearer ${clever.seat.clever.token}` }
  const posted = await clever.fetch(`${clever.clever.api}/v3.1/users`, { method: 'POST', headers })
  expect([posted.status, await status('/attendance/schools/1'), await status('/parents')]).toEqual([
    501, 501, 404,
  ])
  expect((await clever.fetch(`${clever.clever.api}/v2.1/users`, { headers })).status).toBe(404)
  expect((await clever.fetch(`${clever.clever.api}/v3.1/users`)).headers.get('www-authenticate')).toBe(
    'Bearer',
  )
})
