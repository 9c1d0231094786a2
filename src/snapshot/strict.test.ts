import { describe, expect, test } from 'vitest'
import { checkRow, goodRow, told, type Cells, type Setting } from '../../test/support/rows.ts'
import type { Kind } from '../roster/kinds.ts'
import { defaultRules } from '../roster/rules.ts'

/** Every field on, so that the sensitive ones are checked too. */
const rules = {
  ...defaultRules,
  fields: Object.fromEntries(
    [
      'users.userIds',
      'users.agentSourcedIds',
      'demographics.birthDate',
      'demographics.sex',
      'demographics.asian',
    ].map(name => [name, true]),
  ),
}
type Row = readonly [fact: string, kind: Kind, changed: Cells, issue: string | null, setting?: Setting]

const delta = { mode: 'delta' } as const
const old = { version: '1.1' } as const
const instant = '2025-08-01T00:00:00.000Z'

/** OneRoster CSV 1.1 and 1.2.1 to the letter: what a strict reader refuses, and what it does not. */
const rows: readonly Row[] = [
  ['orgs need a name', 'orgs', { name: '' }, 'missing_required_value name'],
  ['orgs need a type', 'orgs', { type: '' }, 'missing_required_value type'],
  ['sessions need a title', 'academicSessions', { title: '' }, 'missing_required_value title'],
  ['sessions need a start', 'academicSessions', { startDate: '' }, 'missing_required_value startDate'],
  ['sessions need a school year', 'academicSessions', { schoolYear: '' }, 'missing_required_value schoolYear'],
  ['courses need an org', 'courses', { orgSourcedId: '' }, 'missing_required_value orgSourcedId'],
  ['courses need no code', 'courses', { courseCode: '' }, null],
  ['classes need a type', 'classes', { classType: '' }, 'missing_required_value classType'],
  ['classes need terms', 'classes', { termSourcedIds: '' }, 'missing_required_value termSourcedIds'],
  ['users need enabledUser', 'users', { enabledUser: '' }, 'missing_required_value enabledUser'],
  ['users need a username', 'users', { username: '' }, 'missing_required_value username'],
  ['users need a given name', 'users', { givenName: '' }, 'missing_required_value givenName'],
  ['users need no e-mail', 'users', { email: '' }, null],
  ['roles need a type in 1.2', 'roles', { roleType: '' }, 'missing_required_value roleType'],
  ['enrollments need a role', 'enrollments', { role: '' }, 'missing_required_value role'],
  ['blanks alone are nothing', 'users', { givenName: '  ' }, 'missing_required_value givenName'],
  ['records need an id', 'users', { sourcedId: '' }, 'missing_required_value sourcedId'],
  ['ids have no blank', 'users', { sourcedId: 'u 9' }, 'invalid_guid sourcedId'],
  ['ids have no brace', 'users', { sourcedId: '{u-9}' }, 'invalid_guid sourcedId'],
  ['ids are not padded', 'users', { sourcedId: 'u-9 ' }, 'invalid_guid sourcedId'],
  ['ids have 255 characters', 'users', { sourcedId: 'u'.repeat(256) }, 'invalid_guid sourcedId'],
  ['ids have . / @ _ and -', 'users', { sourcedId: 'A.b/c@d_e-9' }, null],
  ['an id may be NULL', 'users', { sourcedId: 'NULL' }, null],
  ['references are ids', 'enrollments', { userSourcedId: 'u 9' }, 'invalid_guid userSourcedId'],
  ['optional references are ids', 'orgs', { parentSourcedId: 'd#1' }, 'invalid_guid parentSourcedId'],
  ['items of lists are ids', 'classes', { termSourcedIds: 't-1, t-2' }, 'invalid_guid termSourcedIds'],
  ['a wrapped id is none', 'users', { sourcedId: '="00123"' }, 'invalid_guid sourcedId'],
  ['a rounded number is no id', 'users', { sourcedId: '1.23E+05' }, 'invalid_guid sourcedId'],
  ['dates have no time', 'enrollments', { beginDate: '2025-08-18T00:00:00.000Z' }, 'invalid_date beginDate'],
  ['dates have no slashes', 'enrollments', { beginDate: '8/18/2025' }, 'invalid_date beginDate'],
  ['dates are no number', 'enrollments', { beginDate: '45887' }, 'invalid_date beginDate'],
  ['dates are days', 'enrollments', { beginDate: '2025-02-29' }, 'invalid_date beginDate'],
  ['a leap day is a day', 'academicSessions', { startDate: '2024-02-29' }, null],
  ['a century is no leap year', 'demographics', { birthDate: '1900-02-29' }, 'invalid_date birthDate'],
  ['years have four figures', 'academicSessions', { schoolYear: '2025-26' }, 'invalid_year schoolYear'],
  ['years have no fraction', 'academicSessions', { schoolYear: '2026.0' }, 'invalid_year schoolYear'],
  ['true is small', 'users', { enabledUser: 'TRUE' }, 'invalid_boolean enabledUser'],
  ['true is no number', 'enrollments', { primary: '1' }, 'invalid_boolean primary'],
  ['flags of people are true or false', 'demographics', { asian: 'yes' }, 'invalid_boolean asian'],
  ['org types are a list', 'orgs', { type: 'charter' }, 'invalid_enum type'],
  ['case counts', 'orgs', { type: 'School' }, 'invalid_enum type'],
  ['1.2 lets a region add', 'orgs', { type: 'ext:charter' }, null],
  ['1.1 does not', 'orgs', { type: 'ext:charter' }, 'invalid_enum type', old],
  ['what is added is a token', 'orgs', { type: 'ext:charter school' }, 'invalid_enum type'],
  ['something is added', 'orgs', { type: 'ext:' }, 'invalid_enum type'],
  ['session types are a list', 'academicSessions', { type: 'quarter' }, 'invalid_enum type'],
  ['class types are a list', 'classes', { classType: 'lab' }, 'invalid_enum classType'],
  ['role types cannot be added to', 'roles', { roleType: 'ext:third' }, 'invalid_enum roleType'],
  ['roles are a list', 'roles', { role: 'Teacher' }, 'invalid_enum role'],
  ['roles may be added to', 'roles', { role: 'ext:nurse' }, null],
  ['administrator is of 1.1', 'roles', { role: 'administrator' }, 'invalid_enum role'],
  ['counselor is of 1.2', 'roles', { role: 'counselor' }, 'invalid_enum role', old],
  ['enrollments know no aide', 'enrollments', { role: 'aide' }, 'invalid_enum role'],
  ['enrollments know proctors', 'enrollments', { role: 'proctor' }, null],
  ['1.1 knows two sexes', 'demographics', { sex: 'unspecified' }, 'invalid_enum sex', old],
  ['1.2 knows more', 'demographics', { sex: 'unspecified' }, null],
  ['grades are CEDS in 1.1', 'users', { grades: '7' }, 'invalid_enum grades', old],
  ['grades are the region’s in 1.2', 'users', { grades: '7' }, null],
  ['lists have no empty item', 'classes', { periods: '3,,4' }, 'invalid_list periods'],
  ['lists of ids have no empty item', 'classes', { termSourcedIds: 't-1,' }, 'invalid_list termSourcedIds'],
  ['grades have no empty item', 'classes', { grades: '07,' }, 'invalid_list grades'],
  ['userIds are types and ids', 'users', { userIds: '{Fed:012345},{LDAP:ann}' }, null],
  ['userIds are in braces', 'users', { userIds: 'Fed:012345' }, 'invalid_list userIds'],
  ['subjects have as many codes', 'courses', { subjects: 'Mathematics,Algebra' }, 'invalid_list subjectCodes'],
  ['codes need no subjects', 'courses', { subjects: '' }, null],
  ['years begin in 1900', 'academicSessions', { schoolYear: '1899' }, 'invalid_year schoolYear'],
  ['years end in 2199', 'academicSessions', { schoolYear: '2200' }, 'invalid_year schoolYear'],
  ['subjects need no codes', 'courses', { subjectCodes: '' }, null],
  ['a delta says status', 'users', { dateLastModified: instant }, 'field_required_in_delta status', delta],
  ['a delta says when', 'users', { status: 'active' }, 'field_required_in_delta dateLastModified', delta],
  ['a delta says both', 'users', { status: 'active', dateLastModified: instant }, null, delta],
  ['status is a list', 'users', { status: 'inactive', dateLastModified: instant }, 'invalid_enum status', delta],
  ['an instant has milliseconds', 'users', { status: 'active', dateLastModified: '2025-08-01T00:00:00Z' }, 'invalid_datetime dateLastModified', delta],
  ['an instant is UTC', 'users', { status: 'active', dateLastModified: '2025-08-01T00:00:00.000+02:00' }, 'invalid_datetime dateLastModified', delta],
  ['an instant may be the last of the day', 'users', { status: 'active', dateLastModified: '2025-12-31T23:59:59.999Z' }, null, delta],
  ...['2025-08-01T00-00:00.000Z', '2025-08-01T00:00-00.000Z', '2025-08-01T00:00:00,000Z', '2025-08-01T00:00:00.0x0Z', '2025-08-01 00:00:00.000Z', '2025-08-01T00:60:00.000Z', '2025-08-01T00:00:60.000Z'].map(
    (dateLastModified): Row => [`${dateLastModified} is no instant`, 'users', { status: 'active', dateLastModified }, 'invalid_datetime dateLastModified', delta],
  ),
  ['an instant has a time that exists', 'users', { status: 'active', dateLastModified: '2025-08-01T24:00:00.000Z' }, 'invalid_datetime dateLastModified', delta],
  ['bulk says no status', 'users', { status: 'active' }, 'field_forbidden_in_bulk status'],
  ['bulk says no date', 'users', { dateLastModified: instant }, 'field_forbidden_in_bulk dateLastModified'],
  ['words are words', 'users', { email: 'N/A' }, null],
] // prettier-ignore

describe('the strict reader', () => {
  for (const [fact, kind, changed, issue, setting = {}] of rows) {
    test(fact, () => {
      const checked = checkRow(kind, goodRow(kind, changed), { profile: 'strict', rules, ...setting })
      expect(told(checked)).toEqual(issue === null ? [] : [`error ${issue}`])
      expect(checked.entities).toHaveLength(issue === null ? 1 : 0)
    })
  }

  test('refuses a bulk tombstone rather than obey it', () => {
    const checked = checkRow('users', goodRow('users', { status: 'tobedeleted' }), { profile: 'strict' })
    expect([checked.tombstone, checked.entities, checked.sourcedId]).toEqual([false, [], 'u-9'])
  })

  test('tells both fields a bulk row may not fill in', () => {
    const row = goodRow('users', { status: 'active', dateLastModified: instant })
    const { issues } = checkRow('users', row, { profile: 'strict' })
    expect(issues.map(({ field }) => field)).toEqual(['status', 'dateLastModified'])
  })
})
