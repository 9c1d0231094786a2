import { randomUUID } from 'node:crypto'
import type { SandboxAnswer } from '../answer.ts'
import type { Version } from '../generate/columns.ts'

/** What a provider refuses, by the words of 1.2 (OneRoster 1.2 REST, imsx_CodeMinor); 1.1 has words of its own for them. */
const words = {
  invalid_filter_field: { status: 400, in11: 'invalid_filter_field' },
  invalid_selection_field: { status: 400, in11: 'invalid_selection_field' },
  invalid_sort_field: { status: 400, in11: 'invalid_sort_field' },
  unauthorisedrequest: { status: 401, in11: 'unauthorized' },
  forbidden: { status: 403, in11: 'forbidden' },
  unknownobject: { status: 404, in11: 'unknown object' },
  invaliddata: { status: 422, in11: 'invalid data' },
  server_busy: { status: 429, in11: 'server_busy' },
  internal_server_error: { status: 500, in11: 'internal_server_error' },
} as const
export type Minor = keyof typeof words

/** A refusal on its way out of whatever noticed it. */
export class ProviderError extends Error {
  readonly minor: Minor
  constructor(minor: Minor, message: string) {
    super(message)
    this.minor = minor
  }
}

export function refuse(version: Version, minor: Minor, description: string): SandboxAnswer {
  const { status } = words[minor]
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : {}
  const body = version === '1.1' ? body11(minor, description) : body12(minor, description)
  return { status, headers, body }
}

/** Words that the OpenAPI file of 1.1 has too. */
const official11 = ['invalid_sort_field', 'invalid_selection_field', 'unauthorisedrequest', 'unknownobject', 'invaliddata'] // prettier-ignore

/** As providers of 1.1 answer in practice, in a set; and beside it as the OpenAPI file has it, for who reads by that. */
function body11(minor: Minor, description: string) {
  const reference = randomUUID()
  const status = {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_messageRefIdentifier: reference,
    imsx_description: description,
  }
  const practice = { imsx_operationRefIdentifier: reference, imsx_codeMinor: words[minor].in11 }
  const field = { imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: minor }
  return {
    ...status,
    ...(official11.includes(minor) && { imsx_CodeMinor: { imsx_codeMinorField: [field] } }),
    statusInfoSet: [{ ...status, ...practice }],
  }
}

function body12(minor: Minor, description: string) {
  // 1.2 has no word for a sort that is not known.
  const value = minor === 'invalid_sort_field' ? 'invalid_selection_field' : minor
  return {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: description,
    imsx_CodeMinor: {
      imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: value }],
    },
  }
}
