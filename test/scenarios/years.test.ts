import { expect, test } from 'vitest'
import type { Rules } from '../../src/roster/rules.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { sync } from '../../src/sync/sync.ts'
import { dosDate, fileOf, zipBytes } from '../sources/drops.ts'
import { bulk, bulk11, elementary, high, lincoln, middle, seat, student, told11 } from './lincoln.ts'
import { openDistrict, scenario, type Lab } from './scenario.ts'
import { add, after, drop, each, edit, without, type Cells, type Tables } from './tables.ts'

// Terms, school years, scope and versions.

const at = (id: string) => (row: Cells) => row.sourcedId === id

scenario('a term that goes missing before its end is held', {
  before: lincoln,
  arrives: drop(lincoln, 'academicSessions', at('t-2027-fall')),
  plan: { academicSessions: '-1', classes: '~6' },
  hazards: ['MASS_UPDATE', 'TERM_MISSING'],
  status: 'held',
})

const summer = after(
  lincoln,
  tables =>
    add(tables, 'academicSessions', {
      sourcedId: 't-2026-summer', title: 'Summer 2026', type: 'term', startDate: '2026-06-15', endDate: '2026-07-31', schoolYear: '2026',
    }),
  tables =>
    add(tables, 'classes', {
      sourcedId: 'c-summer-band', title: 'Summer Band', grades: '07', courseSourcedId: 'k-band', classCode: 'SUMMER-BAND',
      classType: 'scheduled', schoolSourcedId: middle, termSourcedIds: 't-2026-summer',
    }),
  tables => add(tables, 'enrollments', seat('u-ada-park', 'c-summer-band'), seat('u-grace-kim', 'c-summer-band')),
) // prettier-ignore

scenario('a term that is over and goes takes its classes and seats into the archive', {
  before: summer,
  arrives: lincoln,
  plan: { academicSessions: 'x1', classes: 'x1', enrollments: 'x2' },
})

scenario('a class that goes on the last day of its term is removed, not archived', {
  before: summer,
  arrives: drop(
    drop(summer, 'classes', at('c-summer-band')),
    'enrollments',
    row => row.classSourcedId === 'c-summer-band',
  ),
  today: '2026-07-30',
  plan: { classes: '-1', enrollments: '-2' },
})

const next: Readonly<Record<string, string>> = { KG: '01', '03': '04', '07': '08', '08': '09' }
const later = (date = '') => date.replace(/^(\d{4})/, year => String(Number(year) + 1))
const nextId = (id = '') => id.replaceAll('2027', '2028')

/** Lincoln a year later: everybody a grade up, eighth grade to the high school, ninth grade gone, two new children. */
function nextYear(): Tables {
  const graduates = (lincoln.users ?? []).filter(({ grades }) => grades === '09').map(({ sourcedId = '' }) => sourcedId)
  const eighth = new Set((lincoln.users ?? []).filter(({ grades }) => grades === '08').map(({ sourcedId }) => sourcedId))
  const children = [
    student({ id: 'u-noor-rahimi', given: 'Noor', family: 'Rahimi', school: elementary }, { grades: 'KG' }),
    student({ id: 'u-teo-lind', given: 'Teo', family: 'Lind', school: elementary }, { grades: 'KG' }),
  ]
  return after(
    without(lincoln, ...graduates),
    tables =>
      each(tables, 'academicSessions', row => ({
        ...row, sourcedId: nextId(row.sourcedId), parentSourcedId: nextId(row.parentSourcedId), title: row.title ?? '',
        startDate: later(row.startDate), endDate: later(row.endDate), schoolYear: '2028',
      })),
    tables =>
      each(tables, 'classes', row => ({
        ...row, sourcedId: `${row.sourcedId}-2028`, termSourcedIds: nextId(row.termSourcedIds),
      })),
    tables =>
      each(tables, 'enrollments', row => ({
        ...row, sourcedId: `${row.sourcedId}-2028`, classSourcedId: `${row.classSourcedId}-2028`,
        beginDate: later(row.beginDate), endDate: later(row.endDate),
      })),
    tables =>
      each(tables, 'users', row => ({
        ...row, grades: next[row.grades ?? ''] ?? row.grades ?? '',
        primaryOrgSourcedId: eighth.has(row.sourcedId) ? high : (row.primaryOrgSourcedId ?? ''),
      })),
    tables => each(tables, 'roles', row => (eighth.has(row.userSourcedId) ? { ...row, orgSourcedId: high } : row)),
    tables => add(tables, 'users', ...children.map(({ user }) => user)),
    tables => add(tables, 'roles', ...children.map(({ role }) => role)),
  )
} // prettier-ignore

const rolledOver = {
  academicSessions: '+3 x3', classes: '+10 x10', users: '+2 ~28 -8', roles: '+9 -15', enrollments: '+89 x105',
} // prettier-ignore

scenario('a new school year plans cleanly when the old one is over', {
  before: lincoln,
  arrives: nextYear(),
  today: '2027-08-10',
  plan: rolledOver,
  promotions: 28,
  keeps: { users: ['u-ada-park', 'u-isaac-brown', 'u-james-reyes'], courses: ['k-algebra'] },
})

scenario('a new school year plans as cleanly in the last days of the old one', {
  before: lincoln,
  arrives: nextYear(),
  today: '2027-06-01',
  plan: rolledOver,
  promotions: 28,
})

scenario('terms rolled early, without anybody moving up, are held', {
  before: lincoln,
  arrives: { ...nextYear(), users: lincoln.users ?? [], roles: lincoln.roles ?? [] },
  today: '2026-12-01',
  plan: { academicSessions: '+3 -3', classes: '+10 -10', enrollments: '+89 -105' },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'TERM_MISSING'],
  status: 'held',
})

scenario('one student who skips ahead is a promotion and no wave', {
  before: lincoln,
  arrives: edit(lincoln, 'users', 'u-ada-park', { grades: '08' }),
  plan: { users: '~1' },
  promotions: 1,
})

scenario('a student moved down a grade is an update and no promotion', {
  before: lincoln,
  arrives: edit(lincoln, 'users', 'u-isaac-brown', { grades: '07' }),
  plan: { users: '~1' },
})

const parker = edit(lincoln, 'users', 'u-ada-park', { familyName: 'Parker' })
scenario('files older than those last applied are held', {
  before: [lincoln, parker],
  arrives: lincoln,
  written: -24,
  plan: { users: '~1' },
  hazards: ['STALE_SOURCE'],
  status: 'held',
})

// At two in the night by a clock that hung nobody knows where: that of Chicago shows it five hours after that of UTC.
async function syncZip(district: Lab, tables: Tables, date: number): Promise<Outcome> {
  const files = bulk(tables)
  const lies = Object.fromEntries(Object.keys(files).map(name => [name, { date }]))
  const from = await fileOf(zipBytes(files, lies))
  const { store, key } = district
  const order = { store, district: key, trigger: 'manual', who: 'test', from, planOnly: false }
  return await sync({ ...order, today: () => '2026-09-15', progress: () => {} })
}

test('a folder written after a zip from a machine in UTC is not older than it', async () => {
  const district = await openDistrict()
  await syncZip(district, lincoln, dosDate(2026, 9, 2))
  const { status, hazards } = await district.sync(parker, { written: 22 })
  expect({ status, hazards }).toEqual({ status: 'applied', hazards: [] })
})

test('a zip is older when it would be anywhere on earth', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const { status, hazards } = await syncZip(district, parker, dosDate(2026, 8, 31))
  expect([status, hazards.map(({ message }) => message)]).toEqual([
    'held',
    [
      'The files were written about 2026-08-31T07:00:00.000Z, and those last applied no earlier than 2026-09-02T06:00:00.000Z',
    ],
  ])
})

test('last night’s zip is older when it says what an earlier run applied', async () => {
  const district = await openDistrict()
  await syncZip(district, lincoln, dosDate(2026, 9, 1))
  await syncZip(district, parker, dosDate(2026, 9, 2))
  const { hazards } = await syncZip(district, lincoln, dosDate(2026, 9, 1))
  expect(hazards.map(({ code }) => code)).toEqual(['STALE_SOURCE'])
})

scenario('older files that say what the roster says are nothing to do', {
  before: lincoln,
  arrives: lincoln,
  written: -24,
  status: 'empty',
})

const plain = told11(drop(lincoln, 'roles', at('r-maria-castillo-site')))
scenario('a district that moves from 1.1 to 1.2 loses nothing', {
  before: bulk11(plain),
  arrives: plain,
  status: 'empty',
  keeps: { users: ['u-ada-park', 'u-james-reyes'] },
})

scenario('a district that moves from 1.2 to 1.1 loses nothing', {
  before: plain,
  arrives: bulk11(plain),
  status: 'empty',
  after: plain,
})

const scope = (limits: { schools?: string[]; grades?: string[]; roles?: string[]; terms?: string[] }) =>
  ({ scope, ...rules }: Rules) => ({ ...rules, scope: { ...scope, ...limits } }) // prettier-ignore
const allow = ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'] as const

const here = new Set([
  'u-lena-hoffmann',
  'u-priya-raman',
  'u-james-reyes',
  'u-nora-whitfield',
  'u-grace-lindqvist',
  'u-ngozi-okafor',
])
scenario('a scope of one school removes exactly what is only in the others', {
  before: lincoln,
  arrives: lincoln,
  rules: scope({ schools: [middle] }),
  plan: { orgs: '-2', classes: '-5', users: '-24', roles: '-28', enrollments: '-49' },
  hazards: [...allow],
  status: 'held',
  approve: { allow },
  after: after(
    lincoln,
    tables => drop(tables, 'orgs', row => row.type === 'school' && row.sourcedId !== middle),
    tables => drop(tables, 'classes', row => row.schoolSourcedId !== middle),
    tables => drop(tables, 'enrollments', row => row.schoolSourcedId !== middle),
    tables => drop(tables, 'users', row => !here.has(row.sourcedId ?? '') && row.primaryOrgSourcedId !== middle),
    tables => drop(tables, 'roles', row => row.orgSourcedId === elementary || row.orgSourcedId === high),
  ),
}) // prettier-ignore

const seventh = new Set(
  (lincoln.users ?? []).filter(row => (row.grades ?? '07') === '07').map(row => row.sourcedId),
)
const rooms = new Set(['c-pre-algebra-p1', 'c-english-p2', 'c-algebra-p3', 'c-science-p4', 'c-band-p6'])
scenario('a scope of one grade keeps its students, its classes and all staff', {
  before: lincoln,
  arrives: lincoln,
  rules: scope({ grades: ['07'] }),
  plan: { classes: '-5', users: '-29', roles: '-29', enrollments: '-74' },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'],
  status: 'held',
  approve: { allow },
  after: after(
    lincoln,
    tables => drop(tables, 'classes', row => !rooms.has(row.sourcedId ?? '')),
    tables => drop(tables, 'users', row => !seventh.has(row.sourcedId)),
    tables => drop(tables, 'roles', row => !seventh.has(row.userSourcedId)),
    tables => drop(tables, 'enrollments', row => !seventh.has(row.userSourcedId) || !rooms.has(row.classSourcedId ?? '')),
  ),
}) // prettier-ignore

scenario('a scope of students removes the staff and their seats', {
  before: lincoln,
  arrives: lincoln,
  rules: scope({ roles: ['student'] }),
  plan: { users: '-8', roles: '-12', enrollments: '-11' },
  hazards: ['MASS_REMOVE'],
  status: 'held',
  approve: { allow },
  after: after(
    lincoln,
    tables => drop(tables, 'users', row => row.grades === undefined),
    tables => drop(tables, 'roles', row => row.role !== 'student'),
    tables => drop(tables, 'enrollments', row => row.role === 'teacher'),
  ),
})

scenario('a scope of one term keeps the classes that meet in it', {
  before: lincoln,
  arrives: lincoln,
  rules: scope({ terms: ['t-2027-spring'] }),
  plan: { classes: '-3', enrollments: '-31' },
  hazards: ['MASS_REMOVE_SCHOOL'],
  status: 'held',
  approve: { allow },
  after: after(
    lincoln,
    tables => drop(tables, 'classes', row => row.termSourcedIds === 't-2027'),
    tables => drop(tables, 'enrollments', row => row.schoolSourcedId === elementary),
  ),
})

scenario('a scope of the school year keeps the classes of its terms', {
  before: lincoln,
  arrives: lincoln,
  rules: scope({ terms: ['t-2027'] }),
  status: 'empty',
})

const emails = (tables: Tables) => each(tables, 'users', ({ email: _, ...row }) => row)
scenario('a field that is switched off is taken out of the roster', {
  before: lincoln,
  arrives: lincoln,
  rules: rules => ({ ...rules, fields: { 'users.email': false } }),
  plan: { users: '~37' },
  hazards: ['MASS_UPDATE'],
  status: 'held',
  approve: { allow: ['MASS_UPDATE'] },
  after: emails(lincoln),
})

const phone = edit(lincoln, 'users', 'u-ada-park', { phone: '555-0100' })
scenario('a field that is off is not read', {
  before: lincoln,
  arrives: phone,
  status: 'empty',
  after: lincoln,
})

scenario('a field that is switched on is read from then on', {
  before: phone,
  arrives: phone,
  rules: rules => ({ ...rules, fields: { 'users.phone': true } }),
  plan: { users: '~1' },
})

const births = { ...lincoln, demographics: [{ sourcedId: 'u-ada-park', birthDate: '2014-02-03' }] }
const birthDates = (on: boolean) => (rules: Rules) => ({
  ...rules,
  fields: { 'demographics.birthDate': on },
})
scenario('demographics are not read unless somebody switches one of their fields on', {
  before: lincoln,
  arrives: births,
  status: 'empty',
  after: lincoln,
})

scenario('demographics come with the field that is switched on', {
  before: lincoln,
  arrives: births,
  rules: birthDates(true),
  plan: { demographics: '+1' },
})
