import { expect, test } from 'vitest'
import { proposeSummer, type SchoolTerm } from './summer.ts'

const term = (schoolYear: string, start: string | null, end: string | null, type = 'term'): SchoolTerm => ({
  type, schoolYear, start, end,
}) // prettier-ignore
// endDate is the day after: the last day of school is Friday 4 June 2027.
const fall = term('2027', '2026-08-17', '2026-12-19')
const spring = term('2027', '2027-01-04', '2027-06-05')
const nextFall = term('2028', '2027-08-16', '2027-12-18')
const whole = term('2027', '2026-07-01', '2027-07-01', 'schoolYear')

test('from two days before the last day of school to two weeks before the next year', () => {
  expect(proposeSummer([fall, spring, nextFall], '2027-03-01')).toEqual({
    from: '2027-06-02',
    until: '2027-08-01', // so that the sync of 2 August, two weeks before, is the first
    lastDay: '2027-06-04',
    firstDay: '2027-08-16',
    guessed: false,
  })
})

test('without a next year it is taken to begin on the day this one did', () => {
  expect(proposeSummer([fall, spring], '2027-03-01')).toMatchObject({
    until: '2027-08-02',
    firstDay: '2027-08-17',
    guessed: true,
  })
})

test('terms outweigh the year around them', () => {
  expect(proposeSummer([whole, fall, spring], '2027-03-01')).toMatchObject({ lastDay: '2027-06-04' })
})

test('a year without terms tells the days itself, and one that leaves no summer proposes none', () => {
  const short = term('2027', '2026-08-17', '2027-06-05', 'schoolYear')
  expect(proposeSummer([short], '2027-03-01')).toMatchObject({ lastDay: '2027-06-04' })
  expect(proposeSummer([whole], '2027-03-01')).toBe(null)
})

test('amid the summer it proposes what is left of it, and after it the next', () => {
  const all = [fall, spring, nextFall, term('2028', '2028-01-03', '2028-06-03')]
  expect(proposeSummer(all, '2027-07-10')).toMatchObject({ from: '2027-06-02', until: '2027-08-01' })
  expect(proposeSummer(all, '2027-08-02')).toMatchObject({ from: '2028-05-31', guessed: true })
})

test('terms without dates or without a year propose nothing', () => {
  expect(proposeSummer([], '2027-03-01')).toBe(null)
  expect(proposeSummer([term('2027', null, '2027-06-05')], '2027-03-01')).toBe(null)
  expect(proposeSummer([{ ...spring, schoolYear: null }], '2027-03-01')).toBe(null)
})
