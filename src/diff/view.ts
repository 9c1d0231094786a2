import type { Entity } from '../roster/entity.ts'
import type { Kind } from '../roster/kinds.ts'

/** A row of the roster, as diff needs it. */
export type Held = {
  readonly id: string
  /** entityKey of `entity`. */
  readonly key: string
  readonly entity: Entity
  readonly live: boolean
  /** Made by hand: no connection ever brought it. */
  readonly byHand: boolean
  /** For users: their live roles; for the others empty. */
  readonly roles: readonly { readonly role: string; readonly org: string }[]
  /** For enrollments: the terms of their class. */
  readonly terms: readonly string[]
}

/** Who else uses a login, in the roster as it is. */
export type Holder = {
  readonly id: string
  readonly sourcedId: string
  readonly email: string | null
  readonly username: string | null
  /** False for one who was removed: suspended, but the account and what hangs on it are there. */
  readonly live: boolean
}

/** The questions diff asks the roster; answered in pieces, by the connection's own rows unless it says otherwise. */
export type RosterView = {
  find(kind: Kind, keys: readonly string[]): Promise<Held[]>
  /** Live roles of these sourcedIds, or of these people. */
  findRoles(by: 'sourcedId' | 'userSourcedId', ids: readonly string[]): Promise<Held[]>
  /** Users with one of these identifiers, live or removed, of this connection or made by hand. */
  findPeople(identifiers: readonly string[]): Promise<Held[]>
  /** Users made by hand with one of these e-mails, in lower case. */
  findByHand(emails: readonly string[]): Promise<Held[]>
  /** Live and suspended users with one of these e-mails or usernames, in lower case. */
  findHolders(logins: readonly string[]): Promise<Holder[]>
  /** Those of these people who are or ever were students. */
  findStudents(ids: readonly string[]): Promise<string[]>
  /** Live students with a grade, and the highest grade code among them. */
  countStudents(): Promise<{ count: number; topGrade: string | null }>
}
