import type { Issue } from '../../roster/issue.ts'
import { bold, dim, red, yellow } from '../paint.ts'
import type { Printer } from '../printer.ts'
import { count } from '../table.ts'

/** Issues under their rule, errors first: how many there are, the first few, and what mends them. */
export function sayIssues(
  out: Printer,
  issues: readonly Issue[],
  counts: Readonly<Record<string, number>>,
  each: number,
): void {
  for (const group of grouped(issues)) {
    const [first] = group
    if (first === undefined) continue
    const { severity, rule, fix } = first
    const total = counts[rule] ?? group.length
    out.line()
    out.line((severity === 'error' ? red : yellow)(severity), ' ', bold(rule), `  ${count(total)}`)
    const shown = group.slice(0, each)
    for (const issue of shown) out.line('  ', sentence(issue))
    if (total > shown.length) out.line(dim(`  … ${count(total - shown.length)} more`))
    out.line('  ', dim(`Fix: ${fix}`))
  }
}

function grouped(issues: readonly Issue[]): Issue[][] {
  const groups = new Map<string, Issue[]>()
  for (const issue of issues) {
    const key = `${issue.severity} ${issue.rule}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [issue])
    else group.push(issue)
  }
  const list = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  return list.map(([, group]) => group)
}

/** Most messages begin with their place already. */
function sentence({ file, row, field, sourcedId, message }: Issue): string {
  const id = sourcedId === null || message.includes(sourcedId) ? '' : ` (${sourcedId})`
  if (message.startsWith(file)) return message + id
  const where = row === null ? file : `${file} row ${row}`
  return `${where}${field === null || message.includes(field) ? '' : `, ${field}`}: ${message}${id}`
}
