import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../src/store/open.ts'
import { startWork, type Working } from '../../src/desk/start.ts'
import { findWrongs } from '../faults/district.ts'
import { crowd } from '../faults/tiny.ts'
import { freshStore } from '../support/database.ts'
import { root } from '../support/tree.ts'
import { addTiny } from './districts.ts'

/* F01: the process that does the work goes, and another finishes what it began. */
let store: Store
let districtId = ''
let asking: Working
let children: ChildProcess[] = []
beforeEach(async () => {
  store = await freshStore()
  districtId = await addTiny(store, 'lincoln', crowd(6_000))
  asking = await startWork({ store, now: () => new Date(), log: () => {}, concurrency: 0, schedule: false })
  children = []
})
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  await asking.close(0)
  await store.close()
})

/** `rollbook worker`, as an operator starts it. */
function startProcess(): ChildProcess {
  const { connectionString = '' } = store.pool.options
  const env = { ...process.env, DATABASE_URL: connectionString, ROLLBOOK_DATA: store.data, ROLLBOOK_TODAY: '2026-09-15' } // prettier-ignore
  const child = spawn(process.execPath, [join(root, 'bin/rollbook.js'), 'worker'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  children.push(child)
  return child
}

function reaches(phase: string): Promise<void> {
  return new Promise(resolve => {
    const off = asking.live.on(districtId, event => {
      if (event.phase !== phase) return
      off()
      resolve()
    })
  })
}

async function askSync(): Promise<void> {
  await asking.desk.ask({ ask: 'sync', district: 'lincoln', trigger: 'manual', who: 'test', planOnly: false })
}

async function runs(): Promise<unknown[]> {
  const { rows } = await store.pool.query(
    `select run, result, message, phases->0->>'phase' as first from runs order by run`,
  )
  return rows
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

for (const phase of ['reading', 'checking', 'applying'])
  test(`F01: a worker killed while ${phase} is replaced, and the run is done once`, async () => {
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
  })

test('a worker that is told to stop ends what it began, and exits as if nothing had happened', async () => {
  const worker = startProcess()
  const reached = reaches('checking')
  await askSync()
  await reached
  worker.kill('SIGTERM')
  const [code] = await once(worker, 'exit')
  expect(code).toBe(0)
  expect(await runs()).toMatchObject([{ run: 1, result: 'applied' }])
  expect(await asking.desk.waiting('lincoln')).toEqual([])
})
