import { expect, test } from 'vitest'
import { layOutYear } from './year.ts'

test('twelve months stand from the one of today on, February of a leap year with its 29 days', () => {
  const months = layOutYear('2027-11-25', [])
  expect(months.map(({ first, days }) => [first, days.length])).toEqual([
    ['2027-11-01', 30], ['2027-12-01', 31], ['2028-01-01', 31], ['2028-02-01', 29], ['2028-03-01', 31], ['2028-04-01', 30],
    ['2028-05-01', 31], ['2028-06-01', 30], ['2028-07-01', 31], ['2028-08-01', 31], ['2028-09-01', 30], ['2028-10-01', 31],
  ])
}) // prettier-ignore

test('a day stands under its weekday, and the sixth row is used when a month needs it', () => {
  const [august] = layOutYear('2026-08-15', [])
  // 1 August 2026 is a Saturday, 31 August a Monday.
  expect(august?.days[0]).toMatchObject({ day: '2026-08-01', column: 6, row: 0 })
  expect(august?.days.at(-1)).toMatchObject({ day: '2026-08-31', column: 1, row: 5 })
})

test('the first and the last day of a range are in it, and a pause outdoes adding', () => {
  const [june] = layOutYear('2027-06-01', [
    { kind: 'adding', from: '2027-06-10', until: '2027-06-13' },
    { kind: 'paused', from: '2027-06-12', until: '2027-06-12' },
  ])
  const kinds = june?.days.slice(8, 14).map(({ kind }) => kind)
  expect(kinds).toEqual([null, 'adding', 'adding', 'paused', 'adding', null])
})
