import type { Kind } from '../../roster/kinds.ts'
import { Finder, isRecord, lineOf, readRef, readText, type Record } from './columns.ts'
import type { Setup } from './settings.ts'
import type { Spool } from './spool.ts'

/** Columns of roles, which JSON has inside of users and not apart. */
export const roleNames = [
  'sourcedId', 'status', 'dateLastModified', 'userSourcedId', 'roleType', 'role', 'beginDate', 'endDate', 'orgSourcedId',
] as const // prettier-ignore

/** Writes the records of one collection as rows; those of users also tell the roles. */
export class Writer {
  readonly finder: Finder
  readonly spool: Spool
  readonly #kind: Kind
  readonly #roles: Spool | null
  readonly #people: People
  readonly #since: string | null

  constructor(kind: Kind, spool: Spool, roles: Spool | null, people: People, { metadata }: Setup, since: Date | null) {
    this.finder = new Finder(kind, metadata)
    this.#kind = kind
    this.spool = spool
    this.#roles = roles
    this.#people = people
    this.#since = since?.toISOString() ?? null
  } // prettier-ignore

  async begin(): Promise<void> {
    await this.spool.clear()
    await this.#roles?.clear()
    if (this.#roles !== null) this.#people.clear()
  }

  async take(records: readonly unknown[]): Promise<void> {
    this.finder.learn(records)
    const text: string[] = []
    const roles: string[] = []
    for (const record of records) {
      if (!isRecord(record) || this.#isOld(record)) continue
      if (this.#roles !== null) this.#takeUser(record, text, roles)
      else text.push(lineOf(this.#people.renamed(this.#kind, this.finder.names, this.finder.cells(record))))
    }
    await this.spool.add(text.join(''))
    await this.#roles?.add(roles.join(''))
  }

  /** Servers that do not filter send everything: what did not change since is left out here. */
  #isOld({ dateLastModified }: Record): boolean {
    if (this.#since === null || typeof dateLastModified !== 'string') return false
    // Of a time without a zone nobody knows which it is: whoever has one may be new.
    if (!/(z|[+-]\d\d:?\d\d)$/i.test(dateLastModified.trim())) return false
    const at = Date.parse(dateLastModified)
    return !Number.isNaN(at) && at <= Date.parse(this.#since)
  }

  #takeUser(record: Record, text: string[], roles: string[]): void {
    const cells = this.finder.cells(record)
    const [id = '', status = '', modified = ''] = cells
    const person = this.#people.meet(id, record)
    if (person === id) text.push(lineOf(cells))
    const told = rolesOf(record)
    // Nobody is without a role: one of whom none can be read keeps those that are known, and the row says what is wrong.
    if (told.length === 0) roles.push(lineOf([person, status, modified, person, '', '', '', '', '']))
    for (const role of told)
      roles.push(lineOf([roleId(person, role), status, modified, person, role.type, role.role, role.begin, role.end, role.org]))
  } // prettier-ignore
}

type Role = {
  readonly type: string
  readonly role: string
  readonly org: string
  readonly begin: string
  readonly end: string
}

/** 1.2 has a list of roles, 1.1 one role and a list of orgs; servers of either version send either. */
function rolesOf(record: Record): Role[] {
  const { roles } = record
  if (Array.isArray(roles) && roles.length > 0)
    return roles.filter(isRecord).map(one => ({
      type: readText(one.roleType),
      role: readText(one.role).trim(),
      org: readRef(one.org ?? one.orgSourcedId).trim(),
      begin: readText(one.beginDate),
      end: readText(one.endDate),
    }))
  const { role } = record
  // Some published typings wrap both: {role: {role, orgs}}.
  const wrapped = isRecord(role) ? role : record
  const word = readText(wrapped.role).trim()
  const orgs = wrapped.orgs ?? wrapped.org ?? record.orgs ?? record.orgSourcedIds
  const ids = readRef(orgs).split(',').map(id => id.trim()).filter(id => id !== '') // prettier-ignore
  // The one role a 1.1 user has at an org is the primary one there (docs/decisions/0005-roles-of-1.1.md).
  return ids.map(org => ({ type: 'primary', role: word, org, begin: '', end: '' }))
}

/** The id of a role that has none: the same as that of a role out of a 1.1 file. */
function roleId(user: string, { org, role }: Role): string {
  const plain = `${user}/${org}/${role}`
  return user.includes('/') || org.includes('/') ? `${user.length}/${plain}` : plain
}

/**
 * People who are several users at their source, a parent who teaches, say. Only where a connection says so they become
 * one: the first of those with the same number who is not gone, under whose id what is said of the others stands.
 */
export class People {
  readonly #by: Setup['merge']
  readonly #first = new Map<string, { readonly id: string; readonly gone: boolean }>()
  readonly #now = new Map<string, string>()
  constructor(by: Setup['merge']) {
    this.#by = by
  }

  clear(): void {
    this.#first.clear()
    this.#now.clear()
  }

  /** The id under which a user stands. */
  meet(id: string, record: Record): string {
    const number = this.#by === null ? '' : readText(record[this.#by]).trim()
    if (number === '' || id === '') return id
    const gone = /^(inactive|to ?be ?deleted)$/i.test(readText(record.status).trim())
    const first = this.#first.get(number)
    // Who is gone speaks for nobody: another with the number takes the place.
    if (first === undefined || (first.gone && !gone)) {
      this.#first.set(number, { id, gone })
      if (first !== undefined && first.id !== id) this.#now.set(first.id, id)
      return id
    }
    if (gone || first.id === id) return id
    this.#now.set(id, first.id)
    return first.id
  }

  renamed(kind: Kind, names: readonly string[], cells: string[]): string[] {
    if (this.#now.size === 0) return cells
    const column = kind === 'demographics' ? 'sourcedId' : 'userSourcedId'
    return cells.map((cell, at) => (names[at] === column ? (this.#now.get(cell) ?? cell) : cell))
  }
}
