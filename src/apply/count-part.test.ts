import { expect, test } from 'vitest'
import { noCounts } from '../plan/draft.ts'
import type { Runner } from '../store/sql.ts'
import { countPart } from './count-part.ts'

const owner = { districtId: 'd', connectionId: 'c' }
const planned = {
  plan: 'a1b2',
  counts: { users: { ...noCounts(), create: 120_000, update: 90_000, remove: 500 } },
  perSchool: {
    's-1': { users: { ...noCounts(), create: 40, update: 3 }, enrollments: { ...noCounts(), remove: 7 } },
    's-2': { users: { ...noCounts(), create: 2, remove: 1 } },
  },
  loads: [],
}
// The sums are those of the plan: no row is asked for.
const nobody: Runner = { query: () => Promise.reject(new Error('asked')) }

test('of a large plan the sums of its kinds and schools stand for the rows, and say so', async () => {
  const of = (only: 'all' | 'additions', schools: string[] | null) =>
    countPart(nobody, owner, planned, { allow: [], only, schools })
  expect(await of('additions', null)).toEqual({
    exact: false,
    counts: { users: { ...noCounts(), create: 120_000 } },
  })
  expect(await of('all', ['s-1', 's-2'])).toEqual({
    exact: false,
    counts: { users: { ...noCounts(), create: 42, update: 3, remove: 1 }, enrollments: { ...noCounts(), remove: 7 } },
  })
  expect(await of('all', null)).toEqual({ exact: true, counts: planned.counts })
}) // prettier-ignore
