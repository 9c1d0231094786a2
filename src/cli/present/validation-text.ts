import { isKind } from '../../roster/kinds.ts'
import type { Validation } from '../../sync/validate.ts'
import { bold, green, red, yellow } from '../paint.ts'
import type { Printer } from '../printer.ts'
import { counted } from './counts-text.ts'
import { sayIssues } from './issue-text.ts'
import { label } from './plan-text.ts'

/** What the drop holds, how it came, and what is wrong with it. */
export function sayValidation(out: Printer, path: string, validation: Validation): void {
  const { version, mode, counts, rejected, complete, issues, issueCounts } = validation
  out.line(bold(label('Read')), `OneRoster CSV ${version}, ${path}`)
  const files = Object.entries(mode).filter(([file, said]) => said !== 'absent' || isKind(file))
  out.table(
    ['File', 'Mode', 'Complete', 'Accepted', 'Rejected'],
    files.map(([file, said]) => [
      file,
      said,
      isKind(file) && said !== 'absent' ? (complete.includes(file) ? 'yes' : 'no') : null,
      isKind(file) ? (counts[file] ?? null) : null,
      isKind(file) ? (rejected[file] ?? null) : null,
    ]),
  )
  sayIssues(out, issues, issueCounts, 3)
  out.line()
  sayVerdict(out, validation)
}

function sayVerdict(out: Printer, { ok, errors, issueCounts, strict, counts }: Validation): void {
  const all = Object.values(issueCounts).reduce((sum, one) => sum + one, 0)
  const warnings = all - errors
  const standard = strict ? 'it keeps to the letter of the standard' : 'it can be used'
  const none = Object.values(counts).every(count => count === 0)
  if (!ok && errors === 0) return out.line(red('Not one row can be used'))
  if (all === 0) return out.line(green(`Nothing is wrong: ${standard}`))
  const parts = [
    ...(errors > 0 ? [red(counted(errors, 'error'))] : []),
    ...(warnings > 0 ? [yellow(counted(warnings, 'warning'))] : []),
  ]
  const rest = none ? 'not one row can be used' : 'what has an error is skipped, the rest can be used'
  const verdict = ok ? standard : rest
  out.line(...parts.flatMap((part, at) => (at === 0 ? [part] : [' and ', part])), `: ${verdict}`)
}
