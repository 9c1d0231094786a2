import type { Findings } from './findings.ts'
import type { Entry } from './package.ts'
import { knownFiles } from './tables.ts'

/** The files of a drop by their OneRoster names without `.csv`, `manifest` among them. */
export type Files = ReadonlyMap<string, Entry>

const junk = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function folderOf(path: string): string {
  return path.slice(0, path.length - baseName(path).length)
}

function fileName(path: string): string | null {
  const name = /^(.+)\.csv$/i.exec(baseName(path))?.[1]?.toLowerCase()
  return [...knownFiles, 'manifest'].find(known => known.toLowerCase() === name) ?? null
}

/** Sorts entries into files. What tools of the Mac and Windows leave behind is passed over in silence. */
export function locateFiles(entries: readonly Entry[], findings: Findings): Files {
  const kept = entries.filter(({ path }) => !path.split('/').some(step => junk.test(step)))
  const delivered = kept.filter(({ path }) => !path.endsWith('/'))
  for (const { path: file } of kept.filter(entry => !delivered.includes(entry))) {
    findings.petty('entry_directory', { file }, 'The zip lists a folder', 'Put only files into the zip')
  }
  const folder = homeFolder(delivered)
  if (folder !== '') {
    const fix = 'Put the files at the top of the zip'
    findings.petty(
      'entry_nested_path',
      { file: folder },
      `The files lie in the folder ${JSON.stringify(folder)}`,
      fix,
    )
  }
  const files = new Map<string, Entry>()
  // Exact spellings first, so that `Users.csv` does not win over `users.csv`.
  const exact = (entry: Entry) => baseName(entry.path) === `${fileName(entry.path)}.csv`
  for (const entry of [...delivered.filter(exact), ...delivered.filter(entry => !exact(entry))]) {
    place(entry, folder, files, findings)
  }
  return files
}

function place(entry: Entry, folder: string, files: Map<string, Entry>, findings: Findings): void {
  const [where, shown] = [{ file: entry.path }, JSON.stringify(entry.path)]
  const name = fileName(entry.path)
  if (name === null || folderOf(entry.path) !== folder) {
    findings.odd('unknown_file', where, `${shown} is not a file of OneRoster and is not read`, 'Leave it out')
  } else if (files.has(name)) {
    findings.odd(
      'duplicate_file',
      where,
      `${shown} comes beside ${name}.csv and is not read`,
      'Leave one of them out',
    )
  } else {
    files.set(name, entry)
    if (baseName(entry.path) === `${name}.csv`) return
    findings.odd('unknown_file', where, `${shown} is read as ${name}.csv`, `Name it ${name}.csv`)
  }
}

/** The folder that holds the manifest, or else most of the known files. */
function homeFolder(entries: readonly Entry[]): string {
  const known = new Map<string, number>()
  for (const { path } of entries) {
    const name = fileName(path)
    if (name === null) continue
    known.set(folderOf(path), (known.get(folderOf(path)) ?? 0) + (name === 'manifest' ? 100 : 1))
  }
  return [...known].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0] ?? ''
}
