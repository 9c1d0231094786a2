import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SearchPage } from '../../src/http/contract/people.ts'
import type { History, Recheck, SourceRow, Why } from '../../src/http/contract/why.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { refreshSearch } from '../../src/store/search/refresh.ts'
import { Lincoln } from '../events/district.ts'
import { joins, morning } from '../support/console.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  await refreshSearch(lincoln.store.pool, (await lincoln.district()).districtId)
  office = await openOffice(lincoln.store, { now: morning })
})
afterAll(async () => {
  await office.close()
  await lincoln.close()
})

const base = '/api/districts/lincoln-usd'

async function opens(role: MemberRole, schools: readonly string[] | null = null): Promise<Browser> {
  const person = await joins(lincoln.store, await lincoln.district(), role, morning)
  if (schools !== null)
    await lincoln.store.pool.query('update members set schools = $1 where console_user_id = $2', [schools, person.id]) // prettier-ignore
  const page = new Browser(office.app)
  page.cookie = person.token
  return page
}

/** What the address answers, in the shape of its route's own schema. */
async function reads<Answer>(page: Browser, path: string): Promise<Answer> {
  const answer = await page.ask('GET', `${base}${path}`)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.body as Answer
}

async function idOf(page: Browser, sourcedId: string): Promise<string> {
  const { hits } = await reads<SearchPage>(page, `/search?q=${sourcedId}`)
  return hits.find(hit => hit.sourcedId === sourcedId)?.id ?? ''
}

test('an explanation names ids and nobody’s name, and the chain says what holds', async () => {
  const page = await opens('helpdesk')
  const id = await idOf(page, 'u-ada-park')
  const why = await reads<Why>(page, `/people/${id}/why`)
  expect(why).toMatchObject({ found: true, owner: null, subject: { kind: 'users', id, sourcedId: 'u-ada-park' } })
  expect(why.checks.filter(({ pass }) => !pass)).toEqual([])
  expect(JSON.stringify(why)).not.toContain('Ada Park')
}) // prettier-ignore

test('asked about a class a person is not in, it says what is missing and who can add it', async () => {
  const page = await opens('helpdesk')
  const id = await idOf(page, 'u-ada-park')
  const { hits } = await reads<SearchPage>(page, '/search?facet=classes')
  const person = await reads<{ classes: { rows: { class: { sourcedId: string } }[] } }>(page, `/people/${id}`)
  const mine = new Set(person.classes.rows.map(seat => seat.class.sourcedId))
  const other = hits.find(hit => !mine.has(hit.sourcedId))
  const why = await reads<Why>(page, `/people/${id}/why?class=${other?.sourcedId}`)
  expect(why.owner).toBe('source')
  expect(why.checks.find(({ pass }) => !pass)?.check).toBe('enrollment received')
})

test('what the source sent stands beside what we hold', async () => {
  const page = await opens('owner')
  const id = await idOf(page, 'u-ada-park')
  const { source } = await reads<SourceRow>(page, `/people/${id}/source`)
  expect(source).toMatchObject({ file: 'users.csv', record: { sourcedId: 'u-ada-park', givenName: 'Ada' } })
})

test('the history begins with what the record came with', async () => {
  const page = await opens('owner')
  const { steps } = await reads<History>(page, `/people/${await idOf(page, 'u-ada-park')}/history`)
  expect(steps[0]).toMatchObject({ op: 'create', reason: 'new' })
  expect(steps[0]?.fields).toContainEqual({ field: 'givenName', before: null, after: 'Ada' })
})

test('a record that the newest plan does not list stays as it is', async () => {
  const page = await opens('owner')
  const found = await reads<Recheck>(page, `/people/${await idOf(page, 'u-ada-park')}/recheck`)
  expect(found.run).not.toBeNull()
  expect(found.change).toBeNull()
})

test('something that never came is explained by where it stopped', async () => {
  const why = await reads<Why>(await opens('owner'), '/why?asked=u-nobody')
  expect(why).toMatchObject({ found: false, owner: 'source', subject: { id: null } })
})

test('a viewer of one school is told nothing of another, in no tab and by no question', async () => {
  const owner = await opens('owner')
  const [person, room, school] = await Promise.all(['u-ada-park', 'c-algebra-p3', 's-roosevelt-middle'].map(one => idOf(owner, one)))
  const page = await opens('viewer', ['s-lincoln-high'])
  for (const path of [`/people/${person}`, `/classes/${room}`, `/schools/${school}`])
    for (const tab of ['why', 'source', 'history', 'recheck'])
      expect([path, tab, (await page.ask('GET', `${base}${path}/${tab}`)).status]).toEqual([path, tab, 404])
  for (const asked of ['u-ada-park', 'c-algebra-p3', 'u-nobody'])
    expect([asked, (await page.ask('GET', `${base}/why?asked=${asked}`)).status]).toEqual([asked, 404])
}) // prettier-ignore

test('whoever sees a person of their school does not see their classes and roles elsewhere', async () => {
  const { pool } = lincoln.store
  const { districtId } = await lincoln.district()
  const owner = await opens('owner')
  const id = await idOf(owner, 'u-ada-park')
  await pool.query(
    `insert into roles (district_id, id, connection_id, sourced_id, user_sourced_id, role, org_sourced_id, created_run, updated_run)
      select district_id, gen_random_uuid(), connection_id, 'r-second', sourced_id, 'student', 's-lincoln-high', 1, 1 from users where district_id = $1 and id = $2`,
    [districtId, id],
  )
  const page = await opens('viewer', ['s-lincoln-high'])
  const seen = await reads<{ roles: { school: { sourcedId: string } }[]; classes: { total: number } }>(page, `/people/${id}`)
  expect(seen.roles.map(({ school }) => school.sourcedId)).toEqual(['s-lincoln-high'])
  expect(seen.classes.total).toBe(0)
}) // prettier-ignore
