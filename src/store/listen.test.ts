import type { Socket } from 'node:net'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { announce, listen } from './listen.ts'

/** A pool whose connections break, in the order given, as soon as they are handed out. */
function breaking(pool: pg.Pool, breaks: boolean[]): pg.Pool {
  const connect = async () => {
    const client = await pool.connect()
    if (breaks.shift()) socketOf(client).destroy(new Error('the server went away'))
    return client
  }
  return { connect } as pg.Pool // nothing else is asked of it
}

function socketOf(client: pg.PoolClient): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream // the driver's types leave it out
}

test('a connection that breaks before it listens is given back, and the next is taken', async () => {
  const store = await freshStore()
  const breaks = [true, false, true, false]
  const pool = breaking(store.pool, breaks)
  const heard: string[] = []
  const hearing = { hear: (_: string, text: string) => void heard.push(text), missed: () => void heard.push('missed') }
  await expect(listen(pool, ['rollbook_live'], hearing)).rejects.toThrow('the server went away')
  const ear = await listen(pool, ['rollbook_live'], hearing)
  await store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'`,
  )
  await expect.poll(() => heard, { timeout: 20_000 }).toEqual(['missed'])
  await announce(store.pool, 'rollbook_live', 'told')
  await expect.poll(() => heard).toEqual(['missed', 'told'])
  expect(breaks).toEqual([])
  ear.close()
  expect(store.pool.totalCount - store.pool.idleCount).toBe(0)
  await store.close()
}) // prettier-ignore
