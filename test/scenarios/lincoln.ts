import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kind } from '../../src/roster/kinds.ts'
import { manifestOf } from '../sources/lincoln.ts'
import { root } from '../support/tree.ts'
import { parse, print, type Cells, type Files, type Tables } from './tables.ts'

const names = [
  'orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments',
] as const // prettier-ignore

/** Lincoln USD as its files say: 36 students, 8 staff, 10 classes, 105 enrollments (test/districts/lincoln-usd). */
export const lincolnFiles: Files = Object.fromEntries(
  ['manifest', ...names].map(name => [
    `${name}.csv`,
    readFileSync(join(root, 'test/districts/lincoln-usd', `${name}.csv`), 'utf8'),
  ]),
)
export const lincoln: Tables = Object.fromEntries(
  names.map(name => [name, parse(String(lincolnFiles[`${name}.csv`]))]),
)

export const elementary = 's-lincoln-elementary'
export const middle = 's-roosevelt-middle'
export const high = 's-lincoln-high'

/** A bulk drop of OneRoster 1.2; kinds without a table are absent. */
export function bulk(tables: Tables): Files {
  return dropOf(tables, 'bulk')
}

/** A delta drop of OneRoster 1.2: rows without a status are active, and all are of one instant. */
export function delta(tables: Tables, at = '2026-09-15T06:00:00.000Z'): Files {
  const told: Tables = Object.fromEntries(
    Object.entries(tables).map(([kind, rows]) => [
      kind,
      rows.map(row => ({ ...row, status: row.status ?? 'active', dateLastModified: at })),
    ]),
  )
  return dropOf(told, 'delta')
}

function dropOf(tables: Tables, mode: 'bulk' | 'delta'): Files {
  const kinds = Object.keys(tables)
  const modes = Object.fromEntries(kinds.map(kind => [kind, mode]))
  const files = kinds.map(kind => [`${kind}.csv`, print(headerOf(kind), tables[kind as Kind] ?? [])])
  return { ...Object.fromEntries(files), 'manifest.csv': manifestOf('1.2', modes) }
}

function headerOf(kind: string): readonly string[] {
  const known = lincolnFiles[`${kind}.csv`] ?? demographics
  return String(known).slice(0, String(known).indexOf('\n')).split(',')
}
const demographics = `sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus
`

const users11 = [
  'sourcedId', 'status', 'dateLastModified', 'enabledUser', 'orgSourcedIds', 'role', 'username', 'userIds', 'givenName',
  'familyName', 'middleName', 'identifier', 'email', 'sms', 'phone', 'agentSourcedIds', 'grades', 'password',
] // prettier-ignore

/** The same rows as OneRoster 1.1 tells them: users carry one role and the orgs where they have it. */
export function bulk11(tables: Tables, mode: 'bulk' | 'delta' = 'bulk'): Files {
  const { roles = [], users = [], ...rest } = tables
  const told = users.map(user => {
    const mine = roles.filter(role => role.userSourcedId === user.sourcedId)
    const orgSourcedIds = [...new Set(mine.map(role => role.orgSourcedId))].join(',')
    return {
      ...user,
      role: user.role ?? mine[0]?.role ?? '',
      orgSourcedIds: user.orgSourcedIds ?? orgSourcedIds,
    }
  })
  const files = dropOf(rest, mode)
  const modes = Object.fromEntries([...Object.keys(rest), 'users'].map(kind => [kind, mode]))
  return { ...files, 'users.csv': print(users11, told), 'manifest.csv': manifestOf('1.1', modes) }
}

/** What 1.1 can tell: no main school, and of a person's roles the first, at every org. */
export function told11(tables: Tables): Tables {
  const users = tables.users?.map(({ primaryOrgSourcedId: _, ...user }) => user) ?? []
  const first = (user: string) => tables.roles?.find(role => role.userSourcedId === user)?.role ?? ''
  const said = tables.roles?.map(role => ({
    ...role,
    role: first(role.userSourcedId ?? ''),
    roleType: 'primary',
  }))
  const place = (role: Cells) => `${role.userSourcedId} ${role.orgSourcedId}`
  const roles = said?.filter((role, at) => said.findIndex(other => place(other) === place(role)) === at)
  return { ...tables, users, roles: roles ?? [] }
}

export type Newcomer = {
  readonly id: string
  readonly given: string
  readonly family: string
  readonly school: string
}

/** A student as Lincoln's SIS would export one. */
export function student(
  { id, given, family, school }: Newcomer,
  more: Cells = {},
): { user: Cells; role: Cells } {
  const login = `${given}.${family}`.toLowerCase()
  const user = {
    sourcedId: id, enabledUser: 'true', username: login, givenName: given, familyName: family, grades: '07',
    email: `${login}@students.lincoln.example`, primaryOrgSourcedId: school, ...more,
  } // prettier-ignore
  const role = {
    sourcedId: `r-${id}`, userSourcedId: id, roleType: 'primary', role: 'student', orgSourcedId: school,
  } // prettier-ignore
  return { user, role }
}

export function seat(user: string, room: string, more: Cells = {}): Cells {
  const school = lincoln.classes?.find(({ sourcedId }) => sourcedId === room)?.schoolSourcedId ?? middle
  return {
    sourcedId: `e-${user}-${room}`, classSourcedId: room, schoolSourcedId: school, userSourcedId: user, role: 'student', ...more,
  } // prettier-ignore
}
