import { expect, test } from 'vitest'
import { weekDue } from './week.ts'

/** Expected instants by hand: Chicago is UTC-5 in summer and UTC-6 from Sunday 2026-11-01, 2:00. */
test.each([
  ['Monday before seven is too early', '2026-09-14T11:59:00Z', null],
  ['Monday at seven tells the week before', '2026-09-14T12:00:00Z', '2026-09-07'],
  ['Wednesday before midnight still tells it', '2026-09-17T04:59:00Z', '2026-09-07'],
  ['Thursday no longer tells it', '2026-09-17T05:00:00Z', null],
  ['Sunday does not tell the week that is not over', '2026-09-20T20:00:00Z', null],
  ['Monday at seven is an hour later in UTC after the clocks changed', '2026-11-02T12:30:00Z', null],
])('%s', (_, now, monday) => {
  expect(weekDue('America/Chicago', new Date(now))?.firstDay ?? null).toBe(monday)
})

test('a week over which the clocks change has 169 hours', () => {
  const week = weekDue('America/Chicago', new Date('2026-11-02T13:00:00Z'))
  expect(week).toEqual({
    firstDay: '2026-10-26',
    lastDay: '2026-11-01',
    from: new Date('2026-10-26T05:00:00Z'),
    to: new Date('2026-11-02T06:00:00Z'),
  })
})
