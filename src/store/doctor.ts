import { access, constants, mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type pg from 'pg'
import { RollbookError } from '../roster/errors.ts'
import { embeddedBinaries } from './binaries.ts'
import { checkKeys } from './district-keys.ts'
import { hasCode } from './failure.ts'
import { baseFolder, clusterFolder } from './layout.ts'
import { knownMigrations, schemaVersion } from './migrate.ts'
import { connectStore, serverVersion } from './open.ts'
import type { Store, Where } from './open.ts'
import { holderDied } from './lock.ts'
import { ownerLives, readOwner } from './owner.ts'
import { row, rows, sql } from './sql.ts'

/** One thing that was looked at. `fix` is what to do, or null when there is nothing to do. */
export type Finding = {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
  readonly fix: string | null
}

const oldestNode = [20, 19]
const scarceBytes = 2 * 1024 ** 3
const clockSeconds = 5

/** Looks at everything a run depends on, goes on after a failure, and changes nothing. */
export async function examine(where: Where): Promise<Finding[]> {
  const data = resolve(where.data)
  const before = [
    nodeFinding(process.versions.node),
    ...(where.url === null ? [await told('built-in PostgreSQL', bundled)] : []),
    await told('data folder', () => folderFinding(data)),
    await told('disk', () => diskFinding(data)),
  ]
  const owner = where.url === null ? await readOwner(data).catch(() => null) : null
  if (owner && ownerLives(owner)) {
    const detail = `process ${owner.pid} has the data folder open since ${owner.since}, so its database was not looked at`
    return [...before, wrong('owner', detail, 'Stop it and run `rollbook doctor` again')]
  }
  const free = owner
    ? `process ${owner.pid} left its lock and is gone; the next start takes it over`
    : 'nobody has the data folder open'
  return [
    ...before,
    ...(where.url === null ? [fine('owner', free)] : []),
    ...(await examineDatabase(where, data)),
  ]
}

async function examineDatabase(where: Where, data: string): Promise<Finding[]> {
  if (where.url === null && !(await exists(clusterFolder(data)))) return [await told('database', trial)]
  let store: Store
  try {
    store = await connectStore(where)
  } catch (error) {
    return [failed('database', error)]
  }
  const { pool } = store
  try {
    const database = await told('database', () => serverFinding(pool))
    if (!database.ok) return [database]
    const schema = await told('schema', () => schemaFinding(pool))
    const clock = await told('clock', () => readClock(pool))
    if (!schema.ok) return [database, schema, clock]
    const runs = await told('runs', () => runsFinding(pool))
    const base = await told('base', () => baseFinding(pool, data))
    return [database, schema, clock, runs, base, await told('secrets', () => secretsFinding(pool, data))]
  } finally {
    await store.close()
  }
}

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = oldestNode
  if (major > needMajor || (major === needMajor && minor >= needMinor))
    return fine('node', `version ${version}`)
  return wrong(
    'node',
    `version ${version}, and ${oldestNode.join('.')} or newer is needed`,
    'Install a newer Node.js',
  )
}

async function bundled(): Promise<Finding> {
  const { major } = await embeddedBinaries()
  return fine('built-in PostgreSQL', `version ${major} for ${process.platform}-${process.arch}`)
}

async function folderFinding(data: string): Promise<Finding> {
  const check = 'data folder'
  if (!(await exists(data))) {
    await access(await nearest(data), constants.W_OK)
    return fine(check, `"${data}" will be made on the first start`)
  }
  await access(data, constants.R_OK | constants.W_OK | constants.X_OK)
  const open = ((await stat(data)).mode & 0o007) !== 0
  if (open) return wrong(check, `"${data}" can be read by everybody on this machine`, `chmod o= "${data}"`)
  return fine(check, `"${data}" can be written and is closed to others`)
}

async function diskFinding(data: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(await nearest(data))
  return spaceFinding(bavail * bsize)
}

export function spaceFinding(bytes: number): Finding {
  const detail = `${(bytes / 1024 ** 3).toFixed(1)} GB free`
  return bytes >= scarceBytes
    ? fine('disk', detail)
    : wrong('disk', detail, 'Free at least 2 GB before the next run')
}

/** Before the first start there is no database to look at; whether one would start is what counts then. */
async function trial(): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-trial-'))
  try {
    const store = await connectStore({ data: folder, url: null })
    await store.close()
    return fine('database', 'there is none yet; one was started and stopped on trial')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function serverFinding(pool: pg.Pool): Promise<Finding> {
  const { number, text } = await serverVersion(pool)
  if (number >= 150000) return fine('database', `PostgreSQL ${text} answers`)
  return wrong('database', `PostgreSQL ${text}, and 15 or newer is needed`, 'Upgrade the server')
}

async function schemaFinding(pool: pg.Pool): Promise<Finding> {
  const version = await schemaVersion(pool)
  const known = (await knownMigrations()).length
  if (version === known) return fine('schema', `at ${version}, as this release has it`)
  const fix = version < known ? 'Run `rollbook migrate`' : 'Upgrade Rollbook'
  return wrong('schema', `at ${version}, and this release has ${known}`, fix)
}

async function readClock(pool: pg.Pool): Promise<Finding> {
  const before = Date.now()
  const found = await row<{ now: Date }>(pool, sql`select clock_timestamp() as now`)
  const middle = (before + Date.now()) / 2
  return clockFinding(((found?.now.getTime() ?? 0) - middle) / 1000)
}

/** `ahead`: seconds by which the database's clock is before ours. */
export function clockFinding(ahead: number): Finding {
  const apart = Math.abs(ahead)
  if (apart <= clockSeconds) return fine('clock', `the database's and ours are ${apart.toFixed(1)} s apart`)
  const detail = `the database's is ${apart.toFixed(0)} s ${ahead > 0 ? 'ahead of' : 'behind'} ours`
  return wrong('clock', detail, 'Let both machines set their clocks by NTP: leases and schedules go by them')
}

async function runsFinding(pool: pg.Pool): Promise<Finding> {
  const open = await rows<{ key: string; run: number; phase: string; holder: string | null }>(
    pool,
    sql`select d.key, r.run, r.phase, case when d.lease_until >= now() and d.fence = r.fence then d.holder end as holder
        from districts d join runs r on r.district_id = d.district_id
        where r.result is null or (r.result = 'cleared' and r.phase = 'applying') order by d.key, r.run`,
  )
  // A process of this machine that is gone holds nothing, however long its lease would have lasted.
  const left = open.filter(({ holder }) => holder === null || holderDied(holder)).slice(0, 10)
  if (left.length === 0) return fine('runs', 'none was cut off')
  const list = left.map(({ key, run, phase }) => `run ${run} of "${key}" while ${phase}`).join(', ')
  return wrong('runs', `cut off: ${list}`, 'Sync the district again; a run that was cut off changed nothing')
}

/** A base that is absent costs time, not truth: the roster is read out instead. A torn one should not be there. */
async function baseFinding(pool: pg.Pool, data: string): Promise<Finding> {
  const recorded = await rows<{ id: string }>(
    pool,
    sql`select connection_id as id from connections where base_version is not null order by connection_id`,
  )
  const files = await Promise.all(
    recorded.map(({ id }) => readdir(baseFolder(data, id)).catch((): string[] => [])),
  )
  const torn = files.findIndex(
    names => names.includes('base.json') && !names.some(name => name.endsWith('.table')),
  )
  if (torn >= 0) {
    const folder = baseFolder(data, recorded[torn]?.id ?? '')
    return wrong(
      'base',
      `"${folder}" has lost files`,
      'Remove the folder; the next run reads the roster out and saves it anew',
    )
  }
  const absent = files.filter(names => !names.includes('base.json')).length
  if (absent === 0) return fine('base', `the fingerprints of ${recorded.length} connections are in place`)
  return fine(
    'base',
    `${absent} of ${recorded.length} connections have no fingerprints here; their next run reads the roster out`,
  )
}

/** A machine without the master key does everything but reach sources that want a secret. */
async function secretsFinding(pool: pg.Pool, data: string): Promise<Finding> {
  const { opened, shut } = await checkKeys({ pool, data })
  if (shut === 0)
    return fine('secrets', opened === 0 ? 'none is kept' : `the master key opens ${opened} of ${opened} keys`)
  const fix =
    'Put back master.key or ROLLBOOK_MASTER_KEY as it was, or give the secrets anew: `rollbook secret <district> <name>`'
  return wrong('secrets', `the master key opens ${opened} of ${opened + shut} keys`, fix)
}

function fine(check: string, detail: string): Finding {
  return { check, ok: true, detail, fix: null }
}

function wrong(check: string, detail: string, fix: string): Finding {
  return { check, ok: false, detail, fix }
}

async function told(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look()
  } catch (error) {
    return failed(check, error)
  }
}

/** Our own errors end with their remedy; of others the code has to do. */
function failed(check: string, error: unknown): Finding {
  const text = error instanceof Error ? error.message : String(error)
  const at = error instanceof RollbookError ? text.lastIndexOf('. ') : -1
  if (at > 0) return wrong(check, text.slice(0, at), text.slice(at + 2))
  return wrong(
    check,
    text,
    'Give this user the right to read and write there, or choose another place with --data',
  )
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    error => !hasCode(error, 'ENOENT'),
  )
}

/** The folder itself or the closest one above it that exists. */
async function nearest(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) if ((await exists(at)) || dirname(at) === at) return at
}
