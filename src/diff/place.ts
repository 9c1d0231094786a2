import type { Entity } from '../roster/entity.ts'
import { fieldIndex } from '../roster/fields.ts'
import type { Change } from './change.ts'
import type { Held } from './view.ts'

const schoolFields = {
  classes: fieldIndex('classes', 'schoolSourcedId'),
  courses: fieldIndex('courses', 'orgSourcedId'),
  enrollments: fieldIndex('enrollments', 'schoolSourcedId'),
  roles: fieldIndex('roles', 'orgSourcedId'),
  users: fieldIndex('users', 'primaryOrgSourcedId'),
} as const
const orgType = fieldIndex('orgs', 'type')

/** Roles that are no staff's. */
export const otherRoles: readonly string[] = ['student', 'guardian', 'parent', 'relative']

/** School on which a change of this entity weighs; null for the district. */
export function schoolOf(entity: Entity, held: Held | null): string | null {
  const { kind, sourcedId, values } = entity
  if (kind === 'orgs') return values[orgType] === 'school' ? sourcedId : null
  if (kind === 'academicSessions' || kind === 'demographics') return null
  const school = values[schoolFields[kind]]
  return typeof school === 'string' ? school : (held?.roles[0]?.org ?? null)
}

/** What a person was: any staff role outweighs that of a student. */
export function whoIs(held: Held | null): Change['who'] {
  if (held === null || held.entity.kind !== 'users') return null
  const roles = held.roles.map(({ role }) => role)
  if (roles.some(isStaff)) return 'staff'
  return roles.includes('student') ? 'student' : 'other'
}

/** Every role that is neither a student's nor a family's. */
export function isStaff(role: string): boolean {
  return !otherRoles.includes(role)
}
