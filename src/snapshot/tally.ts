import type { Issue } from '../roster/issue.ts'

/** The most issues of one rule that are kept one by one; the rest are counted. */
export const KEPT_PER_RULE = 10_000

/** Issues of one reading: all counted, and as many kept as anybody will read. */
export class IssueTally {
  readonly counts: Record<string, number> = {}
  readonly kept: Issue[] = []
  errors = 0

  add(issue: Issue): void {
    const count = (this.counts[issue.rule] = (this.counts[issue.rule] ?? 0) + 1)
    if (issue.severity === 'error') this.errors++
    if (count <= KEPT_PER_RULE) this.kept.push(issue)
  }

  addAll(issues: readonly Issue[]): void {
    for (const issue of issues) this.add(issue)
  }
}
