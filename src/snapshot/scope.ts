import { itemsOf, type Entity } from '../roster/entity.ts'
import { fieldIndex } from '../roster/fields.ts'
import type { Rules } from '../roster/rules.ts'
import type { Session } from './base.ts'

const orgType = fieldIndex('orgs', 'type')
const classGrades = fieldIndex('classes', 'grades')
const classSchool = fieldIndex('classes', 'schoolSourcedId')
const classTerms = fieldIndex('classes', 'termSourcedIds')
const userGrades = fieldIndex('users', 'grades')
const roleName = fieldIndex('roles', 'role')
const roleOrg = fieldIndex('roles', 'orgSourcedId')

/**
 * Which entities a connection lets in (rules.ts). Enrollments and demographics follow their class and person;
 * courses and sessions are shared by all schools and never left out.
 */
export type Scope = {
  /** Somebody set a limit: people are let in by their roles. */
  readonly byRole: boolean
  readonly any: boolean
  admits(entity: Entity): boolean
}

export function makeScope(
  rules: Rules,
  schools: ReadonlyMap<string, string>,
  sessions: ReadonlyMap<string, Session>,
): Scope {
  const { scope } = rules
  const chosen = (list: readonly string[] | null) => (list === null ? null : new Set(list))
  const [inSchools, inGrades] = [chosen(scope.schools), chosen(scope.grades)]
  const [inRoles, inTerms] = [chosen(scope.roles), chosen(scope.terms)]

  const schoolIn = (id: unknown) =>
    inSchools === null ||
    typeof id !== 'string' ||
    inSchools.has(id) ||
    (schools.get(id) ?? 'school') !== 'school'
  const gradesIn = (list: readonly string[]) =>
    inGrades === null || list.length === 0 || list.some(grade => inGrades.has(grade))
  const termIn = (id: string): boolean => {
    // A year chosen brings its terms along.
    for (
      let at: string | null = id, depth = 0;
      at !== null && depth < 8;
      at = sessions.get(at)?.parent ?? null, depth++
    )
      if (inTerms?.has(at)) return true
    return false
  }
  const termsIn = (ids: readonly string[]) => inTerms === null || ids.length === 0 || ids.some(termIn)

  const admits = ({ kind, sourcedId, values }: Entity): boolean => {
    if (kind === 'orgs') return inSchools === null || values[orgType] !== 'school' || inSchools.has(sourcedId)
    if (kind === 'classes')
      return (
        schoolIn(values[classSchool]) &&
        gradesIn(itemsOf(values[classGrades])) &&
        termsIn(itemsOf(values[classTerms]))
      )
    if (kind === 'users') return gradesIn(itemsOf(values[userGrades]))
    if (kind === 'roles')
      return schoolIn(values[roleOrg]) && (inRoles === null || inRoles.has(String(values[roleName])))
    return true
  }
  return {
    byRole: inSchools !== null || inRoles !== null,
    any: [inSchools, inGrades, inRoles, inTerms].some(list => list !== null),
    admits,
  }
}
