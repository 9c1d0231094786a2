/** What a route asks of its reader; a screen that locks an action names the same right. */
export type Right =
  | 'see' // the state of rostering: headline, runs, counts
  | 'people' // people, classes and schools by name, and why they are as they are
  | 'run' // sync now, preview, pause
  | 'decide' // approve, discard, undo, go live
  | 'settings' // schedule, scope, fields, limits, setup
  | 'export' // every record as a file
  | 'team' // who else may look
  | 'audit' // who did what

export type MemberRole = 'owner' | 'manager' | 'viewer' | 'helpdesk' | 'privacy'
export const memberRoles: readonly MemberRole[] = ['owner', 'manager', 'viewer', 'helpdesk', 'privacy']

const rights: Readonly<Record<MemberRole, readonly Right[]>> = {
  owner: ['see', 'people', 'run', 'decide', 'settings', 'export', 'team', 'audit'],
  manager: ['see', 'people', 'run', 'decide', 'settings', 'export', 'audit'],
  viewer: ['see', 'people'],
  helpdesk: ['see', 'people'],
  privacy: ['see', 'people', 'export', 'audit'],
}
/** The vendor's people look on and explain; what happens to a roster is the district's to decide. */
const vendorRights: Readonly<Record<'support' | 'admin', readonly Right[]>> = {
  support: ['see', 'people', 'audit'],
  admin: ['see', 'people', 'audit', 'run', 'settings', 'team'],
}

export function memberMay(role: MemberRole, right: Right): boolean {
  return rights[role].includes(right)
}

export function vendorMay(role: 'support' | 'admin', right: Right): boolean {
  return vendorRights[role].includes(right)
}

/** Roles that have a right, for the sentence that says who can do what the reader cannot. */
export function rolesWith(right: Right): readonly MemberRole[] {
  return memberRoles.filter(role => memberMay(role, right))
}

export function rightsOfRole(role: MemberRole): readonly Right[] {
  return rights[role]
}

export function rightsOfVendor(role: 'support' | 'admin'): readonly Right[] {
  return vendorRights[role]
}
