import type { GradeFlow } from './plan.ts'

/** The flow with those who stay where they are: whoever was in a grade and does not leave it is still there. */
export function wholeFlow(moves: GradeFlow, before: Readonly<Record<string, number>>): GradeFlow {
  const flow: GradeFlow = {}
  for (const [from, to] of Object.entries(moves)) flow[from] = { ...to }
  for (const [grade, count] of Object.entries(before)) {
    const left = Object.values(moves[grade] ?? {}).reduce((sum, part) => sum + part, 0)
    if (count > left) (flow[grade] ??= {})[grade] = count - left
  }
  return flow
}
