/** CEDS entry and grade level codes in the order a student passes them (OneRoster 1.1 CSV tables, CEDS). */
export const grades = [
  'IT', 'PR', 'PK', 'TK', 'KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13',
  'PS', 'UG', 'Other',
] as const // prettier-ignore

/** Rank of a grade among those that lead to one another, or -1: UG and Other lead nowhere. */
export function gradeRank(code: string): number {
  const at = grades.findIndex(grade => grade === code)
  return at < 0 || code === 'UG' || code === 'Other' ? -1 : at
}

/** True when `after` is a later grade than `before`: what a promotion is. */
export function movedUp(before: readonly string[], after: readonly string[]): boolean {
  const from = Math.max(-1, ...before.map(gradeRank))
  const to = Math.max(-1, ...after.map(gradeRank))
  return from >= 0 && to > from
}
