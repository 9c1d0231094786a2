import { maskValue, type Issue, type IssueRule, type Severity } from '../roster/issue.ts'

/** A hostile list may have thousands of bad items: nobody reads more of one row. */
const mostPerRow = 50

/** Shared by all clean rows: a district has millions of them. */
export const noIssues: readonly Issue[] = Object.freeze([])

/**
 * What is wrong with the row at hand. One object serves a whole stream and makes its first array when
 * the first issue turns up, so a clean row costs nothing. Sentences name the place and never the value.
 */
export class Findings {
  readonly file: string
  row = 0
  sourcedId: string | null = null
  /** An error was found: the record will be skipped. */
  failed = false
  issues: readonly Issue[] = noIssues
  /** Counts on over all rows: tells whether reading a cell went without a word. */
  told = 0

  constructor(file: string) {
    this.file = file
  }

  begin(row: number): void {
    this.row = row
    this.sourcedId = null
    this.failed = false
    this.issues = noIssues
  }

  /** Forgets warnings that another stream of the same rows gives. */
  keepErrors(): void {
    this.issues = this.failed ? this.issues.filter(({ severity }) => severity === 'error') : noIssues
  }

  /** Refuses the record. `what` goes on after the field: "is blank, and it must name a user". */
  error(rule: IssueRule, field: string, value: string, what: string, fix: string): null {
    this.failed = true
    this.note('error', rule, field, value, `Cannot read ${this.file} row ${this.row}: ${field} ${what}`, fix)
    return null
  }

  /** Keeps the record and says what became of the value: "has a time, which was left out". */
  warn(rule: IssueRule, field: string, value: string, what: string, fix: string): null {
    this.note('warning', rule, field, value, `${this.file} row ${this.row}: ${field} ${what}`, fix)
    return null
  }

  private note(
    severity: Severity,
    rule: IssueRule,
    field: string,
    value: string,
    message: string,
    fix: string,
  ) {
    this.told++
    if (this.issues.length >= mostPerRow) return
    const { file, row, sourcedId } = this
    // The mask of a cell of 64 kB is that of its beginning.
    const masked = value === '' ? null : maskValue(value.slice(0, 16))
    this.issues = [
      ...this.issues,
      { severity, rule, file, row, field, sourcedId, value: masked, message, fix },
    ]
  }
}
