import { grades } from '../../roster/grades.ts'
import type { GradeFlow } from '../../plan/plan.ts'
import type { Printer } from '../printer.ts'

/**
 * How many students go from each grade to each, those who stay on the diagonal. On a night when some only come or
 * leave it would be a page that says nothing, and false is returned.
 */
export function sayFlow(out: Printer, flow: GradeFlow): boolean {
  const from = inOrder(Object.keys(flow))
  if (!from.some(grade => Object.keys(flow[grade] ?? {}).some(to => isMove(grade, to)))) return false
  out.line()
  const to = inOrder([...new Set(Object.values(flow).flatMap(row => Object.keys(row)))])
  out.table(
    ['Grades', ...to.map(grade => ({ head: `→ ${shown(grade)}`, align: 'right' as const }))],
    from.map(grade => [shown(grade), ...to.map(next => flow[grade]?.[next] ?? null)]),
  )
  return true
}

function isMove(from: string, to: string): boolean {
  return from !== to && from !== 'new' && to !== 'gone'
}

/** As students pass them; newcomers first, leavers last. */
function inOrder(codes: readonly string[]): string[] {
  const order = ['new', '', ...grades]
  const rank = (code: string) => (order.indexOf(code) < 0 ? order.length : order.indexOf(code))
  return [...codes].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

function shown(grade: string): string {
  return grade === '' ? 'none' : grade
}
