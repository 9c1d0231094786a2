import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { freshDistrict } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import { proposeSummer } from '../sync/schedule/summer.ts'
import { run, sql } from './sql.ts'
import { listTerms } from './terms.ts'

const store = await freshStore()
const { pool } = store
afterAll(() => store.close())

test('the terms a source still has say when summer is', async () => {
  const { districtId } = await freshDistrict(store)
  const add = (id: string, start: string, end: string, removed: string | null) =>
    run(
      pool,
      sql`insert into academic_sessions (district_id, id, sourced_id, type, school_year, start_date, end_date, created_run, updated_run, removed_at)
        values (${districtId}, ${randomUUID()}, ${id}, 'term', '2027', ${start}, ${end}, 1, 1, ${removed})`,
    )
  await add('spring', '2027-01-04', '2027-06-05', null)
  await add('fall', '2026-08-17', '2026-12-19', null)
  await add('summer', '2027-06-08', '2027-07-20', '2026-10-01T00:00Z')
  const terms = await listTerms(pool, districtId)
  expect(terms).toMatchObject([
    { type: 'term', schoolYear: '2027', start: '2026-08-17', end: '2026-12-19' },
    { type: 'term', schoolYear: '2027', start: '2027-01-04', end: '2027-06-05' },
  ])
  expect(proposeSummer(terms, '2027-03-01')).toMatchObject({ from: '2027-06-02', until: '2027-08-02' })
})
