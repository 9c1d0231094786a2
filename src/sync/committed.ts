import type pg from 'pg'
import { setTimeout as pause } from 'node:timers/promises'
import { RollbookError } from '../roster/errors.ts'
import { row, sql } from '../store/sql.ts'
import { transact } from '../store/transact.ts'
import type { Run } from './run.ts'

const PATIENCE = 30

type Committing = Pick<Run, 'pool' | 'number'> & { readonly district: Pick<Run['district'], 'districtId'> }

/**
 * Runs the work in one transaction. When the connection breaks nobody knows whether COMMIT arrived: then the
 * run's own row decides, which the same transaction wrote, and not a guess.
 */
export async function committed<Result>(
  run: Committing,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  let done: { readonly result: Result } | null = null
  try {
    return await transact(run.pool, async client => {
      done = { result: await work(client) }
      return done.result
    })
  } catch (error) {
    const sent = done as { readonly result: Result } | null // set above, which the compiler does not see
    if (sent === null || error instanceof RollbookError || !mayBeLost(error)) throw error
    if (!(await wasApplied(run))) throw error
    return sent.result
  }
}

/** Asked of more than are lost: the row will tell. Class 08 and 57P are the server's words for a broken connection; without a code it is the socket's. */
function mayBeLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === '' || code.startsWith('08') || code.startsWith('57P') || code.startsWith('E')
}

async function wasApplied({ pool, district, number }: Committing): Promise<boolean> {
  for (let tries = 0; ; tries++) {
    try {
      const found = await row<{ result: string | null }>(
        pool,
        sql`select result from runs where district_id = ${district.districtId} and run = ${number}`,
      )
      return found?.result === 'applied'
    } catch (error) {
      if (tries >= PATIENCE) throw error
      await pause(1000)
    }
  }
}
