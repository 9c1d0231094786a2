import { manifest } from '../../roster/fields.ts'
import type { Kind } from '../../roster/kinds.ts'
import type { Ending, Stream, Version } from '../source.ts'
import { countCells, isRow, makeSplitter } from './cells.ts'
import { openText } from './encoding.ts'
import type { Head } from './head.ts'
import type { Header } from './header.ts'
import { baseName } from './locate.ts'
import { BrokenEntry, type Entry } from './package.ts'
import { scanRecords, type Pass } from './scan.ts'
import { columnsOf } from './tables.ts'

/** One rostering file, ready to be read. */
export type Table = {
  /** Its OneRoster name; the kind of its stream, but for the roles in a 1.1 users.csv. */
  readonly file: Kind
  readonly entry: Entry
  readonly head: Head
  readonly names: readonly string[]
  readonly header: Header
  readonly mode: 'bulk' | 'delta'
  readonly version: Version
  /** Why the file must not count as complete, however well it ends. */
  readonly doubt: string | null
}

const CHUNK = 2 ** 20

export function makeStream(table: Table, kind: Kind, chunk: number = CHUNK): Stream {
  const { entry, head, header, version } = table
  const cell = (name: string) => header.get(name) ?? -1
  const sourcedIdCell = cell('sourcedId')
  const inUsers = kind === 'roles' && table.file === 'users'
  const shape = {
    dialect: head.dialect,
    width: table.names.length,
    fewest: fewestCells(table),
    sourcedIdCell,
  }
  const { split, keySpan } = makeSplitter(shape)
  let ending: Ending = { complete: false, why: 'it was not read to its end' }

  async function* batches() {
    ending = { complete: false, why: 'it was not read to its end' }
    const pass: Pass = { rows: 0, doubt: table.doubt }
    let torn = false
    const isWhole = (record: Buffer) => {
      const cells = countCells(record, head.dialect)
      if (cells >= shape.width) return true
      torn = true
      pass.doubt ??= `its last row, ${pass.rows + 2}, is cut off: ${cells} of ${shape.width} cells and no line end`
      return false
    }
    const reader = await openText(entry, head.encoding)
    try {
      const judge = { isWhole, isRow: (record: Buffer) => isRow(record, shape) }
      yield* scanRecords(reader, head.dataStart, head.dialect, chunk, pass, judge)
      const end = { complete: pass.doubt === null, why: pass.doubt }
      ending = torn ? { ...end, rule: 'row_width_mismatch' } : end
    } catch (cause) {
      if (!(cause instanceof BrokenEntry)) throw cause
      ending = { complete: false, why: cause.message, rule: 'invalid_archive' }
    } finally {
      await reader.close()
    }
  }

  return {
    kind,
    file: baseName(entry.path),
    mode: table.mode,
    version,
    form: formOf(table),
    sourcedIdCell,
    statusCell: cell('status'),
    modifiedCell: cell('dateLastModified'),
    orgsCell: inUsers ? cell('orgSourcedIds') : -1,
    roleCell: inUsers ? cell('role') : -1,
    toldBy: inUsers ? 'userSourcedId' : 'sourcedId',
    cells: manifest[kind].map(({ name }) =>
      inUsers && name === 'userSourcedId' ? sourcedIdCell : cell(name),
    ),
    header: table.names,
    batches,
    keySpan,
    split,
    ending: () => ending,
  }
}

/** The row must reach its last required cell; what lies beyond may have been cut off by Excel because it was empty. */
function fewestCells({ file, version, header }: Table): number {
  const required = columnsOf(file, version)?.filter(column => column.required) ?? []
  return 1 + Math.max(0, ...required.map(({ name }) => header.get(name) ?? 0))
}

function formOf({ version, head, names }: Table): string {
  const { encoding, dialect } = head
  return JSON.stringify([version, encoding, String.fromCharCode(dialect.delimiter), dialect.strict, names])
}
