/**
 * An issue is about data: a district will have hundreds, so issues are values and never thrown.
 * error = the record is skipped; warning = an optional value is dropped or read leniently, the record kept.
 */
export type Severity = 'error' | 'warning'
export type Issue = {
  readonly severity: Severity
  /** Snake-case name from docs/issues.md, e.g. `missing_target_record`. */
  readonly rule: string
  readonly file: string
  /** Row as a spreadsheet shows it: the header is row 1. Null for the whole file. */
  readonly row: number | null
  readonly field: string | null
  readonly sourcedId: string | null
  /** Masked: see `maskValue`. */
  readonly value: string | null
  readonly message: string
  readonly fix: string
}

/** First character and length of a value, never the value: issues are read by people who may not see it. */
export function maskValue(value: string): string {
  const letters = [...value]
  if (letters.length === 0) return '""'
  return letters.length <= 2 ? '*'.repeat(letters.length) : `${letters[0]}${'*'.repeat(Math.min(letters.length - 1, 8))}`
}
