import type { Kind } from '../../src/roster/kinds.ts'

/** A row by column name; a column that is left out is blank. */
export type Cells = Readonly<Record<string, string>>
export type Tables = Readonly<Partial<Record<Kind, readonly Cells[]>>>
export type Files = Readonly<Record<string, string | Uint8Array>>

/** Reads the plain CSV of the fixtures: quotes only around a whole cell, no line break inside. */
export function parse(text: string): Cells[] {
  const [header = '', ...lines] = text.split('\n').filter(line => line !== '')
  const names = header.split(',')
  return lines.map(line => {
    const cells = [...line.matchAll(/("[^"]*"|[^,]*)(,|$)/g)].map(([, cell = '']) => cell.replaceAll('"', ''))
    return given(Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])))
  })
}

export function print(header: readonly string[], rows: readonly Cells[]): string {
  const line = (cells: readonly string[]) =>
    cells.map(cell => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',') + '\n'
  return line(header) + rows.map(row => line(header.map(name => row[name] ?? ''))).join('')
}

/** A row without its blank cells. */
export function given(row: Cells): Cells {
  return Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ''))
}

/** With some cells of a row changed. */
export function edit(tables: Tables, kind: Kind, id: string, cells: Cells): Tables {
  if (!tables[kind]?.some(({ sourcedId }) => sourcedId === id)) throw new Error(`there is no ${kind} ${id}`)
  return each(tables, kind, row => (row.sourcedId === id ? { ...row, ...cells } : row))
}

export function each(tables: Tables, kind: Kind, change: (row: Cells) => Cells): Tables {
  return { ...tables, [kind]: (tables[kind] ?? []).map(change) }
}

export function add(tables: Tables, kind: Kind, ...rows: Cells[]): Tables {
  return { ...tables, [kind]: [...(tables[kind] ?? []), ...rows] }
}

export function drop(tables: Tables, kind: Kind, gone: (row: Cells) => boolean): Tables {
  return { ...tables, [kind]: (tables[kind] ?? []).filter(row => !gone(row)) }
}

export function rowOf(tables: Tables, kind: Kind, id: string): Cells {
  const found = tables[kind]?.find(({ sourcedId }) => sourcedId === id)
  if (found === undefined) throw new Error(`there is no ${kind} ${id}`)
  return found
}

/** Without these people and what hangs on them. */
export function without(tables: Tables, ...users: string[]): Tables {
  const mine = (row: Cells) => users.includes(row.userSourcedId ?? '')
  const rest = drop(tables, 'users', ({ sourcedId = '' }) => users.includes(sourcedId))
  return drop(drop(rest, 'roles', mine), 'enrollments', mine)
}

/** Several changes one after another. */
export function after(tables: Tables, ...changes: ((tables: Tables) => Tables)[]): Tables {
  return changes.reduce((done, change) => change(done), tables)
}
