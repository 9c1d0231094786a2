import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimFolder, readOwner } from './owner.ts'
import { processStart } from './processes.ts'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollbook-owner-'))
  folder = join(root, 'data')
})
afterEach(() => rm(root, { recursive: true }))

/** The lock as a process left it that did not come to release it. */
async function leaveLock(pid: number, start: string | null): Promise<void> {
  await (await claimFolder(folder)).release()
  const owner = { pid, start, since: '2026-08-14T02:00:00.000Z', token: 'left' }
  await writeFile(join(folder, 'owner.json'), JSON.stringify(owner))
}

async function deadPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid ?? 0
}

test('a released folder is free again and holds no trace', async () => {
  const claim = await claimFolder(folder)
  expect((await readOwner(folder))?.pid).toBe(process.pid)
  await claim.release()
  expect(await readdir(folder)).toEqual([])
})

test('a new data folder is closed to everybody else', async () => {
  const claim = await claimFolder(folder)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  await claim.release()
})

test('a second owner is refused with who has the folder and since when', async () => {
  const claim = await claimFolder(folder)
  const since = (await readOwner(folder))?.since
  await expect(claimFolder(folder)).rejects.toMatchObject({
    code: 'DATA_FOLDER_BUSY',
    message: `Cannot open data folder "${folder}": process ${process.pid} has it open since ${since}. Stop it, or give this command another folder with --data`,
  })
  await claim.release()
})

test('the lock of a dead process is taken over without a word', async () => {
  await leaveLock(await deadPid(), '1')
  const claim = await claimFolder(folder)
  expect((await readOwner(folder))?.pid).toBe(process.pid)
  await claim.release()
})

test('a living process that only has the pid of the dead owner does not hold the folder', async () => {
  await leaveLock(process.pid, `${processStart(process.pid)} earlier`)
  await (await claimFolder(folder)).release()
})

test('a lock cut off in the middle by a power failure is taken over', async () => {
  await leaveLock(1, null)
  await writeFile(join(folder, 'owner.json'), '{"pid":')
  await (await claimFolder(folder)).release()
})

test('of forty that find the same dead owner exactly one gets the folder', async () => {
  await leaveLock(await deadPid(), '1')
  const claims = await Promise.allSettled(Array.from({ length: 40 }, () => claimFolder(folder)))
  const won = claims.filter(claim => claim.status === 'fulfilled')
  const lost = claims.filter(claim => claim.status === 'rejected').map(claim => claim.reason.code)
  expect(won.length).toBe(1)
  expect(new Set(lost)).toEqual(new Set(['DATA_FOLDER_BUSY']))
  await won[0]?.value.release()
  expect(await readdir(folder)).toEqual([])
})

test('a folder that cannot be made is told in words', async () => {
  await writeFile(join(root, 'file'), '')
  await expect(claimFolder(join(root, 'file', 'data'))).rejects.toMatchObject({
    code: 'DATA_FOLDER_UNUSABLE',
    message: expect.stringContaining('Give a folder this user may write to with --data'),
  })
})
