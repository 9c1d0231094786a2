import { columnName, type Value } from '../roster/entity.ts'
import { manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'

/** A roster row as `changes` keeps it: column names, and the columns of ours beside the source's. */
export type State = Readonly<Record<string, unknown>>
/** A row as OneRoster names it; what is not said is left out. */
export type Fields = Readonly<Record<string, Value>>
export type FieldChange = { readonly field: string; readonly before: Value; readonly after: Value }

export function isLive(state: State | null): state is State {
  return state !== null && (state.removed_at ?? null) === null
}

export function fieldsOf(kind: Kind, state: State): Fields {
  const out: Record<string, Value> = { sourcedId: String(state.sourced_id) }
  for (const { name } of manifest[kind]) {
    const value = state[columnName(name)] as Value | undefined // columns have the manifest's types
    if (value !== undefined && value !== null) out[name] = value
  }
  return out
}

/** What differs, field by field in the manifest's order. */
export function compareFields(kind: Kind, before: Fields | null, after: Fields | null): FieldChange[] {
  const names = ['sourcedId', ...manifest[kind].map(({ name }) => name)]
  return names.flatMap(field => {
    const [old, fresh] = [before?.[field] ?? null, after?.[field] ?? null]
    return JSON.stringify(old) === JSON.stringify(fresh) ? [] : [{ field, before: old, after: fresh }]
  })
}
