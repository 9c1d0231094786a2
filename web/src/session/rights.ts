import type { MemberRole, Right } from '../../../src/login/rights.ts'

/**
 * Who has a right, for the sentence that says who can do what the reader cannot. The service decides; a test keeps
 * this list like its own, since the console takes only types from there.
 */
export const rolesWith: Readonly<Record<Right, readonly MemberRole[]>> = {
  see: ['owner', 'manager', 'viewer', 'helpdesk', 'privacy'],
  people: ['owner', 'manager', 'viewer', 'helpdesk', 'privacy'],
  run: ['owner', 'manager'],
  decide: ['owner', 'manager'],
  settings: ['owner', 'manager'],
  export: ['owner', 'manager', 'privacy'],
  team: ['owner'],
  audit: ['owner', 'manager', 'privacy'],
}
