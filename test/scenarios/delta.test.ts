import { bulk, bulk11, delta, elementary, high, lincoln, middle, seat, student, told11 } from './lincoln.ts'
import { scenario } from './scenario.ts'
import { add, after, drop, edit, rowOf, without, type Cells, type Files } from './tables.ts'

// A delta brings the roster to where the whole would have brought it.

const ada = 'u-ada-park'
const adaRow = rowOf(lincoln, 'users', ada)
const seats = (lincoln.enrollments ?? []).filter(row => row.userSourcedId === ada)
const tombstone = (row: Cells): Cells => ({ ...row, status: 'tobedeleted' })
/** Nothing but the id, as many exporters write those who left. */
const stone = ({ sourcedId = '' }: Cells): Cells => ({ sourcedId, status: 'tobedeleted' })
const zoe = student({ id: 'u-zoe-quist', given: 'Zoe', family: 'Quist', school: middle })
const renamed = edit(lincoln, 'users', ada, { familyName: 'Parker' })

scenario('a delta updates whom it names and nobody else', {
  before: lincoln,
  arrives: delta({ users: [{ ...adaRow, familyName: 'Parker' }] }),
  plan: { users: '~1' },
  after: renamed,
})

scenario('a delta brings a newcomer into a class delivered before', {
  before: lincoln,
  arrives: delta({
    users: [zoe.user],
    roles: [zoe.role],
    enrollments: [seat('u-zoe-quist', 'c-english-p2')],
  }),
  plan: { users: '+1', roles: '+1', enrollments: '+1' },
  after: after(
    lincoln,
    tables => add(tables, 'users', zoe.user),
    tables => add(tables, 'roles', zoe.role),
    tables => add(tables, 'enrollments', seat('u-zoe-quist', 'c-english-p2')),
  ),
})

scenario('a delta takes out whom it calls gone', {
  before: lincoln,
  arrives: delta({
    users: [tombstone(adaRow)],
    roles: [tombstone(rowOf(lincoln, 'roles', 'r-ada-park'))],
    enrollments: seats.map(tombstone),
  }),
  plan: { users: '-1', roles: '-1', enrollments: '-4' },
  after: without(lincoln, ada),
})

scenario('a tombstone needs nothing but its id', {
  before: lincoln,
  arrives: delta({ users: [stone(adaRow)], roles: [stone({ sourcedId: 'r-ada-park' })], enrollments: seats.map(stone) }),
  plan: { users: '-1', roles: '-1', enrollments: '-4' },
  after: without(lincoln, ada),
}) // prettier-ignore

scenario('inactive in a delta is gone', {
  before: lincoln,
  arrives: delta({ enrollments: seats.map(row => ({ ...row, status: 'inactive' })) }),
  plan: { enrollments: '-4' },
  after: drop(lincoln, 'enrollments', row => row.userSourcedId === ada),
})

scenario('a tombstone of what was never there is nothing', {
  before: lincoln,
  arrives: delta({ users: [stone({ sourcedId: 'u-nobody' })], roles: [stone({ sourcedId: 'r-nobody' })] }),
  status: 'empty',
  after: lincoln,
})

scenario('a delta gives back whom an earlier one took', {
  before: [lincoln, delta({ enrollments: seats.map(stone) }, '2026-09-14T06:00:00.000Z')],
  arrives: delta({ enrollments: seats }),
  plan: { enrollments: '^4' },
  after: lincoln,
  keeps: { enrollments: ['e-ada-park-band-p6'] },
})

scenario('a delta before any whole drop is refused', {
  arrives: delta({ users: [adaRow] }),
  refuses: 'DELTA_WITHOUT_BASE',
})

scenario('a delta older than the last one is held', {
  before: [lincoln, delta({ users: [{ ...adaRow, familyName: 'Parker' }] })],
  arrives: delta({ users: [adaRow] }, '2026-09-10T06:00:00.000Z'),
  plan: { users: '~1' },
  hazards: ['STALE_SOURCE'],
  status: 'held',
})

scenario('one drop may bring some files whole and some as deltas', {
  before: lincoln,
  arrives: mixed(),
  plan: { users: '~1', enrollments: '-4' },
  after: drop(renamed, 'enrollments', row => row.userSourcedId === ada),
})

function mixed(): Files {
  const users = delta({ users: [{ ...adaRow, familyName: 'Parker' }] })
  const enrollments = (lincoln.enrollments ?? []).filter(row => row.userSourcedId !== ada)
  const rest = bulk({ enrollments })
  const manifest = String(rest['manifest.csv']).replace('file.users,absent', 'file.users,delta')
  return { 'users.csv': users['users.csv'] ?? '', 'enrollments.csv': rest['enrollments.csv'] ?? '', 'manifest.csv': manifest }
} // prettier-ignore

const jamesHigh = rowOf(lincoln, 'roles', 'r-james-reyes-lincoln-high')
scenario('a role that a delta gives to another school leaves the first', {
  before: lincoln,
  arrives: delta({ roles: [{ ...jamesHigh, orgSourcedId: elementary }] }),
  plan: { roles: '+1 -1' },
  after: edit(lincoln, 'roles', 'r-james-reyes-lincoln-high', { orgSourcedId: elementary }),
})

scenario('a role that a delta turns into another replaces the first', {
  before: lincoln,
  arrives: delta({ roles: [{ ...rowOf(lincoln, 'roles', 'r-tom-becker'), role: 'principal' }] }),
  plan: { roles: '+1 -1' },
  after: edit(lincoln, 'roles', 'r-tom-becker', { role: 'principal' }),
})

const told = told11(lincoln)
const adaThere = { ...rowOf(told, 'users', ada), orgSourcedIds: high, role: 'student' }
scenario('in 1.1 a person whom a delta moves to another school leaves the first', {
  before: bulk11(told),
  arrives: bulk11({ users: [{ ...adaThere, status: 'active', dateLastModified: '2026-09-15T06:00:00.000Z' }] }, 'delta'),
  plan: { roles: '+1 -1' },
  after: edit(told, 'roles', 'r-ada-park', { orgSourcedId: high }),
}) // prettier-ignore

scenario('in 1.1 a person whom a delta calls gone has no role left', {
  before: bulk11(told),
  arrives: bulk11({ users: [{ ...stone(adaRow), dateLastModified: '2026-09-15T06:00:00.000Z' }] }, 'delta'),
  plan: { users: '-1', roles: '-1' },
  after: drop(drop(told, 'users', row => row.sourcedId === ada), 'roles', row => row.userSourcedId === ada),
}) // prettier-ignore

scenario('in 1.1 a person whom a delta only renames keeps every role', {
  before: bulk11(told),
  arrives: bulk11(
    {
      users: [
        {
          ...rowOf(told, 'users', 'u-james-reyes'),
          middleName: 'Lee',
          role: 'teacher',
          orgSourcedIds: `${middle},${high}`,
          status: 'active',
          dateLastModified: '2026-09-15T06:00:00.000Z',
        },
      ],
    },
    'delta',
  ),
  plan: { users: '~1' },
  after: edit(told, 'users', 'u-james-reyes', { middleName: 'Lee' }),
})
