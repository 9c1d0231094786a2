import { expect, test } from 'vitest'
import { emptyTally, type Stock, type Tally } from '../plan/tally.ts'
import { defaultRules } from '../roster/rules.ts'
import { consentFor, countLike } from './gauge.ts'
import { measureOf, weigh } from './weigh.ts'

const tally: Tally = {
  ...emptyTally(),
  removed: { students: { 's-1': 30, 's-2': 11 }, teachers: { 's-1': 9 }, classes: {}, enrollments: { 's-1': 60 } },
  rekeyed: 7, domains: 8,
} // prettier-ignore
const stock: Stock = {
  kinds: { users: 120 },
  measures: { students: { '': 100, 's-1': 50, 's-2': 50 }, teachers: { '': 20, 's-1': 20 }, classes: {}, enrollments: { '': 500, 's-1': 100 } },
} // prettier-ignore

test('a hazard counts in its own plan what it says', () => {
  const hazards = weigh(tally, stock, defaultRules.limits)
  expect(hazards.map(hazard => [hazard.code, measureOf(hazard), countLike(hazard, tally)])).toEqual([
    ['MASS_REMOVE', 'students', 41],
    ['MASS_REMOVE', 'teachers', 9],
    ['MASS_REMOVE', 'enrollments', 60],
    ['MASS_REMOVE_SCHOOL', 'students', 30],
    ['MASS_REMOVE_SCHOOL', 'students', 11],
    ['MASS_REMOVE_SCHOOL', 'teachers', 9],
    ['MASS_REMOVE_SCHOOL', 'enrollments', 60],
    ['RE_KEYED', null, 7],
    ['DOMAIN_CHANGED', null, 8],
  ])
  expect(hazards.map(hazard => countLike(hazard, emptyTally()))).toEqual(Array(9).fill(0))
})

const all = { only: 'all', schools: null } as const
test.each([
  ['the whole plan', all, { students: 41, of: 100, typed: 41, approvers: 2 }],
  ['the additions', { only: 'additions', schools: null } as const, { students: 0, of: 100, typed: null, approvers: 1 }],
  ['one school above a tenth', { only: 'all', schools: ['s-2'] } as const, { students: 11, of: 100, typed: 11, approvers: 1 }],
  ['one school above a quarter', { only: 'all', schools: ['s-1'] } as const, { students: 30, of: 100, typed: 30, approvers: 2 }],
  ['a school that is left alone', { only: 'all', schools: ['s-9'] } as const, { students: 0, of: 100, typed: null, approvers: 1 }],
])('%s asks for what its students are worth', (_, choice, consent) => {
  expect(consentFor({ tally, stock }, choice)).toEqual(consent)
}) // prettier-ignore

test.each([[10, null, 1], [11, 11, 1], [25, 25, 1], [26, 26, 2]])('of 100 students, %i are typed as %s and decided by %i', (students, typed, approvers) => {
  const one = { ...tally, removed: { ...tally.removed, students: { 's-1': students } } }
  expect(consentFor({ tally: one, stock }, all)).toMatchObject({ typed, approvers })
}) // prettier-ignore
