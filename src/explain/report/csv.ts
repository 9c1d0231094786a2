import type { Outcome } from './telling.ts'

export const header = [
  'SourcedId', 'Type', 'School', 'Action', 'Reason', 'Field changes', 'Rule', 'Severity', 'Message', 'Fix', 'First seen', 'Run',
] as const // prettier-ignore

/** One record as a line of the export; several issues of one record stand in its cells one after another. */
export function csvLine({ sourcedId, type, schools, action, reason, fields, issues, run }: Outcome): string {
  const each = (text: (issue: Outcome['issues'][number]) => string) =>
    [...new Set(issues.map(text))].join('; ')
  const changes = fields.map(({ field, before, after }) => `${field}: ${shown(before)} → ${shown(after)}`)
  const cells = [
    sourcedId ?? '', type, schools.join('; '), action, reason, changes.join('; '), each(({ rule }) => rule),
    issues.some(({ severity }) => severity === 'error') ? 'error' : issues.length > 0 ? 'warning' : '',
    each(({ message }) => message), each(({ fix }) => fix), issues.map(({ firstSeen }) => firstSeen).sort()[0] ?? '', String(run),
  ] // prettier-ignore
  return csvRow(cells)
}

/** RFC 4180, line end included. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cell => quoted(harmless(cell))).join(',')}\r\n`
}

// What a spreadsheet takes for the beginning of a formula, plain and full-width, and what it skips before one (ASVS 1.2.10).
const formula = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/

/** An apostrophe makes text of what a spreadsheet would run: a child's name may be `=cmd|…`. */
export function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function shown(value: unknown): string {
  if (value === null) return '(blank)'
  return Array.isArray(value) ? value.join(',') : String(value)
}
