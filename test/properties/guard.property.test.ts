import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocks, hazardCodes } from '../../src/guard/hazards.ts'
import { largestAllowed, weigh } from '../../src/guard/weigh.ts'
import { emptyTally, measures, type Stock, type Tally } from '../../src/plan/tally.ts'
import { kinds } from '../../src/roster/kinds.ts'
import { defaultRules, type Limit, type Limits } from '../../src/roster/rules.ts'
import { cases } from './cases.ts'

// P8: more of what is dangerous never clears a plan that was held, and no tighter limit does.

const schools = ['', 's-1', 's-2']
const counts = fc.dictionary(fc.constantFrom(...schools), fc.nat(200), { noNullPrototype: true })
const perMeasure = fc.record({ students: counts, teachers: counts, classes: counts, enrollments: counts })
const perKind = fc.dictionary(fc.constantFrom(...kinds), fc.nat(200), { noNullPrototype: true })
const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'))
const tallies: fc.Arbitrary<Tally> = fc.record({
  removed: perMeasure,
  switchedOff: fc.record({ students: counts, teachers: counts }),
  updated: perKind,
  schoolsGone: ids,
  termsMissing: ids,
  rekeyed: fc.nat(50),
  domains: fc.nat(50),
  marked: fc.dictionary(
    fc.constantFrom('LOGIN_MOVED', 'ID_REUSED', 'ROLE_RAISED', 'MATCH_UNSURE'),
    fc.record({ count: fc.integer({ min: 1, max: 9 }), first: fc.constant('One row') }),
    { noNullPrototype: true },
  ),
  empty: fc.uniqueArray(fc.constantFrom(...kinds)),
  withheld: perKind,
  broken: fc.constant({}),
  stale: fc.option(fc.constant('It is older')),
  switches: fc.option(fc.constant({ from: 'clever', to: 'classlink' })),
})
const stocks: fc.Arbitrary<Stock> = fc.record({ kinds: perKind, measures: perMeasure })
const limit: fc.Arbitrary<Limit> = fc.record({
  count: fc.nat(60),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
})
const limits: fc.Arbitrary<Limits> = fc.record({
  students: limit, teachers: limit, classes: limit, enrollments: limit, school: limit, updates: limit, rekeyed: limit, domain: limit,
}) // prettier-ignore

const held = (tally: Tally, stock: Stock, limits: Limits) =>
  new Set(
    weigh(tally, stock, limits)
      .filter(blocks)
      .map(hazard => `${hazard.code} ${hazard.kind} ${hazard.school}`),
  )

/** Both tallies at once. */
function sum(one: Tally, other: Tally): Tally {
  const add = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) =>
    Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map(key => [key, (a[key] ?? 0) + (b[key] ?? 0)]))
  const both = <T>(a: readonly T[], b: readonly T[]) => [...new Set([...a, ...b])]
  return {
    removed: {
      students: add(one.removed.students, other.removed.students),
      teachers: add(one.removed.teachers, other.removed.teachers),
      classes: add(one.removed.classes, other.removed.classes),
      enrollments: add(one.removed.enrollments, other.removed.enrollments),
    },
    switchedOff: {
      students: add(one.switchedOff.students, other.switchedOff.students),
      teachers: add(one.switchedOff.teachers, other.switchedOff.teachers),
    },
    updated: add(one.updated, other.updated),
    schoolsGone: both(one.schoolsGone, other.schoolsGone),
    termsMissing: both(one.termsMissing, other.termsMissing),
    rekeyed: one.rekeyed + other.rekeyed,
    domains: one.domains + other.domains,
    marked: { ...one.marked, ...other.marked },
    empty: both(one.empty, other.empty),
    withheld: add(one.withheld, other.withheld),
    broken: {},
    stale: one.stale ?? other.stale,
    switches: one.switches ?? other.switches,
  }
} // prettier-ignore

function tighter(limits: Limits, by: Limits): Limits {
  const names = Object.keys(limits) as (keyof Limits)[] // a record of these names
  return Object.fromEntries(
    names.map(name => [
      name,
      {
        count: Math.min(limits[name].count, by[name].count),
        share: Math.min(limits[name].share, by[name].share),
      },
    ]),
  ) as Limits // the same names
}

test('more changes never turn a hold into a pass', () => {
  fc.assert(
    fc.property(tallies, tallies, stocks, limits, (tally, more, stock, limits) => {
      const before = held(tally, stock, limits)
      const after = held(sum(tally, more), stock, limits)
      expect([...before].filter(hazard => !after.has(hazard))).toEqual([])
    }),
    cases(300),
  )
})

test('tighter limits never turn a hold into a pass', () => {
  fc.assert(
    fc.property(tallies, stocks, limits, limits, (tally, stock, limits, by) => {
      const before = held(tally, stock, limits)
      const after = held(tally, stock, tighter(limits, by))
      expect([...before].filter(hazard => !after.has(hazard))).toEqual([])
    }),
    cases(300),
  )
})

test('a plan without changes is held by nothing', () => {
  fc.assert(
    fc.property(stocks, limits, (stock, limits) => {
      expect(weigh(emptyTally(), stock, limits)).toEqual([])
    }),
    cases(100),
  )
})

test('every hazard has a code of the list, a sentence, and a count above its limit', () => {
  fc.assert(
    fc.property(tallies, stocks, limits, (tally, stock, limits) => {
      for (const { code, message, count, limit } of weigh(tally, stock, limits)) {
        expect(hazardCodes).toContain(code)
        expect(message).toMatch(/^\S.*[^.]$/)
        if (code.startsWith('MASS')) expect(count).toBeGreaterThan(limit)
      }
    }),
    cases(200),
  )
})

test('a share is counted in whole rows, and never one too few', () => {
  // 5 % of 20 is 1 and of 140 is 7, though 0.05 × 140 falls a hair short of it in binary.
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(100_000), (percent, of) => {
      expect(largestAllowed({ count: 0, share: percent / 100 }, of)).toBe(Math.floor((percent * of) / 100))
    }),
    {
      ...cases(500),
      examples: [
        [29, 100],
        [7, 100],
        [57, 100],
        [5, 140],
      ],
    },
  )
})

test('the measures of removal are those the limits name', () => {
  for (const measure of measures) expect(defaultRules.limits[measure]).toBeDefined()
})
