import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Activity } from '../../src/http/contract/activity.ts'
import type { RulesFields, RulesPreview, RulesView } from '../../src/http/contract/rules.ts'
import { takeHeadcounts } from '../../src/store/headcounts.ts'
import { findConnection } from '../../src/store/districts.ts'
import { rows, sql } from '../../src/store/sql.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { joins } from '../support/console.ts'
import { PaperDesk } from '../support/desk.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let desk: PaperDesk
let office: Awaited<ReturnType<typeof openOffice>>
const clock = { now: new Date(`${schoolDay}T15:00:00Z`) }
const base = '/api/districts/lincoln-usd'

beforeEach(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  await takeHeadcounts(lincoln.store.pool, (await lincoln.district()).districtId, schoolDay)
  desk = new PaperDesk(lincoln.store, schoolDay)
  office = await openOffice(lincoln.store, clock, { desk })
})
afterEach(async () => {
  await office.close()
  await lincoln.close()
})

async function opens(role: 'owner' | 'manager' | 'viewer' = 'owner') {
  const { token } = await joins(lincoln.store, await lincoln.district(), role, clock.now)
  const page = new Browser(office.app)
  page.cookie = token
  const read = async () => (await page.ask('GET', `${base}/rules`)).body as RulesView // checked by the route on its way out
  const put = async (changes: Partial<RulesFields>, comment = '') => {
    const { version, rules } = await read()
    return await page.ask('PUT', `${base}/rules`, { version, rules: { ...rules, ...changes }, comment })
  }
  const preview = async (changes: Partial<Pick<RulesFields, 'scope' | 'fields'>>) => {
    const { scope, fields } = (await read()).rules
    return await page.ask('POST', `${base}/rules/preview`, { scope, fields, ...changes })
  }
  return { page, read, put, preview }
}

const all = { schools: null, grades: null, roles: null, terms: null }
const scopes: Readonly<Record<string, Partial<Pick<RulesFields, 'scope' | 'fields'>>>> = {
  'one school less': { scope: { ...all, schools: ['s-lincoln-elementary', 's-lincoln-high'] } },
  'without kindergarten': { scope: { ...all, grades: ['03', '07', '08', '09'] } },
  'students only': { scope: { ...all, roles: ['student'] } },
  'the fall alone': { scope: { ...all, terms: ['t-2027-fall'] } },
  'without grades and middle names': { fields: { 'users.grades': false, 'users.middleName': false } },
}

type Planned = { kind: string; op: string; sourced: string; school: string | null; role: string | null }

/** What the plan that follows the change says, counted from its rows: by kind, and by school and role. */
async function planned() {
  const { districtId } = await lincoln.district()
  const found = await rows<Planned>(
    lincoln.store.pool,
    sql`select c.kind, c.op, c.sourced_id as sourced, coalesce(c.after, c.before)->>'orgSourcedId' as school, coalesce(c.after, c.before)->>'role' as role
      from plan_changes c join plans p on p.district_id = c.district_id and p.plan = c.plan
      where c.district_id = ${districtId} and p.status in ('cleared', 'held')`,
  )
  const moves = (test: (row: Planned) => boolean) => ({
    added: found.filter(row => test(row) && (row.op === 'create' || row.op === 'restore')).length,
    removed: found.filter(row => test(row) && (row.op === 'remove' || row.op === 'archive')).length,
  })
  return {
    people: moves(({ kind }) => kind === 'users'),
    classes: moves(({ kind }) => kind === 'classes'),
    enrollments: moves(({ kind }) => kind === 'enrollments'),
    changed: found.filter(({ op }) => op === 'update').length,
    studentsAt: (at: string) => moves(row => row.kind === 'roles' && row.school === at && row.role === 'student'),
    gone: found.filter(({ kind, op }) => kind === 'users' && op === 'remove').map(({ sourced }) => sourced).sort(),
  }
} // prettier-ignore

test.each(Object.entries(scopes))('%s: the preview says what the plan does', async (_name, change) => {
  const { put, preview } = await opens()
  const said = (await preview(change)).body as RulesPreview // checked by the route on its way out
  expect((await put(change)).status).toBe(200)
  const [status] = await desk.work()
  const plan = await planned()
  const { people, classes, enrollments, changed } = said
  expect({ people, classes, enrollments, changed }).toEqual({ people: plan.people, classes: plan.classes, enrollments: plan.enrollments, changed: plan.changed })
  for (const { sourcedId, students } of said.schools) expect(students).toEqual(plan.studentsAt(sourcedId))
  const gone = said.sample.filter(({ way }) => way === 'removed').map(({ sourcedId }) => sourcedId)
  expect(gone.sort()).toEqual(plan.gone)
  expect(status).toBe(said.held ? 'held' : 'cleared')
}) // prettier-ignore

test('a preview of letting a school in again names whom it would bring back', async () => {
  const { put, preview } = await opens()
  await put({ scope: { ...all, schools: ['s-lincoln-elementary', 's-lincoln-high'] } })
  await lincoln.settle()
  const said = (await preview({ scope: all })).body as RulesPreview // checked by the route on its way out
  await put({ scope: all })
  await desk.work()
  const plan = await planned()
  expect(said.people).toEqual(plan.people)
  expect(said.people.added).toBeGreaterThan(10)
})

test('a preview leaves no trace: neither a run, nor a plan, nor a lease, nor other rules', async () => {
  const { preview, read } = await opens()
  const trace = async () => {
    const { districtId } = await lincoln.district()
    const connection = await findConnection(lincoln.store.pool, await lincoln.district())
    const counts = await rows(
      lincoln.store.pool,
      sql`select (select count(*) from runs where district_id = ${districtId}) as runs, (select count(*) from plan_changes where district_id = ${districtId}) as changes,
        (select count(*) from issues where district_id = ${districtId}) as issues`,
    )
    return { connection, counts, rules: await read() }
  }
  const before = await trace()
  expect((await preview({ scope: { ...all, roles: ['student'] } })).status).toBe(200)
  expect(await trace()).toEqual(before)
  expect((await lincoln.sync()).status).toBe('empty')
}) // prettier-ignore

test('a limit that lets less pass holds at once, by whoever may change settings', async () => {
  const { put, read } = await opens('manager')
  const { rules } = await read()
  const limits = { ...rules.limits, students: { count: 1, share: 0 } }
  expect((await put({ limits })).body).toMatchObject({ task: null })
  await lincoln.drop('users', 'u-wyatt-begay', 'u-ada-park')
  await lincoln.drop('roles', 'u-wyatt-begay', 'u-ada-park')
  await lincoln.drop('enrollments', 'u-wyatt-begay', 'u-ada-park')
  expect((await lincoln.sync()).hazards).toMatchObject([{ code: 'MASS_REMOVE', count: 2, limit: 1 }])
})

test('more passes only with the comment of an owner, and never while a plan waits', async () => {
  const owner = await opens()
  const manager = await opens('manager')
  const { rules } = await owner.read()
  const limits = { ...rules.limits, students: { count: 30, share: 0.05 } }
  expect((await manager.put({ limits }, 'Two schools close')).body).toMatchObject({ error: { code: 'LIMIT_OWNER' } })
  expect((await owner.put({ limits })).body).toMatchObject({ error: { code: 'LIMIT_UNEXPLAINED' } })
  await lincoln.edit('users', text => text.split('\n').slice(0, 20).join('\n'))
  expect((await lincoln.sync()).status).toBe('held')
  expect((await owner.read()).looser).toBe('hold')
  expect((await owner.put({ limits }, 'Two schools close')).body).toMatchObject({ error: { code: 'LIMIT_HELD' } })
  await lincoln.edit('users', () => '')
}) // prettier-ignore

test('an owner who says why lets more pass, and the list of deeds says what became of what', async () => {
  const { page, put, read } = await opens()
  const { rules } = await read()
  const limits = { ...rules.limits, classes: { count: 20, share: 0.1 } }
  expect((await put({ limits }, 'We merge two schools')).body).toMatchObject({ version: 2, task: null })
  const { rows: deeds } = (await page.ask('GET', `${base}/activity?action=settings`)).body as Activity // checked by the route on its way out
  expect(deeds[0]?.detail).toMatchObject({ comment: 'We merge two schools', version: 2, limits: { from: rules.limits, to: limits } })
}) // prettier-ignore

test('what nobody knows cannot be chosen, nor a required field left out', async () => {
  const { put } = await opens()
  expect((await put({ fields: { 'users.givenName': false } })).status).toBe(422)
  expect((await put({ fields: { 'users.shoeSize': true } })).status).toBe(422)
  expect((await put({ scope: { ...all, schools: [] } })).status).toBe(422)
})

test('limits tell what they are a share of today', async () => {
  const { read } = await opens('viewer')
  const seen = await read()
  const of = Object.fromEntries(seen.today.map(({ limit, of }) => [limit, of]))
  expect(of).toMatchObject({ students: 36, teachers: 8, classes: 10, enrollments: 105 })
  expect(seen.schools.map(({ name, held }) => [name, held])).toEqual([['Lincoln Elementary', true], ['Lincoln High', true], ['Roosevelt Middle', true]])
  expect(seen.looser).toBe('owner')
}) // prettier-ignore
