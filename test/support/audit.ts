import { headers, sheetsOf, type SheetName, type Version } from '../../src/sandbox/generate/columns.ts'
import { openPrevious, split } from '../../src/sandbox/generate/previous.ts'

/** A whole drop in memory, and everything about it that OneRoster would call wrong. */
export type Row = Readonly<Record<string, string>>
export type Whole = { readonly version: Version; readonly rows: Readonly<Record<SheetName, readonly Row[]>> }

export async function readWhole(path: string): Promise<Whole> {
  const drop = await openPrevious(path)
  const rows: Record<SheetName, Row[]> = {
    orgs: [], academicSessions: [], courses: [], classes: [], users: [], roles: [], enrollments: [],
  } // prettier-ignore
  for (const sheet of sheetsOf(drop.version)) {
    const header = headers[drop.version][sheet]
    for await (const lines of drop.lines(sheet)) {
      for (const line of lines) {
        const cells = split(line)
        if (cells.length !== header.length) throw new Error(`${sheet}: ${cells.length} cells in ${line}`)
        rows[sheet].push(Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])))
      }
    }
  }
  drop.close()
  return { version: drop.version, rows }
}

/** One sentence per fault; a legal drop has none. */
export function faults(of: Whole): string[] {
  const found: string[] = []
  const ids = Object.fromEntries(
    sheetsOf(of.version).map(sheet => [
      sheet,
      new Map(of.rows[sheet].map(row => [row.sourcedId ?? '', row])),
    ]),
  )
  for (const sheet of sheetsOf(of.version)) {
    if (ids[sheet]?.size !== of.rows[sheet].length) found.push(`${sheet}: a sourcedId stands twice`)
    for (const row of of.rows[sheet]) {
      if (row.status || row.dateLastModified) found.push(`${sheet} ${row.sourcedId}: bulk rows say no status`)
      if (!/^[0-9A-Za-z./@_-]{1,255}$/.test(row.sourcedId ?? '')) found.push(`${sheet}: "${row.sourcedId}"`)
      for (const [field, to] of references[sheet] ?? []) {
        const named = row[field] ?? ''
        for (const id of named === '' ? [] : named.split(',')) {
          if (!ids[to]?.has(id)) found.push(`${sheet} ${row.sourcedId}: ${field} ${id} is not in ${to}`)
        }
      }
      for (const field of required[sheet] ?? []) {
        if (row[field] === '') found.push(`${sheet} ${row.sourcedId}: ${field} is blank`)
      }
    }
  }
  return [...found, ...userFaults(of), ...roleFaults(of), ...enrollmentFaults(of)]
}

type Reference = readonly [field: string, to: SheetName]
const references: Partial<Record<SheetName, readonly Reference[]>> = {
  orgs: [['parentSourcedId', 'orgs']],
  academicSessions: [['parentSourcedId', 'academicSessions']],
  courses: [['orgSourcedId', 'orgs'], ['schoolYearSourcedId', 'academicSessions']],
  classes: [['courseSourcedId', 'courses'], ['schoolSourcedId', 'orgs'], ['termSourcedIds', 'academicSessions']],
  users: [['primaryOrgSourcedId', 'orgs'], ['orgSourcedIds', 'orgs'], ['agentSourcedIds', 'users']],
  roles: [['userSourcedId', 'users'], ['orgSourcedId', 'orgs']],
  enrollments: [['classSourcedId', 'classes'], ['schoolSourcedId', 'orgs'], ['userSourcedId', 'users']],
} // prettier-ignore
const required: Partial<Record<SheetName, readonly string[]>> = {
  orgs: ['name', 'type'],
  academicSessions: ['title', 'type', 'startDate', 'endDate', 'schoolYear'],
  courses: ['title', 'orgSourcedId'],
  classes: ['title', 'courseSourcedId', 'classType', 'schoolSourcedId', 'termSourcedIds'],
  users: ['enabledUser', 'username', 'givenName', 'familyName', 'orgSourcedIds', 'role'],
  roles: ['userSourcedId', 'roleType', 'role', 'orgSourcedId'],
  enrollments: ['classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role'],
}

function userFaults(of: Whole): string[] {
  return ['username', 'email', 'identifier', 'userMasterIdentifier'].flatMap(field => {
    const values = of.rows.users.map(row => row[field] ?? '').filter(value => value !== '')
    return new Set(values).size === values.length ? [] : [`users: a ${field} stands twice`]
  })
}

function roleFaults(of: Whole): string[] {
  if (of.version === '1.1') return []
  const found: string[] = []
  const main = new Map<string, number>()
  const keys = new Set<string>()
  for (const row of of.rows.roles) {
    const at = `${row.userSourcedId} at ${row.orgSourcedId}`
    main.set(at, (main.get(at) ?? 0) + (row.roleType === 'primary' ? 1 : 0))
    if (keys.has(`${at} ${row.role}`)) found.push(`roles: ${at} is ${row.role} twice`)
    keys.add(`${at} ${row.role}`)
  }
  for (const [at, count] of main) if (count !== 1) found.push(`roles: ${at} has ${count} primary roles`)
  for (const user of of.rows.users) {
    if (!main.has(`${user.sourcedId} at ${user.primaryOrgSourcedId}`))
      found.push(`users ${user.sourcedId}: no role`)
  }
  return found
}

function enrollmentFaults(of: Whole): string[] {
  const found: string[] = []
  const classes = new Map(of.rows.classes.map(row => [row.sourcedId, row]))
  const sessions = new Map(of.rows.academicSessions.map(row => [row.sourcedId, row]))
  const seen = new Set<string>()
  const led = new Set<string>()
  for (const row of of.rows.enrollments) {
    const own = classes.get(row.classSourcedId)
    if (own?.schoolSourcedId !== row.schoolSourcedId)
      found.push(`enrollments ${row.sourcedId}: not the class's school`)
    const terms = (own?.termSourcedIds ?? '').split(',').map(id => sessions.get(id))
    const start = terms.map(term => term?.startDate ?? '').sort()[0] ?? ''
    const end =
      terms
        .map(term => term?.endDate ?? '')
        .sort()
        .at(-1) ?? ''
    const { beginDate = '', endDate = '' } = row
    if (beginDate < start || endDate > end || beginDate >= endDate)
      found.push(`enrollments ${row.sourcedId}: dates`)
    const pair = `${row.userSourcedId} in ${row.classSourcedId}`
    if (seen.has(pair)) found.push(`enrollments: ${pair} twice`)
    seen.add(pair)
    if (row.primary === 'true' && led.has(row.classSourcedId ?? ''))
      found.push(`classes ${row.classSourcedId}: two lead`)
    if (row.primary === 'true') led.add(row.classSourcedId ?? '')
  }
  return found
}
