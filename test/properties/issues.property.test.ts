import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Kind } from '../../src/roster/kinds.ts'
import { rows, sql } from '../../src/store/sql.ts'
import { validateDrop } from '../../src/sync/validate.ts'
import { bulk, high, lincoln, middle } from '../scenarios/lincoln.ts'
import { openDistrict, type Lab } from '../scenarios/scenario.ts'
import { add, drop, each, edit, rowOf, without, type Cells, type Tables } from '../scenarios/tables.ts'
import { folderOf } from '../sources/drops.ts'
import { cases } from './cases.ts'

// What is told of a district day after day, from what changed, against what is said of each drop by itself.

type Edit = (tables: Tables) => Tables
const has = (tables: Tables, kind: Kind, id: string) =>
  tables[kind]?.some(row => row.sourcedId === id) ?? false
const change = (kind: Kind, id: string, cells: Cells): Edit => (tables: Tables) => (has(tables, kind, id) ? edit(tables, kind, id, cells) : tables) // prettier-ignore
const addRow = (kind: Kind, like: string, cells: Cells): Edit => (tables: Tables) => add(tables, kind, { ...rowOf(lincoln, kind, like), ...cells }) // prettier-ignore

const someOf = (kind: Kind) =>
  fc.constantFrom(...(lincoln[kind] ?? []).map(({ sourcedId = '' }) => sourcedId))
const [users, classes, roles, seats] = [someOf('users'), someOf('classes'), someOf('roles'), someOf('enrollments')] // prettier-ignore
const emailOf = (id: string) => rowOf(lincoln, 'users', id).email ?? ''

/** None of them has a row rejected that the roster holds: such a row stays as it is, and validate knows of no roster. */
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.array(roles, { minLength: 1, maxLength: 2 }).map(ids => (tables: Tables) => drop(tables, 'roles', ({ sourcedId = '' }) => ids.includes(sourcedId))),
  fc.array(seats, { minLength: 1, maxLength: 9 }).map(ids => (tables: Tables) => drop(tables, 'enrollments', ({ sourcedId = '' }) => ids.includes(sourcedId))),
  classes.map(id => (tables: Tables) => drop(tables, 'enrollments', ({ classSourcedId }) => classSourcedId === id)),
  users.map(id => (tables: Tables) => without(tables, id)),
  fc.tuple(users, users).map(([id, other]) => change('users', id, { email: emailOf(other).toUpperCase() })),
  fc.tuple(users, users).map(([id, other]) => change('users', id, { username: rowOf(lincoln, 'users', other).username ?? '' })),
  fc.tuple(users, fc.constantFrom(middle, high, '')).map(([id, org]) => change('users', id, { primaryOrgSourcedId: org })),
  users.map(id => change('users', id, { grades: '9' })),
  users.map(id => addRow('users', id, { middleName: 'Twice' })),
  fc.tuple(roles, fc.constantFrom('aide', 'proctor')).map(([id, role]) => addRow('roles', id, { sourcedId: `${id}-${role}`, role })),
  fc.tuple(seats, users).map(([id, user]) => addRow('enrollments', id, { sourcedId: `${id}-main`, userSourcedId: user, role: 'teacher', primary: 'true' })),
  fc.tuple(seats, fc.constantFrom('2025-08-17', '2027-06-13')).map(([id, date]) => change('enrollments', id, date < '2026' ? { beginDate: date } : { endDate: date })),
  seats.map(id => addRow('enrollments', id, { sourcedId: `${id}-lost`, classSourcedId: 'c-nowhere' })),
  fc.tuple(classes, fc.constantFrom('t-2026-fall', 't-2027-spring', 't-2027-fall')).map(([id, term]) => (tables: Tables) => has(tables, 'academicSessions', term) ? edit(tables, 'classes', id, { termSourcedIds: term }) : tables),
  classes.map(id => change('classes', id, { periods: '1,2' })),
  classes.map(id => change('classes', id, { schoolSourcedId: 'd-lincoln-usd' })),
  fc.constant(change('orgs', high, { type: 'local' })),
  someOf('academicSessions').map(id => (tables: Tables) => each(tables, 'academicSessions', row => row.sourcedId === id ? { ...row, endDate: '2027-03-01' } : row)),
  fc.tuple(someOf('courses'), someOf('academicSessions')).map(([id, session]) => change('courses', id, { schoolYearSourcedId: session })),
  fc.tuple(someOf('academicSessions'), fc.constantFrom('schoolYear', 'semester')).map(([id, type]) => change('academicSessions', id, { type })),
) // prettier-ignore

const days = fc.array(fc.array(edits, { maxLength: 4 }), { minLength: 2, maxLength: 4 })

async function told(tables: Tables): Promise<string[]> {
  const { issues } = await validateDrop(await folderOf(bulk(tables)), 'tolerant', () => {})
  return names(issues)
}

async function open({ store, districtId }: Lab): Promise<string[]> {
  return names(
    await rows(
      store.pool,
      sql`select rule, file, field, sourced_id as "sourcedId" from issues where district_id = ${districtId} and closed_run is null`,
    ),
  )
}

type Named = { readonly rule: string; readonly file: string; readonly field: string | null; readonly sourcedId: string | null } // prettier-ignore
function names(issues: readonly Named[]): string[] {
  return [...new Set(issues.map(({ rule, file, field, sourcedId }) => [rule, file, field, sourcedId].join(' ')))].sort() // prettier-ignore
}

test('what is open after a drop is what validate says of it', async () => {
  await fc.assert(
    fc.asyncProperty(days, async days => {
      const district = await openDistrict()
      for (const edits of [[], ...days]) {
        const tables = edits.reduce((done, edit) => edit(done), lincoln)
        const { status, plan, hazards } = await district.sync(tables)
        if (status === 'held') await district.approve(plan ?? '', { allow: hazards.map(({ code }) => code) })
        expect(await open(district)).toEqual(await told(tables))
      }
    }),
    cases(8),
  )
}, 600_000)
