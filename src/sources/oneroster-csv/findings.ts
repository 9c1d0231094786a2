import type { Issue, Severity } from '../../roster/issue.ts'
import type { Profile } from '../source.ts'

type Where = { readonly file: string; readonly row?: number; readonly field?: string }

/** What is odd about a drop, while it is opened. */
export class Findings {
  readonly issues: Issue[] = []
  readonly strict: boolean
  constructor(profile: Profile) {
    this.strict = profile === 'strict'
  }

  /** Something cannot be used. */
  error(rule: string, where: Where, message: string, fix: string): void {
    this.add('error', rule, where, message, fix)
  }

  /** Against the standard, but its meaning is plain: a strict reader refuses, a tolerant one goes on. */
  odd(rule: string, where: Where, message: string, fix: string): void {
    this.add(this.strict ? 'error' : 'warning', rule, where, message, fix)
  }

  /** Against the letter only: no tolerant reader would want to hear of it. */
  petty(rule: string, where: Where, message: string, fix: string): void {
    if (this.strict) this.add('error', rule, where, message, fix)
  }

  private add(severity: Severity, rule: string, where: Where, message: string, fix: string): void {
    const { file, row = null, field = null } = where
    this.issues.push({ severity, rule, file, row, field, sourcedId: null, value: null, message, fix })
  }
}
