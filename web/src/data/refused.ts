import type { Refusal } from '../../../src/http/contract/refusal.ts'

export type FieldProblem = { readonly field: string; readonly message: string }

/** The service answered, and the answer is no. `reference` finds it in the log. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly reference: string
  readonly fields: readonly FieldProblem[]

  constructor(status: number, { code, message, reference, fields = [] }: Refusal['error']) {
    super(message)
    this.status = status
    this.code = code
    this.reference = reference
    this.fields = fields
  }
}

/** Nobody answered: the network is gone, or the service is. What was sent may or may not have arrived. */
export class Unreachable extends Error {}
