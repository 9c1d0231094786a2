import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MemberRole } from '../../src/login/rights.ts'
import type { SearchHit, SearchPage } from '../../src/http/contract/people.ts'
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

async function hits(page: Browser, query: string): Promise<SearchHit[]> {
  const answer = await page.ask('GET', `${base}/search?${query}`)
  expect(answer.status).toBe(200)
  return (answer.body as SearchPage).hits // shaped by the route's own schema
}

test('a help desk finds a person with a typing error, and opens them, their class and their school', async () => {
  const page = await opens('helpdesk')
  const [ada] = await hits(page, 'q=ada%20prak')
  expect(ada?.sourcedId).toBe('u-ada-park')
  const person = await page.ask('GET', `${base}/people/${ada?.id}`)
  expect(person.body).toMatchObject({ name: 'Ada Park', classes: { total: 4 } })
  const [algebra] = await hits(page, 'q=c-algebra-p3&facet=classes')
  expect((await page.ask('GET', `${base}/classes/${algebra?.id}`)).body).toMatchObject({ title: 'Algebra I, Period 3' })
  const [school] = await hits(page, 'q=roosevelt&facet=schools')
  expect((await page.ask('GET', `${base}/schools/${school?.id}`)).body).toMatchObject({ name: 'Roosevelt Middle' })
}) // prettier-ignore

test('all schools are listed with who is there', async () => {
  const { body } = await (await opens('owner')).ask('GET', `${base}/schools`)
  const listed = (body as { hits: (SearchHit & { counts: { students: number } })[] }).hits // shaped by the route's own schema
  expect(listed.map(({ name }) => name)).toEqual(['Lincoln Elementary', 'Lincoln High', 'Roosevelt Middle'])
  expect(listed.reduce((sum, { counts }) => sum + counts.students, 0)).toBe(36)
})

test('a viewer of one school finds and opens nobody of another', async () => {
  const [ada] = await hits(await opens('owner'), 'q=u-ada-park')
  const page = await opens('viewer', ['s-lincoln-high'])
  expect(await hits(page, 'q=u-ada-park')).toEqual([])
  const answer = await page.ask('GET', `${base}/people/${ada?.id}`)
  expect([answer.status, answer.body.error]).toMatchObject([404, { code: 'RECORD_UNKNOWN' }])
  const everybody = await hits(page, '')
  expect(everybody.length).toBeGreaterThan(0)
  expect(everybody.every(hit => hit.schools.some(({ sourcedId }) => sourcedId === 's-lincoln-high'))).toBe(
    true,
  )
})

test('a question that is too long, and an id that is none, are refused', async () => {
  const page = await opens('owner')
  expect((await page.ask('GET', `${base}/search?q=${'x'.repeat(201)}`)).status).toBe(422)
  expect((await page.ask('GET', `${base}/search?q=a+b+c+d+e+f+g`)).body.error).toMatchObject({ code: 'QUERY_TOO_LONG' })
  expect((await page.ask('GET', `${base}/people/u-ada-park`)).status).toBe(422)
}) // prettier-ignore

test('what is searched for stands in no log', async () => {
  await hits(await opens('owner'), 'q=ada%20park')
  // Not "ada" alone: references are random hex, which spells it now and then.
  expect(JSON.stringify(office.lines)).not.toMatch(/park|prak/i)
})
