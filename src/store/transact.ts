import type pg from 'pg'

type Work<Result> = (client: pg.PoolClient) => Promise<Result>

/** Runs the work in one transaction on one connection: its result is committed, and a throw leaves no trace. */
export async function transact<Result>(pool: pg.Pool, work: Work<Result>): Promise<Result> {
  return onClient(pool, 'begin', work, async client => {
    await client.query('rollback')
  })
}

/** Reads the database as it is at one moment, whatever is written meanwhile. */
export async function readMoment<Result>(pool: pg.Pool, work: Work<Result>): Promise<Result> {
  // A reader that gives up amid a COPY leaves rows on their way that nobody takes, and a rollback would wait
  // behind them for good: then the connection is dropped.
  let read: { readonly result: Result } | null = null
  const keep = async (client: pg.PoolClient) => (read = { result: await work(client) }).result
  try {
    return await onClient(pool, 'begin isolation level repeatable read read only', keep, () =>
      Promise.reject(),
    )
  } catch (error) {
    // What was read was read, also when the connection breaks at the COMMIT behind it.
    const kept = read as { readonly result: Result } | null // set above, which the compiler does not see
    if (kept === null) throw error
    return kept.result
  }
}

/** `undo` makes the connection fit for the next user; when it cannot, the connection is dropped. */
async function onClient<Result>(
  pool: pg.Pool,
  begin: string,
  work: Work<Result>,
  undo: (client: pg.PoolClient) => Promise<void>,
): Promise<Result> {
  const client = await pool.connect()
  // Between two queries a cut connection is told by an event, and unheard it would end the process.
  client.on('error', ignore)
  let broken = false
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await undo(client).catch(() => (broken = true))
    throw error
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

function ignore(): void {}
