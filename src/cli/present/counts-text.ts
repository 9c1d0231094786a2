import { kinds, singular, type Kind } from '../../roster/kinds.ts'
import type { KindCounts, OpCounts } from '../../plan/plan.ts'
import type { Printer } from '../printer.ts'
import { count } from '../table.ts'

/** `1 class`, `2,118 users`. */
function several(kind: Kind, number: number): string {
  return `${count(number)} ${number === 1 ? singular(kind) : kind}`
}

/** `1 change`, `466 changes`: a count with its noun. */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`
}

/** What was read, kind by kind: `4 orgs   142 classes   2,118 users`. */
export function readCounts(counts: KindCounts): string {
  const parts = kinds.flatMap(kind => {
    const row = counts[kind]
    if (row === undefined) return []
    return [several(kind, row.create + row.update + row.restore + row.unchanged)]
  })
  return parts.join('   ')
}

type Op = keyof OpCounts
/** The sign before a change, and what is said after its kind. */
const signs: readonly (readonly [op: Op, sign: string, after: string])[] = [
  ['create', '+', ''],
  ['restore', '+', ' back'],
  ['update', '~', ''],
  ['remove', '-', ''],
  ['archive', '-', ' archived'],
]

export function signOf(op: string): string {
  return signs.find(([name]) => name === op)?.[1] ?? ' '
}

/** What changes: one part a kind and op, e.g. `+ 14 users`, `- 208 enrollments`. */
export function changeCounts(counts: KindCounts): string[] {
  return kinds.flatMap(kind =>
    signs.flatMap(([op, sign, after]) => {
      const number = counts[kind]?.[op] ?? 0
      return number === 0 ? [] : [`${sign} ${several(kind, number)}${after}`]
    }),
  )
}

/** Counts of a run as a table: kinds down, ops across, empty columns left out. */
export function countRows(counts: KindCounts): { head: string[]; rows: (string | number | null)[][] } {
  const ops: readonly Op[] = ['create', 'update', 'remove', 'restore', 'archive', 'unchanged']
  const present = kinds.filter(kind => counts[kind] !== undefined)
  const used = ops.filter(op => present.some(kind => (counts[kind]?.[op] ?? 0) > 0))
  const rows = present.map(kind => [kind, ...used.map(op => counts[kind]?.[op] || null)])
  return { head: ['Kind', ...used.map(op => heads[op])], rows }
}

const heads: Readonly<Record<Op, string>> = {
  create: 'New',
  update: 'Changed',
  remove: 'Removed',
  restore: 'Back',
  archive: 'Archived',
  unchanged: 'Unchanged',
}

/** Rows that an undo takes out again, and rows that it puts back as they were. */
export function sayBack(
  out: Printer,
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>,
): void {
  const rows = kinds.flatMap(kind => {
    const row = counts[kind]
    return row === undefined ? [] : [[kind, row.erase ?? 0, row.revert ?? 0]]
  })
  if (rows.length > 0) out.table(['Kind', 'Taken out', 'Put back'], rows)
}
