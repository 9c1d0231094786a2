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
  const { status, in11 } = words[minor]
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : {}
  const body = version === '1.1' ? body11(in11, description) : body12(minor, description)
  return { status, headers, body }
}

/** As providers of 1.1 answer in practice; the specification wants a reference of the message. */
function body11(minor: string, description: string) {
  return {
    statusInfoSet: [
      {
        imsx_codeMajor: 'failure',
        imsx_severity: 'error',
        imsx_messageRefIdentifier: randomUUID(),
        imsx_operationRefIdentifier: randomUUID(),
        imsx_description: description,
        imsx_codeMinor: minor,
      },
    ],
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
