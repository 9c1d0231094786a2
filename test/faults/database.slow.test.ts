import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, inject, test } from 'vitest'
import { RollbookError } from '../../src/roster/errors.ts'
import { embeddedBinaries } from '../../src/store/binaries.ts'
import { startServer } from '../../src/store/embedded.ts'
import { openStore } from '../../src/store/open.ts'
import { ask } from '../support/database.ts'
import { addLincoln, castFrom, newFolder, plain, readRoster, syncFrom, withCast } from './district.ts'
import { watchPoints, type How, type Point } from './inject.ts'
import { codeOf, drops, inspect, labours, same, undisturbed, useLincoln, type Labour } from './labours.ts'
import { startProxy } from './proxy.ts'
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
    for (const { at, name } of statements(ends.points)) {
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
  240_000,
)

test.each(Object.entries(labours))(
  'F04: %s whose COMMIT is not confirmed is decided by its row',
  async (_, labour) => {
    const ends = await undisturbed(labour)
    const proxy = await startProxy(inject('server').url)
    const wrongs: string[] = []
    for (let at = 0, more = true; more; at++) {
      for (const loss of ['request', 'reply'] as const) {
        const cast = await castFrom(labour.mould())
        const store = await openStore({
          data: cast.data,
          url: proxy.url(new URL(cast.url).pathname.slice(1)),
        })
        try {
          proxy.arm(at, loss)
          const failure = await labour.again(store).then(() => null, asIs)
          more = proxy.commits() > at
          proxy.arm(-1, loss)
          const done = same(plain(await readRoster(store.pool)), plain(ends.after))
          proxy.arm(-1, loss)
          if (failure !== null && !(failure instanceof RollbookError))
            wrongs.push(`${loss} ${at}: not in words: ${failure.stack}`)
          if (done !== (failure === null))
            wrongs.push(
              `${loss} ${at}: ${done ? 'is done' : 'is not done'}, and it says ${failure?.message ?? 'it is'}`,
            )
          wrongs.push(...(await inspect(store, labour, ends)).map(text => `${loss} ${at}: ${text}`))
        } catch (error) {
          wrongs.push(`${loss} ${at}: ${String(error)}`)
        } finally {
          await store.close()
          await cast.drop()
        }
      }
    }
    expect(wrongs).toEqual([])
  },
  240_000,
)

const asIs = (error: unknown) => error as Error

/** Every COMMIT, each statement that writes and some that read; of several that look the same one. */
function statements(points: readonly Point[]): { at: number; name: string }[] {
  const seen = new Set<string>()
  return points.flatMap(({ name }, at) => {
    const known = seen.has(name) && name !== 'sql commit'
    seen.add(name)
    const reads = /^sql (select|set|with later)/.test(name)
    return known || !name.startsWith('sql') || (reads && at % 3 > 0) ? [] : [{ at, name }]
  })
}

/** Kinds of death of a whole server: of its postmaster at once, and at the word of an operator in a hurry. */
const deaths = ['SIGKILL', 'SIGQUIT'] as const
const moments: Readonly<Record<string, { name: RegExp; how: How }>> = {
  'amid the changes': { name: /^sql insert into changes/, how: 'after' },
  'before the last COMMIT': { name: /^sql commit$/, how: 'before' },
  'amid the last COMMIT': { name: /^sql commit$/, how: 'amid' },
}

test('F03: a server that dies under an apply and starts again neither loses nor doubles anything', async () => {
  const labour = labours['a day with changes'] as Labour // it is above
  const ends = await undisturbed(labour)
  const folder = await newFolder()
  const boot = async () => startServer({ folder, binaries: await embeddedBinaries() })
  let server = await boot()
  const url = (database: string) =>
    `postgres://rollbook@localhost/${database}?host=${encodeURIComponent(server.host)}`
  const wrongs: string[] = []
  for (const [moment, { name, how }] of Object.entries(moments)) {
    for (const death of deaths) {
      const data = await newFolder()
      const database = `d_${randomUUID().replaceAll('-', '')}`
      await ask(url('postgres'), `create database ${database}`)
      const store = await openStore({ data, url: url(database) })
      await addLincoln(store)
      await syncFrom(store, drops.monday)
      const at = strikeAt(ends.points, name)
      let back = Promise.resolve()
      const strike = () => {
        process.kill(Number(readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]), death)
        back = pause(300)
          .then(boot)
          .then(next => void (server = next))
      }
      watch.arm({ at, how, strike })
      const failure = await syncFrom(store, drops.tuesday).then(() => null, asIs)
      watch.arm(null)
      await back
      const title = `${death} ${moment}`
      if (failure !== null && codeOf(failure) !== 'DATABASE_LOST') wrongs.push(`${title}: ${failure.stack}`)
      // The lease could not be given back and ends by itself within a minute, which a test need not wait for.
      await store.pool.query(
        `update districts set lease_until = now() - interval '1 second' where holder is not null`,
      )
      const applied = await store.pool.query(`select run from runs where result = 'applied' and run = 2`)
      // It may be applied and lose the server behind that; never the other way round.
      if (failure === null && applied.rowCount !== 1) wrongs.push(`${title}: says it was applied`)
      wrongs.push(
        ...(await inspect(store, { ...labour, exact: false }, ends)).map(text => `${title}: ${text}`),
      )
      await store.close()
    }
  }
  await server.stop()
  expect(wrongs).toEqual([])
}, 240_000)

/** The last such point of the transaction that applies. */
function strikeAt(points: readonly Point[], name: RegExp): number {
  const settled = points.findLastIndex(point => point.name.startsWith('sql update runs set result'))
  if (name.test('sql commit')) return points.findIndex((point, at) => at > settled && name.test(point.name))
  return points.findLastIndex((point, at) => at < settled && name.test(point.name))
}
