import { expect, test } from 'vitest'
import {
  bulk,
  bulk11,
  elementary,
  high,
  lincoln,
  lincolnFiles,
  middle,
  seat,
  student,
  told11,
} from './lincoln.ts'
import { openDistrict, scenario } from './scenario.ts'
import {
  add,
  after,
  drop,
  each,
  edit,
  rowOf,
  without,
  type Cells,
  type Files,
  type Tables,
} from './tables.ts'

// What silence means, and what it does not.

const users = String(lincolnFiles['users.csv'])
const at = (id: string) => (row: Cells) => row.sourcedId === id
const headerOnly: Tables = Object.fromEntries(Object.keys(lincoln).map(kind => [kind, []]))
const ada = 'u-ada-park'
/** Ada's row, and what hangs on her: a role and four seats. */
const adaGone = (row: Cells) => row.sourcedId === ada || row.userSourcedId === ada
const zoe = student({ id: 'u-zoe-quist', given: 'Zoe', family: 'Quist', school: middle })
const withZoe = after(
  lincoln,
  tables => add(tables, 'users', zoe.user),
  tables => add(tables, 'roles', zoe.role),
)
const zoeSeat = seat('u-zoe-quist', 'c-english-p2')
/** The users file as text with one line put in the place of another. */
const usersWith = (change: (text: string) => string): Files => ({
  ...lincolnFiles,
  'users.csv': change(users),
})
const lineOf = (id: string) => users.split('\n').find(line => line.startsWith(`${id},`)) ?? ''

scenario('the same files again plan nothing', {
  before: lincoln,
  arrives: lincolnFiles,
  status: 'empty',
  after: lincoln,
})

test('what a spoilt drop was told of is over once the drop of before is back', async () => {
  const district = await openDistrict()
  await district.sync(lincoln)
  const spoilt = await district.sync(usersWith(text => text.slice(0, -40)))
  expect(spoilt.issues).toBeGreaterThan(0)
  expect(await district.sync(lincoln)).toMatchObject({ status: 'empty', issues: 0 })
})

scenario('a first import brings everything and asks nobody', {
  arrives: lincoln,
  plan: {
    orgs: '+4', academicSessions: '+3', courses: '+10', classes: '+10', users: '+44', roles: '+48', enrollments: '+105',
  },
}) // prettier-ignore

scenario('keeps everybody when users.csv arrives with only its header', {
  before: lincoln,
  arrives: { ...lincoln, users: [] },
  hazards: ['EMPTY_KIND'],
  status: 'held',
})

scenario('keeps everything when every file arrives with only its header', {
  before: lincoln,
  arrives: headerOnly,
  hazards: ['EMPTY_KIND'],
  status: 'held',
})

scenario('removes nobody even when a person allows the empty file', {
  before: lincoln,
  arrives: { ...edit(lincoln, 'orgs', middle, { name: 'Roosevelt Middle School' }), users: [] },
  plan: { orgs: '~1' },
  hazards: ['EMPTY_KIND'],
  status: 'held',
  approve: { allow: ['EMPTY_KIND'] },
  after: edit(lincoln, 'orgs', middle, { name: 'Roosevelt Middle School' }),
  rest: { plan: {}, status: 'held' },
})

scenario('holds the plan when half of a school is missing', {
  before: lincoln,
  arrives: without(lincoln, ...(lincoln.users ?? []).filter(({ grades }) => grades === '07').map(row => String(row.sourcedId))),
  plan: { users: '-7', roles: '-7', enrollments: '-25' },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL'],
  status: 'held',
}) // prettier-ignore

const withoutHigh = after(
  without(lincoln, ...(lincoln.users ?? []).filter(({ grades }) => grades === '09').map(row => String(row.sourcedId))),
  tables => drop(tables, 'orgs', at(high)),
  tables => drop(tables, 'roles', row => row.orgSourcedId === high),
  tables => drop(tables, 'classes', row => row.schoolSourcedId === high),
  tables => drop(tables, 'enrollments', row => row.schoolSourcedId === high),
  tables => edit(tables, 'users', 'u-priya-raman', { primaryOrgSourcedId: middle }),
) // prettier-ignore

scenario('holds the plan when a school is gone with all that is in it', {
  before: lincoln,
  arrives: withoutHigh,
  plan: { orgs: '-1', classes: '-2', users: '~1 -8', roles: '-10', enrollments: '-18' },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'SCHOOL_VANISHED'],
  status: 'held',
})

scenario('closes a school exactly once a person has approved', {
  before: lincoln,
  arrives: withoutHigh,
  plan: { orgs: '-1', classes: '-2', users: '~1 -8', roles: '-10', enrollments: '-18' },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'SCHOOL_VANISHED'],
  status: 'held',
  approve: { allow: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'SCHOOL_VANISHED'] },
  keeps: { users: ['u-james-reyes', 'u-priya-raman', ada] },
})

scenario('a school that only orgs.csv lost takes neither classes nor people with it', {
  before: lincoln,
  arrives: drop(lincoln, 'orgs', at(high)),
  plan: { orgs: '-1', users: '~9' },
  hazards: ['SCHOOL_VANISHED'],
  status: 'held',
})

scenario('concludes no removal from a file that was cut in the middle of a row', {
  before: lincoln,
  arrives: usersWith(text => text.slice(0, text.indexOf('u-wyatt-begay') + 20)),
  again: usersWith(text => text.slice(0, text.indexOf('u-wyatt-begay') + 30)),
  status: 'empty',
  hazards: ['INCOMPLETE'],
  after: lincoln,
})

const adaCut = (text: string) =>
  text.replace('ada.park@students', 'ada@students').slice(0, text.indexOf('u-uma-iyer') + 5)
scenario('still takes what a cut file does say', {
  before: lincoln,
  arrives: usersWith(adaCut),
  again: usersWith(text => `${adaCut(text)}rest`),
  plan: { users: '~1' },
  hazards: ['INCOMPLETE'],
  after: edit(lincoln, 'users', ada, { email: 'ada@students.lincoln.example' }),
})

scenario('a file that is absent says nothing', {
  before: lincoln,
  arrives: { orgs: lincoln.orgs ?? [], courses: lincoln.courses ?? [] },
  status: 'empty',
  after: lincoln,
})

scenario('a file that the manifest promises and the drop lacks holds the plan', {
  before: lincoln,
  arrives: Object.fromEntries(Object.entries(lincolnFiles).filter(([name]) => name !== 'enrollments.csv')),
  hazards: ['EMPTY_KIND'],
  status: 'held',
  issues: { file_missing: 1 },
})

scenario('a row that is rejected is not an absent row', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { givenName: '', familyName: '' }),
  status: 'empty',
  issues: { missing_required_value: 1 },
  after: lincoln,
})

scenario('a role that nobody can read keeps the role it had', {
  before: lincoln,
  arrives: edit(lincoln, 'roles', 'r-james-reyes', { role: 'wizard' }),
  status: 'empty',
  issues: { invalid_enum: 1 },
  after: lincoln,
})

scenario('a person in 1.1 whose role nobody can read keeps every role', {
  before: bulk11(told11(lincoln)),
  arrives: bulk11(edit(told11(lincoln), 'users', 'u-james-reyes', { role: 'wizard' })),
  status: 'empty',
  after: told11(lincoln),
})

const rolesText = String(lincolnFiles['roles.csv'])
scenario('of roles that were cut off before their person nobody’s absence is concluded', {
  before: lincoln,
  arrives: { ...lincolnFiles, 'roles.csv': rolesText.replace(/^(r-james-reyes,,),.*$/m, '$1') },
  status: 'empty',
  hazards: ['INCOMPLETE'],
  issues: { row_width_mismatch: 1 },
  after: lincoln,
})

scenario('a person in 1.1 whose second school is unknown keeps the role at the first', {
  before: bulk11(told11(lincoln)),
  arrives: bulk11(drop(told11(lincoln), 'orgs', at(high))),
  plan: { orgs: '-1' },
  hazards: ['SCHOOL_VANISHED'],
  status: 'held',
})

scenario('a newcomer whose row is rejected does not come, nor do the seats', {
  before: lincoln,
  arrives: add(
    add(add(lincoln, 'users', { ...zoe.user, givenName: '', familyName: '' }), 'roles', zoe.role),
    'enrollments',
    zoeSeat,
  ),
  status: 'empty',
  issues: { missing_required_value: 1, missing_target_record: 2 },
  after: lincoln,
})

scenario('a row without a sourcedId might be anybody: nobody is removed', {
  before: lincoln,
  arrives: edit(lincoln, 'users', 'u-hana-sato', { sourcedId: '' }),
  status: 'empty',
  hazards: ['INCOMPLETE'],
  issues: { missing_required_value: 1 },
  after: lincoln,
})

scenario('honours tobedeleted in a bulk file', {
  before: lincoln,
  arrives: mark(lincoln, adaGone, 'tobedeleted'),
  plan: { users: '-1', roles: '-1', enrollments: '-4' },
  after: without(lincoln, ada),
})

scenario('reads inactive and To Be Deleted as tobedeleted', {
  before: lincoln,
  arrives: mark(mark(lincoln, adaGone, 'inactive'), row => row.sourcedId === 'e-ada-park-band-p6', 'To Be Deleted'),
  plan: { users: '-1', roles: '-1', enrollments: '-4' },
  after: without(lincoln, ada),
}) // prettier-ignore

scenario('a status that nobody knows removes nobody', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { status: 'on leave' }),
  status: 'empty',
  issues: { invalid_enum: 1 },
  after: lincoln,
})

scenario('active and a date in every row of a bulk file change nothing', {
  before: lincoln,
  arrives: mark(lincoln, () => true, 'active'),
  status: 'empty',
  after: lincoln,
})

scenario('what hangs on a person called gone stays, and is told, while its rows do', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { status: 'tobedeleted' }),
  plan: { users: '-1' },
  issues: { missing_target_record: 5 },
  after: drop(lincoln, 'users', at(ada)),
})

function mark(tables: Tables, which: (row: Cells) => boolean, status: string): Tables {
  return Object.keys(tables).reduce(
    (done, kind) =>
      each(done, kind as keyof Tables, row =>
        which(row) ? { ...row, status, dateLastModified: '2026-09-14T00:00:00.000Z' } : row,
      ),
    tables,
  )
}

const twice = (first: string, last: string) =>
  usersWith(text => text.replace(lineOf(ada), first) + last + '\n')

scenario('the last of two rows with one sourcedId counts', {
  before: lincoln,
  arrives: twice(lineOf(ada), lineOf(ada).replace('Ada,Park', 'Ada,Parker')),
  plan: { users: '~1' },
  issues: { duplicate_sourced_id: 1 },
  after: edit(lincoln, 'users', ada, { familyName: 'Parker' }),
  again: twice(`${lineOf(ada)}\n`, lineOf(ada).replace('Ada,Park', 'Ada,Parker')),
})

scenario('a newcomer told twice comes once', {
  before: lincoln,
  arrives: { ...lincoln, users: [...(withZoe.users ?? []), { ...zoe.user, middleName: 'May' }] },
  plan: { users: '+1' },
  after: add(lincoln, 'users', { ...zoe.user, middleName: 'May' }),
  again: { ...lincoln, users: [{ ...zoe.user, middleName: 'Ann' }, ...(lincoln.users ?? []), { ...zoe.user, middleName: 'May' }] },
}) // prettier-ignore

scenario('a first import with a person told twice brings the person once', {
  arrives: { ...lincoln, users: [...(lincoln.users ?? []), { ...rowOf(lincoln, 'users', ada), middleName: 'May' }] },
  plan: {
    orgs: '+4', academicSessions: '+3', courses: '+10', classes: '+10', users: '+44', roles: '+48', enrollments: '+105',
  },
  after: edit(lincoln, 'users', ada, { middleName: 'May' }),
  again: { ...lincoln, users: [rowOf(lincoln, 'users', ada), ...edit(lincoln, 'users', ada, { middleName: 'May' }).users ?? []] },
}) // prettier-ignore

scenario('a sourcedId that a spreadsheet wrapped once is the same sourcedId', {
  before: lincoln,
  arrives: { ...lincoln, users: [...(withZoe.users ?? []), { ...zoe.user, sourcedId: '="u-zoe-quist"', middleName: 'May' }] },
  plan: { users: '+1' },
  issues: { duplicate_sourced_id: 1 },
  after: add(lincoln, 'users', { ...zoe.user, middleName: 'May' }),
  again: { ...lincoln, users: [...(withZoe.users ?? []), { ...zoe.user, sourcedId: ' u-zoe-quist', middleName: 'May' }] },
}) // prettier-ignore

scenario('a role told twice, once in another case, comes once', {
  before: lincoln,
  arrives: add(
    withZoe,
    'roles',
    { ...zoe.role, sourcedId: 'r-zoe-2', role: 'Student', roleType: 'secondary' },
  ),
  plan: { users: '+1', roles: '+1' },
  after: edit(withZoe, 'roles', 'r-u-zoe-quist', { roleType: 'secondary' }),
  again: add(
    withZoe,
    'roles',
    { ...zoe.role, sourcedId: 'r-zoe-2', role: 'STUDENT', roleType: 'secondary' },
  ),
}) // prettier-ignore

const tombstone = (row: Cells): Cells => ({ ...row, status: 'tobedeleted' })

scenario('a newcomer who is active and then called gone in one file does not come', {
  before: lincoln,
  arrives: { ...lincoln, users: [...(withZoe.users ?? []), tombstone(zoe.user)] },
  status: 'empty',
  after: lincoln,
  again: { ...lincoln, users: [zoe.user, ...(lincoln.users ?? []), tombstone(zoe.user)] },
})

scenario('a person who is called gone and then active in one file stays', {
  before: lincoln,
  arrives: { ...lincoln, users: [tombstone(rowOf(lincoln, 'users', ada)), ...(lincoln.users ?? [])] },
  status: 'empty',
  after: lincoln,
  again: { ...lincoln, users: [tombstone(rowOf(lincoln, 'users', ada)), ...(lincoln.users ?? []).toReversed()] },
}) // prettier-ignore

scenario('a person who is active, changed, and then called gone in one file goes', {
  before: lincoln,
  arrives: {
    ...lincoln,
    users: [...(edit(lincoln, 'users', ada, { middleName: 'May' }).users ?? []), tombstone(rowOf(lincoln, 'users', ada))],
  },
  plan: { users: '-1' },
  after: drop(lincoln, 'users', at(ada)),
  again: { ...lincoln, users: [...(lincoln.users ?? []), tombstone(rowOf(lincoln, 'users', ada))] },
}) // prettier-ignore

scenario('where the last of two rows is rejected, the one before it counts', {
  before: lincoln,
  arrives: { ...lincoln, users: [...(withZoe.users ?? []), { ...zoe.user, givenName: '', familyName: '' }] },
  plan: { users: '+1' },
  after: add(lincoln, 'users', zoe.user),
  again: { ...lincoln, users: [zoe.user, ...(lincoln.users ?? []), { ...zoe.user, givenName: '', familyName: '' }] },
}) // prettier-ignore

scenario('a seat whose person comes a day later is taken then, though its row never changed', {
  before: add(lincoln, 'enrollments', zoeSeat),
  arrives: add(withZoe, 'enrollments', zoeSeat),
  plan: { users: '+1', roles: '+1', enrollments: '+1' },
})

scenario('the seats of a class that vanished stay and are told, though their rows never changed', {
  before: lincoln,
  arrives: drop(lincoln, 'classes', at('c-band-p6')),
  plan: { classes: '-1' },
  issues: { missing_target_record: 9 },
})

scenario('a class that comes back has its seats again', {
  before: [lincoln, drop(lincoln, 'classes', at('c-band-p6'))],
  arrives: lincoln,
  plan: { classes: '^1' },
  keeps: { classes: ['c-band-p6'], enrollments: ['e-ada-park-band-p6'] },
})

const abroad = edit(lincoln, 'users', ada, { primaryOrgSourcedId: 's-ada-park-elementary' })
scenario('an optional reference that leads nowhere is left out, and the record kept', {
  before: lincoln,
  arrives: abroad,
  plan: { users: '~1' },
  issues: { missing_target_record: 1 },
  after: edit(lincoln, 'users', ada, { primaryOrgSourcedId: '' }),
})

scenario('an optional reference is there again once what it names has come', {
  before: abroad,
  arrives: add(abroad, 'orgs', { sourcedId: 's-ada-park-elementary', name: 'Ada Park Elementary', type: 'school' }),
  plan: { orgs: '+1', users: '~1' },
}) // prettier-ignore

const thirdTerm = edit(lincoln, 'classes', 'c-band-p6', { termSourcedIds: 't-2027-spring,t-2027-summer' })
scenario('of a list of terms only the unknown one is left out, and it comes back with the term', {
  before: thirdTerm,
  arrives: add(thirdTerm, 'academicSessions', {
    sourcedId: 't-2027-summer', title: 'Summer', type: 'term', startDate: '2027-06-14', endDate: '2027-07-30', schoolYear: '2027',
  }),
  plan: { academicSessions: '+1', classes: '~1' },
}) // prettier-ignore

scenario('a class whose course nobody knows is rejected with its seats', {
  before: lincoln,
  arrives: after(
    lincoln,
    tables => add(tables, 'classes', { ...rowOf(lincoln, 'classes', 'c-band-p6'), sourcedId: 'c-choir', courseSourcedId: 'k-choir' }),
    tables => add(tables, 'enrollments', seat(ada, 'c-choir')),
  ),
  status: 'empty',
  issues: { missing_target_record: 2 },
  after: lincoln,
}) // prettier-ignore

scenario('orgs that name each other as parent are taken as they are', {
  before: lincoln,
  arrives: edit(edit(lincoln, 'orgs', middle, { parentSourcedId: high }), 'orgs', high, { parentSourcedId: middle }),
  plan: { orgs: '~2' },
}) // prettier-ignore

scenario('the export of another district is held', {
  before: lincoln,
  arrives: bulk(foreign(lincoln)),
  plan: {
    orgs: '+4 -4', academicSessions: '+3 -3', courses: '+10 -10', classes: '+10 -10', users: '+44 -44', roles: '+48 -48',
    enrollments: '+105 -105',
  },
  hazards: ['MASS_REMOVE', 'MASS_REMOVE_SCHOOL', 'SCHOOL_VANISHED', 'TERM_MISSING'],
  status: 'held',
}) // prettier-ignore

/** Another place with other people: nothing of it is Lincoln's. */
function foreign(tables: Tables): Tables {
  const own = new Set(['title', 'name', 'identifier', 'courseCode', 'classCode', 'username', 'email', 'givenName', 'familyName'])
  const other = (name: string, cell: string) =>
    own.has(name) || name.toLowerCase().endsWith('sourcedid') || name.endsWith('SourcedIds')
      ? cell.split(',').map(part => `jefferson ${part}`).join(',')
      : cell
  return Object.keys(tables).reduce(
    (done, kind) =>
      each(done, kind as keyof Tables, row =>
        Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, other(name, cell)])),
      ),
    tables,
  )
} // prettier-ignore

scenario('a school that loses more than a fifth of its seats is held', {
  before: lincoln,
  arrives: drop(lincoln, 'enrollments', row => row.classSourcedId === 'c-band-p6' || /(isaac|jasmine|naomi).*algebra/.test(row.sourcedId ?? '')),
  plan: { enrollments: '-12' },
  hazards: ['MASS_REMOVE_SCHOOL'],
  status: 'held',
}) // prettier-ignore

scenario('a school may lose a fifth of its seats', {
  before: lincoln,
  arrives: drop(lincoln, 'enrollments', row => row.classSourcedId === 'c-band-p6' || /(isaac|jasmine).*algebra/.test(row.sourcedId ?? '')),
  plan: { enrollments: '-11' },
}) // prettier-ignore

const scattered = [
  'u-oliver-brandt',
  'u-yusuf-haddad',
  'u-benjamin-obrien',
  'u-penelope-young',
  'u-quinn-garcia-lopez',
]
scenario('six students from three schools are more than the district may lose', {
  before: lincoln,
  arrives: without(lincoln, ada, ...scattered),
  plan: { users: '-6', roles: '-6', enrollments: '-16' },
  hazards: ['MASS_REMOVE'],
  status: 'held',
})

scenario('five students may leave in one night', {
  before: lincoln,
  arrives: without(lincoln, ...scattered),
  plan: { users: '-5', roles: '-5', enrollments: '-12' },
})

scenario('six of eight staff are more than the district may lose', {
  before: lincoln,
  arrives: without(lincoln, 'u-tom-becker', 'u-maria-castillo', 'u-james-reyes', 'u-ngozi-okafor', 'u-priya-raman', 'u-lena-hoffmann'),
  plan: { users: '-6', roles: '-10', enrollments: '-11' },
  hazards: ['MASS_REMOVE'],
  status: 'held',
}) // prettier-ignore

const middleNames = (count: number) => {
  let left = count
  return each(lincoln, 'users', row => (left-- > 0 ? { ...row, middleName: 'Lee' } : row))
}
scenario('an update of more than half of the people is held', {
  before: lincoln,
  arrives: middleNames(23),
  plan: { users: '~23' },
  hazards: ['MASS_UPDATE'],
  status: 'held',
})

scenario('an update of half of the people is not', {
  before: lincoln,
  arrives: middleNames(22),
  plan: { users: '~22' },
})

scenario('holds the plan when a drop of orgs alone names one school of three', {
  before: lincoln,
  arrives: { orgs: (lincoln.orgs ?? []).filter(row => row.sourcedId === elementary) },
  plan: { orgs: '-3' },
  hazards: ['SCHOOL_VANISHED'],
  status: 'held',
})
