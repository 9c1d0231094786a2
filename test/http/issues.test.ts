import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IssueList, RuleIssues } from '../../src/http/contract/issues.ts'
import type { Overview } from '../../src/http/contract/overview.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { joins, keptTo, supports } from '../support/console.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
const clock = { now: new Date(`${schoolDay}T15:00:00Z`) }
const base = '/api/districts/lincoln-usd'

/** Ada Park of Roosevelt gets a grade nobody knows in the second night, Penelope Young of Lincoln High in the third. */
beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  await grade('u-ada-park', '07')
  await lincoln.settle()
  await grade('u-penelope-young', '09')
  await lincoln.settle()
  office = await openOffice(lincoln.store, clock)
})
afterAll(async () => {
  await office.close()
  await lincoln.close()
})

async function grade(who: string, from: string): Promise<void> {
  await lincoln.edit('users', text => text.replace(new RegExp(`^${who},.*$`, 'm'), line => line.replace(`,${from},`, ',Z9,'))) // prettier-ignore
}

async function opens(role: MemberRole = 'owner') {
  const { token, id } = await joins(lincoln.store, await lincoln.district(), role, clock.now)
  return { ...browse(token), id }
}

function browse(token: string) {
  const page = new Browser(office.app)
  page.cookie = token
  const list = async () => (await page.ask('GET', `${base}/issues`)).body as IssueList // checked by the route on its way out
  return { page, list }
}

const rule = 'unknown_grade'

test('a rule tells how many, at which schools, and in which run it was found first and last', async () => {
  const { list } = await opens()
  const { groups, total, muted, checked } = await list()
  expect([total, muted, checked?.run]).toEqual([2, 0, 3])
  expect(groups).toMatchObject([
    { rule, severity: 'warning', count: 2, schools: ['Lincoln High', 'Roosevelt Middle'], firstRun: 2, lastRun: 3, assignee: null, mutedUntil: null },
  ]) // prettier-ignore
})

test('its records tell file, row, masked value and school, and lead to the record', async () => {
  const { page } = await opens()
  const { issues, after } = (await page.ask('GET', `${base}/issues/${rule}`)).body as RuleIssues // as above
  expect(after).toBeNull()
  expect(
    issues.map(({ sourcedId, school, firstRun, value }) => [sourcedId, school, firstRun, value]),
  ).toEqual([
    ['u-ada-park', 'Roosevelt Middle', 2, '**'],
    ['u-penelope-young', 'Lincoln High', 3, '**'],
  ])
  expect(issues[0]).toMatchObject({ file: 'users.csv', field: 'grades', record: { kind: 'users' } })
  const one = (await page.ask('GET', `${base}/issues/${rule}?school=s-lincoln-high`)).body as RuleIssues
  expect(one.issues.map(({ sourcedId }) => sourcedId)).toEqual(['u-penelope-young'])
})

test('whoever is kept to one school sees its issues, in every list and in the file', async () => {
  const token = await keptTo(lincoln.store, await lincoln.district(), 's-roosevelt-middle', clock.now)
  const { page, list } = browse(token)
  expect((await list()).groups).toMatchObject([{ rule, count: 1, schools: ['Roosevelt Middle'] }])
  const { issues } = (await page.ask('GET', `${base}/issues/${rule}`)).body as RuleIssues
  expect(issues.map(({ sourcedId }) => sourcedId)).toEqual(['u-ada-park'])
  expect((await page.ask('GET', `${base}/issues.csv`)).text).not.toContain('u-penelope-young')
  const run = await page.ask('GET', `${base}/runs/3/issues`)
  expect([run.text.includes('u-ada-park'), run.text.includes('u-penelope-young')]).toEqual([true, false])
})

test('a rule that is muted comes last and counts apart until its day is over, and is given to one of the team', async () => {
  const { page, id, list } = await opens()
  const care = { assignee: id, mutedUntil: schoolDay, note: 'The SIS is mended on Monday.' }
  expect((await page.ask('PUT', `${base}/issues/${rule}/care`, care)).status).toBe(200)
  const muted = await list()
  expect([muted.total, muted.muted]).toEqual([2, 2])
  expect(muted.groups).toMatchObject([{ mutedUntil: schoolDay, note: care.note, assignee: { id, name: 'Ada Park' } }]) // prettier-ignore
  expect(((await page.ask('GET', `${base}/overview`)).body as Overview).issues.total).toBe(0)
  clock.now = new Date(clock.now.getTime() + 86_400_000)
  const later = await (await opens()).list()
  expect([later.muted, later.groups[0]?.mutedUntil]).toEqual([0, null])
  clock.now = new Date(`${schoolDay}T15:00:00Z`)
})

test('only who may change settings looks after a rule, and only for a rule and a member there are', async () => {
  const care = { assignee: null, mutedUntil: null, note: '' }
  const { page } = await opens('helpdesk')
  expect((await page.ask('PUT', `${base}/issues/${rule}/care`, care)).status).toBe(403)
  const { page: owner } = await opens()
  expect((await owner.ask('PUT', `${base}/issues/no_such_rule/care`, care)).body).toMatchObject({ error: { code: 'RULE_UNKNOWN' } }) // prettier-ignore
  const stranger = { ...care, assignee: '00000000-0000-4000-8000-000000000000' }
  expect((await owner.ask('PUT', `${base}/issues/${rule}/care`, stranger)).status).toBe(404)
})

test('nobody of the vendor takes the file away', async () => {
  const sam = new Browser(office.app)
  sam.cookie = (await supports(lincoln.store, 'admin', clock.now)).token
  expect((await sam.ask('GET', `${base}/issues`)).status).toBe(200)
  expect((await sam.ask('GET', `${base}/issues.csv`)).body).toMatchObject({
    error: { code: 'RIGHT_MISSING' },
  })
})

test('the file has a row for each record and rule, with the columns that administrators know', async () => {
  const { page } = await opens()
  const [head, ...lines] = (await page.ask('GET', `${base}/issues.csv`)).text.trimEnd().split('\r\n')
  expect(head).toBe('SourcedId,Type,Field,Value (masked),Rule,Severity,Message,Fix,First seen,Run')
  expect(lines.map(line => line.split(',').slice(0, 6))).toEqual([
    ['u-ada-park', 'users', 'grades', '**', rule, 'warning'],
    ['u-penelope-young', 'users', 'grades', '**', rule, 'warning'],
  ])
  expect(lines.map(line => line.split(',').at(-1))).toEqual(['2', '3'])
})
