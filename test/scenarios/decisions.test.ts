import { expect, test } from 'vitest'
import { undoRun } from '../../src/sync/undo-run.ts'
import { elementary, high, lincoln, middle, seat, student } from './lincoln.ts'
import { openDistrict, planText, scenario, shuffled } from './scenario.ts'
import { bulk } from './lincoln.ts'
import { add, after, drop, each, edit, without, type Cells, type Tables } from './tables.ts'

// What a person may decide about a held plan, and what becomes of plans nobody decided about.

const seventh = (lincoln.users ?? [])
  .filter(({ grades }) => grades === '07')
  .map(({ sourcedId = '' }) => sourcedId)
const zoe = student({ id: 'u-zoe-quist', given: 'Zoe', family: 'Quist', school: middle })
const withZoe = (tables: Tables, more = {}) =>
  after(
    tables,
    done => add(done, 'users', { ...zoe.user, ...more }),
    done => add(done, 'roles', zoe.role),
    done => add(done, 'enrollments', seat('u-zoe-quist', 'c-english-p2')),
  )
const half = without(lincoln, ...seventh)

scenario('of a held plan the additions may run alone', {
  before: lincoln,
  arrives: withZoe(edit(half, 'users', 'u-isaac-brown', { middleName: 'Lee' })),
  plan: { users: '+1 ~1 -7', roles: '+1 -7', enrollments: '+1 -25' },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'],
  status: 'held',
  approve: { only: 'additions' },
  after: withZoe(lincoln),
  rest: { plan: { users: '~1 -7', roles: '-7', enrollments: '-25' }, status: 'held' },
})

const isOff = (row: Cells) => seventh.includes(row.sourcedId ?? '')
scenario('a school where half of the students are switched off is held, as if they were removed', {
  before: lincoln,
  arrives: each(lincoln, 'users', row => (isOff(row) ? { ...row, enabledUser: 'false' } : row)),
  plan: { users: '~7' },
  hazards: ['SWITCHED_OFF'],
  status: 'held',
  approve: { allow: ['SWITCHED_OFF'] },
})

const elsewhere = without(half, 'u-oliver-brandt')
scenario('of a held plan a school where nothing is wrong may run alone', {
  before: lincoln,
  arrives: edit(elsewhere, 'users', 'u-penelope-young', { middleName: 'Lee' }),
  plan: { users: '~1 -8', roles: '-8', enrollments: '-27' },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'],
  status: 'held',
  approve: { schools: [elementary] },
  after: without(lincoln, 'u-oliver-brandt'),
  rest: { plan: { users: '~1 -7', roles: '-7', enrollments: '-25' }, status: 'held' },
})

scenario('the additions leave out a newcomer with somebody’s username, and the seats with the newcomer', {
  before: lincoln,
  arrives: add(
    withZoe(lincoln, { username: 'ada.park' }),
    'enrollments',
    seat('u-isaac-brown', 'c-pre-algebra-p1'),
  ),
  plan: { users: '+1', roles: '+1', enrollments: '+2' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
  approve: { only: 'additions' },
  after: add(lincoln, 'enrollments', seat('u-isaac-brown', 'c-pre-algebra-p1')),
  rest: { plan: { users: '+1', roles: '+1', enrollments: '+1' }, status: 'held' },
})

// Ada's sourcedId with all else another's: what a SIS does that fills gaps in its numbers.
const bo = {
  sourcedId: 'u-ada-park', enabledUser: 'true', username: 'bo.wu', givenName: 'Bo', familyName: 'Wu', identifier: '9999',
  email: 'bo.wu@students.lincoln.example',
} // prettier-ignore
const boForAda = after(
  add(
    drop(lincoln, 'users', ({ sourcedId }) => sourcedId === 'u-ada-park'),
    'users',
    bo,
  ),
  tables => add(tables, 'enrollments', seat('u-ada-park', 'c-pre-algebra-p1')),
  tables => add(tables, 'enrollments', seat('u-isaac-brown', 'c-pre-algebra-p1')),
)
const isaacSeated = add(lincoln, 'enrollments', seat('u-isaac-brown', 'c-pre-algebra-p1'))
const boHeld = {
  before: lincoln,
  arrives: boForAda,
  plan: { users: '+1 -1', enrollments: '+2' },
  hazards: ['ID_REUSED'],
  status: 'held',
} as const

scenario('the additions leave out who takes over a sourcedId, for whoever has it stays', {
  ...boHeld,
  approve: { only: 'additions' },
  after: isaacSeated,
  rest: { plan: { users: '+1 -1', enrollments: '+1' }, status: 'held' },
})

scenario('a school leaves out a sourcedId that passes to another, with both people', {
  ...boHeld,
  approve: { schools: [middle] },
  after: isaacSeated,
  rest: { plan: { users: '+1 -1', enrollments: '+1' }, status: 'held' },
})

scenario('a school runs with a sourcedId that passes to another once its code is allowed', {
  ...boHeld,
  approve: { schools: [middle], allow: ['ID_REUSED'] },
  fresh: { users: ['u-ada-park'] },
  rest: { plan: {}, status: 'empty' },
})

const isaacTeaches = each(lincoln, 'roles', row =>
  row.userSourcedId === 'u-isaac-brown' ? { ...row, role: 'teacher' } : row,
)
scenario('a school leaves a student the role that a role of staff would take the place of', {
  before: lincoln,
  arrives: edit(isaacTeaches, 'users', 'u-ada-park', { middleName: 'May' }),
  plan: { users: '~1', roles: '+1 -1' },
  hazards: ['ROLE_RAISED'],
  status: 'held',
  approve: { schools: [middle] },
  after: edit(lincoln, 'users', 'u-ada-park', { middleName: 'May' }),
  rest: { plan: { roles: '+1 -1' }, status: 'held' },
})

test('a school where the harm is cannot run alone', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { plan } = await district.sync(half)
  const before = await district.dump()
  const outcome = await district.approve(plan ?? '', { schools: [middle] })
  expect([outcome.status, outcome.hazards.map(({ code }) => code)]).toEqual([
    'held',
    ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'MASS_REMOVE_SCHOOL'],
  ])
  expect(await district.dump()).toEqual(before)
})

test('one code allowed of two holds the plan', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { plan } = await district.sync(half)
  const outcome = await district.approve(plan ?? '', { allow: ['MASS_REMOVE'] })
  expect([outcome.status, new Set(outcome.hazards.map(({ code }) => code))]).toEqual([
    'held',
    new Set(['MASS_REMOVE_SCHOOL']),
  ])
})

test('consent is for one plan: the next one asks again', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const first = await district.sync(half)
  await district.approve(first.plan ?? '', { allow: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'] })
  await district.sync(lincoln)
  expect((await district.sync(shuffled(bulk(half)))).status).toBe('held')
})

test('a plan is refused after the roster moved', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const waiting = await district.sync(edit(lincoln, 'users', 'u-ada-park', { middleName: 'May' }), { planOnly: true })
  expect(waiting.status).toBe('cleared')
  await district.sync(edit(lincoln, 'users', 'u-ada-park', { middleName: 'Ann' }))
  await expect(district.approve(waiting.plan ?? '', {})).rejects.toMatchObject({ code: 'PLAN_DECIDED' })
}) // prettier-ignore

test('a plan is refused after an undo moved the roster', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { run } = await district.sync(edit(lincoln, 'users', 'u-ada-park', { middleName: 'Ann' }))
  const { plan } = await district.sync(half)
  const undo = { store: district.store, district: district.key, who: 'test', undoes: run, dryRun: false }
  await undoRun({ ...undo, today: () => '2026-09-15', progress: () => {} })
  const decision = { allow: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'] } as const
  await expect(district.approve(plan ?? '', decision)).rejects.toMatchObject({ code: 'ROSTER_MOVED' })
})

test('a plan is refused after the rules moved', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { plan } = await district.sync(half)
  await district.changeRules(rules => ({ ...rules, graceDays: 30 }))
  await expect(district.approve(plan ?? '', { allow: ['MASS_REMOVE'] })).rejects.toMatchObject({ code: 'RULES_MOVED' })
}) // prettier-ignore

test('a newer run takes the place of a held plan', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { plan } = await district.sync(half)
  expect((await district.sync(shuffled(bulk(lincoln)))).status).toBe('empty')
  await expect(district.approve(plan ?? '', { allow: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'] })).rejects.toMatchObject(
    { code: 'PLAN_DECIDED' },
  )
  expect(await district.live()).toEqual(await district.expected(lincoln))
}) // prettier-ignore

test('a plan runs once', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { plan } = await district.sync(half)
  const decision = { allow: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'] } as const
  await district.approve(plan ?? '', decision)
  const once = await district.dump()
  await expect(district.approve(plan ?? '', decision)).rejects.toMatchObject({ code: 'PLAN_DECIDED' })
  expect(await district.dump()).toEqual(once)
})

test('a school of which the plan says nothing is refused by name', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { plan } = await district.sync(half)
  await expect(district.approve(plan ?? '', { schools: [high] })).rejects.toMatchObject({ code: 'SCHOOL_UNTOUCHED' })
}) // prettier-ignore

test('the same drop planned twice is the same plan by its digest', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const first = await district.sync(half)
  const again = await district.sync(shuffled(bulk(half)))
  expect([again.digest, planText(again.counts)]).toEqual([first.digest, planText(first.counts)])
  const other = await district.sync(without(half, 'u-oliver-brandt'))
  expect(other.digest).not.toBe(first.digest)
})
