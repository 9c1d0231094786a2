import { afterAll, expect, test } from 'vitest'
import { RollbookError } from '../../src/roster/errors.ts'
import { withCast } from './district.ts'
import { watchPoints } from './inject.ts'
import { blowsOf, inspect, labours, undisturbed, useLincoln } from './labours.ts'
import { useWorkers } from './workers.ts'

/* F03 and F04: the database goes away under a run. */
useWorkers()
useLincoln()
const watch = watchPoints()
afterAll(watch.restore)

type Backend = { readonly processID: number }
/** Ends a server process as pg_terminate_backend does, from outside and at once. */
const terminate = (backend: Backend | null) => backend !== null && process.kill(backend.processID, 'SIGTERM')
const local = process.env.TEST_DATABASE_URL === undefined

test.runIf(local).each(Object.entries(labours))(
  'F03: %s survives a connection that ends at any statement',
  async (_, labour) => {
    const ends = await undisturbed(labour)
    const wrongs: string[] = []
    for (const { at } of blowsOf(ends.points)) {
      const name = ends.points[at]?.name ?? ''
      if (!name.startsWith('sql') || wrongs.length > 9) continue
      await withCast(labour.mould(), async store => {
        watch.arm({ at, how: 'before', strike: client => terminate(client as Backend | null) })
        const failure = await labour.again(store).then(
          () => null,
          (error: unknown) => error,
        )
        watch.arm(null)
        if (failure !== null && !(failure instanceof RollbookError))
          wrongs.push(`${at} ${name}: not in words: ${String(failure)}`)
        wrongs.push(...(await inspect(store, labour, ends)).map(text => `${at} ${name}: ${text}`))
      }).catch((error: unknown) => wrongs.push(`${at} ${name}: ${String(error)}`))
    }
    expect(wrongs).toEqual([])
  },
  120_000,
)
