import { high, lincoln, middle, seat, student } from './lincoln.ts'
import { scenario } from './scenario.ts'
import { add, after, drop, each, edit, rowOf, without, type Cells, type Tables } from './tables.ts'

// Who is who: docs/identity.md has the rule behind each row.

const ada = 'u-ada-park'
const ben = 'u-benjamin-obrien'
const user = (id: string) => rowOf(lincoln, 'users', id)
const mail = (name: string) => `${name}@students.lincoln.example`
const change = (id: string, cells: Cells) => (tables: Tables) => edit(tables, 'users', id, cells)
const zoe = student({ id: 'u-zoe-quist', given: 'Zoe', family: 'Quist', school: middle })
const withUser = (tables: Tables, ...people: { user: Cells; role: Cells }[]) =>
  people.reduce((done, one) => add(add(done, 'users', one.user), 'roles', one.role), tables)
/** Every mention of a person under another sourcedId; seats keep their own ids. */
const renamed = (tables: Tables, names: Readonly<Record<string, string>>): Tables => {
  const name = (id = '') => names[id] ?? id
  return after(
    tables,
    done => each(done, 'users', row => ({ ...row, sourcedId: name(row.sourcedId) })),
    done => each(done, 'roles', row => ({ ...row, userSourcedId: name(row.userSourcedId) })),
    done => each(done, 'enrollments', row => ({ ...row, userSourcedId: name(row.userSourcedId) })),
  )
}

scenario('a marriage is one update', {
  before: lincoln,
  arrives: edit(lincoln, 'users', 'u-maria-castillo', { familyName: 'Ortega' }),
  plan: { users: '~1' },
  keeps: { users: ['u-maria-castillo'] },
})

scenario('a new address is one update', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { email: mail('ada') }),
  plan: { users: '~1' },
  keeps: { users: [ada] },
})

scenario('a person with new names and logins and the same identifier is the same person', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { givenName: 'Adam', familyName: 'Lee', username: 'adam.lee', email: mail('adam.lee') }),
  plan: { users: '~1' },
  keeps: { users: [ada] },
}) // prettier-ignore

scenario('a corrected identifier is an update as long as the name stays', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { identifier: '10150' }),
  plan: { users: '~1' },
  keeps: { users: [ada] },
})

scenario('two students who swap their addresses are held', {
  before: lincoln,
  arrives: after(lincoln, change(ada, { email: mail('benjamin.obrien') }), change(ben, { email: mail('ada.park') })),
  plan: { users: '~2' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
  approve: { allow: ['LOGIN_MOVED'] },
  keeps: { users: [ada, ben] },
}) // prettier-ignore

scenario('two students who swap their usernames are held', {
  before: lincoln,
  arrives: after(lincoln, change(ada, { username: 'benjamin.obrien' }), change(ben, { username: 'ada.park' })),
  plan: { users: '~2' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
}) // prettier-ignore

scenario('an address that passes from a leaver to a newcomer is held', {
  before: lincoln,
  arrives: withUser(without(lincoln, ada), { ...zoe, user: { ...zoe.user, email: mail('ada.park') } }),
  plan: { users: '+1 -1', roles: '+1 -1', enrollments: '-4' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
})

scenario('an address that somebody gives up and a newcomer takes is held', {
  before: lincoln,
  arrives: withUser(edit(lincoln, 'users', ada, { email: mail('ada') }), { ...zoe, user: { ...zoe.user, email: mail('ada.park') } }),
  plan: { users: '+1 ~1', roles: '+1' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
}) // prettier-ignore

scenario('a username that passes from a leaver to a newcomer is held', {
  before: lincoln,
  arrives: withUser(without(lincoln, ada), { ...zoe, user: { ...zoe.user, username: 'ADA.Park' } }),
  plan: { users: '+1 -1', roles: '+1 -1', enrollments: '-4' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
})

scenario('a username beyond ASCII is the same in either case', {
  before: edit(lincoln, 'users', 'u-anh-nguyen', { username: 'ánh.nguyễn' }),
  arrives: withUser(edit(lincoln, 'users', 'u-anh-nguyen', { username: 'ánh.nguyễn' }), {
    ...zoe,
    user: { ...zoe.user, username: 'ÁNH.NGUYỄN' },
  }),
  plan: { users: '+1', roles: '+1' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
})

scenario('a newcomer with the username of somebody who stays is held', {
  before: lincoln,
  arrives: withUser(lincoln, { ...zoe, user: { ...zoe.user, username: 'ada.park' } }),
  plan: { users: '+1', roles: '+1' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
})

scenario('an address is not free because its owner left last month', {
  before: [lincoln, without(lincoln, ada)],
  arrives: withUser(without(lincoln, ada), { ...zoe, user: { ...zoe.user, email: mail('ada.park') } }),
  plan: { users: '+1', roles: '+1' },
  hazards: ['LOGIN_MOVED'],
  status: 'held',
})

scenario('a number that says nothing proves nobody the same', {
  before: edit(lincoln, 'users', ada, { identifier: '000' }),
  arrives: withUser(without(edit(lincoln, 'users', ada, { identifier: '000' }), ada), {
    ...zoe,
    user: { ...zoe.user, identifier: '000' },
  }),
  plan: { users: '+1 -1', roles: '+1 -1', enrollments: '-4' },
  fresh: { users: ['u-zoe-quist'] },
})

scenario('a family may share an address', {
  before: lincoln,
  arrives: withUser(lincoln, { ...zoe, user: { ...zoe.user, email: mail('ada.park') } }),
  plan: { users: '+1', roles: '+1' },
})

const mia = student({ id: 'u-mia-quist', given: 'Mia', family: 'Quist', school: middle })
scenario('twins with one address and one family name are two people', {
  before: lincoln,
  arrives: withUser(lincoln, zoe, { ...mia, user: { ...mia.user, email: zoe.user.email ?? '' } }),
  plan: { users: '+2', roles: '+2' },
  fresh: { users: ['u-zoe-quist', 'u-mia-quist'] },
})

scenario('twins whose sourcedIds are rewritten keep their own accounts', {
  before: lincoln,
  arrives: renamed(lincoln, { 'u-emma-fitzgerald': 'u-5001', 'u-noah-fitzgerald': 'u-5002' }),
  plan: { users: '~2', roles: '~2', enrollments: '~4' },
  keeps: { users: [['u-emma-fitzgerald', 'u-5001'], ['u-noah-fitzgerald', 'u-5002']] },
}) // prettier-ignore

const boris = {
  ...user(ada), username: 'boris.ivanov', givenName: 'Boris', familyName: 'Ivanov', identifier: '2040', email: mail('boris.ivanov'),
} // prettier-ignore
scenario('a sourcedId given to another person is held', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, boris),
  plan: { users: '+1 -1' },
  hazards: ['ID_REUSED'],
  status: 'held',
})

scenario('a reused sourcedId makes a new account once a person has approved', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, boris),
  plan: { users: '+1 -1' },
  hazards: ['ID_REUSED'],
  status: 'held',
  approve: { allow: ['ID_REUSED'] },
  fresh: { users: [ada] },
})

scenario('a sourcedId reused after its owner left is held too', {
  before: [lincoln, without(lincoln, ada)],
  arrives: edit(lincoln, 'users', ada, boris),
  plan: { users: '+1 -1', roles: '^1', enrollments: '^4' },
  hazards: ['ID_REUSED'],
  status: 'held',
})

scenario('two people who swap their sourcedIds keep their accounts', {
  before: lincoln,
  arrives: renamed(lincoln, { [ada]: ben, [ben]: ada }),
  plan: { users: '~2', enrollments: '~8' },
  keeps: { users: [[ada, ben], [ben, ada]], enrollments: ['e-ada-park-english-p2'] },
}) // prettier-ignore

/** Every sourcedId of every kind, and every mention of it. */
const rekeyed = (tables: Tables): Tables =>
  Object.keys(tables).reduce(
    (done, kind) =>
      each(done, kind as keyof Tables, row =>
        Object.fromEntries(
          Object.entries(row).map(([name, cell]) => [
            name,
            /sourcedids?$/i.test(name) ? cell.split(',').map(id => `sis2-${id}`).join(',') : cell,
          ]),
        ),
      ),
    tables,
  ) // prettier-ignore

const whole = {
  orgs: '~4', academicSessions: '~3', courses: '~10', classes: '~10', users: '~44', roles: '~48', enrollments: '~105',
} // prettier-ignore

scenario('a whole re-key is held with its crosswalk, and nobody is removed', {
  before: lincoln,
  arrives: rekeyed(lincoln),
  plan: whole,
  hazards: ['RE_KEYED'],
  status: 'held',
})

scenario('after an approved re-key everything has the id it had', {
  before: lincoln,
  arrives: rekeyed(lincoln),
  plan: whole,
  hazards: ['RE_KEYED'],
  status: 'held',
  approve: { allow: ['RE_KEYED'] },
  keeps: {
    orgs: [[middle, `sis2-${middle}`]],
    academicSessions: [['t-2027', 'sis2-t-2027']],
    courses: [['k-algebra', 'sis2-k-algebra']],
    classes: [['c-algebra-p3', 'sis2-c-algebra-p3']],
    users: [ada, ben, 'u-oliver-brandt', 'u-nora-whitfield'].map(id => [id, `sis2-${id}`] as const),
    roles: [['r-maria-castillo-site', 'sis2-r-maria-castillo-site']],
    enrollments: [['e-ada-park-band-p6', 'sis2-e-ada-park-band-p6']],
  },
})

scenario('two people with new sourcedIds are below the limit', {
  before: lincoln,
  arrives: renamed(lincoln, { [ada]: 'u-9001', [ben]: 'u-9002' }),
  plan: { users: '~2', roles: '~2', enrollments: '~8' },
  keeps: { users: [[ada, 'u-9001'], [ben, 'u-9002']], enrollments: ['e-ada-park-band-p6'] },
}) // prettier-ignore

scenario('three people with new sourcedIds are not', {
  before: lincoln,
  arrives: renamed(lincoln, { [ada]: 'u-9001', [ben]: 'u-9002', 'u-grace-kim': 'u-9003' }),
  plan: { users: '~3', roles: '~3', enrollments: '~11' },
  hazards: ['RE_KEYED'],
  status: 'held',
})

scenario('a sourcedId in another case, or without its leading zeros, is a re-key and no new person', {
  before: renamed(lincoln, { [ada]: 'U-Park', [ben]: '00123' }),
  arrives: renamed(lincoln, { [ada]: 'u-park', [ben]: '123' }),
  plan: { users: '~2', roles: '~2', enrollments: '~8' },
  keeps: { users: [['U-Park', 'u-park'], ['00123', '123']] },
}) // prettier-ignore

scenario('a sourcedId with a blank behind it is the same sourcedId', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { sourcedId: `${ada} ` }),
  status: 'empty',
  issues: { padded_value: 1 },
  after: lincoln,
})

const nameless = edit(lincoln, 'users', ada, { identifier: '' })
scenario('the same name and login under a new sourcedId suggest, and a person decides', {
  before: nameless,
  arrives: renamed(nameless, { [ada]: 'u-9001' }),
  plan: { users: '~1', roles: '~1', enrollments: '~4' },
  hazards: ['MATCH_UNSURE'],
  status: 'held',
  approve: { allow: ['MATCH_UNSURE'] },
  keeps: { users: [[ada, 'u-9001']] },
})

scenario('whoever leaves and comes back has the id of before', {
  before: [lincoln, without(lincoln, ada)],
  arrives: lincoln,
  plan: { users: '^1', roles: '^1', enrollments: '^4' },
  keeps: { users: [ada], roles: ['r-ada-park'], enrollments: ['e-ada-park-band-p6'] },
})

const returned = renamed(
  each(lincoln, 'enrollments', row =>
    row.userSourcedId === ada ? { ...row, sourcedId: `${row.sourcedId}-b` } : row,
  ),
  { [ada]: 'u-ada-2' },
)
scenario('whoever comes back under a new sourcedId is known by the identifier', {
  before: [lincoln, without(lincoln, ada)],
  arrives: returned,
  plan: { users: '^1', roles: '+1', enrollments: '+4' },
  keeps: { users: [[ada, 'u-ada-2']] },
})

scenario('a person who is there twice under one identifier has two accounts', {
  before: lincoln,
  arrives: withUser(lincoln, { ...zoe, user: { ...zoe.user, identifier: '1015' } }),
  plan: { users: '+1', roles: '+1' },
  fresh: { users: ['u-zoe-quist'] },
  keeps: { users: [ada] },
})

const adaMoves = after(
  lincoln,
  change(ada, { primaryOrgSourcedId: high }),
  tables => edit(tables, 'roles', 'r-ada-park', { orgSourcedId: high }),
  tables => drop(tables, 'enrollments', row => row.userSourcedId === ada),
  tables => add(tables, 'enrollments', seat(ada, 'c-biology-p1'), seat(ada, 'c-geometry-p5')),
)
scenario('moves a student between schools as one update, not a delete and a create', {
  before: lincoln,
  arrives: adaMoves,
  plan: { users: '~1', roles: '+1 -1', enrollments: '+2 -4' },
  keeps: { users: [ada] },
})

scenario('a teacher at two schools may get a third', {
  before: lincoln,
  arrives: add(lincoln, 'roles', {
    sourcedId: 'r-james-3', userSourcedId: 'u-james-reyes', roleType: 'primary', role: 'teacher', orgSourcedId: 's-lincoln-elementary',
  }),
  plan: { roles: '+1' },
  keeps: { users: ['u-james-reyes'] },
}) // prettier-ignore

scenario('of several roles one may end, and the person stays', {
  before: lincoln,
  arrives: drop(lincoln, 'roles', ({ sourcedId }) => sourcedId === 'r-maria-castillo-site'),
  plan: { roles: '-1' },
  keeps: { users: ['u-maria-castillo'] },
})

scenario('co-teachers may change places', {
  before: lincoln,
  arrives: after(
    lincoln,
    tables => edit(tables, 'enrollments', 'e-james-reyes-algebra-p3', { primary: 'false' }),
    tables => edit(tables, 'enrollments', 'e-ngozi-okafor-algebra-p3', { primary: 'true' }),
  ),
  plan: { enrollments: '~2' },
})

const wyattTeaches = edit(lincoln, 'roles', 'r-wyatt-begay', { role: 'teacher' })
scenario('a student who becomes a teacher is held', {
  before: lincoln,
  arrives: wyattTeaches,
  plan: { roles: '+1 -1' },
  hazards: ['ROLE_RAISED'],
  status: 'held',
  approve: { allow: ['ROLE_RAISED'] },
  keeps: { users: ['u-wyatt-begay'] },
})

const aide = {
  sourcedId: 'r-wyatt-aide', userSourcedId: 'u-wyatt-begay', roleType: 'secondary', role: 'aide', orgSourcedId: high,
} // prettier-ignore
scenario('a student who becomes an aide beside it is held', {
  before: lincoln,
  arrives: add(lincoln, 'roles', aide),
  plan: { roles: '+1' },
  hazards: ['ROLE_RAISED'],
  status: 'held',
})

scenario('a student who becomes a teacher under a new sourcedId is held', {
  before: lincoln,
  arrives: renamed(wyattTeaches, { 'u-wyatt-begay': 'u-9009' }),
  plan: { users: '~1', roles: '+1 -1', enrollments: '~2' },
  hazards: ['ROLE_RAISED'],
  status: 'held',
})

scenario('a student who first has no role and then a teacher’s is held', {
  before: [lincoln, drop(lincoln, 'roles', ({ sourcedId }) => sourcedId === 'r-wyatt-begay')],
  arrives: wyattTeaches,
  plan: { roles: '+1' },
  hazards: ['ROLE_RAISED'],
  status: 'held',
})

scenario('a former student who comes back as a teacher is held', {
  before: [lincoln, without(lincoln, 'u-wyatt-begay')],
  arrives: renamed(wyattTeaches, { 'u-wyatt-begay': 'u-9009' }),
  plan: { users: '^1', roles: '+1', enrollments: '^2' },
  hazards: ['ROLE_RAISED'],
  status: 'held',
})

scenario('a student who would teach a class is held', {
  before: lincoln,
  arrives: edit(lincoln, 'enrollments', 'e-wyatt-begay-biology-p1', { role: 'teacher' }),
  plan: { enrollments: '~1' },
  hazards: ['ROLE_RAISED'],
  status: 'held',
})

scenario('a teacher who becomes the principal is not', {
  before: lincoln,
  arrives: edit(lincoln, 'roles', 'r-tom-becker', { role: 'principal' }),
  plan: { roles: '+1 -1' },
  keeps: { users: ['u-tom-becker'] },
})

scenario('a new teacher in a class is no hazard', {
  before: lincoln,
  arrives: add(lincoln, 'enrollments', seat('u-tom-becker', 'c-biology-p1', { role: 'teacher' })),
  plan: { enrollments: '+1' },
})

const moved = (ids: readonly string[]) => ids.reduce<Tables>(
  (tables, id) => edit(tables, 'users', id, { email: `${id}@gmail.example` }), lincoln,
) // prettier-ignore
scenario('three people with addresses in another domain are held', {
  before: lincoln,
  arrives: moved([ada, ben, 'u-grace-kim']),
  plan: { users: '~3' },
  hazards: ['DOMAIN_CHANGED'],
  status: 'held',
})

scenario('two people with addresses in another domain are not', {
  before: lincoln,
  arrives: moved([ada, ben]),
  plan: { users: '~2' },
})

scenario('a person without given name, username and address is kept as far as it goes', {
  before: lincoln,
  arrives: edit(lincoln, 'users', ada, { givenName: '', username: '', email: '' }),
  plan: { users: '~1' },
  issues: { missing_required_value: 2 },
})

scenario('parents and teachers may be one person', {
  before: lincoln,
  arrives: add(lincoln, 'roles', {
    sourcedId: 'r-maria-parent', userSourcedId: 'u-maria-castillo', roleType: 'secondary', role: 'parent', orgSourcedId: middle,
  }),
  plan: { roles: '+1' },
  keeps: { users: ['u-maria-castillo'] },
}) // prettier-ignore

scenario('hostile names are names', {
  before: lincoln,
  arrives: after(
    lincoln,
    change(ada, { givenName: '<img src=x onerror=alert(1)>', familyName: "Robert'); drop table users;--" }),
    change(ben, { givenName: '\\N', familyName: '{a,"b\\t"}', middleName: '\u202eevil' }),
    change('u-grace-kim', { givenName: 'Zoë 👩‍👩‍👧', familyName: '=cmd|calc' }),
  ),
  plan: { users: '~3' },
})
