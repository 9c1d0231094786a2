import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { RollbookError } from '../roster/errors.ts'
import { chooseAccount, giveTo } from './account.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { diskFull, hasCode } from './failure.ts'
import { clusterFolder } from './layout.ts'
import { commandLine, processesIn, waitGone } from './processes.ts'

const exec = promisify(execFile)

/** A PostgreSQL of ours: where it listens, what it said last, and how to stop it. */
export type Server = {
  readonly host: string
  readonly port: number
  readonly user: string
  said(): string
  stop(): Promise<void>
}

export type ServerOptions = {
  /** Holds the cluster (`pg/`) and, where its path is short enough, the socket (`run/`). */
  readonly folder: string
  readonly binaries: Binaries
  /** On top of ours; tests switch fsync off. */
  readonly settings?: Readonly<Record<string, string>>
}

const user = 'rollbook'
const port = 5432 // part of the socket's file name only; nothing listens on the network
const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

const settings = {
  listen_addresses: '',
  fsync: 'on',
  shared_buffers: '128MB',
  work_mem: '32MB',
  random_page_cost: '1.1',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  // What the server says must name no child: neither the values of a statement nor the key that clashed.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** Starts the cluster in the folder, making it first where there is none. The caller owns the folder (owner.ts). */
export async function startServer(options: ServerOptions): Promise<Server> {
  const cluster = clusterFolder(options.folder)
  await stopOrphan(cluster)
  const account = await chooseAccount(options.folder, cluster)
  await ensureCluster(cluster, account, options)
  const host = await socketFolder(options.folder)
  await giveTo(account, host)
  const child = launch(cluster, host, account, options)
  const said = remember(child)
  const stop = async () => {
    process.off('exit', interrupt)
    await stopChild(child)
    await rm(host, { recursive: true, force: true })
  }
  // A program that ends without closing its store still leaves a clean cluster behind.
  const interrupt = () => child.kill('SIGINT')
  process.on('exit', interrupt)
  try {
    await ready(child, host)
  } catch (error) {
    await stop()
    await heard(child)
    throw cannotStart(options.folder, said(), error)
  }
  return { host, port, user, said, stop }
}

/** Where the server of a folder listens that another process has started; null when none does. */
export async function runningAt(folder: string): Promise<Pick<Server, 'host' | 'port' | 'user'> | null> {
  const host = (await readText(join(clusterFolder(folder), 'postmaster.pid')))?.split('\n')[4]
  return host ? { host, port, user } : null
}

/** `initdb` works beside the place and the result is moved in whole, so that half a cluster is never started. */
async function ensureCluster(cluster: string, account: Account, options: ServerOptions): Promise<void> {
  const { binaries } = options
  const made = await readText(join(cluster, 'PG_VERSION'))
  if (made !== null) return checkMajor(options.folder, Number(made), binaries.major)
  const draft = `${cluster}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await giveTo(account, draft)
  // Byte order sorts the same on every machine; upper and lower case are still Unicode's.
  const locale =
    binaries.major >= 17
      ? ['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8']
  const words = [
    ...account.prefix,
    join(binaries.folder, 'initdb'),
    '-D',
    draft,
    '-U',
    user,
    '-A',
    'trust',
    '-E',
    'UTF8',
    ...locale,
  ]
  if (options.settings?.fsync === 'off') words.push('--no-sync')
  try {
    await exec(words[0] ?? '', words.slice(1), { env: environment, cwd: options.folder, ...account.options })
  } catch (error) {
    throw cannotStart(options.folder, '', error)
  }
  await rename(draft, cluster)
}

function checkMajor(folder: string, made: number, brought: number): void {
  if (made === brought) return
  throw new RollbookError(
    'POSTGRES_MAJOR',
    `Cannot open data folder "${folder}": its database is of PostgreSQL ${made}, and this release brings ${brought}. ` +
      'Run `rollbook backup` with the release that made it, and `rollbook restore` with this one in a new folder',
  )
}

function launch(cluster: string, host: string, account: Account, options: ServerOptions): ChildProcess {
  const all = { ...settings, unix_socket_directories: `"${host.replaceAll('"', '""')}"`, ...options.settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const words = [
    ...account.prefix,
    join(options.binaries.folder, 'postgres'),
    '-D',
    cluster,
    '-p',
    String(port),
    ...flags,
  ]
  // A group of its own: Ctrl-C in a terminal is for us, and we stop the server when our work has ended.
  const child = spawn(words[0] ?? '', words.slice(1), {
    env: environment,
    cwd: options.folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...account.options,
  })
  child.unref()
  return child
}

/** Keeps the last words of the server in memory: on a full disk a log file would be empty. */
function remember(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-8192)))
  child.on('error', error => (text += error.message))
  if (child.stderr && 'unref' in child.stderr && typeof child.stderr.unref === 'function')
    child.stderr.unref()
  return () => text
}

/** Waits for the words a server that has ended may still have on their way to us. */
async function heard(child: ChildProcess): Promise<void> {
  if (child.stderr?.readableEnded === false) await Promise.race([once(child, 'close'), pause(500)])
}

/** A cluster that was cut off replays its log first, which takes as long as it takes: wait while it lives. */
async function ready(child: ChildProcess, host: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      throw new Error('it ended at once')
    const client = new pg.Client({ host, port, user, database: 'postgres' })
    client.on('error', () => {}) // told by the queries
    try {
      await client.connect()
      await ensureDatabase(client)
      return
    } catch (error) {
      if (!['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03'].some(code => hasCode(error, code))) throw error
      await pause(15)
    } finally {
      await client.end().catch(() => {})
    }
  }
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [user])
  if (rowCount === 0) await client.query(`create database ${user}`)
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT leaves the log to be replayed. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const gone = once(child, 'exit')
  for (const [signal, millis] of shutdown) {
    child.kill(signal)
    const timer = pause(millis, 'late', { ref: false })
    if ((await Promise.race([gone, timer])) !== 'late') return
  }
}

const shutdown = [
  ['SIGINT', 120_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 10_000],
] as const

/*
 * When Rollbook is killed outright, its server lives on and holds the cluster. We own the folder by now, so
 * a server that works in it has no living owner. Its pid file is left to PostgreSQL, which also looks
 * for the shared memory that file names; but when the pid went to some other program, PostgreSQL would
 * take that for a living server, and the file must go.
 */
async function stopOrphan(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  const lines = (await readText(file))?.split('\n')
  if (!lines) return
  const pid = Number(lines[0])
  const ours = commandLine(pid).includes(cluster)
  if (ours) await stopPid(pid)
  await stopLeftovers(cluster)
  if (!ours && commandLine(pid) !== '') await rm(file, { force: true })
  const socket = lines[4] ?? ''
  if (dirname(socket) === tmpdir() && socket.includes('rollbook-'))
    await rm(socket, { recursive: true, force: true })
}

async function stopPid(pid: number): Promise<void> {
  for (const [signal, millis] of shutdown) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error
    }
    if (await waitGone([pid], millis)) return
  }
}

/** Backends outlive a killed postmaster for as long as their query computes. */
async function stopLeftovers(cluster: string): Promise<void> {
  if (await waitGone(processesIn(cluster), 2_000)) return
  for (const pid of processesIn(cluster)) await stopPid(pid)
}

/** A socket's path may have 103 bytes on macOS and 107 on Linux, with its file name. */
async function socketFolder(folder: string): Promise<string> {
  const near = join(folder, 'run')
  await rm(near, { recursive: true, force: true })
  if (Buffer.byteLength(join(near, `.s.PGSQL.${port}`)) > 100) return mkdtemp(join(tmpdir(), 'rollbook-'))
  await mkdir(near, { mode: 0o700 })
  return near
}

function cannotStart(folder: string, said: string, cause: unknown): RollbookError {
  const stderr = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr) : ''
  const words = (said + stderr).trim()
  const full = diskFull(cause, `start the database in "${folder}"`, words)
  if (full) return full
  const lines = words.split('\n').map(line => line.trim())
  const worst = lines.filter(line => /FATAL|PANIC|error/i.test(line)).at(-1)
  const reason =
    (worst ?? lines.slice(-3).join(' ')) || (cause instanceof Error ? cause.message : String(cause))
  return new RollbookError(
    'DATABASE_UNSTARTED',
    `Cannot start the database in "${folder}": ${reason}. \`rollbook doctor\` looks for the cause`,
    1,
    { cause },
  )
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
