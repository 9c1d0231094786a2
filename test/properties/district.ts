import fc from 'fast-check'
import type { Cells, Tables } from '../scenarios/tables.ts'

/** Small random districts: few ids, so that days overlap, and now and then a reference that leads nowhere. */
const some = (ids: readonly string[], chance: number) =>
  fc.subarray([...ids]).chain(part => (chance > 0 ? fc.constant(part) : fc.constant([...ids])))
const pick = (...values: string[]) => fc.constantFrom(...values)
const rows = (ids: readonly string[], row: (id: string) => Readonly<Record<string, fc.Arbitrary<string>>>) =>
  some(ids, 1).chain(part =>
    fc.tuple(...part.map(id => fc.record({ sourcedId: fc.constant(id), ...row(id) }))),
  )
const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${letter}${at + 1}`)

const schools = ['s1', 's2', 's3']
const users = numbered('u', 7)
const classes = numbered('c', 4)

/** No two people, classes or courses are alike but by their id: who is who is the business of the scenarios. */
export const districts: fc.Arbitrary<Tables> = fc
  .record({
    orgs: rows(['d1', ...schools], id => ({
      name: pick(`Place ${id}`, `Renamed ${id}`),
      type: fc.constant(id === 'd1' ? 'district' : 'school'),
    })),
    academicSessions: rows(['t1', 't2'], id => ({
      title: fc.constant(`Term ${id}`),
      type: fc.constant('term'),
      startDate: fc.constant('2026-08-17'),
      endDate: pick('2027-01-11', '2027-06-12'),
      schoolYear: fc.constant('2027'),
    })),
    courses: rows(['k1', 'k2'], id => ({
      title: fc.constant(`Course ${id}`),
      courseCode: fc.constant(id.toUpperCase()),
      orgSourcedId: pick('d1', 's1'),
    })),
    classes: rows(classes, id => ({
      title: pick(`Class ${id}`, `Room of ${id}`),
      classCode: fc.constant(id.toUpperCase()),
      classType: pick('scheduled', 'homeroom'),
      courseSourcedId: pick('k1', 'k1', 'k2', 'k9'),
      schoolSourcedId: pick(...schools),
      termSourcedIds: pick('t1', 't1,t2', 't1,t9', 't2'),
    })),
    users: rows(users, id => ({
      enabledUser: pick('true', 'false'),
      username: fc.constant(`login.${id}`),
      givenName: pick('Ada', 'Ben'),
      familyName: fc.constant(`Family ${id}`),
      middleName: pick('', 'Lee'),
      grades: pick('', '07', '07,08'),
      primaryOrgSourcedId: pick('', 's1', 's2', 's9'),
    })),
    roles: rows(numbered('r', 9), () => ({
      userSourcedId: pick(...users),
      roleType: pick('primary', 'secondary'),
      role: pick('student', 'student', 'teacher', 'parent'),
      orgSourcedId: pick(...schools, 'd1'),
    })),
    enrollments: rows(numbered('e', 14), () => ({
      classSourcedId: pick(...classes),
      schoolSourcedId: pick(...schools),
      userSourcedId: pick(...users, 'u99'),
      role: pick('student', 'student', 'teacher'),
      beginDate: pick('', '2026-08-17'),
    })),
  })
  // A drop without one row that leans on no other is no roster, and is refused.
  .filter(({ orgs, academicSessions, users }) => orgs.length + academicSessions.length + users.length > 0)
  .map(tables => ({ ...tables, roles: once(tables.roles) }))

/** One role for one person, place and word: of several rows that say the same the last would count, in any order. */
function once(roles: readonly Cells[]): readonly Cells[] {
  const place = (row: Cells) => `${row.userSourcedId} ${row.orgSourcedId} ${row.role}`
  return roles.filter((row, at) => roles.findIndex(other => place(other) === place(row)) === at)
}
