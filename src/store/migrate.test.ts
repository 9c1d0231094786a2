import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyDatabase } from '../../test/support/database.ts'
import { knownMigrations, migrate, schemaVersion } from './migrate.ts'

let pool: pg.Pool
let drop: () => Promise<void>

beforeEach(async () => {
  const database = await emptyDatabase()
  pool = new pg.Pool({ connectionString: database.url })
  pool.on('error', () => {}) // a connection that is closing may still be cut off as its database goes
  drop = database.drop
})
afterEach(async () => {
  await pool.end()
  await drop()
})

test('an empty database comes to the newest schema, and the second time there is nothing to do', async () => {
  const numbers = (await knownMigrations()).map(({ number }) => number)
  expect(await schemaVersion(pool)).toBe(0)
  expect(await migrate(pool)).toEqual(numbers)
  expect(await migrate(pool)).toEqual([])
  expect(await schemaVersion(pool)).toBe(numbers.length)
})

test('of eight processes that migrate at once each migration is applied by one', async () => {
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(pool)))
  expect(applied.flat().sort((a, b) => a - b)).toEqual((await knownMigrations()).map(({ number }) => number))
})

test('a migration that fails leaves nothing behind', async () => {
  await pool.query('create table users (in_the_way integer)')
  await expect(migrate(pool)).rejects.toMatchObject({ code: '42P07' })
  expect(await schemaVersion(pool)).toBe(0)
  const { rows } = await pool.query(`select to_regclass('districts') as districts`)
  expect(rows).toEqual([{ districts: null }])
})

test('a database of a newer release is refused in words', async () => {
  await migrate(pool)
  const known = (await knownMigrations()).length
  await pool.query(`insert into migrations (number, name) values (${known + 2}, 'from the future')`)
  await expect(migrate(pool)).rejects.toMatchObject({
    code: 'SCHEMA_NEWER',
    message: `This database is at schema ${known + 2}, and this release knows ${known}. Upgrade Rollbook, or restore the backup taken before migration ${known + 1}`,
  })
})
