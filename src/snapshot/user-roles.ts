import type { Entity, Value } from '../roster/entity.ts'
import { fieldIndex, manifest } from '../roster/fields.ts'
import { enabledFields, type Rules } from '../roster/rules.ts'
import type { Profile, Stream } from '../sources/source.ts'
import type { Findings } from './findings.ts'
import { makeSlot } from './slot.ts'
import { makeReader } from './values.ts'

const userAt = fieldIndex('roles', 'userSourcedId')
const typeAt = fieldIndex('roles', 'roleType')
const roleAt = fieldIndex('roles', 'role')
const orgAt = fieldIndex('roles', 'orgSourcedId')

/**
 * OneRoster 1.1 gives a user one role and a list of orgs; 1.2 gives each org its role. We hold the latter, so a
 * 1.1 row becomes a role at each org. It is the only one there, and so the primary one: roleType ranks the roles of
 * a user at one org. Which of several orgs is the main one 1.1 does not say.
 */
export function userRolesReader(stream: Stream, profile: Profile, rules: Rules, found: Findings) {
  const typed = enabledFields('roles', rules)[typeAt]
  const readRole = makeReader(makeSlot('roles', field(roleAt), stream.version, profile), found)
  const orgsField = { ...field(orgAt), name: 'orgSourcedIds', type: 'refs' } as const
  const readOrgs = makeReader(makeSlot('roles', orgsField, stream.version, profile), found)
  const blank: Value[] = manifest.roles.map(() => null)
  return (cells: readonly string[], user: string): readonly Entity[] => {
    const role = readRole(cells[stream.roleCell] ?? '')
    const orgs = readOrgs(cells[stream.orgsCell] ?? '')
    if (typeof role !== 'string' || !Array.isArray(orgs)) return []
    return orgs.map((org: string) => {
      const values = blank.slice()
      values[userAt] = user
      values[typeAt] = typed ? 'primary' : null
      values[roleAt] = role
      values[orgAt] = org
      return { kind: 'roles', sourcedId: roleId(user, org, role), values }
    })
  }
}

function field(at: number) {
  const found = manifest.roles[at]
  if (found === undefined) throw new Error(`Cannot find field ${at} of roles: the manifest does not list it`)
  return found
}

/** An id for a role that has none: the same for the same user, org and role, and never for two others. */
function roleId(user: string, org: string, role: string): string {
  const plain = `${user}/${org}/${role}`
  // With a slash in an id the parts could be told apart in two ways; the length of the first decides.
  return user.includes('/') || org.includes('/') ? `${user.length}/${plain}` : plain
}
