import { afterAll, beforeAll, expect, test } from 'vitest'
import { askEvents } from '../../src/desk/poller.ts'
import { defaultSchedule, type HandPause } from '../../src/roster/schedule.ts'
import { changeSchedule, readSchedule } from '../../src/store/schedules.ts'
import { openCleverLab, type CleverLab, type Follower } from '../sources/clever-district.ts'
import { PaperDesk } from '../support/desk.ts'

// The clock of the questions for events, turned by hand: a minute between two.

let lab: CleverLab
let district: Follower
let desk: PaperDesk
let time = Date.now()
const clock = () => ({ store: lab.store, desk, now: () => new Date(time), log: () => undefined })
beforeAll(async () => {
  lab = await openCleverLab()
  district = await lab.district()
  await district.run()
})
afterAll(() => lab.close())

/** A minute later; resolves to how many runs were sent. */
async function ask(minutes = 1): Promise<number> {
  time += minutes * 60_000 + 1
  // Whatever was asked for is done by then.
  desk = new PaperDesk(lab.store, '2026-11-26')
  return await askEvents(clock())
}

async function move(value: string): Promise<void> {
  const { roles } =
    lab.sandbox.seat.clever.view().users.rows.find(one => one.roles.student !== undefined) ?? {}
  await lab.sandbox.change('put', { collection: 'users', sourcedId: roles?.student?.sis_id, column: 'familyName', value }) // prettier-ignore
}

test('a run is sent for events alone, and once for each', async () => {
  expect(await ask()).toBe(0)
  await move('Okafor')
  // Of two who ask at once either may be the first.
  expect((await Promise.all([ask(), askEvents(clock())])).toSorted()).toEqual([0, 1])
  // The plan of that run may wait for a person: nobody makes it anew for nothing.
  expect(await ask()).toBe(0)
  await move('Quist')
  expect(await ask()).toBe(1)
  expect((await district.run({ trigger: 'events' })).counts.users?.update).toBe(1)
  expect(await ask()).toBe(0)
})

test('nobody asks before the minute is over', async () => {
  await move('Before')
  expect(await ask(0)).toBe(0)
  expect(await ask()).toBe(1)
  await district.run({ trigger: 'events' })
})

test('a paused district is not asked', async () => {
  const calendar = await readSchedule(lab.store.pool, district.district.districtId)
  if (calendar === null) throw new Error('the district is connected')
  const keep = async (pausedByHand: HandPause | null, version: number) =>
    await changeSchedule(lab.store.pool, calendar, { version, schedule: { ...defaultSchedule('America/Chicago'), pausedByHand }, settled: new Date(), who: 'test', at: new Date() }) // prettier-ignore
  const version = await keep({ since: '2026-01-01', until: null, who: 'test' }, calendar.version)
  await move('Paused')
  expect(await ask()).toBe(0)
  await keep(null, version)
  expect(await ask()).toBe(1)
  await district.run({ trigger: 'events' })
})

test('a source that does not answer is asked less and less, and at last a run is sent to say so', async () => {
  await lab.sandbox.switchOn({ status503: 99 })
  const sent = []
  for (let minutes = 0; minutes < 70; minutes++) sent.push(await ask())
  expect(sent.filter(count => count === 1)).toHaveLength(1)
  expect(sent.indexOf(1)).toBeGreaterThan(20)
  await lab.sandbox.reset()
  await district.run({ trigger: 'events' })
})

test('where events are refused one run reads everything, and while its plan waits no other does; once they are told again they are followed', async () => {
  await lab.sandbox.change('events', { on: false })
  expect([await ask(60), await ask(), await ask()]).toEqual([1, 0, 0])
  await district.run({ trigger: 'events' })
  expect([await ask(60), await ask(60)]).toEqual([0, 0])
  await lab.sandbox.change('events')
  expect([await ask(), await ask(60)]).toEqual([0, 1])
  await district.run({ trigger: 'events' })
  await move('Again')
  expect(await ask()).toBe(1)
})
