import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRest } from '../../src/store/rest.ts'
import { explain } from '../../src/explain/explain.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import { handRun } from '../../src/sync/hand-run.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { codes, openAtClever, type AtClever, type Lincoln } from './at-clever.ts'

/* What goes wrong where districts share through Clever, as their vendors have reported it, from Clever to the roster. */

let clever: AtClever
beforeAll(async () => {
  clever = await openAtClever()
})
afterAll(() => clever.close())

async function settled(plan: Parameters<AtClever['lincoln']>[0] = {}): Promise<Lincoln> {
  const lincoln = await clever.lincoln(plan)
  expect((await lincoln.run()).status).toBe('applied')
  return lincoln
}
const isLive = ({ removed_at }: { readonly removed_at: Date | null }) => removed_at === null
const today = '2026-11-25'
const order = ({ store, district }: Lincoln) => ({
  store,
  district: district.key,
  who: 'test',
  today: () => today,
})

async function approved(lincoln: Lincoln, { plan, hazards }: Outcome): Promise<void> {
  const allow = [...new Set(hazards.map(({ code }) => code))]
  const decision = { allow, only: 'all', schools: null } as const
  const { status } = await applyPlan({ ...order(lincoln), progress: () => undefined, plan: plan ?? '', decision }) // prettier-ignore
  expect(status).toBe('applied')
}

/** What the open issues of a rule say. */
async function open({ store, district }: Lincoln, rule: string): Promise<string[]> {
  const { rows } = await store.pool.query<{ message: string }>('select message from issues where district_id = $1 and rule = $2 and closed_run is null', [district.districtId, rule])
  return rows.map(({ message }) => message)
} // prettier-ignore

test('the first sync needs nobody to have signed in, and the second plans nothing', async () => {
  const lincoln = await clever.lincoln()
  const { rows: people } = await lincoln.store.pool.query('select 1 from console_users')
  expect([people.length, (await lincoln.run()).status, (await lincoln.run()).status]).toEqual([
    0,
    'applied',
    'empty',
  ])
  const { users, sections, schools } = lincoln.seat.clever.view()
  const seats = sections.rows.reduce(
    (sum, { students, teachers }) => sum + students.length + teachers.length,
    0,
  )
  expect(await lincoln.live()).toMatchObject({
    users: users.rows.length,
    classes: sections.rows.length,
    orgs: schools.rows.length + 1,
    enrollments: seats,
  })
})

describe('nobody is removed', () => {
  let lincoln: Lincoln
  let before: unknown
  beforeAll(async () => {
    lincoln = await settled()
    before = await lincoln.live()
  })

  test.each<[string, string, object, string, RegExp]>([
    ['somebody disconnects the app', 'disconnect', {}, 'SOURCE_NOT_SHARED', /administrator of the district/],
    ['the district shares nothing', 'share', { by: 'nothing' }, 'SOURCE_EMPTY', /choose what to share/],
  ])('when %s: it is refused in words, and is good again afterwards', async (_, kind, more, code, remedy) => {
    await lincoln.change(kind, more)
    await expect(lincoln.run()).rejects.toMatchObject({
      code,
      exit: 4,
      message: expect.stringMatching(remedy) as string,
    })
    expect(await lincoln.live()).toEqual(before)
    for (const undo of ['connect', 'share']) await lincoln.change(undo)
    expect((await lincoln.run()).status).toBe('empty')
  })

  test('when the token was replaced: the new one is found by the district', async () => {
    await lincoln.change('token')
    expect((await lincoln.run()).status).toBe('empty')
  })

  test.each([
    ['state', { state: 'pending' }, /waits for the district/],
    ['state', { state: 'error' }, /could not take in/],
    [
      'pause',
      { start: '2026-06-05', end: '2026-08-10' },
      /paused for this district from 2026-06-05 until 2026-08-10/,
    ],
  ])('while Clever says %s %j, whatever is missing; additions still come', async (kind, more, why) => {
    await lincoln.change(kind, more)
    const [school] = lincoln.seat.clever.view().schools.rows
    await lincoln.change('share', { by: 'schools', schools: [school?.sis_id] })
    const outcome = await lincoln.run()
    expect([outcome.status, codes(outcome)]).toEqual(['empty', ['INCOMPLETE']])
    const issues = await open(lincoln, 'incomplete_read')
    expect([issues.length, issues.filter(message => !why.test(message))]).toEqual([
      outcome.issueCounts['incomplete_read'],
      [],
    ])
    expect(await lincoln.live()).toEqual(before)
    await lincoln.change('share')
    await lincoln.change('state', { state: 'running' })
  })

  test('while what changed waits for review at Clever; once it is approved our own limit asks again', async () => {
    await lincoln.change('freeze')
    await lincoln.change('mass-removal', { share: 0.5 })
    expect((await lincoln.run()).status).toBe('empty')
    await lincoln.change('approve')
    const outcome = await lincoln.run()
    expect([outcome.status, codes(outcome)]).toEqual(['held', ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL']])
    expect(await lincoln.live()).toEqual(before)
  })
})

describe('sharing', () => {
  test('that is cut to one school is held by our own limit, which Clever has none of', async () => {
    const lincoln = await settled()
    const before = await lincoln.live()
    const [school] = lincoln.seat.clever.view().schools.rows
    await lincoln.change('share', { by: 'schools', schools: [school?.sis_id] })
    const outcome = await lincoln.run()
    expect([outcome.status, codes(outcome)]).toEqual([
      'held',
      ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'SCHOOL_VANISHED', 'TERM_MISSING'],
    ])
    expect(await lincoln.live()).toEqual(before)
    await lincoln.change('share')
    expect((await lincoln.run()).status).toBe('empty')
  })

  test('without somebody whom sections still name archives that one, counts why, and brings the same id back', async () => {
    const lincoln = await settled()
    const { sections, users } = lincoln.seat.clever.view()
    const id = sections.rows[0]?.students[0] ?? ''
    const section = sections.rows[0]?.id ?? ''
    const seats = sections.rows.filter(({ students }) => students.includes(id)).length
    const held = async () => (await lincoln.held('users')).find(one => one.sourced_id === id)
    const ours = (await held())?.id
    await lincoln.change('share', { without: [users.index.get(id)?.roles.student?.sis_id] })
    expect(await lincoln.run()).toMatchObject({
      status: 'applied',
      counts: { users: { remove: 1 }, enrollments: { remove: seats } },
      issueCounts: { missing_target_record: 1 },
    })
    expect(await open(lincoln, 'missing_target_record')).toEqual([
      expect.stringMatching(
        new RegExp(`^${seats} places in sections are of people whom the district does not share`),
      ),
    ])
    const { store, district } = lincoln
    const why = {
      data: store.data,
      district: district.key,
      asked: id,
      kind: 'users',
      classId: section,
      now: new Date(),
      today: () => today,
      next: (words: string) => words,
    } as const
    expect(await explain(store.pool, why)).toMatchObject({
      owner: 'source',
      answer: expect.stringContaining('not in the source any more') as string,
    })
    await lincoln.change('share')
    expect((await lincoln.run()).status).toBe('applied')
    expect(await held()).toMatchObject({ id: ours, removed_at: null })
  })

  test('of contacts is not taken up unless the connection asks for them', async () => {
    const lincoln = await settled({ guardians: true })
    const contacts = lincoln.seat.clever.view().users.rows.filter(({ roles }) => roles.contact)
    const parents = async () =>
      (await lincoln.held('roles')).filter(one => isLive(one) && one['role'] === 'guardian').length
    expect([contacts.length > 10, await parents()]).toEqual([true, 0])
    await lincoln.tie({ contacts: 'yes' })
    expect(await lincoln.run()).toMatchObject({ status: 'applied', issueCounts: {} })
    expect(await parents()).toBe(contacts.length)
  })
})

describe('a section', () => {
  test('is each that somebody teaches, also who teaches beside another', async () => {
    const lincoln = await settled()
    const { sections } = lincoln.seat.clever.view()
    const pairs = sections.rows.flatMap(({ id, teachers }) =>
      teachers.map((one, at) => `${id} ${one} ${at === 0}`),
    )
    const taught = (await lincoln.held('enrollments')).filter(one => one['role'] === 'teacher')
    expect(
      taught
        .map(
          one =>
            `${String(one['class_sourced_id'])} ${String(one['user_sourced_id'])} ${String(one['primary'])}`,
        )
        .toSorted(),
    ).toEqual(pairs.toSorted())
    expect(sections.rows.some(({ teachers }) => teachers.length > 1)).toBe(true)
  })

  test('without course, term, grade or subject is a class as any other', async () => {
    const lincoln = await clever.lincoln()
    lincoln.seat.switches.on.set('bareClasses', 3)
    expect(await lincoln.run()).toMatchObject({ status: 'applied', issueCounts: {} })
    expect((await lincoln.live())['classes']).toBe(lincoln.seat.clever.view().sections.rows.length)
    lincoln.seat.switches.on.clear()
    expect(codes(await lincoln.run())).toEqual([])
  })
})

describe('a person', () => {
  test('whose e-mail is none, or that of somebody else, is there once, with it as it was written', async () => {
    const lincoln = await clever.lincoln()
    lincoln.seat.switches.on.set('oddEmails', true)
    expect((await lincoln.run()).status).toBe('applied')
    const odd = lincoln.seat.clever
      .view()
      .users.rows.filter(({ id }) => id.endsWith('7'))
      .map(({ id }) => id)
    const held = (await lincoln.held('users')).filter(({ email }) => email === 'not-an-actual-email')
    expect(held.map(one => one.sourced_id)).toEqual(odd.toSorted())
    expect((await lincoln.live())['users']).toBe(lincoln.seat.clever.view().users.rows.length)
  })

  test('made by hand with the e-mail of somebody at Clever becomes that one only when a person says so', async () => {
    const lincoln = await clever.lincoln()
    const student = lincoln.seat.clever.view().users.rows.find(({ roles, email }) => roles.student && email)
    await lincoln.change('share', { without: [student?.roles.student?.sis_id] })
    await lincoln.run()
    const school = student?.roles.student?.school ?? ''
    const person = {
      givenName: 'Kim',
      familyName: 'Lee',
      preferredGivenName: null,
      email: student?.email ?? '',
      username: null,
      identifier: null,
      grade: null,
      role: 'student',
      school,
    }
    await handRun({ ...order(lincoln), deed: { do: 'create', person } })
    await lincoln.change('share')
    const outcome = await lincoln.run()
    expect([outcome.status, codes(outcome), outcome.counts.users?.create]).toEqual([
      'held',
      ['MATCH_UNSURE'],
      0,
    ])
    const [made] = (await lincoln.held('users')).filter(
      one => one['family_name'] === 'Lee' && one['given_name'] === 'Kim',
    )
    await approved(lincoln, outcome)
    expect((await lincoln.held('users')).find(one => one.sourced_id === student?.id)?.id).toBe(made?.id)
  })

  test('of the roster cannot be taken out by hand, for Clever would bring them back', async () => {
    const lincoln = await settled()
    const [student] = await lincoln.held('users')
    await expect(
      handRun({ ...order(lincoln), deed: { do: 'remove', id: student?.id ?? '' } }),
    ).rejects.toMatchObject({ code: 'RECORD_ROSTERED' })
  })

  test('with another sis_id has another id at Clever and the same with us, also after being away', async () => {
    const lincoln = await settled()
    const found = lincoln.seat.clever.view().users.rows.find(({ roles }) => roles.student)
    const held = async (id: string) => (await lincoln.held('users')).find(one => one.sourced_id === id)?.id
    const ours = await held(found?.id ?? '')
    await lincoln.change('sis-id', { sourcedId: found?.roles.student?.sis_id, to: 'x-1' })
    expect((await lincoln.run()).counts).toMatchObject({ users: { update: 1, create: 0, remove: 0 } })
    const anew =
      lincoln.seat.clever.view().users.rows.find(({ roles }) => roles.student?.sis_id === 'x-1')?.id ?? ''
    expect([anew === found?.id, await held(anew)]).toEqual([false, ours])
    await lincoln.change('share', { without: ['x-1'] })
    expect((await lincoln.run()).counts).toMatchObject({ users: { remove: 1 } })
    await lincoln.change('sis-id', { sourcedId: 'x-1', to: 'x-2' })
    await lincoln.change('share')
    expect((await lincoln.run()).counts).toMatchObject({ users: { create: 0, restore: 1 } })
    const again =
      lincoln.seat.clever.view().users.rows.find(({ roles }) => roles.student?.sis_id === 'x-2')?.id ?? ''
    expect([again === anew, await held(again)]).toEqual([false, ours])
  })

  test('and everybody else with other ids are held with the ids they had', async () => {
    const lincoln = await settled()
    await lincoln.change('re-key')
    const outcome = await lincoln.run()
    expect([outcome.status, codes(outcome)]).toEqual(['held', expect.arrayContaining(['RE_KEYED'])])
    expect(outcome.counts.users).toMatchObject({ create: 0, remove: 0 })
    const ours = async () => (await lincoln.held('users')).map(({ id }) => id).toSorted()
    const before = await ours()
    await approved(lincoln, outcome)
    expect(await ours()).toEqual(before)
  })

  test('who is two at Clever from now on stays the teacher; that the other has the same username is asked about', async () => {
    const lincoln = await settled()
    const both = lincoln.seat.clever.view().users.rows.find(({ roles }) => roles.teacher && roles.staff)
    const seats = async () =>
      (await lincoln.held('enrollments')).filter(one => isLive(one) && one['user_sourced_id'] === both?.id)
        .length
    const before = await seats()
    await lincoln.change('split', { sourcedId: both?.roles.teacher?.sis_id })
    const outcome = await lincoln.run()
    expect([
      outcome.status,
      outcome.counts.users?.create,
      outcome.counts.users?.remove,
      await seats(),
    ]).toEqual(['held', 1, 0, before])
    expect(codes(outcome)).toEqual(['LOGIN_MOVED'])
  })
})

describe('a year', () => {
  test('turns with new grades, terms and sections: people move up, classes of the old one are archived', async () => {
    const lincoln = await settled()
    await lincoln.change('new-year')
    const outcome = await lincoln.run()
    expect([outcome.status, codes(outcome), outcome.promotions > 20]).toEqual(['applied', [], true])
    expect(outcome.counts.classes).toMatchObject({ remove: 0, archive: outcome.counts.classes?.create })
    expect((await lincoln.run()).status).toBe('empty')
  })

  test('does not turn by the date: a district that is paused for the summer keeps its grades and its classes', async () => {
    const lincoln = await settled()
    await lincoln.change('pause', { start: '2027-06-05', end: '2027-08-10' })
    const grades = async () => (await lincoln.held('users')).map(one => [one.sourced_id, one['grades']])
    const before = await grades()
    const outcome = await lincoln.run()
    expect([outcome.promotions, await grades()]).toEqual([0, before])
    const rest = async () => await readRest(lincoln.store.pool, lincoln.district.districtId)
    expect(await rest()).toEqual({ state: 'paused', from: '2027-06-05', until: '2027-08-10' })
    await lincoln.change('state', { state: 'running' })
    await lincoln.run()
    expect(await rest()).toBeNull()
  })
})
