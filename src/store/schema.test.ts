import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { describeSchema, ourTables, schemaFile } from './schema.ts'

const store = await freshStore()
afterAll(() => store.close())

test('db/schema.sql is what the migrations come to (else run `npm run schema`)', async () => {
  expect(await describeSchema(store.pool)).toBe(await readFile(schemaFile(), 'utf8'))
})

test('a column, an index or a default more is a different schema', async () => {
  const before = await describeSchema(store.pool)
  const changes = [
    'alter table users add column nickname text',
    'create index users_nickname on users (district_id, nickname)',
    `alter table users alter column nickname set default ''`,
  ]
  const after: string[] = []
  for (const change of changes) {
    await store.pool.query(change)
    after.push(await describeSchema(store.pool))
  }
  await store.pool.query('alter table users drop column nickname')
  expect(new Set([before, ...after]).size).toBe(4)
  expect(await describeSchema(store.pool)).toBe(before)
})

test('our tables are all that the migrations made, so that a backup leaves none out', async () => {
  const { rows } = await store.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = current_schema() and tablename <> 'migrations'`,
  )
  expect((await ourTables()).sort()).toEqual(rows.map(({ name }) => name).sort())
})
