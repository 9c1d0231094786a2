import type { FieldChange } from '../../events/state.ts'
import { singular, type Kind } from '../../roster/kinds.ts'
import type { Connection, District } from '../../store/districts.ts'
import type { Artifacts } from '../artifacts.ts'
import type { Told } from './happened.ts'
import type { Found } from './issues.ts'
import { rolesOf, type Choice, type Loaded, type Role } from './people.ts'

/** What a run did to one record and why, or why it did nothing. */
export type Outcome = {
  readonly sourcedId: string | null
  /** What it is: a person's roles, or the kind. */
  readonly type: string
  readonly schools: readonly string[]
  readonly action: string
  readonly reason: string
  readonly fields: readonly FieldChange[]
  readonly issues: readonly Found[]
  readonly run: number
}
export type Reporting = {
  readonly district: District
  readonly connection: Connection
  readonly artifacts: Artifacts
  readonly run: number
  readonly choice: Choice
}

/** What all parts of a report work with. */
export type Telling = {
  readonly order: Reporting
  readonly told: Told
  /** Names of schools by their ids. */
  readonly schools: ReadonlyMap<string, string>
  readonly loaded: Loaded
}
export type Tell = (outcomes: readonly Outcome[]) => Promise<void>

export function findRoles({ told, loaded }: Telling, users: readonly string[]): Promise<Map<string, Role[]>> {
  return users.length === 0 ? Promise.resolve(new Map()) : rolesOf(told, users, loaded)
}

export function named({ schools }: Telling, ids: readonly unknown[]): string[] {
  const known = ids.filter(id => typeof id === 'string')
  return [...new Set(known.map(id => schools.get(id) ?? id))]
}

export function typeOf(kind: Kind, roles: readonly Role[]): string {
  const names = [...new Set(roles.map(({ role }) => role))]
  return kind === 'users' && names.length > 0 ? names.join(', ') : singular(kind)
}
