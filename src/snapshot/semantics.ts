import type { Entity } from '../roster/entity.ts'
import { fieldIndex } from '../roster/fields.ts'
import type { Issue, IssueRule } from '../roster/issue.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Profile } from '../sources/source.ts'
import { People } from './semantics/people.ts'
import { Places } from './semantics/places.ts'
import { Report } from './semantics/report.ts'
import { Rooms } from './semantics/rooms.ts'

export type Semantics = {
  /** Hears accepted entities, kinds in the order of `kinds`: what is referred to comes first. */
  add(entity: Entity, row: number, file: string): void
  /** What was found, the first `keep` of each rule. `whole`: kinds delivered to the last row. */
  finish(whole: ReadonlySet<Kind>): Issue[]
  /** How often each rule was broken, the issues not kept included. */
  readonly counts: Readonly<Partial<Record<IssueRule, number>>>
}

const enrollmentUser = fieldIndex('enrollments', 'userSourcedId')
const enrollmentRole = fieldIndex('enrollments', 'role')

/**
 * Rules over many rows, without a disk: memory grows with orgs, sessions, classes (250 bytes) and users
 * (250 bytes), never with enrollments. They tell; they skip no record, for the row has passed.
 */
export function makeSemantics(profile: Profile, keep: number): Semantics {
  const report = new Report(profile, keep)
  const places = new Places(report)
  const people = new People(report)
  const rooms = new Rooms(report, places)
  const hear: Readonly<Record<Kind, (entity: Entity, row: number, file: string) => void>> = {
    orgs: entity => places.addOrg(entity),
    academicSessions: entity => places.addSession(entity),
    courses: (entity, row, file) => places.addCourse(entity, { file, row, sourcedId: entity.sourcedId }),
    classes(entity, row, file) {
      const place = { file, row, sourcedId: entity.sourcedId }
      places.addClass(entity, place)
      rooms.addClass(entity, place)
    },
    users: (entity, row, file) => people.addUser(entity, { file, row, sourcedId: entity.sourcedId }),
    roles: (entity, row, file) => people.addRole(entity, { file, row, sourcedId: entity.sourcedId }),
    enrollments(entity, row, file) {
      const place = { file, row, sourcedId: entity.sourcedId }
      places.addEnrollment(entity, place)
      rooms.addEnrollment(entity, place)
      people.addEnrollment(String(entity.values[enrollmentUser]), entity.values[enrollmentRole])
    },
    demographics: () => {},
  }
  return {
    add: (entity, row, file) => hear[entity.kind](entity, row, file),
    finish(whole) {
      people.finish(whole.has('users') && whole.has('roles'), whole.has('enrollments'))
      rooms.finish(whole.has('classes') && whole.has('enrollments'))
      return report.issues
    },
    counts: report.counts,
  }
}
