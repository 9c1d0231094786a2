import { randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { databaseUrl, freshStore } from '../../test/support/database.ts'
import { clockFinding, examine, nodeFinding, spaceFinding } from './doctor.ts'
import type { Finding } from './doctor.ts'
import { takeLease } from './lock.ts'
import { openStore } from './open.ts'
import { keepSecret } from './secrets.ts'
import { run, sql } from './sql.ts'

const store = await freshStore()
const { pool, data } = store
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollbook-doctor-'))
})
afterAll(async () => {
  await store.close()
  await rm(root, { recursive: true })
})

const name = (await pool.query<{ name: string }>('select current_database() as name')).rows[0]?.name ?? ''
const url = databaseUrl(inject('server').url, name)
const failing = (findings: Finding[]) => findings.filter(({ ok }) => !ok).map(({ check }) => check)
const one = (findings: Finding[], check: string) => findings.find(finding => finding.check === check)

test('a store in good health has nothing to fix, and everything was looked at', async () => {
  const findings = await examine({ data, url })
  expect(failing(findings)).toEqual([])
  expect(findings.map(({ check }) => check)).toEqual([
    'node', 'data folder', 'disk', 'database', 'schema', 'clock', 'runs', 'base', 'secrets',
  ]) // prettier-ignore
})

test('before the first start a database is started on trial, and no folder is left', async () => {
  const findings = await examine({ data: join(root, 'not yet'), url: null })
  expect(failing(findings)).toEqual([])
  expect(one(findings, 'database')?.detail).toContain('on trial')
  expect(await readdir(root)).toEqual([])
})

test('a folder that is open says by which process, and is left alone', async () => {
  const open = await openStore({ data: join(root, 'open'), url: null })
  const findings = await examine({ data: join(root, 'open'), url: null })
  const { rows } = await open.pool.query('select 1 as one')
  await open.close()
  expect(one(findings, 'owner')).toMatchObject({
    ok: false,
    detail: expect.stringContaining(`process ${process.pid}`),
  })
  expect(rows).toEqual([{ one: 1 }])
})

test('a server that does not answer is one finding with its fix, and the rest is looked at all the same', async () => {
  const findings = await examine({
    data,
    url: `postgres://rollbook@localhost/x?host=${encodeURIComponent(root)}`,
  })
  expect(failing(findings)).toEqual(['database'])
  expect(one(findings, 'database')?.fix).toContain('Check DATABASE_URL')
})

test('a schema behind this release asks for the migration', async () => {
  await pool.query('create table kept as select * from migrations')
  await pool.query('delete from migrations')
  const findings = await examine({ data, url })
  await pool.query('insert into migrations select * from kept')
  await pool.query('drop table kept')
  expect(one(findings, 'schema')).toMatchObject({ ok: false, fix: 'Run `rollbook migrate`' })
})

test('a run that was cut off is named; one that is at work is not', async () => {
  const lincoln = randomUUID()
  await run(
    pool,
    sql`insert into districts (district_id, key, name, zone) values (${lincoln}, 'lincoln', 'Lincoln USD', 'UTC')`,
  )
  const lease = await takeLease(pool, lincoln)
  await run(
    pool,
    sql`insert into runs (district_id, run, trigger, who, phase, fence)
        values (${lincoln}, 12, 'manual', 'ada', 'reading', ${lease.fence})`,
  )
  expect(failing(await examine({ data, url }))).toEqual([])
  const cut = { ok: false, detail: 'cut off: run 12 of "lincoln" while reading' }
  // Our own number belonged to another process before us: of that one the lease is still open.
  await run(
    pool,
    sql`update districts set holder = ${`${hostname()}:${process.pid}:long ago`} where district_id = ${lincoln}`,
  )
  expect(one(await examine({ data, url }), 'runs')).toMatchObject(cut)
  await lease.release()
  expect(one(await examine({ data, url }), 'runs')).toMatchObject(cut)
  await run(pool, sql`update runs set result = 'cleared', phase = 'applying' where district_id = ${lincoln}`)
  expect(one(await examine({ data, url }), 'runs')).toMatchObject({
    ok: false,
    detail: expect.stringContaining('applying'),
  })
  await run(pool, sql`update runs set result = 'failed' where district_id = ${lincoln}`)
})

test('fingerprints that are absent are no fault, a torn folder of them is', async () => {
  const lincoln = randomUUID()
  const connection = randomUUID()
  await run(
    pool,
    sql`insert into districts (district_id, key, name, zone) values (${lincoln}, 'torn', 'Torn', 'UTC')`,
  )
  await run(
    pool,
    sql`insert into connections (district_id, connection_id, source, base_version) values (${lincoln}, ${connection}, 'oneroster-csv', 1)`,
  )
  expect(one(await examine({ data, url }), 'base')).toMatchObject({
    ok: true,
    detail: expect.stringContaining('1 of 1'),
  })
  await mkdir(join(data, 'base', connection), { recursive: true })
  await writeFile(join(data, 'base', connection, 'base.json'), '{}')
  expect(one(await examine({ data, url }), 'base')).toMatchObject({
    ok: false,
    fix: expect.stringContaining('Remove the folder'),
  })
  await rm(join(data, 'base'), { recursive: true })
})

test('a data folder that everybody may read is a finding', async () => {
  await chmod(data, 0o755)
  const findings = await examine({ data, url })
  await chmod(data, 0o700)
  expect(one(findings, 'data folder')).toMatchObject({ ok: false, fix: expect.stringContaining('chmod') })
})

test.each([
  ['Node 20.18', nodeFinding('20.18.3'), false],
  ['Node 20.19', nodeFinding('20.19.0'), true],
  ['Node 24', nodeFinding('24.1.0'), true],
  ['1.9 GB', spaceFinding(1.9 * 1024 ** 3), false],
  ['2 GB', spaceFinding(2 * 1024 ** 3), true],
  ['a clock 5.1 s ahead', clockFinding(5.1), false],
  ['a clock 5.1 s behind', clockFinding(-5.1), false],
  ['a clock 4.9 s behind', clockFinding(-4.9), true],
])('%s passes or does not, and only a failure has a fix', (_, finding, ok) => {
  expect(finding.ok).toBe(ok)
  expect(finding.fix === null).toBe(ok)
})

test('keys that the master key of this machine does not open are counted, and none is made in looking', async () => {
  const roosevelt = { districtId: randomUUID(), name: 'clientSecret', value: 'otter-canary', who: 'npadilla' }
  await keepSecret(store, roosevelt, new Date())
  const path = join(data, 'master.key')
  await rename(path, `${path}.away`)
  const findings = await examine({ data, url })
  expect(one(findings, 'secrets')).toMatchObject({ ok: false, detail: 'the master key opens 0 of 1 keys' })
  expect(one(findings, 'secrets')?.fix).toContain('Put back master.key')
  expect(await readdir(data)).not.toContain('master.key')
  await rename(`${path}.away`, path)
  expect(one(await examine({ data, url }), 'secrets')).toMatchObject({ ok: true })
})
