import { maskValue, type Issue, type IssueRule } from '../../roster/issue.ts'
import type { Profile } from '../../sources/source.ts'

/** The row an issue is told of. */
export type Place = { readonly file: string; readonly row: number; readonly sourcedId: string | null }
export type Fault = {
  readonly field: string
  readonly value: string | null
  readonly what: string
  readonly fix: string
}

// Named in the standard, so a strict reader calls them errors; the rest is what a district wants to know.
const standard = new Set<IssueRule>([
  'academic_session_type_mismatch',
  'multiple_primary_roles_for_user_org',
  'org_type_mismatch',
  'primary_org_missing_role',
])

/** Collects what the rules over many rows find: all are counted, the first `keep` of each rule are kept. */
export class Report {
  readonly issues: Issue[] = []
  readonly counts: Partial<Record<IssueRule, number>> = {}
  private readonly strict: boolean
  private readonly keep: number

  constructor(profile: Profile, keep: number) {
    this.strict = profile === 'strict'
    this.keep = keep
  }

  tell(rule: IssueRule, { file, row, sourcedId }: Place, { field, value, what, fix }: Fault): void {
    const count = (this.counts[rule] = (this.counts[rule] ?? 0) + 1)
    if (count > this.keep) return
    const severity = this.strict && standard.has(rule) ? 'error' : 'warning'
    const message = `${file} row ${row}: ${field} ${what}`
    const masked = value === null ? null : maskValue(value)
    this.issues.push({ severity, rule, file, row, field, sourcedId, value: masked, message, fix })
  }
}
