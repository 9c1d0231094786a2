import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChangePage } from '../../src/http/contract/changes.ts'
import type { Hold, PartView } from '../../src/http/contract/holds.ts'
import type { Overview } from '../../src/http/contract/overview.ts'
import type { RunDetail, RunPage } from '../../src/http/contract/runs.ts'
import type { MemberRole } from '../../src/login/rights.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { after, joins, morning } from '../support/console.ts'
import { PaperDesk } from '../support/desk.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let desk: PaperDesk
let office: Awaited<ReturnType<typeof openOffice>>
const clock = { now: morning }
const base = '/api/districts/lincoln-usd'

beforeEach(async () => {
  clock.now = morning
  lincoln = await Lincoln.open()
  desk = new PaperDesk(lincoln.store, schoolDay)
  office = await openOffice(lincoln.store, clock, { desk })
  await lincoln.settle()
})
afterEach(async () => {
  await office.close()
  await lincoln.close()
})

async function opens(role: MemberRole = 'owner') {
  const { token, id } = await joins(lincoln.store, await lincoln.district(), role, clock.now)
  const page = new Browser(office.app)
  page.cookie = token
  const read = async <Body>(path: string) => (await page.ask('GET', `${base}${path}`)).body as Body // checked by the route on its way out
  const decide = (hold: Hold, more: object = {}) =>
    page.ask('POST', `${base}/holds/${hold.plan}/decide`, { digest: hold.digest, allow: hold.whole.allow, comment: 'Ada says so', ...more })
  return { page, id, read, decide }
} // prettier-ignore

const grade7 = ['ada-park', 'benjamin-obrien', 'chloe-washington', 'diego-munoz', 'fatou-diallo', 'grace-kim', 'henry-lefevre'] // prettier-ignore
const grade8 = ['isaac-brown', 'jasmine-patel', 'j-ellis', 'leilani-kaahumanu', 'miguel-de-la-cruz', 'naomi-cohen', 'omar-mansour'] // prettier-ignore

/** The source leaves these students out; resolves to the plan that is held. */
async function loses(names: readonly string[]): Promise<string> {
  const ids = names.map(name => `u-${name}`)
  for (const file of ['users', 'roles', 'enrollments']) await lincoln.drop(file, ...ids)
  const { plan } = await lincoln.sync()
  return plan ?? ''
}

async function students(): Promise<number> {
  const { rows } = await lincoln.store.pool.query<{ count: number }>(
    `select count(*)::int as count from roles where role = 'student' and removed_at is null`,
  )
  return rows[0]?.count ?? -1
}

test('a hold says why, beside the nights before, what probably happened, and who would go', async () => {
  await lincoln.edit('users', text => text.replace(',Omar,', ',Omar J,'))
  await lincoln.settle()
  const plan = await loses(grade7)
  const { read } = await opens()
  const hold = await read<Hold>(`/holds/${plan}`)
  expect(hold).toMatchObject({ plan, run: 3, status: 'held', standing: 'open', decision: null, divisible: true, proofFresh: true })
  expect(hold.hazards.map(({ code, measure, count, of, limit, schoolName }) => [code, measure, count, of, limit, schoolName])).toEqual([
    ['MASS_REMOVE', 'students', 7, 36, 5, null],
    ['MASS_REMOVE_SCHOOL', 'students', 7, 14, 5, 'Roosevelt Middle'],
    ['MASS_REMOVE_SCHOOL', 'enrollments', 25, 56, 11, 'Roosevelt Middle'],
  ])
  expect(hold.hazards[0]?.recent?.map(({ run, count }) => [run, count])).toEqual([[1, 0], [2, 0]])
  expect(hold.cause).toEqual({ code: 'one_grade', facts: { grade: '07', count: 7, of: 7 } })
  expect(hold.leavers).toMatchObject({ count: 7, graceDays: 14 })
  expect(hold.leavers.sample.map(({ name }) => name)).toContain('Ada Park')
  expect(hold.leavers.sample[0]).toMatchObject({ school: 'Roosevelt Middle', grades: ['07'], reason: 'absent' })
  expect(hold.schools).toMatchObject([{ name: 'Roosevelt Middle', people: { added: 0, changed: 0, removed: 7 }, enrollments: { removed: 25 }, hazards: 2 }])
}) // prettier-ignore

test('each choice says exactly what it would do, what it needs the consent to, and what it asks for', async () => {
  await lincoln.add('users', 'u-eva-diaz,,,true,eva.diaz,,Eva,Diaz,,1099,,,,,09,,,,,,s-lincoln-high,')
  await lincoln.add('roles', 'r-eva-diaz,,,u-eva-diaz,primary,student,,,s-lincoln-high,')
  const plan = await loses(grade7)
  const { read } = await opens()
  const hold = await read<Hold>(`/holds/${plan}`)
  expect(hold.whole).toMatchObject({ changes: 7 + 7 + 25 + 2, allow: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'], needs: { students: 7, of: 36, typed: 7, approvers: 1 } })
  expect(hold.additions).toMatchObject({ changes: 2, allow: [], needs: { students: 0, typed: null, approvers: 1 } })
  const high = await read<PartView>(`/holds/${plan}/part?school=s-lincoln-high`)
  expect(high).toMatchObject({ changes: 2, allow: [], kinds: [{ kind: 'users', added: 1 }, { kind: 'roles', added: 1 }] })
  const both = await read<PartView>(`/holds/${plan}/part?school=s-lincoln-high&school=s-roosevelt-middle`)
  expect(both).toMatchObject({ changes: 41, needs: { students: 7, typed: 7 } })
}) // prettier-ignore

test('what is approved runs, with the name, the comment and the part that were given', async () => {
  const plan = await loses(grade7)
  const { read, decide, id } = await opens()
  const hold = await read<Hold>(`/holds/${plan}`)
  expect(await decide(hold, { typed: 8 })).toMatchObject({ status: 422, body: { error: { code: 'NUMBER_MISTYPED' } } })
  expect(await decide(hold, { typed: 7, allow: ['MASS_REMOVE'] })).toMatchObject({ status: 422, body: { error: { code: 'HAZARD_STANDS', message: expect.stringContaining('MASS_REMOVE_SCHOOL') } } })
  expect(await decide(hold, { typed: 7, comment: '  ' })).toMatchObject({ status: 422, body: { error: { code: 'INPUT_INVALID' } } })
  expect(await decide(hold, { typed: 7 })).toMatchObject({ status: 202, body: { state: 'asked' } })
  expect((await read<Hold>(`/holds/${plan}`)).standing).toBe('deciding')
  expect(await students()).toBe(36)
  expect(await desk.work()).toEqual(['applied'])
  expect(await students()).toBe(29)
  const run = await read<RunDetail>(`/runs/2`)
  expect(run.decision).toMatchObject({ who: `console:${id}`, name: 'Ada Park', only: 'all', allow: hold.whole.allow, comments: [{ name: 'Ada Park', comment: 'Ada says so' }] })
  const noted = await lincoln.store.pool.query(`select action, target, detail->>'comment' as comment from audit where action like 'hold.%'`)
  expect(noted.rows).toEqual([{ action: 'hold.approve', target: `plan:${plan}`, comment: 'Ada says so' }])
  expect(await read<Hold>(`/holds/${plan}`)).toMatchObject({ standing: 'decided', decision: { name: 'Ada Park' } })
  expect(await decide(hold, { typed: 7 })).toMatchObject({ status: 409, body: { error: { code: 'PLAN_DECIDED' } } })
}) // prettier-ignore

test('a plan that takes more than a quarter of the students is decided by two people who want the same', async () => {
  const plan = await loses([...grade7, ...grade8])
  const [one, other] = [await opens(), await opens('manager')]
  const hold = await one.read<Hold>(`/holds/${plan}`)
  expect(hold.whole.needs).toEqual({ students: 14, of: 36, typed: 14, approvers: 2 })
  expect(await one.decide(hold, { typed: 14 })).toMatchObject({ status: 202, body: { state: 'waits_for_second', task: null } })
  expect(await one.decide(hold, { typed: 14 })).toMatchObject({ status: 409, body: { error: { code: 'SECOND_NEEDED' } } })
  const seen = await other.read<Hold>(`/holds/${plan}`)
  expect(seen.approvals).toMatchObject([{ id: one.id, comment: 'Ada says so', you: false }])
  expect(await desk.work()).toEqual([])
  clock.now = after(1)
  expect(await other.decide(hold, { typed: 14, comment: 'I asked too' })).toMatchObject({ body: { state: 'asked' } })
  expect(await desk.work()).toEqual(['applied'])
  expect(await students()).toBe(22)
  expect((await other.read<RunDetail>('/runs/2')).decision?.comments.map(({ comment }) => comment)).toEqual(['Ada says so', 'I asked too'])
}) // prettier-ignore

test('two admins who decide at once make one decision', async () => {
  const plan = await loses(grade7)
  const [one, other] = [await opens(), await opens('manager')]
  const hold = await one.read<Hold>(`/holds/${plan}`)
  const answers = await Promise.all([one.decide(hold, { typed: 7 }), other.decide(hold, { typed: 7, only: 'additions', allow: [] })]) // prettier-ignore
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
  expect(answers.find(({ status }) => status === 409)).toMatchObject({ body: { error: { code: 'PLAN_DECIDED', message: expect.stringContaining('being carried out') } } }) // prettier-ignore
  expect(await desk.work()).toHaveLength(1)
})

test('a decision is about the plan that was looked at, in the roster it was made for', async () => {
  const plan = await loses(grade7)
  const { read, decide, page } = await opens()
  const hold = await read<Hold>(`/holds/${plan}`)
  expect(await decide({ ...hold, digest: 'f'.repeat(64) }, { typed: 7 })).toMatchObject({ status: 409, body: { error: { code: 'PLAN_CHANGED' } } }) // prettier-ignore
  expect((await page.ask('POST', `${base}/holds/${plan}/check-again`)).status).toBe(202)
  expect(await desk.work()).toEqual(['held'])
  expect(await read<Hold>(`/holds/${plan}`)).toMatchObject({ status: 'superseded', standing: 'decided' })
  expect(await decide(hold, { typed: 7 })).toMatchObject({ status: 409, body: { error: { code: 'PLAN_DECIDED', message: expect.stringContaining('newer run') } } }) // prettier-ignore
})

test('only who may decides, with a fresh proof, and everybody else may look', async () => {
  const plan = await loses(grade7)
  const hold = await (await opens()).read<Hold>(`/holds/${plan}`)
  for (const role of ['viewer', 'helpdesk', 'privacy'] as const) {
    const { read, decide } = await opens(role)
    expect((await read<Hold>(`/holds/${plan}`)).plan).toBe(plan)
    expect(await decide(hold)).toMatchObject({ status: 403, body: { error: { code: 'RIGHT_MISSING' } } })
  }
  const { decide, page, read } = await opens()
  clock.now = after(16)
  expect((await read<Hold>(`/holds/${plan}`)).proofFresh).toBe(false)
  expect(await decide(hold, { typed: 7 })).toMatchObject({ status: 403, body: { error: { code: 'PROOF_NEEDED' } } }) // prettier-ignore
  expect(await page.ask('POST', `${base}/holds/${plan}/discard`, { digest: hold.digest, comment: 'no' })).toMatchObject({ status: 403, body: { error: { code: 'PROOF_NEEDED' } } }) // prettier-ignore
})

test('what is discarded changes nothing, cannot be applied, and may be held again', async () => {
  const plan = await loses(grade7)
  const { read, decide, page } = await opens()
  const hold = await read<Hold>(`/holds/${plan}`)
  const body = { digest: hold.digest, comment: 'Grade 7 was left out' }
  expect((await page.ask('POST', `${base}/holds/${plan}/discard`, body)).body).toEqual({ plan, status: 'discarded' }) // prettier-ignore
  expect(await page.ask('POST', `${base}/holds/${plan}/discard`, body)).toMatchObject({ status: 409, body: { error: { code: 'PLAN_DECIDED' } } }) // prettier-ignore
  expect(await decide(hold, { typed: 7 })).toMatchObject({ status: 409, body: { error: { code: 'PLAN_DECIDED' } } }) // prettier-ignore
  await expect(lincoln.approve(plan, ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'])).rejects.toThrow(/it is discarded already/) // prettier-ignore
  expect(await students()).toBe(36)
  expect((await read<RunPage>('/runs')).runs[0]).toMatchObject({
    run: 2,
    result: 'held',
    planStatus: 'discarded',
  })
  expect((await read<RunDetail>('/runs/2')).decision).toMatchObject({ comments: [{ name: 'Ada Park', comment: 'Grade 7 was left out' }] }) // prettier-ignore
  expect(await read<Overview>('/overview')).toMatchObject({ headline: { state: 'left_out' } })
  expect((await lincoln.sync()).status).toBe('held')
})

test('the additions of a held plan run alone, and leave the rest for another night', async () => {
  await lincoln.add('users', 'u-eva-diaz,,,true,eva.diaz,,Eva,Diaz,,1099,,,,,09,,,,,,s-lincoln-high,')
  await lincoln.add('roles', 'r-eva-diaz,,,u-eva-diaz,primary,student,,,s-lincoln-high,')
  const plan = await loses(grade7)
  const { read, decide } = await opens()
  const hold = await read<Hold>(`/holds/${plan}`)
  expect((await decide(hold, { only: 'additions', allow: [] })).status).toBe(202)
  expect(await desk.work()).toEqual(['applied'])
  expect(await students()).toBe(37)
  const ran = async (asked: boolean) => (await read<ChangePage>(`/runs/2/changes?kind=users&ran=${asked}`)).rows.map(({ sourcedId, ran }) => [sourcedId, ran]) // prettier-ignore
  expect(await ran(true)).toEqual([['u-eva-diaz', true]])
  expect(await ran(false)).toHaveLength(7)
  expect(await read<RunDetail>('/runs/2')).toMatchObject({ decision: { only: 'additions' }, kinds: expect.arrayContaining([expect.objectContaining({ kind: 'users', counts: expect.objectContaining({ create: 1, remove: 0 }) })]) }) // prettier-ignore
  expect((await read<RunDetail>('/runs/2')).schools.map(({ name, kinds }) => [name, kinds])).toMatchObject([['Lincoln High', { users: { create: 1, remove: 0 }, roles: { create: 1 } }]]) // prettier-ignore
  expect((await read<Overview>('/overview')).headline).toMatchObject({ state: 'left_out', owner: 'you' })
})

test('a school that the plan does not touch cannot be chosen, nor a hazard that there is not', async () => {
  const plan = await loses(grade7)
  const { read, decide } = await opens()
  const hold = await read<Hold>(`/holds/${plan}`)
  expect(await decide(hold, { schools: ['s-lincoln-high'] })).toMatchObject({ status: 422, body: { error: { code: 'SCHOOL_UNTOUCHED' } } }) // prettier-ignore
  expect(await decide(hold, { allow: ['EVERYTHING'] })).toMatchObject({ status: 422, body: { error: { code: 'INPUT_INVALID' } } }) // prettier-ignore
})
