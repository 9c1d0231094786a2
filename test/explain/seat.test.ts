import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeRules, findConnection } from '../../src/store/districts.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { ask } from './ask.ts'

let lincoln: Lincoln
beforeEach(async () => void (lincoln = await Lincoln.open()))
afterEach(() => lincoln.close())

const ada = 'u-ada-park'
const algebra = 'c-algebra-p3'
const seat = 'e-ada-park-algebra-p3'
const why = (today = schoolDay, who = ada, classId = algebra) => ask(lincoln, who, { classId, today })

test('yes: the person is in the class', async () => {
  await lincoln.settle()
  const found = await why()
  expect(found.answer).toBe(
    `User "${ada}" is in class "${algebra}": as "student", by enrollment "${seat}", since run 1.`,
  )
  expect(found.checks.every(({ pass }) => pass)).toBe(true)
  expect(found.owner).toBe(null)
  expect(found.source).toMatchObject({
    file: 'enrollments.csv',
    record: { sourcedId: seat, userSourcedId: ada, classSourcedId: algebra },
  })
  expect(found.history.map(({ run, op }) => [run, op])).toEqual([[1, 'create']])
})

test('the person was never received', async () => {
  await lincoln.settle()
  const found = await why(schoolDay, 'u-nobody')
  expect(found).toMatchObject({ found: false, owner: 'source' })
  expect(found.answer).toMatch(
    /"u-nobody" is not in class .* was never received; the last drop was read in run 1 on /,
  )
})

test('nothing was ever received', async () => {
  expect((await why()).answer).toMatch(/no drop was read to its end yet/)
})

test('the class was never received', async () => {
  await lincoln.settle()
  const found = await why(schoolDay, ada, 'c-nowhere')
  expect(found.answer).toMatch(/class "c-nowhere" was never received/)
  expect(found.owner).toBe('source')
})

test('the row of the person was skipped, by which rule', async () => {
  await lincoln.edit('users', text => text.replace(`${ada},,,true`, `${ada},,,perhaps`))
  await lincoln.settle()
  const found = await why()
  expect(found.answer).toMatch(
    /is not in class .*: user "u-ada-park" was skipped: users\.csv row \d+: invalid_boolean/,
  )
  expect(found.owner).toBe('source')
  expect(found.checks.find(({ pass }) => !pass)?.fix).toMatch(/enabledUser/)
})

test('the row of the class was skipped', async () => {
  await lincoln.edit('classes', text => text.replace(/(c-algebra-p3,.*),s-roosevelt-middle,/, '$1,,'))
  await lincoln.settle()
  expect((await why()).answer).toMatch(
    /class "c-algebra-p3" was skipped: classes\.csv row \d+: missing_required_value/,
  )
})

test('the row of the enrollment was skipped, where and by which rule', async () => {
  await lincoln.edit('enrollments', text =>
    text.replace(
      `${seat},,,${algebra},s-roosevelt-middle,${ada},student`,
      `${seat},,,${algebra},s-roosevelt-middle,${ada},wizard`,
    ),
  )
  await lincoln.settle()
  const found = await why()
  expect(found.answer).toMatch(
    /enrollment "e-ada-park-algebra-p3" was skipped: enrollments\.csv row \d+: invalid_enum/,
  )
  expect(found.source).toMatchObject({ file: 'enrollments.csv', record: { sourcedId: seat } })
})

test('there is no enrollment', async () => {
  await lincoln.drop('enrollments', seat)
  await lincoln.settle()
  const found = await why()
  expect(found.answer).toMatch(
    /an enrollment of user "u-ada-park" in class "c-algebra-p3" was never received/,
  )
  expect(found.checks.at(-1)?.fix).toMatch(/Enroll the person/)
})

test('the enrollment has not begun', async () => {
  await lincoln.edit('enrollments', text =>
    text.replace(new RegExp(`(${seat},.*student,false,)[^,]*,`), '$12026-11-02,'),
  )
  await lincoln.settle()
  expect((await why()).answer).toMatch(
    /is not in class .*: enrollment "e-ada-park-algebra-p3" begins on 2026-11-02/,
  )
  expect((await why('2026-11-01')).owner).toBe('source')
  expect((await why('2026-11-02')).answer).toMatch(/is in class/)
})

test('the enrollment has ended: its endDate is the day after the last', async () => {
  await lincoln.edit('enrollments', text =>
    text.replace(new RegExp(`(${seat},.*,)[^,]*$`, 'm'), '$12026-10-02'),
  )
  await lincoln.settle()
  expect((await why('2026-10-01')).answer).toMatch(/is in class/)
  expect((await why('2026-10-02')).answer).toMatch(/is not in class .* ended on 2026-10-02/)
})

test('the term of the class is over, though the files still list it', async () => {
  await lincoln.edit('enrollments', text => text.replace(new RegExp(`(${seat},.*,)[^,]*$`, 'm'), '$1'))
  await lincoln.settle()
  const found = await why('2027-07-01')
  expect(found.answer).toMatch(/the last term of class "c-algebra-p3", "t-2027-spring", ended on 2027-06-12/)
})

test('the term of the class has not begun', async () => {
  await lincoln.edit('enrollments', text => text.replaceAll('2026-08-17', ''))
  await lincoln.settle()
  expect((await why('2026-08-01')).answer).toMatch(
    /class "c-algebra-p3" begins on 2026-08-17 with term "t-2027-fall"/,
  )
})

test('the class was archived when its term was over', async () => {
  await lincoln.settle()
  await lincoln.drop('enrollments', algebra)
  await lincoln.drop('classes', algebra)
  await lincoln.settle('2027-07-01')
  const found = await why('2027-07-01')
  expect(found.answer).toMatch(/class "c-algebra-p3" was removed in run 2: its terms are over/)
})

test('the class is outside the scope, and was never let in', async () => {
  const { pool } = lincoln.store
  const connection = await findConnection(pool, await lincoln.district())
  const scope = { ...connection.rules.scope, schools: ['s-lincoln-elementary', 's-roosevelt-middle'] }
  await changeRules(pool, connection, { ...connection.rules, scope }, 'ada')
  await lincoln.settle()
  const found = await why(schoolDay, ada, 'c-biology-p1')
  expect(found.answer).toMatch(
    /class "c-biology-p1" is row \d+ of classes\.csv, but outside the scope that the rules set \(schools /,
  )
  expect(found.owner).toBe('district')
})

test('the person left the scope, and was removed for it', async () => {
  await lincoln.settle()
  const { pool } = lincoln.store
  const connection = await findConnection(pool, await lincoln.district())
  const scope = { ...connection.rules.scope, schools: ['s-lincoln-elementary', 's-lincoln-high'] }
  await changeRules(pool, connection, { ...connection.rules, scope }, 'ada')
  await lincoln.settle()
  const found = await why()
  expect(found.answer).toMatch(/user "u-ada-park" was removed in run 2: outside the scope that the rules set/)
  expect(found.owner).toBe('district')
})

test('the enrollment waits in a plan that is held', async () => {
  await lincoln.drop('enrollments', seat)
  await lincoln.settle()
  await lincoln.add(
    'enrollments',
    `${seat},,,${algebra},s-roosevelt-middle,${ada},student,false,2026-08-17,2027-06-12`,
  )
  await lincoln.edit('users', text => text.replaceAll('@lincoln.example', '@other.example'))
  const { status, plan } = await lincoln.sync()
  expect(status).toBe('held')
  const found = await why()
  expect(found.answer).toMatch(
    new RegExp(`plan ${plan} of run 2 would add enrollment "${seat}", and is held`),
  )
  expect(found.owner).toBe('district')
  expect(found.checks.find(({ pass }) => !pass)?.fix).toMatch(
    /rollbook apply lincoln-usd .* --allow DOMAIN_CHANGED --data there$/,
  )
})

test('a plan that would end the enrollment keeps nobody out until it is decided', async () => {
  await lincoln.settle()
  await lincoln.drop('enrollments', seat)
  const { plan } = await lincoln.sync({ planOnly: true })
  const found = await why()
  expect(found.answer).toMatch(
    new RegExp(
      `is in class "c-algebra-p3", but the drop of run 2 no longer lists .* until plan ${plan} is decided`,
    ),
  )
})

test('everything waits in the first plan', async () => {
  const { plan } = await lincoln.sync({ planOnly: true })
  expect((await why()).answer).toMatch(
    new RegExp(`plan ${plan} of run 1 would add user "u-ada-park", and has not been applied`),
  )
})

test('the enrollment was removed in a run', async () => {
  await lincoln.settle()
  await lincoln.drop('enrollments', seat)
  await lincoln.settle()
  const found = await why()
  expect(found.answer).toMatch(
    /enrollment "e-ada-park-algebra-p3" was removed in run 2: not in the source any more/,
  )
  expect(found.history.map(({ op }) => op)).toEqual(['create', 'remove'])
})

test('the person was removed in a run, and is suspended', async () => {
  await lincoln.settle()
  for (const file of ['enrollments', 'roles', 'users']) await lincoln.drop(file, ada)
  await lincoln.settle()
  const found = await why()
  expect(found.answer).toMatch(/user "u-ada-park" was removed in run 2: not in the source any more/)
  expect(found.checks.find(({ check }) => check === 'user in the roster')?.detail).toMatch(
    /suspended, and archived on \d{4}/,
  )
})
