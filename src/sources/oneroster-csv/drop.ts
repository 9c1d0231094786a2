import { isKind, kinds, type Kind } from '../../roster/kinds.ts'
import type { Drop, Mode, Profile, Refused, Stream, Version } from '../source.ts'
import { Findings } from './findings.ts'
import { readHead, type Head } from './head.ts'
import { readColumns } from './header.ts'
import { baseName, locateFiles, type Files } from './locate.ts'
import { readManifest, type Manifest } from './manifest.ts'
import { openPackage, refuseOthers } from './open.ts'
import type { Entry } from './package.ts'
import { makeStream, type Table } from './stream.ts'
import { columnsOf } from './tables.ts'
import { decideModes, decideVersion } from './version.ts'
import { newest } from './written.ts'

export type DropOptions = {
  readonly profile: Profile
  /** Where the clock most likely hung that a zip's times were read from. */
  readonly zone?: string
  /** Nothing was written after it. */
  readonly now?: Date
  /** Bytes read at a time; what is read does not depend on it. */
  readonly chunk?: number
}

/** Opens a OneRoster CSV package, a zip or a folder. Throws UnreadableDrop when it is no roster at all. */
export async function openDrop(
  path: string,
  { profile, chunk, zone = 'UTC', now = new Date() }: DropOptions,
): Promise<Drop> {
  const pack = await openPackage(path, zone)
  try {
    const findings = new Findings(profile)
    const files = locateFiles(pack.entries, findings)
    refuseOthers(path, files, pack)
    const stated = files.get('manifest')
    const manifest = stated === undefined ? null : await readManifest(stated, findings)
    const heads = await readHeads(files, findings)
    const version = decideVersion(manifest, files, heads, findings)
    const mode = decideModes(manifest, files, heads, version, findings)
    const { tables, faults } = readTables(files, heads, manifest, version, mode, findings)
    const streams = streamsOf(tables, findings, chunk)
    const read = [...files].filter(([name]) => name === 'manifest' || isKind(name)).map(([, entry]) => entry)
    const written = newest(read, now, findings)
    return {
      version,
      mode,
      streams,
      refused: refusedKinds(streams, mode, files, faults),
      issues: findings.issues,
      files: read.map(({ path, bytes, digest }) => ({ name: baseName(path), bytes, digest })),
      written,
      close: () => pack.close(),
    }
  } catch (cause) {
    await pack.close()
    throw cause
  }
}

/**
 * How much of a file is read to tell its encoding. Names have letters beyond ASCII anywhere, ids hardly ever,
 * and the files of ids are the large ones.
 */
const EXAMINE_NAMES = 2 ** 26
const EXAMINE_IDS = 2 ** 20
const ofIds = new Set(['enrollments', 'roles', 'classResources', 'courseResources', 'userResources'])

async function readHeads(files: Files, findings: Findings): Promise<Map<string, Head>> {
  const heads = new Map<string, Head>()
  for (const [name, entry] of files) {
    // Resources and profiles hold nothing a roster needs; only a strict reader looks into them.
    if (columnsOf(name, '1.2') === null || !(isKind(name) || findings.strict)) continue
    heads.set(name, await readHead(entry, findings.strict, ofIds.has(name) ? EXAMINE_IDS : EXAMINE_NAMES))
  }
  return heads
}

function readTables(
  files: Files,
  heads: ReadonlyMap<string, Head>,
  manifest: Manifest | null,
  version: Version,
  mode: Readonly<Record<string, Mode>>,
  findings: Findings,
): { tables: Table[]; faults: Map<string, string> } {
  const tables: Table[] = []
  const faults = new Map<string, string>()
  for (const [name, entry] of files) {
    const head = heads.get(name)
    const said = mode[name]
    if (head === undefined || (said !== 'bulk' && said !== 'delta')) continue
    const table = readTable(name, entry, head, version, findings)
    if ('fault' in table) faults.set(name, table.fault)
    else if (isKind(name)) tables.push({ ...table, file: name, mode: said, doubt: doubtOf(name, manifest) })
  }
  return { tables, faults }
}

/** Kinds without a stream that the manifest, or the file itself, made everybody expect. */
function refusedKinds(
  streams: readonly Stream[],
  modes: Readonly<Record<string, Mode>>,
  files: Files,
  faults: ReadonlyMap<string, string>,
): Refused[] {
  const why = (name: Kind) => {
    if (!files.has(name)) return `${name}.csv is not there`
    return faults.get(name) ?? `the manifest says of ${name}.csv neither bulk nor delta nor absent`
  }
  return kinds.flatMap(kind => {
    // In 1.1 it is users.csv that tells the roles.
    const name = kind === 'roles' && modes.roles === undefined ? 'users' : kind
    const mode = modes[name] ?? 'absent'
    if (mode === 'absent' || streams.some(stream => stream.kind === kind)) return []
    return streams.some(stream => stream.kind === name) ? [] : [{ kind, mode, why: why(name) }]
  })
}

/** A manifest that leaves a file out does not say that it is whole: its rows count, its absent rows do not. */
function doubtOf(name: string, manifest: Manifest | null): string | null {
  if (manifest?.damaged) return 'the manifest is damaged'
  if (manifest === null || manifest.modes.has(name)) return null
  return `the manifest does not say whether ${name}.csv is complete`
}

/** A fault for a file that cannot be used: its header is missing or says not even which column is the key. */
function readTable(
  name: string,
  entry: Entry,
  head: Head,
  version: Version,
  findings: Findings,
): Omit<Table, 'file' | 'mode' | 'doubt'> | { fault: string } {
  const file = baseName(entry.path)
  if ('rule' in head.header) {
    const { rule, message, fix } = head.header
    findings.error(rule, { file, row: 1 }, `${message}: it is not read`, fix)
    return { fault: message.replace(/^The /, 'the ') }
  }
  reportForm(head, file, findings)
  const header = readColumns(head.header, file, name, version, findings)
  if (!header.has('sourcedId')) return { fault: 'the file has no column sourcedId' }
  return { entry, head, names: head.header.map(text => text.trim()), header, version }
}

function reportForm({ encoding, dialect, sepLine, hasRows }: Head, file: string, findings: Findings): void {
  if (encoding !== 'utf-8') {
    findings.odd('unexpected_encoding', { file }, `The file is read as ${encoding}`, 'Export it as UTF-8')
  }
  const delimiter = JSON.stringify(String.fromCharCode(dialect.delimiter))
  if (delimiter !== '","' || sepLine) {
    const found = sepLine ? `by its sep= line, ${delimiter}` : delimiter
    findings.odd(
      'unexpected_delimiter',
      { file, row: 1 },
      `Cells are separated by ${found}`,
      'Use commas only',
    )
  }
  if (!hasRows)
    findings.petty('missing_data_rows', { file }, 'The file has no rows', 'Say absent in the manifest')
}

/** Where there is no roles.csv, a users.csv as in 1.1 tells the roles. */
function streamsOf(tables: readonly Table[], findings: Findings, chunk?: number): Stream[] {
  const streams: Stream[] = tables.map(table => makeStream(table, table.file, chunk))
  const users = tables.find(({ file }) => file === 'users')
  if (users === undefined || tables.some(({ file }) => file === 'roles')) return streams
  if (!users.header.has('role') || !users.header.has('orgSourcedIds')) return streams
  if (users.version === '1.2') {
    const message = 'Roles are read from users.csv as in OneRoster 1.1, because there is no roles.csv'
    findings.odd('invalid_header', { file: 'users.csv', row: 1, field: 'role' }, message, 'Deliver roles.csv')
  }
  return [...streams, makeStream({ ...users, version: '1.1' }, 'roles', chunk)]
}
