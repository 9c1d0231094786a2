import type { Row, SandboxDistrict, Served, Shelf } from '../district.ts'
import type { SheetName } from '../generate/columns.ts'

/** What a district lets an app have of its roster: Roster Server, Apps, permissions. */
export type Sharing = {
  readonly enabled: boolean
  readonly bearer: string
  /** Ids of the schools that a rule lets through; null for all. */
  readonly schools: readonly string[] | null
  /** People who sit in no class. */
  readonly unenrolled: boolean
  /** Tombstones. */
  readonly deleted: boolean
  readonly demographics: boolean
}

const switches = ['enabled', 'unenrolled', 'deleted', 'demographics'] as const

/** Sharing as it is after a change of some of it, or why that cannot be. */
export function changeSharing(before: Sharing, change: Readonly<Record<string, unknown>>): Sharing | string {
  const after: Record<string, unknown> = { ...before }
  for (const [name, value] of Object.entries(change)) {
    const isSwitch = switches.some(one => one === name) && typeof value === 'boolean'
    const isRule = name === 'schools' && (value === null || (Array.isArray(value) && value.every(one => typeof one === 'string'))) // prettier-ignore
    if (!isSwitch && !isRule) return `there is no ${name} ${JSON.stringify(value)}; there are ${switches.join(', ')} (true or false) and schools (ids or null)` // prettier-ignore
    after[name] = value
  }
  return after as Sharing // each value was just looked at
}

/** The district as the app sees it. Lists of a class's students have its teachers too, as the proxy gives them. */
export function sharedOf(district: SandboxDistrict, sharing: Sharing): Served {
  const whole = sharing.schools === null && sharing.unenrolled && sharing.deleted
  const shelves = whole ? district.shelves : chosen(district, sharing)
  const kept = whole ? null : new Set(shelves.roles.rows)
  return {
    shelves,
    mixed: true,
    revision: district.revision,
    cells: (sheet, row) => district.cells(sheet, row),
    rolesOf: user => district.rolesOf(user).filter(row => kept === null || kept.has(row)),
    childrenOf: (sheet, parent) =>
      district.childrenOf(sheet, parent).filter(({ id }) => shelves[sheet].index.has(id)),
    remember: (key, find) => district.remember(`shared ${key}`, find),
    insertBefore: (sheet, first) => district.insertBefore(sheet, first),
    remove: (rows, tombstones) => district.remove(rows, tombstones),
  }
}

type Keep = (row: Row) => boolean

function chosen(district: SandboxDistrict, { schools, unenrolled, deleted }: Sharing): SandboxDistrict['shelves'] {
  const { shelves } = district
  const column = (sheet: SheetName, name: string) => (row: Row) => district.cells(sheet, row)[name] ?? ''
  const type = column('orgs', 'type')
  const shut = new Set(shelves.orgs.rows.filter(row => schools !== null && type(row) === 'school' && !schools.includes(row.id)).map(({ id }) => id))
  const lies = (sheet: SheetName, name: string): Keep => {
    const org = column(sheet, name)
    return row => !shut.has(org(row))
  }
  const roles = shelf(shelves.roles, deleted, lies('roles', 'orgSourcedId'))
  const enrollments = shelf(shelves.enrollments, deleted, lies('enrollments', 'schoolSourcedId'))
  const seated = new Set(enrollments.rows.filter(({ gone }) => !gone).map(column('enrollments', 'userSourcedId')))
  const placed = new Set(roles.rows.map(column('roles', 'userSourcedId')))
  return {
    orgs: shelf(shelves.orgs, deleted, ({ id }) => !shut.has(id)),
    academicSessions: shelf(shelves.academicSessions, deleted, () => true),
    courses: shelf(shelves.courses, deleted, lies('courses', 'orgSourcedId')),
    classes: shelf(shelves.classes, deleted, lies('classes', 'schoolSourcedId')),
    users: shelf(shelves.users, deleted, ({ id }) => seated.has(id) || (unenrolled && placed.has(id))),
    roles,
    enrollments,
  }
} // prettier-ignore

function shelf(from: Shelf, deleted: boolean, keep: Keep): Shelf {
  const rows = from.rows.filter(row => (deleted || !row.gone) && keep(row))
  return { rows, index: new Map(rows.map(row => [row.id, row])) }
}
