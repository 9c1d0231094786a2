import type { Version } from '../source.ts'
import type { Findings } from './findings.ts'
import { aliasesOf, columnsEver, columnsOf, plainName, type Column } from './tables.ts'

/** Which cell holds which column. */
export type Header = ReadonlyMap<string, number>

/**
 * Finds the columns in a header: by name, then by a name whose case or spaces differ, then by a name the column had
 * once or is often misspelt as. Names are looked up in a Map, so `__proto__` is an unknown column like any other.
 */
export function readColumns(
  names: readonly string[],
  file: string,
  kind: string,
  version: Version,
  findings: Findings,
): Header {
  const columns = columnsOf(kind, version) ?? []
  const named = columns.map(({ name }) => name)
  const wanted = findings.strict ? named : [...new Set([...named, ...columnsEver(kind)])]
  const cells = new Map<string, number>()
  const taken = new Set<number>()
  const claim = (column: string, cell: number) => {
    cells.set(column, cell)
    taken.add(cell)
  }
  names.forEach((name, cell) => {
    if (wanted.includes(name) && !cells.has(name)) claim(name, cell)
  })
  for (const column of wanted) {
    if (cells.has(column)) continue
    const cell = findLike(column, names, taken)
    if (cell < 0) continue
    claim(column, cell)
    const [was, is] = [JSON.stringify(names[cell]), JSON.stringify(column)]
    findings.odd(
      'invalid_header',
      { file, row: 1, field: column },
      `Column ${was} is read as ${is}`,
      `Name it ${is}`,
    )
  }
  reportRest(names, taken, wanted, file, findings)
  reportMissing(columns, cells, file, findings)
  reportOrder(names, columns, file, findings)
  return cells
}

function findLike(column: string, names: readonly string[], taken: ReadonlySet<number>): number {
  for (const plain of [plainName(column), ...aliasesOf(column)]) {
    const cell = names.findIndex((name, at) => !taken.has(at) && plainName(name) === plain)
    if (cell >= 0) return cell
  }
  return -1
}

function reportRest(
  names: readonly string[],
  taken: ReadonlySet<number>,
  wanted: readonly string[],
  file: string,
  findings: Findings,
): void {
  const where = { file, row: 1 }
  names.forEach((name, cell) => {
    const plain = name.trim()
    if (taken.has(cell) || plain.toLowerCase().startsWith('metadata.')) return
    const field = JSON.stringify(plain.slice(0, 64))
    if (plain === '') {
      findings.odd(
        'empty_header_name',
        where,
        `Column ${cell + 1} has no name and is not read`,
        'Name it or remove it',
      )
    } else if (wanted.some(column => plainName(column) === plainName(plain))) {
      findings.odd(
        'duplicate_header',
        where,
        `Column ${field} comes again and is not read`,
        'Keep one of them',
      )
    } else {
      const fix = `Remove it, or name it "metadata.…" and put it last`
      findings.odd(
        'invalid_header',
        where,
        `Column ${field} is not a column of this file and is not read`,
        fix,
      )
    }
  })
}

function reportMissing(columns: readonly Column[], cells: Header, file: string, findings: Findings): void {
  for (const { name: field, required } of columns) {
    if (cells.has(field)) continue
    const [message, fix] = [`Column "${field}" is missing`, `Add the column "${field}"`]
    if (required) findings.error('missing_header', { file, row: 1, field }, message, fix)
    else findings.petty('missing_header', { file, row: 1, field }, message, `${fix}; it may be empty`)
  }
}

function reportOrder(
  names: readonly string[],
  columns: readonly Column[],
  file: string,
  findings: Findings,
): void {
  const order = columns.map(({ name }) => name)
  const given = names.filter(name => order.includes(name))
  const expected = order.filter(name => given.includes(name))
  const lastColumn = names.findLastIndex(name => order.includes(name))
  const firstExtra = names.findIndex(name => name.startsWith('metadata.'))
  if (given.join() !== expected.join() || (firstExtra >= 0 && firstExtra < lastColumn)) {
    const message = 'Columns are not in the order of the standard'
    findings.petty(
      'invalid_header',
      { file, row: 1 },
      message,
      `Order them ${expected.join(', ')}, then metadata`,
    )
  }
}
