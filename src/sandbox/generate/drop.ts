import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import yazl from 'yazl'
import { headers, manifestFiles, sheetsOf, type SheetName, type Version } from './columns.ts'
import { isOurs, systemName, type State } from './previous.ts'
import { RollbookError } from '../../roster/errors.ts'
import { Sheet, type Progress } from './sheet.ts'

/** Rows by file, as written. */
export type Counts = Readonly<Record<string, number>>

export type Target = {
  /** A folder, or with `zip` the zip file itself. */
  readonly out: string
  readonly version: Version
  readonly zip: boolean
  /** When the files say they were written: a later drop must not look older than the one applied before it. */
  readonly writtenAt: Date
  readonly progress?: Progress | undefined
}

/** The sheets of a drop that is being written, all at once: one person's rows go to several. */
export class Drop {
  readonly version: Version
  readonly #sheets: Map<SheetName, Sheet>
  #gathered = 0

  constructor(version: Version, sheets: Map<SheetName, Sheet>) {
    this.version = version
    this.#sheets = sheets
  }

  /** Adds a row that is already quoted; rows of a sheet the version does not have are left out. */
  add(sheet: SheetName, row: string): void {
    this.#sheets.get(sheet)?.add(row)
    this.#gathered += row.length
  }

  /** True when it is time to `settle`: asked between rows, so that adding one stays a plain call. */
  get full(): boolean {
    return this.#gathered > 2_000_000
  }

  /** Brings what was gathered to the disk. */
  async settle(): Promise<void> {
    this.#gathered = 0
    for (const sheet of this.#sheets.values()) await sheet.flush()
  }

  get sheets(): readonly Sheet[] {
    return [...this.#sheets.values()]
  }
}

/**
 * Writes into a folder beside the target and moves the files over when all is well, so that a run that fails
 * leaves the previous drop as it was, and a drop may be written over the one it was read from.
 */
export async function writeDrop(target: Target, fill: (drop: Drop) => Promise<State>): Promise<Counts> {
  await refuseStrangers(target.out)
  const part = `${target.out.replace(/\/+$/, '')}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  const drop = await openSheets(part, target)
  try {
    const state = await fill(drop)
    for (const sheet of drop.sheets) await sheet.close()
    await writeFile(join(part, 'manifest.csv'), manifest(target.version, state))
    await (target.zip ? pack(part, target) : moveOver(part, target))
  } finally {
    for (const sheet of drop.sheets) await sheet.abandon()
    await rm(part, { recursive: true, force: true })
  }
  return Object.fromEntries(drop.sheets.map(sheet => [sheet.name, sheet.rows]))
}

async function openSheets(part: string, target: Target): Promise<Drop> {
  const sheets = new Map<SheetName, Sheet>()
  for (const name of sheetsOf(target.version)) {
    const header = headers[target.version][name]
    sheets.set(name, await Sheet.open(join(part, `${name}.csv`), name, header, target.progress))
  }
  return new Drop(target.version, sheets)
}

function manifest(version: Version, state: State): string {
  const present = new Set<string>(sheetsOf(version))
  const files = manifestFiles(version).map(name => `file.${name},${present.has(name) ? 'bulk' : 'absent'}`)
  const system = `drop-${state.drop}.next-${state.next}.year-${state.year}`
  return [
    'propertyName,value',
    'manifest.version,1.0',
    `oneroster.version,${version}`,
    ...files,
    `source.systemName,${systemName}`,
    `source.systemCode,${system}`,
    '',
  ].join('\n')
}

const fileNames = (version: Version) => ['manifest', ...sheetsOf(version)].map(name => `${name}.csv`)

async function pack(part: string, target: Target): Promise<void> {
  const zip = new yazl.ZipFile()
  for (const name of fileNames(target.version)) {
    zip.addFile(join(part, name), name, { mtime: target.writtenAt, mode: 0o100644 })
  }
  zip.end()
  const file = join(part, 'drop.zip')
  await finished(zip.outputStream.pipe(createWriteStream(file)))
  await utimes(file, target.writtenAt, target.writtenAt)
  await rename(file, target.out)
}

async function moveOver(part: string, target: Target): Promise<void> {
  await mkdir(target.out, { recursive: true })
  const files = fileNames(target.version)
  for (const stale of fileNames('1.2'))
    if (!files.includes(stale)) await rm(join(target.out, stale), { force: true })
  // The manifest last: a reader that comes in between sees the old one, or none, and not a promise unkept.
  for (const name of files.toReversed()) {
    await utimes(join(part, name), target.writtenAt, target.writtenAt)
    await rename(join(part, name), join(target.out, name))
  }
}

/** Throws unless the folder or zip is new, empty, or a drop that was generated here and may be replaced. */
export async function refuseStrangers(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') return ['a file']
    throw error
  })
  if (entries.length === 0 || (await isOurs(out))) return
  const subject = entries[0] === 'a file' ? 'this file' : 'this folder'
  throw new RollbookError(
    'NOT_EMPTY',
    `Cannot write a district to "${out}": ${subject} is not empty and holds no generated drop. ` +
      'Choose a new folder, or empty this one',
    2,
  )
}
