import type pg from 'pg'
import { readMoment, transact } from './transact.ts'
import { run, sql } from './sql.ts'

type Work<Result> = (client: pg.PoolClient) => Promise<Result>

/**
 * Reads as the browser's side may: one moment of one district. The server itself shows no row of another, whatever
 * the query says (docs/decisions/0008-walls.md).
 */
export async function readDistrict<Result>(
  pool: pg.Pool,
  districtId: string,
  work: Work<Result>,
): Promise<Result> {
  return await readMoment(pool, async client => {
    await enter(client, districtId)
    return await work(client)
  })
}

/** The same for what the console itself may write: members, requests, decisions. The roster is not among it. */
export async function writeDistrict<Result>(
  pool: pg.Pool,
  districtId: string,
  work: Work<Result>,
): Promise<Result> {
  return await transact(pool, async client => {
    await enter(client, districtId)
    return await work(client)
  })
}

/** For this transaction only: the next user of the connection is again whoever opened it. */
async function enter(client: pg.PoolClient, districtId: string): Promise<void> {
  await client.query('set local role rollbook_app')
  await run(client, sql`select set_config('app.district', ${districtId}, true)`)
}
