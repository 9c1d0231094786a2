import { createHash, randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { backup } from './backup.ts'
import { takeLease } from './lock.ts'
import type { Store } from './open.ts'
import { restore } from './restore.ts'
import { ourTables } from './schema.ts'
import { rows, run, sql } from './sql.ts'

const lincoln = randomUUID()
let folder: string
let file: string
let store: Store

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollbook-backup-'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(async () => {
  file = join(folder, `${randomUUID()}.backup`)
  store = await freshStore()
  await fill(store)
})
afterEach(() => store.close())

/** Lincoln USD with what a text file finds hard: tabs, newlines, backslashes, accents, null beside nothing. */
async function fill({ pool, data }: Store): Promise<void> {
  await run(
    pool,
    sql`insert into districts (district_id, key, name, zone) values (${lincoln}, 'lincoln', 'Lincoln USD', 'America/Chicago')`,
  )
  await run(
    pool,
    sql`insert into users (district_id, id, sourced_id, given_name, family_name, middle_name, grades, created_run, updated_run, removed_at)
        select ${lincoln}, gen_random_uuid(), 'u-' || n, E'Ada\tB\\N\n' || n, 'Pärk 😀', case when n % 2 = 0 then '' end,
               array['05', 'a,"b'], 1, 1, '2026-08-14T02:00:00.123456Z'
        from generate_series(1, 5000) n`,
  )
  await run(
    pool,
    sql`insert into enrollments (district_id, id, sourced_id, "primary", begin_date, created_run, updated_run)
        values (${lincoln}, ${randomUUID()}, 'e-1', true, '2026-08-14', 1, 1)`,
  )
  await mkdir(join(data, 'base', 'lincoln'), { recursive: true })
  await mkdir(join(data, 'snapshots'), { recursive: true })
  await writeFile(join(data, 'base', 'lincoln', 'users'), Buffer.from([0, 255, 10, 13]))
  await writeFile(join(data, 'base', 'empty'), '')
  await writeFile(join(data, 'snapshots', 's-1'), 'x'.repeat(200_000))
  await writeFile(join(data, 'secret.key'), 'key of lincoln')
}

/** Every table and every kept file as digests, whatever order rows and folders come in. */
async function fingerprint({ pool, data }: Store): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const table of await ourTables()) {
    const all = await rows<{ text: string }>(pool, {
      text: `select t::text as text from ${table} t order by 1`,
      values: [],
      parts: [],
    })
    prints[table] = digest(JSON.stringify(all))
  }
  for (const path of (await readdir(data, { recursive: true })).sort()) {
    prints[path] = (await stat(join(data, path))).isFile()
      ? digest(await readFile(join(data, path)))
      : 'folder'
  }
  return prints
}
const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

async function change({ pool, data }: Store): Promise<void> {
  await pool.query(`delete from enrollments`)
  await pool.query(`update users set given_name = 'Changed' where sourced_id like 'u-1%'`)
  await pool.query(
    `insert into districts (district_id, key, name, zone) values (gen_random_uuid(), 'roosevelt', 'Roosevelt', 'UTC')`,
  )
  await writeFile(join(data, 'secret.key'), 'another key')
  await writeFile(join(data, 'base', 'later'), 'written after the backup')
}

test('after a restore every table and every file is what it was, byte for byte', async () => {
  const before = await fingerprint(store)
  const made = await backup(store, file)
  await change(store)
  expect(await fingerprint(store)).not.toEqual(before)
  const restored = await restore(store, file)
  expect(await fingerprint(store)).toEqual(before)
  expect(made.rows).toMatchObject({ districts: 1, users: 5000, enrollments: 1, orgs: 0 })
  expect({ ...restored, file }).toEqual({ ...made, file })
})

test('a backup fills an empty database of another server folder', async () => {
  const before = await fingerprint(store)
  await backup(store, file)
  const empty = await freshStore()
  await restore(empty, file)
  expect(await fingerprint(empty)).toEqual(before)
  await empty.close()
})

test('a backup is of one moment, whatever is written while it runs', async () => {
  const before = await fingerprint(store)
  const making = backup(store, file)
  await store.pool.query('with gone as (delete from enrollments) delete from users')
  await making
  await restore(store, file)
  const { users, enrollments } = await fingerprint(store)
  const nothing = digest('[]')
  expect([
    [before.users, before.enrollments],
    [nothing, nothing],
  ]).toContainEqual([users, enrollments])
})

test('nobody else can read a backup, and no half one is left when it fails', async () => {
  await backup(store, file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await expect(backup(store, join(folder, 'nowhere', 'b'))).rejects.toMatchObject({
    code: 'BACKUP_UNWRITTEN',
  })
  await expect(backup(store, folder)).rejects.toMatchObject({ code: 'BACKUP_UNWRITTEN' })
  expect((await readdir(folder)).filter(name => name.endsWith('.part'))).toEqual([])
  expect((await store.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('a file cut off anywhere, or with one bit turned, is refused and changes nothing', async () => {
  await backup(store, file)
  await change(store)
  const before = await fingerprint(store)
  const { size } = await stat(file)
  for (const share of [0.02, 0.3, 0.7, 0.999]) {
    const cut = `${file}.cut`
    await cp(file, cut)
    await truncate(cut, Math.floor(size * share))
    await expect(restore(store, cut)).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      message: expect.stringContaining('it ends too early'),
    })
    const turned = await readFile(file)
    const at = Math.floor(size * share)
    turned[at] = (turned[at] ?? 0) ^ 16
    await writeFile(cut, turned)
    await expect(restore(store, cut)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
  }
  expect(await fingerprint(store)).toEqual(before)
})

test('a file altered with care, gzip and all, does not fit its checksum', async () => {
  await backup(store, file)
  const plain = gunzipSync(await readFile(file))
  plain.write('Zoe', plain.indexOf('Ada'))
  await writeFile(file, gzipSync(plain))
  await expect(restore(store, file)).rejects.toMatchObject({
    code: 'BACKUP_DAMAGED',
    message: expect.stringContaining('its checksum does not fit its content'),
  })
})

test.each([
  ['a text', 'BACKUP_UNKNOWN', 'sourcedId,status\n'],
  ['nothing', 'BACKUP_DAMAGED', ''],
  ['some other gzip', 'BACKUP_UNKNOWN', gzipSync('sourcedId,status\n')],
  ['a backup of a newer format', 'BACKUP_NEWER', gzipSync('{"rollbook":"backup","format":2}\n')],
  ['a backup of a newer schema', 'BACKUP_NEWER', gzipSync('{"rollbook":"backup","format":1,"schema":999}\n')],
])('%s is refused with its own words', async (_, code, content) => {
  await writeFile(file, content)
  await expect(restore(store, file)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('Cannot restore'),
  })
})

test('a file that is not there is told by its path', async () => {
  await expect(restore(store, file)).rejects.toMatchObject({
    code: 'BACKUP_MISSING',
    message: expect.stringContaining(file),
  })
})

test('a backup that names files outside the data folder is refused', async () => {
  const inner = '{"rollbook":"backup","format":1,"schema":1}\n{"file":"base/../../evil"}\n\0\0\0\0'
  const end = JSON.stringify({ end: true, rows: {}, files: 1, sha256: digest(inner) })
  await writeFile(file, gzipSync(`${inner}${end}\n`))
  await expect(restore(store, file)).rejects.toMatchObject({
    code: 'BACKUP_DAMAGED',
    message: expect.stringContaining('../../evil'),
  })
})

test('a restore waits for no run: it says which district is at work', async () => {
  await backup(store, file)
  const lease = await takeLease(store.pool, lincoln)
  await expect(restore(store, file)).rejects.toMatchObject({
    code: 'DISTRICT_BUSY',
    message: expect.stringContaining('"lincoln"'),
  })
  await lease.release()
  await restore(store, file)
})

test('a fence does not go back, so a worker from before the restore stays shut out', async () => {
  await backup(store, file)
  const zombie = await takeLease(store.pool, lincoln)
  await zombie.release()
  await restore(store, file)
  expect((await takeLease(store.pool, lincoln)).fence).toBeGreaterThan(zombie.fence)
})

test('no table counts by a sequence, which a backup would not carry', async () => {
  expect((await store.pool.query('select sequencename from pg_sequences')).rows).toEqual([])
})
