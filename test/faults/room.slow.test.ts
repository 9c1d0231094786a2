import { execFile } from 'node:child_process'
import { cp, mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import {
  addLincoln,
  castFrom,
  findWrongs,
  newFolder,
  plain,
  readRoster,
  syncFrom,
  withCast,
} from './district.ts'
import {
  codeOf,
  drops,
  inspect,
  labours,
  stands,
  undisturbed,
  useLincoln,
  type Ends,
  type Labour,
} from './labours.ts'
import { crowd, writeDrop } from './tiny.ts'
import { startWorker, useWorkers } from './workers.ts'

/* F05 and F06: no room on the disk, no room in memory. */
useWorkers()
useLincoln()

const exec = promisify(execFile)
const mounts = process.getuid?.() === 0 && (await canMount())

async function canMount(): Promise<boolean> {
  return await exec('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', tmpdir()]).then(
    () => true,
    () => false,
  )
}

/** A disk of its own of so many bytes. */
async function smallDisk(bytes: number): Promise<string> {
  const disk = await newFolder()
  await exec('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0711`, 'none', disk])
  onTestFinished(async () => {
    await pause(100)
    await exec('umount', ['-l', disk])
  })
  return disk
}

/** Leaves so many bytes free. */
async function fill(disk: string, free: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk)
  await writeFile(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - free)))
}

let labour: Labour
let ends: Ends
let many = ''
const MANY = 4_000
beforeAll(async () => {
  labour = labours['a day with changes'] as Labour // it is among them
  ends = await undisturbed(labour)
  many = await writeDrop(join(await newFolder(), 'crowd'), crowd(MANY), 2)
})

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error as Error,
  )

test.runIf(mounts)(
  'F05: a run without room for its files says so, and goes through once there is some',
  async () => {
    const disk = await smallDisk(4 * 2 ** 20)
    const wrongs: string[] = []
    let refused = 0
    for (let pages = 0; pages <= 40; pages += 4) {
      const cast = await castFrom(stands.monday)
      const data = join(disk, 'data')
      await cp(cast.data, data, { recursive: true })
      const store = await openStore({ data, url: cast.url })
      try {
        await fill(disk, pages * 4096)
        const failure = await failureOf(labour.again(store))
        if (failure !== null) refused++
        if (failure !== null && codeOf(failure) !== 'DISK_FULL')
          wrongs.push(`${pages} pages: ${failure.stack}`)
        await rm(join(disk, 'ballast'))
        wrongs.push(...(await inspect(store, labour, ends)).map(text => `${pages} pages: ${text}`))
      } finally {
        await store.close()
        await cast.drop()
        await rm(data, { recursive: true })
      }
    }
    expect(wrongs).toEqual([])
    expect(refused).toBeGreaterThan(0)
  },
)

test.runIf(mounts)('F05: a database without room says so, and goes through once there is some', async () => {
  const disk = await smallDisk(200 * 2 ** 20)
  const data = join(disk, 'data')
  await mkdir(data)
  const before = await openStore({ data, url: null })
  await addLincoln(before)
  await syncFrom(before, drops.monday)
  const monday = await readRoster(before.pool)
  await fill(disk, 2 * 2 ** 20)
  const failure = await failureOf(syncFrom(before, many))
  expect(failure).toMatchObject({ code: 'DISK_FULL' })
  await before.close()
  await rm(join(disk, 'ballast'))
  const after = await openStore({ data, url: null })
  expect(await readRoster(after.pool)).toEqual(monday)
  expect((await syncFrom(after, many)).status).toBe('applied')
  expect((await readRoster(after.pool)).users).toHaveLength(MANY + 8)
  expect(await findWrongs(after.pool)).toEqual([])
  await after.close()
})

test('F06: a process without memory fails by itself, and what it began is done by the next', async () => {
  const endings: string[] = []
  for (const megabytes of [8, 12, 16, 24, 64]) {
    await withCast(stands.monday, async (store, cast) => {
      const before = plain(await readRoster(store.pool))
      const { said, code, signal } = await startWorker(
        { ...cast, work: { verb: 'sync', from: many }, blow: null },
        [`--max-old-space-size=${megabytes}`],
      ).ended
      endings.push(said.status ?? said.code ?? 'died')
      const seen = await readRoster(store.pool)
      if (said.status === undefined) expect([megabytes, plain(seen)]).toEqual([megabytes, before])
      else expect([megabytes, said.status, code, signal]).toEqual([megabytes, 'applied', 0, null])
      const outcome = await syncFrom(store, many)
      expect(['applied', 'empty']).toContain(outcome.status)
      expect((await readRoster(store.pool)).users).toHaveLength(MANY + 8)
      expect(await findWrongs(store.pool)).toEqual([])
    })
  }
  expect(endings.at(-1)).toBe('applied')
})
