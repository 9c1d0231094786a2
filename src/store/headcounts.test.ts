import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { addDistrict } from './districts.ts'
import { readSizes, takeHeadcounts } from './headcounts.ts'
import type { Store } from './open.ts'

let store: Store
let districtId = ''
beforeAll(async () => {
  store = await freshStore()
  districtId = (await addDistrict(store.pool, 'lincoln', 'Lincoln USD', 'America/Chicago')).districtId
  await fill(districtId)
})
afterAll(() => store.close())

type Row = Readonly<Record<string, unknown>>

async function insert(table: string, district: string, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const whole = { district_id: district, id: randomUUID(), created_run: 1, updated_run: 1, ...row }
    const marks = Object.keys(whole).map((_, at) => `$${at + 1}`)
    const names = Object.keys(whole).join(', ')
    await store.pool.query(`insert into ${table} (${names}) values (${marks.join(', ')})`, Object.values(whole))
  }
} // prettier-ignore

const gone = { removed_at: new Date('2026-09-01T00:00:00Z'), removed_run: 1 }
const role = (who: string, at: string, what: string, more: Row = {}) => ({
  sourced_id: `r-${who}-${at}-${what}`, user_sourced_id: who, org_sourced_id: at, role: what, ...more,
}) // prettier-ignore

/**
 * Roosevelt: Ada and Al study, Ms. Reyes teaches and is an aide, Lan left. Grant: Al studies there too, Ms. Reyes and
 * a counselor work there, Ada's mother is family. Polk has nobody yet, and Adams was closed.
 */
async function fill(district: string): Promise<void> {
  await insert('orgs', district, [
    { sourced_id: 'd-1', type: 'district' },
    { sourced_id: 's-roosevelt', type: 'school' },
    { sourced_id: 's-grant', type: 'school' },
    { sourced_id: 's-polk', type: 'school' },
    { sourced_id: 's-adams', type: 'school', ...gone },
  ])
  await insert('users', district, [
    ...['u-ada', 'u-al', 'u-reyes', 'u-counselor', 'u-mother'].map(sourced_id => ({ sourced_id })),
    { sourced_id: 'u-lan', ...gone },
  ])
  await insert('roles', district, [
    role('u-ada', 's-roosevelt', 'student'),
    role('u-al', 's-roosevelt', 'student'),
    role('u-al', 's-grant', 'student'),
    role('u-lan', 's-roosevelt', 'student'),
    role('u-reyes', 's-roosevelt', 'teacher'),
    role('u-reyes', 's-roosevelt', 'aide'),
    role('u-reyes', 's-grant', 'teacher'),
    role('u-counselor', 's-grant', 'counselor'),
    role('u-mother', 's-grant', 'guardian'),
    role('u-ada', 's-grant', 'student', gone),
  ])
  await insert('classes', district, [
    { sourced_id: 'k-1', school_sourced_id: 's-roosevelt' },
    { sourced_id: 'k-2', school_sourced_id: 's-roosevelt' },
    { sourced_id: 'k-3', school_sourced_id: 's-grant' },
    { sourced_id: 'k-4', school_sourced_id: 's-grant', ...gone },
  ])
  const seat = (at: number, school: string, more: Row = {}) => ({ sourced_id: `e-${at}`, school_sourced_id: school, ...more }) // prettier-ignore
  await insert('enrollments', district, [
    seat(1, 's-roosevelt'), seat(2, 's-roosevelt'), seat(3, 's-roosevelt'), seat(4, 's-grant'), seat(5, 's-grant', gone),
  ]) // prettier-ignore
}

async function counts(day: string): Promise<unknown[]> {
  const { rows } = await store.pool.query(
    `select school, students, staff, classes, enrollments from headcounts where district_id = $1 and day = $2 order by school`,
    [districtId, day],
  )
  return rows.map(row => Object.values(row as object))
}

test('a person at two schools counts at both, and once in the district', async () => {
  await takeHeadcounts(store.pool, districtId, '2026-09-14')
  expect(await counts('2026-09-14')).toEqual([
    ['', 2, 2, 3, 4],
    ['s-grant', 1, 2, 1, 1],
    ['s-polk', 0, 0, 0, 0],
    ['s-roosevelt', 2, 1, 2, 3],
  ])
})

test('a later run of the day writes over its counts, and a day before keeps its own', async () => {
  await takeHeadcounts(store.pool, districtId, '2026-09-15')
  await store.pool.query(`update orgs set removed_at = now() where sourced_id = 's-polk'`)
  await store.pool.query(`update users set removed_at = now() where sourced_id = 'u-counselor'`)
  await takeHeadcounts(store.pool, districtId, '2026-09-15')
  expect(await counts('2026-09-15')).toEqual([
    ['', 2, 1, 3, 4],
    ['s-grant', 1, 1, 1, 1],
    ['s-roosevelt', 2, 1, 2, 3],
  ])
  expect(await counts('2026-09-14')).toHaveLength(4)
})

test('the size of a school is that of the day before a run, and of a first run its own day’s', async () => {
  await store.pool.query(
    `insert into runs (district_id, run, trigger, who, phase, fence, started_at) select $1, run, 'manual', 'ada', 'done', 1, at::timestamptz
     from (values (1, '2026-09-14T23:59:00-05:00'), (2, '2026-09-15T23:59:00-05:00'), (3, '2026-09-16T00:01:00-05:00')) r (run, at)`,
    [districtId],
  )
  const first = { 's-roosevelt': 8, 's-grant': 5, 's-polk': 0 }
  expect(await readSizes(store.pool, districtId, 1)).toEqual(first)
  expect(await readSizes(store.pool, districtId, 2)).toEqual(first)
  expect(await readSizes(store.pool, districtId, 3)).toEqual({ 's-roosevelt': 8, 's-grant': 4 })
}) // prettier-ignore

test('nobody of another district is counted', async () => {
  const other = await addDistrict(store.pool, 'harbor', 'Harbor Point', 'America/Chicago')
  await fill(other.districtId)
  await takeHeadcounts(store.pool, districtId, '2026-09-16')
  expect((await counts('2026-09-16'))[0]).toEqual(['', 2, 1, 3, 4])
})
