import { dim, plain, withText, type Cell, type Column, type Part } from './paint.ts'
import { fit, visible, width } from './width.ts'

const gap = 2
/** A column cut below this says nothing any more; then lines may wrap. */
const narrowest = 12

const separated = new Intl.NumberFormat('en-US')

/** 9870 → `9,870`. */
export function count(number: number): string {
  return separated.format(number)
}

/** Lines of a table; `most` is the width of the terminal, or null where nobody's eye limits it. */
export function layTable(
  columns: readonly (string | Column)[],
  rows: readonly (readonly Cell[])[],
  most: number | null,
): Part[][] {
  const named = columns.map((column, at) => settle(column, at, rows))
  const body = rows.map(row => named.map((_, at) => shown(row[at] ?? null)))
  const heads = named.map(column => dim(column.head))
  const lines = named.some(column => column.head !== '') ? [heads, ...body] : body
  const widths = named.map((_, at) => Math.max(0, ...lines.map(line => width(plain(line[at] ?? '')))))
  if (most !== null) shrink(widths, most)
  return lines.map(line => layLine(line, widths, named))
}

/** Numbers stand to the right, so that their digits line up. */
function settle(column: string | Column, at: number, rows: readonly (readonly Cell[])[]): Required<Column> {
  const { head, align } = typeof column === 'string' ? { head: column, align: undefined } : column
  const cells = rows.map(row => row[at] ?? null).filter(cell => cell !== null)
  const numbers = cells.length > 0 && cells.every(cell => typeof cell === 'number')
  return { head, align: align ?? (numbers ? 'right' : 'left') }
}

function shown(cell: Cell): Part {
  if (cell === null) return ''
  if (typeof cell === 'number') return count(cell)
  return withText(cell, visible(plain(cell)))
}

/** Takes from the widest column, one by one, until the line fits. */
function shrink(widths: number[], most: number): void {
  let over = widths.reduce((sum, one) => sum + one, gap * (widths.length - 1)) - most
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] ?? 0) <= narrowest) return
    widths[widest] = (widths[widest] ?? 0) - 1
    over--
  }
}

function layLine(
  line: readonly Part[],
  widths: readonly number[],
  columns: readonly Required<Column>[],
): Part[] {
  const parts: Part[] = []
  line.forEach((cell, at) => {
    const text = fit(plain(cell), widths[at] ?? 0)
    const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - width(text)))
    const right = columns[at]?.align === 'right'
    parts.push(right ? space : '', withText(cell, text), right ? '' : space, ' '.repeat(gap))
  })
  // Nothing trails a line: pasted output stays clean.
  while (parts.length > 0 && plain(parts[parts.length - 1] ?? '').trim() === '') parts.pop()
  return parts.filter(part => plain(part) !== '')
}
