import type { MemberRole } from '../login/rights.ts'

/** What people may choose to hear of, in the order of the settings. Links to sign in with are sent whatever they chose. */
export const notices = ['held', 'waiting', 'failed', 'first_success', 'paused', 'weekly', 'request'] as const
export type Notice = (typeof notices)[number]

/** Somebody who may be told. */
export type Listener = {
  readonly role: MemberRole | 'vendor'
  /** sourcedIds of the only schools they see; null for all. */
  readonly schools: readonly string[] | null
}

/** Whose settings name an event at all. */
export function mayHear(notice: Notice, { role, schools }: Listener): boolean {
  if (notice === 'request' || role === 'vendor') return notice === 'request' && role === 'vendor'
  // Counts and names of other schools are not for somebody who sees some of them only.
  return schools === null || notice === 'paused' || notice === 'first_success'
}

const standard: Readonly<Record<Notice, readonly Listener['role'][]>> = {
  held: ['owner', 'manager'],
  waiting: ['owner', 'manager'],
  failed: ['owner', 'manager'],
  first_success: ['owner', 'manager', 'helpdesk'],
  paused: ['owner', 'manager', 'helpdesk'],
  weekly: ['owner'],
  request: ['vendor'],
}

/** What a role hears of until somebody chooses. */
export function isStandard(notice: Notice, { role }: Listener): boolean {
  return standard[notice].includes(role)
}

/** `chosen` is null while nobody chose. */
export function hears(notice: Notice, listener: Listener, chosen: boolean | null): boolean {
  return mayHear(notice, listener) && (chosen ?? isStandard(notice, listener))
}
