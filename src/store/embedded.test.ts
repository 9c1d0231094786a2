import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leaveBehind } from '../../test/support/database.ts'
import { openStore } from './open.ts'
import type { Store } from './open.ts'
import { processStart, processesIn } from './processes.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollbook home '))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const open = (name: string): Promise<Store> => openStore({ data: join(root, name), url: null })
const note = (text: string) => `insert into migrations (number, name) values (-1, '${text}')`
const readNote = async (store: Store): Promise<string | undefined> =>
  (await store.pool.query<{ name: string }>('select name from migrations where number = -1')).rows[0]?.name
const postmaster = async (name: string): Promise<number> =>
  Number((await readFile(join(root, name, 'pg', 'postmaster.pid'), 'utf8')).split('\n')[0])

test('what was written is there after a clean stop and a new start', async () => {
  const before = await open('kept')
  await before.pool.query(note('Lincoln USD'))
  await before.close()
  expect(processesIn(join(root, 'kept', 'pg'))).toEqual([])
  const after = await open('kept')
  expect(await readNote(after)).toBe('Lincoln USD')
  await after.close()
  expect(await readdir(join(root, 'kept'))).toEqual(['pg'])
})

test('nobody else may look in, nothing listens on the network, and a commit is on the disk before it is told', async () => {
  const store = await open('private')
  const mode = (await stat(join(root, 'private'))).mode & 0o007
  const { rows } = await store.pool.query(
    `select current_setting('listen_addresses') network, current_setting('fsync') fsync,
            current_setting('synchronous_commit') told`,
  )
  await store.close()
  expect(mode).toBe(0)
  expect(rows).toEqual([{ network: '', fsync: 'on', told: 'on' }])
})

test('a path too long for a socket gets a private socket folder, gone after the stop', async () => {
  const sockets = async () => (await readdir(tmpdir())).filter(name => /^rollbook-\w{6}$/.test(name))
  const before = await sockets()
  const store = await open('long '.repeat(24).trim())
  const during = (await sockets()).filter(name => !before.includes(name))
  const modes = await Promise.all(during.map(async name => (await stat(join(tmpdir(), name))).mode & 0o777))
  await store.close()
  expect(modes).toEqual([0o700])
  expect((await sockets()).filter(name => during.includes(name))).toEqual([])
})

test('a server left behind by a killed process is stopped, and what it had is kept', async () => {
  await leaveBehind(
    join(root, 'orphan'),
    note('written before the end'),
    `process.kill(process.pid, 'SIGKILL')`,
  )
  const orphan = await postmaster('orphan')
  expect(processStart(orphan)).not.toBeNull()
  const store = await open('orphan')
  expect(processStart(orphan)).toBeNull()
  expect(await readNote(store)).toBe('written before the end')
  await store.close()
})

test('half a cluster of an interrupted first start is made anew', async () => {
  await mkdir(join(root, 'half', 'pg.new', 'base'), { recursive: true })
  const store = await open('half')
  await store.close()
  expect(await readdir(join(root, 'half'))).toEqual(['pg'])
})

test('a cluster of another major version is refused with the way over', async () => {
  await mkdir(join(root, 'older', 'pg'), { recursive: true })
  await writeFile(join(root, 'older', 'pg', 'PG_VERSION'), '14\n')
  await expect(open('older')).rejects.toMatchObject({
    code: 'POSTGRES_MAJOR',
    message: expect.stringMatching(
      /is of PostgreSQL 14, and this release brings \d+\. Run `rollbook backup`/,
    ),
  })
  expect(await readdir(join(root, 'older'))).toEqual(['pg'])
})
