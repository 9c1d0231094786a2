import { describe, expect, test } from 'vitest'
import { checkRow, goodRow, type Cells } from '../../test/support/rows.ts'
import type { IssueRule } from '../roster/issue.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import type { Profile } from '../sources/source.ts'
import { makeSemantics } from './semantics.ts'
import { Numbers } from './semantics/numbers.ts'

type District = Partial<Record<Kind, readonly Cells[]>>

/** Lincoln USD: one school, one class, one teacher, one student; nothing to say about it. */
const lincoln: District = {
  orgs: [{ sourcedId: 'd-1', type: 'district', parentSourcedId: '' }, {}],
  academicSessions: [
    { sourcedId: 'y-26', type: 'schoolYear', endDate: '2026-06-12', parentSourcedId: '' },
    {},
    { sourcedId: 't-2', startDate: '2026-01-05', endDate: '2026-06-12' },
  ],
  courses: [{}],
  classes: [{}],
  users: [{}, { sourcedId: 'u-1', username: 'mgray', email: 'mgray@lincoln.example' }],
  roles: [{}, { sourcedId: 'r-2', userSourcedId: 'u-1', role: 'teacher' }],
  enrollments: [{}, { sourcedId: 'e-6', userSourcedId: 'u-1', role: 'teacher', primary: 'true' }],
}
/** Lincoln and some more rows. */
const more = (rows: District): District =>
  Object.fromEntries(kinds.map(kind => [kind, [...(lincoln[kind] ?? []), ...(rows[kind] ?? [])]]))
/** Lincoln with other rows of some kinds. */
const other = (rows: District): District => ({ ...lincoln, ...rows })

function hear(district: District, profile: Profile = 'tolerant', keep = 100, whole: readonly Kind[] = kinds) {
  const semantics = makeSemantics(profile, keep)
  for (const kind of kinds) {
    district[kind]?.forEach((cells, at) => {
      const { entities } = checkRow(kind, goodRow(kind, cells))
      for (const entity of entities) semantics.add(entity, at + 2, `${kind}.csv`)
    })
  }
  return { issues: semantics.finish(new Set(whole)), counts: semantics.counts }
}

type Row = readonly [
  fact: string,
  district: District,
  issues: readonly (readonly [IssueRule, file: string, row: number, field: string])[],
]
const second = (rows: District) =>
  more({ users: [{ sourcedId: 'u-2', username: 'lim', email: 'lim@lincoln.example' }], ...rows })

const rows: readonly Row[] = [
  ['Lincoln is well', lincoln, []],
  ['a course in a term', other({ courses: [{ schoolYearSourcedId: 't-1' }] }), [['academic_session_type_mismatch', 'courses.csv', 2, 'schoolYearSourcedId']]],
  ['a course in no year', other({ courses: [{ schoolYearSourcedId: '' }] }), []],
  ['a course in a year nobody delivered', other({ courses: [{ schoolYearSourcedId: 'y-99' }] }), []],
  ['a class at the district', other({ classes: [{ schoolSourcedId: 'd-1' }] }), [['org_type_mismatch', 'classes.csv', 2, 'schoolSourcedId']]],
  ['an enrollment at the district', more({ enrollments: [{ sourcedId: 'e-7', schoolSourcedId: 'd-1' }] }), [['org_type_mismatch', 'enrollments.csv', 4, 'schoolSourcedId']]],
  ['two primary roles at one school', more({ roles: [{ sourcedId: 'r-3', role: 'aide' }] }), [['multiple_primary_roles_for_user_org', 'roles.csv', 4, 'roleType']]],
  ['a primary role at each of two schools', more({ orgs: [{ sourcedId: 's-13' }], roles: [{ sourcedId: 'r-3', orgSourcedId: 's-13' }] }), []],
  ['three primary roles at two schools', more({ orgs: [{ sourcedId: 's-13' }], roles: [{ sourcedId: 'r-3', orgSourcedId: 's-13' }, { sourcedId: 'r-4', orgSourcedId: 's-13', role: 'aide' }] }), [['multiple_primary_roles_for_user_org', 'roles.csv', 5, 'roleType']]],
  ['a second role that is secondary', more({ roles: [{ sourcedId: 'r-3', role: 'aide', roleType: 'secondary' }] }), []],
  ['a main school without a role', other({ users: [{ primaryOrgSourcedId: 's-99' }, lincoln.users?.[1] ?? {}] }), [['primary_org_missing_role', 'users.csv', 2, 'primaryOrgSourcedId']]],
  ['no main school', other({ users: [{ primaryOrgSourcedId: '' }, lincoln.users?.[1] ?? {}] }), []],
  ['one e-mail of two people', second({ users: [{ sourcedId: 'u-2', username: 'lim', email: 'APark@lincoln.example' }], roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2', role: 'aide' }] }), [['duplicate_email', 'users.csv', 2, 'email']]],
  ['one username of two people', second({ users: [{ sourcedId: 'u-2', username: 'APARK', email: '' }], roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2', role: 'aide' }] }), [['duplicate_username', 'users.csv', 2, 'username']]],
  ['no e-mail of two people', other({ users: [{ email: '' }, { sourcedId: 'u-1', username: 'mgray', email: '' }] }), []],
  ['two main teachers', second({ roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2', role: 'teacher' }], enrollments: [{ sourcedId: 'e-7', userSourcedId: 'u-2', role: 'teacher', primary: 'true' }] }), [['multiple_primary_teachers', 'enrollments.csv', 4, 'primary']]],
  ['a main teacher after another', second({ roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2', role: 'teacher' }], enrollments: [{ sourcedId: 'e-7', userSourcedId: 'u-2', role: 'teacher', primary: 'true', beginDate: '2025-12-20', endDate: '2026-06-12' }] }), []],
  ['a main teacher of each of two periods', { ...second({ roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2', role: 'teacher' }], enrollments: [{ sourcedId: 'e-7', userSourcedId: 'u-2', role: 'teacher', primary: 'true' }] }), classes: [{ periods: '3,4' }] }, []],
  ['a co-teacher', second({ roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2', role: 'teacher' }], enrollments: [{ sourcedId: 'e-7', userSourcedId: 'u-2', role: 'teacher', primary: 'false' }] }), []],
  ['an enrollment before the terms of its class', more({ enrollments: [{ sourcedId: 'e-7', beginDate: '2024-08-18', endDate: '' }] }), [['enrollment_outside_terms', 'enrollments.csv', 4, 'beginDate']]],
  ['an enrollment beyond the terms of its class', more({ enrollments: [{ sourcedId: 'e-7', endDate: '2026-06-13' }] }), [['enrollment_outside_terms', 'enrollments.csv', 4, 'endDate']]],
  ['an enrollment of the whole class', more({ enrollments: [{ sourcedId: 'e-7', endDate: '2026-06-12' }] }), []],
  ['an enrollment without dates', more({ enrollments: [{ sourcedId: 'e-7', beginDate: '', endDate: '' }] }), []],
  ['a student in no class', second({ roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2' }] }), [['student_without_enrollments', 'users.csv', 4, 'sourcedId']]],
  ['a teacher in no class', second({ roles: [{ sourcedId: 'r-3', userSourcedId: 'u-2', role: 'teacher' }] }), []],
  ['an empty class', more({ classes: [{ sourcedId: 'k-4' }] }), [['class_without_students', 'classes.csv', 3, 'sourcedId'], ['class_without_teacher', 'classes.csv', 3, 'sourcedId']]],
] // prettier-ignore

describe('rows together', () => {
  for (const [fact, district, issues] of rows) {
    test(fact, () => {
      const told = hear(district).issues.map(({ rule, file, row, field }) => [rule, file, row, field])
      // A user added without a main school's role would be told of too: u-2 has one wherever it matters.
      expect(
        told.filter(([rule]) => rule !== 'primary_org_missing_role' || fact.includes('main school')),
      ).toEqual(issues)
    })
  }

  test('the rules of the standard are errors to a strict reader only', () => {
    const district = more({ classes: [{ sourcedId: 'k-4', schoolSourcedId: 'd-1' }] })
    const severities = (profile: Profile) =>
      hear(district, profile).issues.map(({ rule, severity }) => [rule, severity])
    expect(severities('strict')).toContainEqual(['org_type_mismatch', 'error'])
    expect(severities('strict')).toContainEqual(['class_without_teacher', 'warning'])
    expect(severities('tolerant')).toContainEqual(['org_type_mismatch', 'warning'])
  })

  test('silence says nothing where a kind is not whole', () => {
    const district = {
      ...lincoln,
      roles: [lincoln.roles?.[0] ?? {}],
      enrollments: [],
      users: [{}, { sourcedId: 'u-1', username: 'mgray', email: '' }],
    }
    expect(hear(district).issues.map(({ rule }) => rule)).toEqual([
      'student_without_enrollments',
      'primary_org_missing_role',
      'class_without_students',
      'class_without_teacher',
    ])
    expect(
      hear(district, 'tolerant', 100, ['users', 'classes', 'roles']).issues.map(({ rule }) => rule),
    ).toEqual(['primary_org_missing_role'])
    expect(hear(district, 'tolerant', 100, ['users', 'classes']).issues).toEqual([])
  })

  test('a role of a user nobody delivered is nobody without classes', () => {
    expect(hear(more({ roles: [{ sourcedId: 'r-3', userSourcedId: 'u-77' }] })).issues).toEqual([])
  })

  test('the first of each rule are kept, and all are counted', () => {
    const classes = Array.from({ length: 30 }, (_, at) => ({ sourcedId: `k-${at + 100}` }))
    const { issues, counts } = hear(more({ classes }), 'tolerant', 4)
    expect(issues.map(({ sourcedId }) => sourcedId).sort()).toEqual([
      'k-100',
      'k-100',
      'k-101',
      'k-101',
      'k-102',
      'k-102',
      'k-103',
      'k-103',
    ])
    expect(counts).toEqual({ class_without_students: 30, class_without_teacher: 30 })
  })

  test('tells an e-mail by its first letter and the row it repeats', () => {
    const { issues } = hear(more({ users: [{ sourcedId: 'u-2', username: 'lim', primaryOrgSourcedId: '' }] }))
    expect(issues).toEqual([
      {
        severity: 'warning',
        rule: 'duplicate_email',
        file: 'users.csv',
        row: 2,
        field: 'email',
        sourcedId: 'u-9',
        value: 'a********',
        message: 'users.csv row 2: email is that of row 4 too',
        fix: 'Give each person their own email: sign-in cannot tell two apart by one.',
      },
    ])
  })
})

test('numbers of a hundred thousand texts are told apart', () => {
  const numbers = new Numbers()
  for (let at = 1; at <= 100_000; at++) numbers.set(`u-${at}`, at)
  for (let at = 1; at <= 100_000; at++) if (numbers.find(`u-${at}`) !== at) throw new Error(`u-${at}`)
  expect(numbers.find('u-0')).toBe(0)
})
