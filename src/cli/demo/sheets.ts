import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Row } from '../../sandbox/generate/row.ts'

export type Sheet = 'orgs' | 'users' | 'roles' | 'classes' | 'enrollments'

/** Rows of one file of a generated drop. */
export async function readSheet(folder: string, sheet: Sheet): Promise<Row[]> {
  const lines = (await readFile(join(folder, `${sheet}.csv`), 'utf8')).split(/\r?\n/)
  return lines.slice(1).filter(Boolean).map(line => new Row('1.2', sheet, line)) // prettier-ignore
}

/** Writes the rows in place of those that were there; the file stays as old as it was, for a run asks its age. */
export async function writeSheet(folder: string, sheet: Sheet, rows: readonly Row[]): Promise<void> {
  const path = join(folder, `${sheet}.csv`)
  const { atime, mtime } = await stat(path)
  const [header = ''] = (await readFile(path, 'utf8')).split(/\r?\n/, 1)
  await writeFile(path, [header, ...rows.map(row => row.text()), ''].join('\r\n'))
  await utimes(path, atime, mtime)
}
