import { RollbookError } from '../roster/errors.ts'
import type { Refusal } from './contract/refusal.ts'

/** Codes whose status is not that of a request that cannot be carried out as it stands (422). */
const statuses: Readonly<Record<string, number>> = {
  SIGNED_OUT: 401,
  TOKEN_INVALID: 401,
  SIGN_IN_REFUSED: 401,
  PROOF_NEEDED: 403,
  RIGHT_MISSING: 403,
  FACTOR_NEEDED: 403,
  FOREIGN_ORIGIN: 403,
  DISTRICT_UNKNOWN: 404,
  RUN_UNKNOWN: 404,
  PLAN_UNKNOWN: 404,
  RECORD_UNKNOWN: 404,
  PROVIDER_UNKNOWN: 404,
  MEMBER_UNKNOWN: 404,
  REQUEST_UNKNOWN: 404,
  TOKEN_UNKNOWN: 404,
  SECRET_UNKNOWN: 404,
  NOT_FOUND: 404,
  PLAN_DECIDED: 409,
  PLAN_CHANGED: 409,
  SECOND_NEEDED: 409,
  ROSTER_MOVED: 409,
  RULES_MOVED: 409,
  SOURCE_MOVED: 409,
  CURSOR_STALE: 409,
  SCHEDULE_MOVED: 409,
  SETUP_DONE: 409,
  SETUP_EARLY: 409,
  DISTRICT_BUSY: 409,
  TEST_RUNNING: 409,
  UNDO_BLOCKED: 409,
  LAST_OWNER: 409,
  MEMBER_EXISTS: 409,
  EMAIL_TAKEN: 409,
  LOGIN_TAKEN: 409,
  RECORD_ROSTERED: 409,
  UPLOAD_TOO_LARGE: 413,
  SIGN_IN_LOCKED: 429,
  TOO_MANY: 429,
  DATABASE_UNREACHABLE: 503,
  PREFETCH_REFUSED: 503,
}

export function statusOf(error: unknown): number {
  if (error instanceof RollbookError) return statuses[error.code] ?? 422
  return 500
}

/** What of an error is said to the other side: of one that is not ours, only where to find it. */
export function refusalOf(error: unknown, reference: string): Refusal {
  if (error instanceof RollbookError)
    return { error: { code: error.code, message: error.message, reference } }
  return {
    error: {
      code: 'UNEXPECTED',
      message: `Cannot answer: something went wrong on our side. Try again, and tell support reference ${reference}`,
      reference,
    },
  }
}
