import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../src/store/open.ts'
import { startWork } from '../../src/desk/start.ts'
import { findWrongs } from '../faults/district.ts'
import { crowd } from '../faults/tiny.ts'
import { freshStore } from '../support/database.ts'
import { root } from '../support/tree.ts'
import { addTiny } from './districts.ts'

/* F01: the process that does the work goes, and another finishes what it began. */

/** A district whose sync is asked for here and done by processes of their own. */
type Stage = {
  readonly store: Store
  startProcess(): ChildProcess
  reaches(phase: string): Promise<void>
  askSync(): Promise<void>
  runs(): Promise<unknown[]>
  waiting(): Promise<readonly unknown[]>
}

async function openStage(finished: (close: () => Promise<void>) => void): Promise<Stage> {
  const store = await freshStore()
  const districtId = await addTiny(store, 'lincoln', crowd(6_000))
  const asking = await startWork({ store, now: () => new Date(), log: () => {}, concurrency: 0, schedule: false }) // prettier-ignore
  const children: ChildProcess[] = []
  finished(async () => {
    await Promise.all(children.map(endProcess))
    await asking.close(0)
    await store.close()
  })
  return {
    store,
    startProcess() {
      const child = startWorker(store)
      children.push(child)
      return child
    },
    reaches: phase =>
      new Promise(resolve => {
        const off = asking.live.on(districtId, event => {
          if (event.phase !== phase) return
          off()
          resolve()
        })
      }),
    async askSync() {
      await asking.desk.ask({ ask: 'sync', district: 'lincoln', trigger: 'manual', who: 'test', planOnly: false }) // prettier-ignore
    },
    async runs() {
      const { rows } = await store.pool.query(
        `select run, result, message, phases->0->>'phase' as first from runs order by run`,
      )
      return rows
    },
    waiting: () => asking.desk.waiting('lincoln'),
  }
}

/** `rollbook worker`, as an operator starts it. */
function startWorker(store: Store): ChildProcess {
  const { connectionString = '' } = store.pool.options
  const env = { ...process.env, DATABASE_URL: connectionString, ROLLBOOK_DATA: store.data, ROLLBOOK_TODAY: '2026-09-15' } // prettier-ignore
  return spawn(process.execPath, [join(root, 'bin/rollbook.js'), 'worker'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const resumed = [
  {
    run: 1,
    result: 'failed',
    message: expect.stringMatching(/^The run was cut off while \w+; nothing was changed/),
    first: 'reading',
  },
  { run: 2, result: 'applied', message: null, first: 'resumed' },
]

// Side by side: each waits a minute for the lease of whoever was killed to run out.
for (const phase of ['reading', 'checking', 'applying'])
  test.concurrent(`F01: a worker killed while ${phase} is replaced, and the run is done once`, async ({ expect, onTestFinished }) => {
    const { store, startProcess, reaches, askSync, runs } = await openStage(onTestFinished)
    const victim = startProcess()
    const reached = reaches(phase)
    await askSync()
    await reached
    victim.kill('SIGKILL')
    await once(victim, 'exit')
    const done = reaches('done')
    startProcess()
    await done
    // The word that it is done may be heard before the row of the run says so, or be of the run that was cut off.
    await expect.poll(runs, { timeout: 120_000 }).toEqual(resumed)
    expect(await findWrongs(store.pool)).toEqual([])
    const { rows } = await store.pool.query(
      `select count(*)::int as users from users where removed_at is null`,
    )
    expect(rows).toEqual([{ users: 6_008 }])
  }) // prettier-ignore

test('a worker that is told to stop ends what it began, and exits as if nothing had happened', async () => {
  const { startProcess, reaches, askSync, runs, waiting } = await openStage(onTestFinished)
  const worker = startProcess()
  const reached = reaches('checking')
  await askSync()
  await reached
  worker.kill('SIGTERM')
  const [code] = await once(worker, 'exit')
  expect(code).toBe(0)
  expect(await runs()).toMatchObject([{ run: 1, result: 'applied' }])
  expect(await waiting()).toEqual([])
})
