import { afterAll, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { addDistrict } from './districts.ts'
import { findCandidates } from './logins.ts'
import type { Runner } from './sql.ts'
import { transact } from './transact.ts'

const store = await freshStore()
afterAll(() => store.close())
const lincoln = await addDistrict(store.pool, 'lincoln', 'Lincoln USD', 'America/Chicago')

test.each(['username', 'identifier'] as const)('somebody is found by %s from its index, and no district is scanned', async finds => {
  const plan: string[] = []
  await transact(store.pool, async client => {
    // What is empty would be scanned in any case.
    await client.query('set local enable_seqscan = off')
    const query = async (text: string, values: unknown[]) => {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
      plan.push(...rows.map(line => line['QUERY PLAN']))
      return { rows: [] }
    }
    const explaining = { query } as unknown as Runner // the one way in which it is called
    await findCandidates(explaining, { districtId: lincoln.districtId, finds, value: 'Ada', connectionId: null })
  })
  expect(plan.join('\n')).toContain(`users_${finds}`)
  expect(plan.find(line => line.includes('Index Cond'))).toMatch(new RegExp(`lower\\(NORMALIZE\\(${finds}, NFC\\)\\)`))
}) // prettier-ignore

test('a username is the same in capitals, and however its accents are made up', async () => {
  await store.pool.query(
    `insert into users (district_id, id, sourced_id, created_run, updated_run, username) values ($1, gen_random_uuid(), 'u-rene', 1, 1, $2)`,
    [lincoln.districtId, 'Ren\u00e9.Reyes'],
  )
  const meant = { districtId: lincoln.districtId, finds: 'username', connectionId: null } as const
  const found = await findCandidates(store.pool, { ...meant, value: 'rene\u0301.reyes' })
  expect(found.map(({ sourcedId }) => sourcedId)).toEqual(['u-rene'])
})
