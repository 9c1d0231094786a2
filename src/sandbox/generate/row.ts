import { headers, line, type SheetName, type Version } from './columns.ts'
import { split } from './previous.ts'
import type { User } from './users.ts'

/** A row of an earlier drop, taken apart to be changed: cells go by the names of their columns. */
export class Row {
  readonly version: Version
  readonly #names: readonly string[]
  readonly #cells: string[]

  constructor(version: Version, sheet: SheetName, text: string) {
    this.version = version
    this.#names = headers[version][sheet]
    this.#cells = split(text)
  }

  /** Blank for a column the version does not have. */
  of(column: string): string {
    return this.#cells[this.#names.indexOf(column)] ?? ''
  }

  put(column: string, value: string): this {
    const at = this.#names.indexOf(column)
    if (at >= 0) this.#cells[at] = value
    return this
  }

  get id(): string {
    return this.#cells[0] ?? ''
  }

  text(): string {
    return line(this.#cells)
  }
}

/** Our own drops give grades to students only, and number guardians under a letter of their own. */
export function standing(user: Row): 'student' | 'guardian' | 'staff' {
  if (user.of('grades') !== '') return 'student'
  return user.id.startsWith('g-') ? 'guardian' : 'staff'
}

export function orgsOf(user: Row): string[] {
  return (user.version === '1.1' ? user.of('orgSourcedIds') : user.of('primaryOrgSourcedId')).split(',')
}

export function putOrgs(user: Row, orgs: readonly string[]): Row {
  return user.put('orgSourcedIds', orgs.join(',')).put('primaryOrgSourcedId', orgs[0] ?? '')
}

/** The row with another person in it: role and schools stay, as when a post is filled anew. */
export function fill(user: Row, by: User): Row {
  return user
    .put('sourcedId', by.sourcedId)
    .put('username', by.login)
    .put('givenName', by.given)
    .put('familyName', by.family)
    .put('middleName', by.middle)
    .put('identifier', by.card)
    .put('email', by.email)
    .put('userMasterIdentifier', by.master)
    .put('preferredGivenName', by.preferred)
}

/** What stands behind the @ of the staff, read from one of its rows. */
export function domainOf(user: Row): string {
  return user.of('email').split('@')[1] ?? ''
}
