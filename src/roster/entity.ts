import type { Kind } from './kinds.ts'
import { manifest } from './fields.ts'

/**
 * A checked value: dates `YYYY-MM-DD`, years `YYYY`, null where nothing is said. References and
 * grades are sorted and without repeats; other lists keep the order in which they came.
 */
export type Value = string | readonly string[] | boolean | null

/** The items of a list; none of what is no list. */
export function itemsOf(value: Value | undefined): readonly string[] {
  return typeof value === 'object' && value !== null ? value : []
}

/** A record that passed its checks. `values` stand in the order of `manifest[kind]`. */
export type Entity = {
  readonly kind: Kind
  readonly sourcedId: string
  readonly values: readonly Value[]
}

/**
 * The key that says "the same entity" within one connection and kind: the sourcedId, but for roles
 * user, org and role together. OneRoster 1.1 has no ids for roles, and a district that moves from 1.1
 * to 1.2 must not lose and regain all of them.
 */
export function entityKey(entity: Entity): string {
  if (entity.kind !== 'roles') return entity.sourcedId
  return roleKey(String(entity.values[0]), String(entity.values[5]), String(entity.values[2]))
}

/** The key of a role; the unit separator cannot stand in a sourcedId that passed the checks. */
export function roleKey(user: string, org: string, role: string): string {
  return `${user}\u001f${org}\u001f${role}`
}

/** Column name of a field: `termSourcedIds` → `term_sourced_ids`. */
export function columnName(field: string): string {
  return field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

/** Entity as an object keyed by OneRoster names, for people and for JSON. */
export function entityObject(entity: Entity): Record<string, Value> {
  const out: Record<string, Value> = { sourcedId: entity.sourcedId }
  manifest[entity.kind].forEach((field, at) => (out[field.name] = entity.values[at] ?? null))
  return out
}
