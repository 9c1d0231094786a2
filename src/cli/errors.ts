import { RollbookError } from '../roster/errors.ts'

/** The command line was not understood: exit 2, nothing was started. */
export class UsageError extends RollbookError {
  constructor(message: string) {
    super('USAGE', message, 2)
    this.name = 'UsageError'
  }
}

export type Told = { readonly code: string; readonly message: string; readonly exit: number }

/** What is said of an error. Ours are sentences already; any other is a fault of ours and says how to see more. */
export function tell(error: unknown, what: string): Told {
  if (error instanceof RollbookError) return { code: error.code, message: error.message, exit: error.exit }
  const message = `Cannot finish ${what}: ${reason(error)}. Run it again with ROLLBOOK_DEBUG=1 to see where`
  return { code: 'UNEXPECTED', message, exit: 1 }
}

/** Node gives an AggregateError without a message when every address of a host refuses. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message !== '') return error.message.replace(/[.\s]+$/, '')
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0])
  return 'code' in error ? String(error.code) : error.name
}
