import { grades, movedUp } from '../../roster/grades.ts'
import type { GradeFlow } from '../../plan/plan.ts'
import type { GradeFlowView } from '../contract/runs.ts'

type Band = GradeFlowView['bands'][number]
const order = ['new', '', ...grades, 'gone']

/**
 * The flow as bands, each of one kind of move, in the order in which students pass the grades; null on a night when
 * nobody changes grade. `graduated` says per grade how many of those who go have finished.
 */
export function presentFlow(flow: GradeFlow, graduated: Readonly<Record<string, number>>): GradeFlowView | null {
  const bands = Object.entries(flow)
    .flatMap(([from, row]) => Object.entries(row).flatMap(([to, count]) => bandsOf(from, to, count, graduated[from] ?? 0)))
    .sort((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to))
  const sum = (move: Band['move']) => bands.filter(band => band.move === move).reduce((total, { count }) => total + count, 0)
  const totals = { up: sum('up'), graduated: sum('graduated'), new: sum('new'), stay: sum('stay'), left: sum('left'), other: sum('other') }
  if (totals.up + totals.other + totals.graduated === 0) return null
  return { bands, totals, wave: totals.up > totals.stay }
} // prettier-ignore

function bandsOf(from: string, to: string, count: number, graduated: number): Band[] {
  if (to !== 'gone') return [{ from, to, count, move: moveOf(from, to) }]
  const finished = Math.min(count, graduated)
  const both: Band[] = [
    { from, to, count: finished, move: 'graduated' },
    { from, to, count: count - finished, move: 'left' },
  ]
  return both.filter(band => band.count > 0)
}

function moveOf(from: string, to: string): Band['move'] {
  if (from === 'new') return 'new'
  if (from === to) return 'stay'
  return movedUp([from], [to]) ? 'up' : 'other'
}

function rank(code: string): number {
  const at = order.indexOf(code)
  return at < 0 ? order.length : at
}
