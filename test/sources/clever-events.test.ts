import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCleverLab, type CleverLab, type Follower } from './clever-district.ts'

// What a district is told by events reaches its roster, and what events cannot tell is read in full.

let lab: CleverLab
let district: Follower
beforeAll(async () => {
  lab = await openCleverLab()
  district = await lab.district()
  expect((await district.run()).status).toBe('applied')
})
afterAll(() => lab.close())

/** A student, by the district's own id. */
function student(): string {
  const { roles } =
    lab.sandbox.seat.clever.view().users.rows.find(one => one.roles.student !== undefined) ?? {}
  return roles?.student?.sis_id ?? ''
}

let turn = 0
/** Renames the first student of the district; resolves to the last event. */
async function rename(): Promise<string | undefined> {
  const { seat, change } = lab.sandbox
  await change('put', {
    collection: 'users',
    sourcedId: student(),
    column: 'familyName',
    value: `Okafor ${++turn}`,
  })
  return seat.clever.stream.events().at(-1)?.id
}
const renamed = { status: 'applied', counts: { users: { update: 1 } } }
const alone = { ...renamed, message: null }

test('a person who moved is read alone, and the events up to there are taken in', async () => {
  const last = await rename()
  expect(await district.run()).toMatchObject(alone)
  expect(await district.cursor()).toBe(last)
})

test('events that come again change nothing', async () => {
  const before = await district.cursor()
  await rename()
  await district.run()
  const roster = await district.roster()
  await district.turnBack(before)
  expect((await district.run()).status).toBe('empty')
  expect(await district.roster()).toEqual(roster)
})

test('a plan that is only looked at takes no event in', async () => {
  const before = await district.cursor()
  await rename()
  expect((await district.run({ planOnly: true })).status).toBe('cleared')
  expect(await district.cursor()).toBe(before)
  expect(await district.run()).toMatchObject(alone)
})

test('whoever is hidden goes, and is back in the same classes once shared again', async () => {
  const { change } = lab.sandbox
  const before = await district.roster()
  await change('share', { by: 'all', without: [student()] })
  expect(await district.carry()).toMatchObject({ message: null, counts: { users: { remove: 1 }, enrollments: { remove: expect.any(Number) as number } } }) // prettier-ignore
  await change('share')
  expect(await district.carry()).toMatchObject({ message: null, counts: { users: { restore: 1 } } })
  expect(await district.roster()).toEqual(before)
})

test.each([
  ['a cursor that Clever refuses', { eventCursor: 'refused' }, /does not tell events .*400/],
  ['a cursor for which Clever begins anew', { eventCursor: 'start' }, /does not know the last event/],
] as const)('%s leads to a reading of everything that says why', async (_, faults, why) => {
  await lab.sandbox.switchOn(faults)
  const last = await rename()
  await district.turnBack(`${(await district.cursor())?.slice(0, 18) ?? ''}ffffff`)
  expect(await district.run()).toMatchObject({ ...renamed, message: expect.stringMatching(why) as string })
  expect(await district.cursor()).toBe(last)
  await lab.sandbox.reset()
})

test('where Clever does not name its last event, the end is looked for', async () => {
  await lab.sandbox.switchOn({ noLastEvent: true })
  const last = await rename()
  await district.turnBack('0000000f0000000000000000')
  expect(await district.run()).toMatchObject({
    ...renamed,
    message: expect.stringMatching(/30 days/) as string,
  })
  expect(await district.cursor()).toBe(last)
  await lab.sandbox.reset()
})

test('a district that Clever pauses loses nobody by an event', async () => {
  const { change } = lab.sandbox
  const before = (await district.roster()).users?.length
  await change('share', { by: 'all', without: [student()] })
  await change('pause', { start: '2026-06-01', end: '2026-12-31' })
  const cursor = await district.cursor()
  expect((await district.carry()).status).toBe('empty')
  expect((await district.roster()).users?.length).toBe(before)
  expect(await district.cursor()).toBe(cursor)
  await lab.sandbox.reset()
})

test('a district without events at Clever is read in full, which says so', async () => {
  await lab.sandbox.change('events', { on: false })
  await rename()
  expect(await district.run()).toMatchObject({
    ...renamed,
    message: expect.stringMatching(/switch them on/) as string,
  })
  expect(await district.cursor()).toBeNull()
  await lab.sandbox.change('events')
})

test('many small removals between two readings of everything are weighed as one', async () => {
  const { seat, change } = lab.sandbox
  await change('share')
  const one = await lab.district()
  await one.run()
  const students = seat.clever.view().users.rows.flatMap(({ roles }) => roles.student?.sis_id ?? [])
  const hide = async (count: number) => {
    await change('share', { by: 'all', without: students.slice(0, count) })
    return await one.run({ trigger: 'events' })
  }
  // Of ninety students five may go without that anybody is asked.
  expect([(await hide(3)).status, (await hide(5)).status]).toEqual(['applied', 'applied'])
  const held = await hide(6)
  expect([held.status, held.hazards.map(({ code }) => code)]).toEqual([
    'held',
    expect.arrayContaining(['MASS_REMOVE']),
  ])
  await change('share')
})

describe('one record is refreshed, with what hangs on it', () => {
  // No event is read by it, and none taken in.
  test('a person, and the classes they are in', async () => {
    const before = await district.cursor()
    await rename()
    const id = lab.sandbox.seat.clever.view().users.rows.find(({ roles }) => roles.student !== undefined)?.id
    expect(await district.run({ trigger: 'refresh', record: id ?? '' })).toMatchObject(alone)
    expect(await district.cursor()).toBe(before)
    expect((await district.run()).status).toBe('empty')
  })

  test('a class, and its people', async () => {
    const { seat, change } = lab.sandbox
    const section = seat.clever.view().sections.rows[0]
    const row = seat.district.shelves.classes.rows.find(one => !one.gone && section?.sis_id === one.id)
    await change('put', { collection: 'classes', sourcedId: row?.id, column: 'periods', value: '9' })
    expect(await district.run({ trigger: 'refresh', record: section?.id ?? '' })).toMatchObject({ status: 'applied', counts: { classes: { update: 1 } } }) // prettier-ignore
    await district.run()
  })

  test('a school, and who is there', async () => {
    await rename()
    const { roles } =
      lab.sandbox.seat.clever.view().users.rows.find(one => one.roles.student !== undefined) ?? {}
    expect(await district.run({ trigger: 'refresh', record: roles?.student?.school ?? '' })).toMatchObject(
      alone,
    )
    await district.run()
  })

  test('what nobody knows is refused, and so is a district that was never read', async () => {
    await expect(district.run({ record: 'ffffffffffffffffffffffff' })).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' }) // prettier-ignore
    await expect((await lab.district()).run({ record: 'x' })).rejects.toMatchObject({
      code: 'REFRESH_UNSUPPORTED',
    })
  })
})

test('one record that is refreshed takes nobody out of a district that shares nothing any more', async () => {
  const { roles, id } =
    lab.sandbox.seat.clever.view().users.rows.find(one => one.roles.student !== undefined) ?? {}
  expect(roles?.student).toBeDefined()
  const before = await district.roster()
  await lab.sandbox.change('share', { by: 'nothing' })
  await expect(district.run({ trigger: 'refresh', record: id ?? '' })).rejects.toMatchObject({
    code: 'SOURCE_EMPTY',
  })
  expect(await district.roster()).toEqual(before)
  await lab.sandbox.change('share', { by: 'all', staff: true })
})
