import { execFile, spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leaveBehind } from '../../test/support/database.ts'
import { embeddedBinaries } from './binaries.ts'
import { openStore } from './open.ts'
import type { Store } from './open.ts'
import { processesIn, waitGone } from './processes.ts'

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

test('a process that ends without closing takes its server with it', async () => {
  await leaveBehind(join(root, 'exited'), note('written before the end'), 'process.exit()')
  const cluster = join(root, 'exited', 'pg')
  expect(await waitGone(processesIn(cluster), 10_000)).toBe(true)
  expect(await readdir(cluster)).not.toContain('postmaster.pid')
})

test('a server that was killed starts again with everything it had told as saved', async () => {
  const before = await open('crashed')
  await before.pool.query(note('saved'))
  process.kill(await postmaster('crashed'), 'SIGKILL')
  await before.close()
  const after = await open('crashed')
  expect(await readNote(after)).toBe('saved')
  await after.close()
})

test('a stale pid file that names some other living program does not keep the server from starting', async () => {
  await (await open('reused')).close()
  const cluster = join(root, 'reused', 'pg')
  await writeFile(
    join(cluster, 'postmaster.pid'),
    [process.pid, cluster, 1, 5432, '/nowhere', '*', ''].join('\n'),
  )
  const store = await open('reused')
  expect(await readNote(store)).toBeUndefined()
  await store.close()
})

test('a server that cannot start is told with its own last words', async () => {
  await (await open('spoilt')).close()
  await rm(join(root, 'spoilt', 'pg', 'global'), { recursive: true })
  await expect(open('spoilt')).rejects.toMatchObject({
    code: 'DATABASE_UNSTARTED',
    message: expect.stringContaining('global'),
  })
})

test('a store closes although a run still has a connection, and what that run wrote is undone', async () => {
  const before = await open('broken off')
  const client = await before.pool.connect()
  client.on('error', () => {})
  await client.query('begin')
  await client.query(note('never committed'))
  await before.close()
  client.release(true)
  const after = await open('broken off')
  expect(await readNote(after)).toBeUndefined()
  await after.close()
})

const asRoot = process.getuid?.() === 0
// A checkout below a 0700 home is closed to every user but its own.
const { folder: programs } = await embeddedBinaries()
const nobody = { uid: 65534, gid: 65534 }
const forAll = asRoot && spawnSync(join(programs, 'postgres'), ['--version'], nobody).status === 0

test.runIf(forAll)(
  'root runs the server as the owner of the folder, so that the owner can run it again',
  async () => {
    await mkdir(join(root, 'given'))
    await chown(join(root, 'given'), nobody.uid, nobody.gid)
    await chmod(root, 0o711)
    const store = await open('given')
    await store.close()
    expect((await stat(join(root, 'given', 'pg', 'PG_VERSION'))).uid).toBe(nobody.uid)
  },
)

test.runIf(forAll)('root without user namespaces hands the cluster to nobody, and nothing else', async () => {
  const path = process.env.PATH
  await chmod(root, 0o711)
  process.env.PATH = root
  const store = await open('container').finally(() => (process.env.PATH = path))
  await store.close()
  const owners = await Promise.all(
    ['', 'pg'].map(async name => (await stat(join(root, 'container', name))).uid),
  )
  expect(owners).toEqual([0, nobody.uid])
  expect((await stat(join(root, 'container'))).mode & 0o777).toBe(0o710)
})

const exec = promisify(execFile)
const mounted = asRoot && (await canMount())

async function canMount(): Promise<boolean> {
  return exec('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', tmpdir()]).then(
    () => true,
    () => false,
  )
}

test.runIf(mounted)(
  'a full disk is told in words, and after room was made everything saved is there',
  async () => {
    const disk = join(root, 'small')
    await mkdir(disk)
    await exec('mount', ['-t', 'tmpfs', '-o', 'size=90m', 'none', disk])
    try {
      const store = await open('small/data')
      await store.pool.query(note('saved before'))
      await expect(fill(store)).rejects.toThrow()
      await store.close()
      await writeFile(join(disk, 'ballast'), Buffer.alloc(90_000_000)).catch(() => {})
      await expect(open('small/data')).rejects.toMatchObject({ code: 'DISK_FULL' })
      await exec('mount', ['-o', 'remount,size=300m', disk])
      const after = await open('small/data')
      expect(await readNote(after)).toBe('saved before')
      await after.close()
    } finally {
      await pause(100)
      await exec('umount', ['-l', disk])
    }
  },
)

async function fill(store: Store): Promise<void> {
  await store.pool.query(
    'create table filler as select repeat(md5(n::text), 40) as text from generate_series(1, 200000) n',
  )
}
