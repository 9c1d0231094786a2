import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { RollbookError } from '../../roster/errors.ts'
import type { SheetName, Version } from './columns.ts'

export const systemName = 'Rollbook synthetic district'

/** What a drop must pass on to the next one; it stands in the manifest as source.systemCode. */
export type State = {
  /** 1 for a new district, then counted up by each day and each year. */
  readonly drop: number
  /** Serial number of the next person: numbers of people who left are never given again. */
  readonly next: number
  readonly year: number
}

/** A drop of ours that is being read. */
export type Previous = State & {
  readonly version: Version
  /** Data lines of a sheet, some thousand at a time, each as it stands in the file. */
  lines(sheet: SheetName): AsyncGenerator<string[]>
  close(): void
}

type Files = { read(name: string): Promise<Readable>; close(): void }

export async function openPrevious(path: string): Promise<Previous> {
  const files = await openFiles(path).catch((error: unknown) => {
    throw notOurs(path, error)
  })
  const said = await manifestOf(files).catch(() => new Map<string, string>())
  const code = /^drop-(\d+)\.next-(\d+)\.year-(\d+)$/.exec(said.get('source.systemCode') ?? '')
  const version = said.get('oneroster.version')
  if (said.get('source.systemName') !== systemName || !code || (version !== '1.1' && version !== '1.2')) {
    files.close()
    throw notOurs(path)
  }
  return {
    version,
    drop: Number(code[1]),
    next: Number(code[2]),
    year: Number(code[3]),
    lines: sheet => linesOf(files, `${sheet}.csv`),
    close: () => files.close(),
  }
}

function notOurs(path: string, cause?: unknown): RollbookError {
  const absent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const is = absent ? 'there is no such folder or zip' : 'it is no drop that was generated here'
  const message = `Cannot go on from "${path}": ${is}. Give the folder or zip that \`rollbook generate\` wrote last`
  return new RollbookError('NOT_GENERATED', message, 2, { cause })
}

/** True when the folder or zip holds a drop that was generated here. */
export async function isOurs(path: string): Promise<boolean> {
  try {
    const files = await openFiles(path)
    const said = await manifestOf(files)
    files.close()
    return said.get('source.systemName') === systemName
  } catch {
    // Unreadable, for whatever reason, is not ours: the answer is used to refuse.
    return false
  }
}

/** Cells of a line as we write them: no line break inside a cell. */
export function split(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  const cells: string[] = []
  let at = 0
  while (at <= line.length) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at)
      const end = comma < 0 ? line.length : comma
      cells.push(line.slice(at, end))
      at = end + 1
      continue
    }
    let end = line.indexOf('"', at + 1)
    while (line[end + 1] === '"') end = line.indexOf('"', end + 2)
    cells.push(line.slice(at + 1, end).replaceAll('""', '"'))
    at = end + 2
  }
  return cells
}

async function manifestOf(files: Files): Promise<Map<string, string>> {
  const said = new Map<string, string>()
  for await (const lines of linesOf(files, 'manifest.csv')) {
    for (const line of lines) {
      const [name = '', value = ''] = split(line)
      said.set(name, value)
    }
  }
  return said
}

async function* linesOf(files: Files, name: string): AsyncGenerator<string[]> {
  const stream = await files.read(name)
  stream.setEncoding('utf8')
  let rest = ''
  let header = true
  // With an encoding set, chunks are strings; the type of a stream does not know.
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (header && lines.length > 0) {
      lines.shift()
      header = false
    }
    yield lines
  }
}

async function openFiles(path: string): Promise<Files> {
  const found = await stat(path)
  if (!found.isDirectory()) return openZip(path)
  const entries = await readdir(path)
  const zips = entries.filter(name => name.endsWith('.zip'))
  // `generate --zip` into a folder leaves one zip there: the folder then stands for it.
  if (!entries.includes('manifest.csv') && zips.length === 1) return openZip(join(path, zips[0] ?? ''))
  return {
    read: name => Promise.resolve(createReadStream(join(path, name), { highWaterMark: 1 << 18 })),
    close: () => undefined,
  }
}

async function openZip(path: string): Promise<Files> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    ),
  )
  const entries = new Map<string, yauzl.Entry>()
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.on('end', resolve).on('error', reject)
    zip.readEntry()
  })
  return { read: name => readEntry(zip, entries.get(name), name), close: () => zip.close() }
}

function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined, name: string): Promise<Readable> {
  return new Promise((resolve, reject) => {
    if (!entry) return reject(new Error(`Cannot read ${name}: the zip does not hold it`))
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
  })
}
