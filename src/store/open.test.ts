import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { openStore } from './open.ts'

const store = await freshStore()
const nowhere = await mkdtemp(join(tmpdir(), 'rollbook nowhere-'))
afterAll(async () => {
  await store.close()
  await rm(nowhere, { recursive: true })
})

test('a date stays the day it says, a count is a number, an instant a Date', async () => {
  const { rows } = await store.pool.query(
    `select date '2026-08-14' as day, bigint '4127' as count, timestamptz '2026-08-14 02:00Z' as at`,
  )
  expect(rows).toEqual([{ day: '2026-08-14', count: 4127, at: new Date('2026-08-14T02:00:00Z') }])
})

test('a fresh database has every table of the roster and not one row', async () => {
  const { rows } = await store.pool.query('select count(*) as users from users')
  expect(rows).toEqual([{ users: 0 }])
})

test('a server that does not answer is told in words', async () => {
  const url = `postgres://rollbook@localhost/rollbook?host=${encodeURIComponent(nowhere)}`
  await expect(openStore({ data: nowhere, url })).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    message: expect.stringContaining('Check DATABASE_URL'),
  })
})

test('closing twice is closing once', async () => {
  const another = await freshStore()
  await another.close()
  await another.close()
  expect(another.pool.ended).toBe(true)
})
