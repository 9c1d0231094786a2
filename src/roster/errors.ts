/**
 * Base of every error Rollbook throws on purpose. `Cannot <action> <subject>: <what is>. <remedy>`;
 * the code is for machines and stands in docs/errors.md. Exit codes: 1 failed, 2 usage, 3 held, 4 not a roster.
 */
export class RollbookError extends Error {
  readonly code: string
  readonly exit: number
  constructor(code: string, message: string, exit = 1, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'RollbookError'
    this.code = code
    this.exit = exit
  }
}

/** The source could not be read as a roster: exit 4, nothing was changed. */
export class UnreadableDrop extends RollbookError {
  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(code, message, 4, options)
    this.name = 'UnreadableDrop'
  }
}
