import { describe, expect, test } from 'vitest'
import { checkRow, goodRow, streamOf, told, type Cells, type Setting } from '../../test/support/rows.ts'
import { entityObject, type Value } from '../roster/entity.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { defaultRules } from '../roster/rules.ts'
import { checkBroken, makeChecker } from './check.ts'
import type { Checked } from './checked.ts'

/** What a row came to: the entity's field, and the issues as `severity rule field`. */
type Outcome = { readonly value?: Value; readonly issues: readonly string[] }
type Row = readonly [
  fact: string,
  kind: Kind,
  changed: Cells,
  field: string | null,
  outcome: Outcome,
  setting?: Setting,
]

function outcome(checked: Checked, field: string | null): Outcome {
  const issues = told(checked)
  const entity = checked.entities[0]
  if (entity === undefined || field === null) return { issues }
  return { value: entityObject(entity)[field] ?? null, issues }
}

const clean = (value: Value): Outcome => ({ value, issues: [] })
const warned = (rule: string, field: string, value: Value): Outcome => ({
  value,
  issues: [`warning ${rule} ${field}`],
})
const refused = (rule: string, field: string): Outcome => ({ issues: [`error ${rule} ${field}`] })

describe('a good row', () => {
  const versions = ['1.1', '1.2'] as const
  const profiles = ['strict', 'tolerant'] as const
  for (const kind of kinds) {
    for (const version of versions) {
      for (const profile of profiles) {
        test(`of ${kind} ${version} passes the ${profile} checks without a word`, () => {
          const { entities, issues, tombstone, sourcedId } = checkRow(kind, goodRow(kind), {
            profile,
            version,
          })
          expect(issues).toEqual([])
          expect(entities).toHaveLength(1)
          expect(tombstone).toBe(false)
          expect(sourcedId).toBe(goodRow(kind).sourcedId)
        })
      }
    }
  }

  test('becomes values in the order of the manifest, terms sorted and without repeats', () => {
    const lists = { termSourcedIds: 't-2,t-1,t-2', subjects: 'Science,Art', subjectCodes: '03001,05001' }
    const { entities } = checkRow('classes', goodRow('classes', lists))
    expect(entities).toEqual([
      {
        kind: 'classes',
        sourcedId: 'k-3',
        values: [
          'Algebra I, period 3', ['07'], 'c-7', 'A1-3', 'scheduled', null, 's-12', ['t-1', 't-2'],
          ['Science', 'Art'], ['03001', '05001'], ['3'],
        ], // prettier-ignore
      },
    ])
  })
})

/** facts: OneRoster deviations in the wild that a file can show, row by row. */
const deviations: readonly Row[] = [
  // 6: booleans
  ...['TRUE', 'True', '1', 'yes', 'Y', 't'].map(
    (cell): Row => [`boolean ${cell}`, 'users', { enabledUser: cell }, 'enabledUser', warned('invalid_boolean', 'enabledUser', true)],
  ),
  ...['FALSE', '0', 'no', 'N', 'f', 'disabled'].map(
    (cell): Row => [`boolean ${cell}`, 'users', { enabledUser: cell }, 'enabledUser', warned('invalid_boolean', 'enabledUser', false)],
  ),
  ['a user who is not enabled', 'users', { enabledUser: 'false' }, 'enabledUser', clean(false)],
  ['blanks around true', 'users', { enabledUser: ' true' }, 'enabledUser', warned('padded_value', 'enabledUser', true)],
  ['blanks around false', 'users', { enabledUser: 'false ' }, 'enabledUser', warned('padded_value', 'enabledUser', false)],
  ['a flag nobody can read opens no account', 'users', { enabledUser: 'perhaps' }, null, refused('invalid_boolean', 'enabledUser')],
  ['an optional flag nobody can read is left out', 'enrollments', { role: 'teacher', primary: '??' }, 'primary', warned('invalid_boolean', 'primary', null)],
  // 8: roles
  ['a role in other case', 'roles', { role: 'Teacher' }, 'role', warned('invalid_enum', 'role', 'teacher')],
  ['a role in other words', 'roles', { role: 'instructor' }, 'role', warned('invalid_enum', 'role', 'teacher')],
  ['a role spelt apart', 'roles', { role: 'district administrator' }, 'role', warned('invalid_enum', 'role', 'districtAdministrator')],
  ['a 1.1 role in 1.2', 'roles', { role: 'administrator' }, 'role', clean('administrator')],
  ['a 1.2 extension', 'roles', { role: 'ext:nurse' }, 'role', clean('ext:nurse')],
  ['an extension in 1.1', 'roles', { role: 'ext:nurse' }, null, refused('invalid_enum', 'role'), { version: '1.1' }],
  ['a role nobody knows', 'roles', { role: 'wizard' }, null, refused('invalid_enum', 'role')],
  ['an aide in a class', 'enrollments', { role: 'aide' }, 'role', clean('aide')],
  // 10: grades
  ['a grade of one figure', 'users', { grades: '9' }, 'grades', warned('nonstandard_grade', 'grades', ['09'])],
  ['a grade to the letter', 'users', { grades: '09' }, 'grades', clean(['09'])],
  ['K', 'users', { grades: 'K' }, 'grades', warned('nonstandard_grade', 'grades', ['KG'])],
  ['Kindergarten', 'users', { grades: 'Kindergarten' }, 'grades', warned('nonstandard_grade', 'grades', ['KG'])],
  ['PreK', 'users', { grades: 'PreK' }, 'grades', warned('nonstandard_grade', 'grades', ['PK'])],
  ['Pre-K', 'users', { grades: 'Pre-K' }, 'grades', warned('nonstandard_grade', 'grades', ['PK'])],
  ['0 for kindergarten', 'users', { grades: '0' }, 'grades', warned('nonstandard_grade', 'grades', ['KG'])],
  ['-1 for pre-kindergarten', 'users', { grades: '-1' }, 'grades', warned('nonstandard_grade', 'grades', ['PK'])],
  ['Grade 7', 'users', { grades: 'Grade 7' }, 'grades', warned('nonstandard_grade', 'grades', ['07'])],
  ['7th', 'users', { grades: '7th' }, 'grades', warned('nonstandard_grade', 'grades', ['07'])],
  ['grades parted by blanks', 'classes', { grades: '9 10 11' }, 'grades', warned('nonstandard_grade', 'grades', ['09', '10', '11'])],
  ['grades with blanks after commas', 'classes', { grades: '09, 10' }, 'grades', warned('nonstandard_grade', 'grades', ['09', '10'])],
  ['a range of grades', 'classes', { grades: 'K-2' }, 'grades', warned('nonstandard_grade', 'grades', ['01', '02', 'KG'])],
  ['grades written as JSON', 'classes', { grades: '["09","10"]' }, 'grades', warned('nonstandard_grade', 'grades', ['09', '10'])],
  ['a grade that is a word of the language', 'users', { grades: 'constructor' }, 'grades', warned('unknown_grade', 'grades', ['Other'])],
  ['a blank grade', 'users', { grades: '' }, 'grades', clean(null)],
  ['a grade nobody knows', 'users', { grades: 'Jedi' }, 'grades', warned('unknown_grade', 'grades', ['Other'])],
  // 11: dates
  ['a date with a time', 'enrollments', { beginDate: '2017-05-06T08:01:05.000Z', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', '2017-05-06')],
  ['a date with a time after a blank', 'enrollments', { beginDate: '2017-05-06 08:01:05', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', '2017-05-06')],
  ['a date that may be either way', 'enrollments', { beginDate: '1/05/2023', endDate: '' }, 'beginDate', warned('ambiguous_date', 'beginDate', '2023-01-05')],
  ['a date that can only be American', 'enrollments', { beginDate: '1/25/2023', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', '2023-01-25')],
  ['a date that can only be British', 'enrollments', { beginDate: '25/1/2023', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', '2023-01-25')],
  ['a date with dots', 'enrollments', { beginDate: '5.1.2023', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', '2023-01-05')],
  ['a date with slashes, year first', 'enrollments', { beginDate: '2023/1/5', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', '2023-01-05')],
  ['a date as a spreadsheet counts', 'enrollments', { beginDate: '45870', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', '2025-08-01')],
  ['a day that is not in the calendar', 'enrollments', { beginDate: '2025-02-30', endDate: '' }, 'beginDate', warned('invalid_date', 'beginDate', null)],
  ['a required day that is not in the calendar', 'academicSessions', { startDate: '2025-02-30' }, null, refused('invalid_date', 'startDate')],
  ['a blank date', 'enrollments', { beginDate: '' }, 'beginDate', clean(null)],
  // school years
  ['a school year of two years', 'academicSessions', { schoolYear: '2025-26' }, 'schoolYear', warned('invalid_year', 'schoolYear', '2026')],
  ['a school year of two whole years', 'academicSessions', { schoolYear: '2025-2026' }, 'schoolYear', warned('invalid_year', 'schoolYear', '2026')],
  ['a school year with a fraction', 'academicSessions', { schoolYear: '2026.0' }, 'schoolYear', warned('invalid_year', 'schoolYear', '2026')],
  ['a school year that is none', 'academicSessions', { schoolYear: '2025-29' }, 'schoolYear', { value: null, issues: ['warning invalid_year schoolYear', 'warning missing_required_value schoolYear'] }],
  ['no school year', 'academicSessions', { schoolYear: '' }, 'schoolYear', warned('missing_required_value', 'schoolYear', null)],
  ['a school year far from the dates', 'academicSessions', { schoolYear: '2020' }, 'schoolYear', warned('school_year_mismatch', 'schoolYear', '2020')],
  ['a session that ends before it starts', 'academicSessions', { endDate: '2025-08-01' }, null, refused('end_before_start', 'endDate')],
  ['a session of no length', 'academicSessions', { endDate: '2025-08-18' }, 'endDate', clean('2025-08-18')],
  ['an enrollment of no length', 'enrollments', { endDate: '2025-08-18' }, 'endDate', clean('2025-08-18')],
  ['an enrollment that ends before it begins', 'enrollments', { endDate: '2025-08-01' }, 'endDate', warned('end_before_start', 'endDate', null)],
  ['a role that ends before it begins', 'roles', { beginDate: '2025-08-02', endDate: '2025-08-01' }, 'endDate', warned('end_before_start', 'endDate', null)],
  // 12: lists
  ['a list with an empty item', 'classes', { termSourcedIds: 't-1,,t-2' }, 'termSourcedIds', warned('invalid_list', 'termSourcedIds', ['t-1', 't-2'])],
  ['a list that ends on a comma', 'classes', { periods: '3,' }, 'periods', warned('invalid_list', 'periods', ['3'])],
  ['a required list of nothing', 'classes', { termSourcedIds: '' }, null, refused('missing_required_value', 'termSourcedIds')],
  ['codes without subjects', 'classes', { subjects: '' }, 'subjectCodes', clean(['02052'])],
  ['more subjects than codes', 'classes', { subjects: 'Mathematics,Algebra' }, 'subjects', warned('invalid_list', 'subjectCodes', ['Mathematics', 'Algebra'])],
  // 15: ids
  ['an id with a blank and a brace', 'users', { sourcedId: '{u 9}%3D' }, 'sourcedId', warned('invalid_guid', 'sourcedId', '{u 9}%3D')],
  ['a reference to an odd id', 'enrollments', { userSourcedId: '{u 9}%3D' }, 'userSourcedId', clean('{u 9}%3D')],
  ['an id of other letters', 'users', { sourcedId: 'ü-9' }, 'sourcedId', warned('invalid_guid', 'sourcedId', 'ü-9')],
  ['an id of 255 characters', 'users', { sourcedId: 'u'.repeat(255) }, 'sourcedId', clean('u'.repeat(255))],
  ['an id of 256 characters', 'users', { sourcedId: 'u'.repeat(256) }, null, refused('invalid_guid', 'sourcedId')],
  ['an id with a control character', 'users', { sourcedId: 'u\u00019' }, null, refused('invalid_guid', 'sourcedId')],
  ['an optional reference with a control character', 'orgs', { parentSourcedId: 'd\u001f1' }, 'parentSourcedId', warned('invalid_guid', 'parentSourcedId', null)],
  ['no id', 'users', { sourcedId: '' }, null, refused('missing_required_value', 'sourcedId')],
  ['leading zeros in an id', 'users', { sourcedId: '00123' }, 'sourcedId', clean('00123')],
  // what spreadsheets do
  ['="00123"', 'users', { sourcedId: '="00123"' }, 'sourcedId', warned('spreadsheet_text', 'sourcedId', '00123')],
  ['an apostrophe before a number', 'users', { identifier: "'00123" }, 'identifier', warned('spreadsheet_text', 'identifier', '00123')],
  ['an apostrophe before a name', 'users', { familyName: "'t Hooft" }, 'familyName', clean("'t Hooft")],
  ['an id as a rounded number', 'users', { sourcedId: '1.23E+05' }, null, refused('spreadsheet_number', 'sourcedId')],
  ['a reference as a rounded number', 'enrollments', { userSourcedId: '1.23E+11' }, null, refused('spreadsheet_number', 'userSourcedId')],
  ['a class 5E-3 is no rounded number', 'classes', { sourcedId: '5E-3' }, 'sourcedId', clean('5E-3')],
  // blanks and words for nothing
  ['blanks around a name', 'users', { familyName: ' Park ' }, 'familyName', warned('padded_value', 'familyName', 'Park')],
  ['blanks around an id', 'users', { sourcedId: 'u-9 ' }, 'sourcedId', warned('padded_value', 'sourcedId', 'u-9')],
  ['blanks around a reference', 'enrollments', { userSourcedId: ' u-9' }, 'userSourcedId', warned('padded_value', 'userSourcedId', 'u-9')],
  ...['NULL', 'null', 'N/A'].map(
    (cell): Row => [`${cell} for no e-mail`, 'users', { email: cell }, 'email', warned('blank_word', 'email', null)],
  ),
  ['a person called Null', 'users', { familyName: 'Null' }, 'familyName', clean('Null')],
  ['a person called NULL', 'users', { familyName: 'NULL' }, 'familyName', clean('NULL')],
  ['blanks alone', 'users', { middleName: '   ' }, 'middleName', clean(null)],
  // 18: people of whom little is known
  ['no e-mail', 'users', { email: '' }, 'email', clean(null)],
  ['no given name', 'users', { givenName: '' }, 'givenName', warned('missing_required_value', 'givenName', null)],
  ['no family name', 'users', { familyName: '' }, 'familyName', warned('missing_required_value', 'familyName', null)],
  ['no name at all', 'users', { givenName: '', familyName: '' }, null, refused('missing_required_value', 'givenName')],
  ['no username', 'users', { username: '' }, 'username', warned('missing_required_value', 'username', null)],
  ['no enabledUser', 'users', { enabledUser: '' }, 'enabledUser', warned('missing_required_value', 'enabledUser', true)],
  ['no class type', 'classes', { classType: '' }, 'classType', warned('missing_required_value', 'classType', 'scheduled')],
  // 1.6: primary on students
  ['a primary student', 'enrollments', { primary: 'true' }, 'primary', warned('primary_not_teacher', 'primary', null)],
  ['a student who is not primary', 'enrollments', { primary: 'false' }, 'primary', clean(false)],
  ['a primary teacher', 'enrollments', { role: 'teacher', primary: 'true' }, 'primary', clean(true)],
  // texts that would do harm
  ['a control character in a title', 'classes', { title: 'Room\u00007' }, 'title', warned('control_character', 'title', 'Room 7')],
  ['half a character', 'classes', { title: 'Room \ud8007' }, 'title', warned('control_character', 'title', 'Room  7')],
  ['HTML in a name stays what it is', 'users', { givenName: '<b>Ada</b>' }, 'givenName', clean('<b>Ada</b>')],
  ['a formula in a name stays what it is', 'users', { givenName: '=1+1' }, 'givenName', clean('=1+1')],
  ['an identifier of a thousand characters', 'users', { identifier: '7'.repeat(1000) }, 'identifier', warned('value_too_long', 'identifier', null)],
  ['a title of 500 characters', 'classes', { title: 'A'.repeat(500) }, 'title', clean('A'.repeat(500))],
  ['a title is not cut through a character', 'classes', { title: `${'A'.repeat(499)}🦉B` }, 'title', warned('value_too_long', 'title', 'A'.repeat(499))],
  ['a title is cut after a whole character', 'classes', { title: `${'A'.repeat(498)}🦉B` }, 'title', warned('value_too_long', 'title', `${'A'.repeat(498)}🦉`)],
  ['a title of a thousand characters', 'classes', { title: 'A'.repeat(1000) }, 'title', warned('value_too_long', 'title', 'A'.repeat(500))],
  ['names in every script', 'users', { givenName: '愛', familyName: 'Ångström-Öz 🦉' }, 'familyName', clean('Ångström-Öz 🦉')],
] // prettier-ignore

describe('the tolerant reader', () => {
  for (const [fact, kind, changed, field, expected, setting] of deviations) {
    test(fact, () => {
      expect(outcome(checkRow(kind, goodRow(kind, changed), setting), field)).toEqual(expected)
    })
  }

  test('tells all that is wrong with a row, not the first thing', () => {
    const row = goodRow('enrollments', {
      classSourcedId: '',
      userSourcedId: '',
      role: 'wizard',
      beginDate: 'soon',
    })
    expect(told(checkRow('enrollments', row))).toEqual([
      'error missing_required_value classSourcedId',
      'error missing_required_value userSourcedId',
      'error invalid_enum role',
      'warning invalid_date beginDate',
    ])
  })

  test('says where and never what', () => {
    const { issues } = checkRow('users', goodRow('users', { familyName: ' Featherstonehaugh ', grades: '9' }))
    expect(issues).toEqual([
      {
        severity: 'warning',
        rule: 'padded_value',
        file: 'users.csv',
        row: 2,
        field: 'familyName',
        sourcedId: 'u-9',
        value: ' ********',
        message: 'users.csv row 2: familyName has blanks around it, which were left out',
        fix: 'Export familyName without spaces around it.',
      },
      expect.objectContaining({ rule: 'nonstandard_grade' }),
    ])
    expect(JSON.stringify(issues)).not.toContain('Featherstonehaugh')
  })

  test('gives no more than fifty issues of one row, whatever is in it', () => {
    const cell = Array.from({ length: 20_000 }, () => '\u0001').join(',')
    const { issues } = checkRow('classes', goodRow('classes', { termSourcedIds: cell }))
    expect(issues).toHaveLength(50)
  })

  test('does not choke on a cell of 64 kB, whatever its field', () => {
    const parts = [' ', 'to', '1', '="', 'a ', "'", ',', '9,', '1-2,', '\u0001,', ' a ,', 'é,', '\ud800']
    for (const kind of ['academicSessions', 'classes', 'users'] as const) {
      for (const part of parts) {
        for (const field of Object.keys(goodRow(kind))) {
          const row = goodRow(kind, { [field]: `${part.repeat(65_000 / part.length)}1` })
          expect(Math.min(timed(kind, row), timed(kind, row)), `${kind} ${field} ${part}`).toBeLessThan(2_000)
        }
      }
    }
  })
})

/** Quadratic code takes a minute for such a cell; a busy machine is no reason to fail. */
function timed(kind: Kind, row: Cells): number {
  const before = performance.now()
  checkRow(kind, row)
  return performance.now() - before
}

test('who signs in by who they are lacks nothing without a username', () => {
  const nameless = { ...streamOf('users'), nameless: true } as const
  const cells = goodRow('users', { username: '' })
  const check = makeChecker(nameless, 'tolerant', defaultRules)
  expect(check(nameless.header.map(name => cells[name] ?? ''), 2)).toMatchObject({ entities: [{ kind: 'users' }], issues: [] }) // prettier-ignore
})

describe('a rejected row', () => {
  test('keeps its id as seen, so that it is not taken for absent', () => {
    expect(checkRow('users', goodRow('users', { enabledUser: 'perhaps' })).sourcedId).toBe('u-9')
    expect(checkRow('users', goodRow('users', { sourcedId: 'u 9' }), { profile: 'strict' }).sourcedId).toBe(
      'u 9',
    )
  })

  test('has no id when nobody can say which it was', () => {
    for (const sourcedId of ['', '1.23E+05', 'u\u00009', 'u'.repeat(256)]) {
      const checked = checkRow('users', goodRow('users', { sourcedId }))
      expect([checked.sourcedId, checked.entities]).toEqual([null, []])
    }
  })

  test('of a broken record says what the reader said', () => {
    const broken = {
      rule: 'unclosed_quote',
      message: 'A quote is not closed',
      fix: 'Close it',
      sourcedId: 'u-9',
    }
    expect(checkBroken(streamOf('users'), broken, 7)).toEqual({
      entities: [],
      tombstone: false,
      sourcedId: 'u-9',
      modified: null,
      issues: [
        {
          severity: 'error',
          rule: 'unclosed_quote',
          file: 'users.csv',
          row: 7,
          field: null,
          sourcedId: 'u-9',
          value: null,
          message: 'A quote is not closed',
          fix: 'Close it',
        },
      ],
    })
  })
})
