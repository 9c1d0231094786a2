import { open, stat } from 'node:fs/promises'
import { UnreadableDrop } from '../../roster/errors.ts'
import { isKind, type Kind } from '../../roster/kinds.ts'
import type { Profile } from '../../snapshot/checked.ts'
import type { Drop, Mode, Stream, Version } from '../source.ts'
import { Findings } from './findings.ts'
import { openFolder } from './folder.ts'
import { MAX_COLUMNS, readHead, type Head } from './head.ts'
import { readColumns } from './header.ts'
import { baseName, locateFiles, type Files } from './locate.ts'
import { readManifest, type Manifest } from './manifest.ts'
import type { Entry, Package } from './package.ts'
import { makeStream, type Table } from './stream.ts'
import { columnsOf, filesOf, plainName, rostering } from './tables.ts'
import { openZip } from './zip.ts'

export type DropOptions = {
  readonly profile: Profile
  /** Bytes read at a time; what is read does not depend on it. */
  readonly chunk?: number
}

/** Opens a OneRoster CSV package, a zip or a folder. Throws UnreadableDrop when it is no roster at all. */
export async function openDrop(path: string, { profile, chunk }: DropOptions): Promise<Drop> {
  const pack = await openPackage(path)
  try {
    const findings = new Findings(profile)
    const files = locateFiles(pack.entries, findings)
    refuseOthers(path, files, pack)
    const manifest = await manifestOf(files, findings)
    const heads = await readHeads(files, findings)
    const version = manifest?.version ?? inferVersion(files, heads, findings)
    const mode = decideModes(manifest, files, version, findings)
    const tables = readTables(files, heads, version, mode, findings)
    return {
      version,
      mode,
      streams: streamsOf(tables, chunk),
      issues: findings.issues,
      files: [...files.values()].map(({ path: name, bytes, digest }) => ({ name, bytes, digest })),
      writtenAt: newest([...files.values()]),
      close: () => pack.close(),
    }
  } catch (cause) {
    await pack.close()
    throw cause
  }
}

async function openPackage(path: string): Promise<Package> {
  const found = await stat(path).catch((cause: unknown) => {
    throw notADrop(path, 'there is no such file or folder', cause)
  })
  if (found.isDirectory()) return openFolder(path)
  if (!found.isFile()) throw notADrop(path, 'it is neither a file nor a folder')
  const kind = await fileKind(path)
  if (kind !== null) throw notADrop(path, kind)
  return openZip(path, found.size)
}

/** What a file that is no zip seems to be; null for a zip. */
async function fileKind(path: string): Promise<string | null> {
  const handle = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0)
    const first = buffer.toString('latin1', 0, bytesRead)
    if (first.startsWith('PK')) return null
    if (first === '') return 'it is empty'
    if (first.startsWith('%PDF')) return 'it is a PDF'
    if (/^(\x1f\x8b|7z\xbc\xaf|Rar!|BZh)/.test(first)) return 'it is an archive, but not a zip'
    return 'it is not a zip'
  } finally {
    await handle.close()
  }
}

function notADrop(path: string, reason: string, cause?: unknown): UnreadableDrop {
  const remedy = 'Give a zip or a folder of OneRoster CSV files'
  return new UnreadableDrop('NOT_A_DROP', `Cannot read ${JSON.stringify(path)}: ${reason}. ${remedy}`, {
    cause,
  })
}

function refuseOthers(path: string, files: Files, pack: Package): void {
  if (rostering.some(name => files.has(name))) return
  if (pack.entries.some(entry => entry.path === '[Content_Types].xml')) {
    throw notADrop(path, 'it is an Office document')
  }
  const seen =
    pack.entries.length === 0 ? 'it is empty' : `none of its ${pack.entries.length} files is a rostering file`
  const remedy = `It must hold at least one of ${rostering.map(name => `${name}.csv`).join(', ')}`
  throw new UnreadableDrop('NO_ROSTER_FILES', `Cannot read ${JSON.stringify(path)}: ${seen}. ${remedy}`)
}

async function manifestOf(files: Files, findings: Findings): Promise<Manifest | null> {
  const entry = files.get('manifest')
  if (entry !== undefined) return readManifest(entry, findings)
  const message = 'There is no manifest: every file that is there is taken for complete'
  findings.odd('missing_manifest', { file: 'manifest.csv' }, message, 'Add manifest.csv')
  return null
}

/** Names have letters beyond ASCII, ids hardly ever: a few megabytes tell the encoding of files of ids. */
const ofIds = new Set(['enrollments', 'roles', 'classResources', 'courseResources', 'userResources'])
const EXAMINE_IDS = 2 ** 20
const EXAMINE_NAMES = 2 ** 26

async function readHeads(files: Files, findings: Findings): Promise<Map<string, Head>> {
  const heads = new Map<string, Head>()
  for (const [file, entry] of files) {
    if (columnsOf(file, '1.2') === null) continue
    heads.set(file, await readHead(entry, findings.strict, ofIds.has(file) ? EXAMINE_IDS : EXAMINE_NAMES))
  }
  return heads
}

function inferVersion(files: Files, heads: ReadonlyMap<string, Head>, findings: Findings): Version {
  const columns = (heads.get('users')?.names ?? []).map(plainName)
  const has = (name: string) => columns.includes(plainName(name))
  const old = !files.has('roles') && (has('role') || has('orgSourcedIds'))
  const version = old ? '1.1' : '1.2'
  const message = `The version is not stated: the files look like ${version}`
  findings.odd(
    'missing_property',
    { file: 'manifest.csv' },
    message,
    'State oneroster.version in manifest.csv',
  )
  return version
}

function decideModes(
  manifest: Manifest | null,
  files: Files,
  version: Version,
  findings: Findings,
): Record<string, Mode> {
  const mode: Record<string, Mode> = {}
  for (const name of new Set([...filesOf[version], ...(manifest?.modes.keys() ?? []), ...files.keys()])) {
    if (name === 'manifest') continue
    const stated = manifest?.modes.get(name)
    const file = `${name}.csv`
    mode[name] = files.has(name) ? (stated ?? 'bulk') : 'absent'
    if (stated === 'absent' && files.has(name)) {
      const message = `${file} is there, but the manifest says absent: it is not read`
      findings.odd(
        'file_unexpected',
        { file },
        message,
        `Say bulk or delta for file.${name}, or leave the file out`,
      )
    } else if (stated !== undefined && stated !== 'absent' && !files.has(name)) {
      const message = `${file} is not there, but the manifest says ${stated}`
      findings.error('file_missing', { file }, message, `Deliver ${file}, or say absent for file.${name}`)
    }
  }
  return mode
}

function readTables(
  files: Files,
  heads: ReadonlyMap<string, Head>,
  version: Version,
  mode: Record<string, Mode>,
  findings: Findings,
): Table[] {
  const tables: Table[] = []
  for (const [name, entry] of files) {
    const head = heads.get(name)
    const said = mode[name]
    if (head === undefined || said === undefined || said === 'absent') continue
    const table = readTable(name, entry, head, said, version, findings)
    if (table === null) mode[name] = 'absent'
    else if (isKind(name)) tables.push({ ...table, file: name })
  }
  return tables
}

function readTable(
  name: string,
  entry: Entry,
  head: Head,
  mode: 'bulk' | 'delta',
  version: Version,
  findings: Findings,
): Omit<Table, 'file'> | null {
  const file = baseName(entry.path)
  if (head.names === null) {
    findings.error(
      'missing_header',
      { file },
      `The file is not read: ${head.fault}`,
      `Begin it with its column names (at most ${MAX_COLUMNS})`,
    )
    return null
  }
  const header = readColumns(head.names, file, name, version, findings)
  if (!header.has('sourcedId')) return null
  return { entry, head, names: head.names.map(text => text.trim()), header, mode, version }
}

/** A 1.1 users.csv tells roles too, unless roles.csv does. */
function streamsOf(tables: readonly Table[], chunk?: number): Stream[] {
  const streams: Stream[] = tables.map(table => makeStream(table, table.file, chunk))
  const users = tables.find(({ file }) => file === 'users')
  const kinds = new Set<Kind>(tables.map(({ file }) => file))
  if (
    users !== undefined &&
    !kinds.has('roles') &&
    users.header.has('role') &&
    users.header.has('orgSourcedIds')
  ) {
    streams.push(makeStream(users, 'roles', chunk))
  }
  return streams
}

function newest(entries: readonly Entry[]): Date | null {
  const times = entries.flatMap(({ writtenAt }) => (writtenAt === null ? [] : [writtenAt.getTime()]))
  return times.length === 0 ? null : new Date(Math.max(...times))
}
