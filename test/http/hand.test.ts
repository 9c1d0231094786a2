import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HandBody, HandMade } from '../../src/http/contract/hand.ts'
import type { PersonView, SearchPage } from '../../src/http/contract/people.ts'
import type { RunPage } from '../../src/http/contract/runs.ts'
import type { Why } from '../../src/http/contract/why.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { refreshSearch } from '../../src/store/search/refresh.ts'
import { row, sql } from '../../src/store/sql.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { joins } from '../support/console.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
let page: Browser
const clock = { now: new Date(`${schoolDay}T15:00:00Z`) }
const at = (path: string) => `/api/districts/lincoln-usd/${path}`

beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  await refreshSearch(lincoln.store.pool, (await lincoln.district()).districtId)
  office = await openOffice(lincoln.store, clock)
  page = await opens('manager')
})
afterAll(async () => {
  await office.close()
  await lincoln.close()
})

async function opens(role: MemberRole): Promise<Browser> {
  const browser = new Browser(office.app)
  browser.cookie = (await joins(lincoln.store, await lincoln.district(), role, clock.now)).token
  return browser
}

const tutor: HandBody = {
  givenName: 'Íngrid', familyName: 'O’Neill-Ⅳ', preferredGivenName: '', email: 'ingrid@tutors.example', username: '',
  identifier: '9900', grade: null, role: 'teacher', school: 's-lincoln-high',
} // prettier-ignore

async function make(more: Partial<HandBody> = {}) {
  const answer = await page.ask('POST', at('people'), { ...tutor, ...more })
  return { status: answer.status, code: (answer.body.error as { code?: string } | undefined)?.code, made: answer.body as HandMade } // prettier-ignore
}
const seen = async (id: string) => (await page.ask('GET', at(`people/${id}`))).body as PersonView // checked by the route on its way out

let id = ''

test('a person made by hand is there at once: found, with a role, and why', async () => {
  const { status, made } = await make()
  expect([status, made.run]).toEqual([201, 2])
  id = made.id
  expect(await seen(id)).toMatchObject({
    name: 'Íngrid O’Neill-Ⅳ',
    record: { byHand: true, state: 'live', fields: { email: 'ingrid@tutors.example', identifier: '9900' } },
    roles: [{ role: 'teacher', school: { sourcedId: 's-lincoln-high' } }],
  })
  const found = (await page.ask('GET', at('search?q=ingrid'))).body as SearchPage
  expect(found.hits.map(hit => [hit.id, hit.byHand])).toEqual([[id, true]])
  const why = (await page.ask('GET', at(`people/${id}/why`))).body as Why
  expect(why.checks[0]?.detail).toContain('was made by hand in run 2')
})

test('a change is a run with what was before, and the list of runs says by whom', async () => {
  const changed = await page.ask('PUT', at(`people/${id}`), { ...tutor, familyName: 'Vega', school: 's-roosevelt-middle' }) // prettier-ignore
  expect([changed.status, changed.body]).toMatchObject([200, { run: 3 }])
  expect(await seen(id)).toMatchObject({ name: 'Íngrid Vega', roles: [{ school: { sourcedId: 's-roosevelt-middle' } }] }) // prettier-ignore
  const { runs, people } = (await page.ask('GET', at('runs'))).body as RunPage
  expect(runs.slice(0, 2).map(({ run, trigger, who }) => [run, trigger, people[who]])).toEqual([
    [3, 'hand', 'Ada Park'],
    [2, 'hand', 'Ada Park'],
  ])
})

test('what is wrong changes nothing, and says which and what to do', async () => {
  expect((await make({ givenName: '  ' })).status).toBe(422)
  expect((await make({ email: 'no address' })).status).toBe(422)
  expect((await make({ email: 'ada.park@students.lincoln.example', identifier: '' })).code).toBe(
    'LOGIN_TAKEN',
  )
  expect((await make({ email: '', school: 's-nowhere' })).code).toBe('SCHOOL_UNKNOWN')
  const { runs } = (await page.ask('GET', at('runs'))).body as RunPage
  expect(runs[0]?.run).toBe(3)
})

test('whom the source manages is not changed by hand, and says who can', async () => {
  const { districtId } = await lincoln.district()
  const ada = await row<{ id: string }>(
    lincoln.store.pool,
    sql`select id from users where district_id = ${districtId} and sourced_id = 'u-ada-park'`,
  )
  const refused = await page.ask('PUT', at(`people/${ada?.id ?? ''}`), tutor)
  expect([refused.status, refused.body]).toMatchObject([409, { error: { code: 'RECORD_ROSTERED' } }])
  expect((await page.ask('DELETE', at(`people/${ada?.id ?? ''}`))).status).toBe(409)
})

test('a sync touches nobody made by hand', async () => {
  await lincoln.drop('enrollments', 'e-ada-park-band-p6')
  await lincoln.settle()
  expect((await seen(id)).record.state).toBe('live')
})

test('somebody taken out is suspended and brought back the same, and a rollback puts back what was', async () => {
  const gone = await page.ask('DELETE', at(`people/${id}`))
  expect(gone.status).toBe(200)
  expect((await seen(id)).record).toMatchObject({ state: 'suspended', removedWhy: 'by_hand' })
  expect((await page.ask('DELETE', at(`people/${id}`))).status).toBe(404)
  expect((await page.ask('POST', at(`people/${id}/restore`))).status).toBe(200)
  expect(await seen(id)).toMatchObject({ record: { state: 'live' }, roles: [{ role: 'teacher', removedAt: null }] }) // prettier-ignore
  const { run } = (await page.ask('PUT', at(`people/${id}`), { ...tutor, familyName: 'Mistake' })).body as HandMade // prettier-ignore
  const undone = await undoRun({ store: lincoln.store, district: 'lincoln-usd', undoes: run, dryRun: false, who: 'ada', today: () => schoolDay, progress: () => {} }) // prettier-ignore
  expect(undone.status).toBe('undone')
  expect((await seen(id)).name).toBe('Íngrid Vega')
})

test('the source that brings the same identifier adopts the account', async () => {
  await lincoln.add('users', 'u-ingrid,,,true,ivega,,Ingrid,Vega,,9900,ivega@lincoln.example,,,,,,,,,,s-roosevelt-middle,') // prettier-ignore
  await lincoln.add('roles', 'r-ingrid,,,u-ingrid,primary,teacher,,,s-roosevelt-middle,')
  await lincoln.settle()
  const { record } = await seen(id)
  expect([record.sourcedId, record.byHand]).toEqual(['u-ingrid', false])
})

test('only owners and roster managers make people', async () => {
  for (const role of ['viewer', 'helpdesk', 'privacy'] as const)
    expect([role, (await (await opens(role)).ask('POST', at('people'), tutor)).status]).toEqual([role, 403])
})
