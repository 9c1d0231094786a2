import { RollbookError } from '../../roster/errors.ts'
import { columnName } from '../../roster/entity.ts'
import { manifest } from '../../roster/fields.ts'
import { singular, type Kind } from '../../roster/kinds.ts'
import { tableOf } from '../roster.ts'
import { readGrace, schoolNames, stateOf, type HitState } from '../search/hits.ts'
import { row, sql, type Query, type Runner } from '../sql.ts'

/** A school as it stands beside what belongs to it. */
export type SchoolTag = { readonly sourcedId: string; readonly name: string }

/** What the roster holds of one record, and whether anything of it can be changed here. */
export type HeldRecord = {
  readonly id: string
  readonly sourcedId: string
  /** Null for what was made by hand. */
  readonly connectionId: string | null
  readonly state: HitState
  readonly byHand: boolean
  readonly createdRun: number
  readonly updatedRun: number
  readonly removedRun: number | null
  readonly removedAt: Date | null
  readonly removedWhy: string | null
  /** Fields by their OneRoster names, in the manifest's order; blank ones are left out. */
  readonly fields: Readonly<Record<string, FieldValue>>
}
export type FieldValue = string | boolean | readonly string[]

type Found = Omit<HeldRecord, 'fields'> & { readonly whole: Record<string, unknown> }

/** One record by our id. Throws RECORD_UNKNOWN. */
export async function readHeld(db: Runner, districtId: string, kind: Kind, id: string): Promise<HeldRecord> {
  const enabled = kind === 'users' ? sql`coalesce(t.enabled_user, true)` : sql`true`
  const grace = await readGrace(db, districtId)
  const found = await row<Found>(
    db,
    sql`select t.id, t.sourced_id as "sourcedId", ${stateOf(enabled, grace)} as state, t.connection_id as "connectionId", t.connection_id is null as "byHand",
        t.created_run as "createdRun", t.updated_run as "updatedRun", t.removed_run as "removedRun",
        t.removed_at as "removedAt", t.removed_why as "removedWhy", to_jsonb(t) as whole
      from ${tableOf(kind)} t where t.district_id = ${districtId} and t.id = ${id}`,
  )
  if (found === null) throw unknownRecord(kind, id)
  const { whole, ...held } = found
  return { ...held, fields: fieldsIn(kind, whole) }
}

/** Also said of a record at a school that the reader does not look after: that it exists is not theirs to know. */
export function unknownRecord(kind: Kind, id: string): RollbookError {
  return new RollbookError(
    'RECORD_UNKNOWN',
    `Cannot show ${singular(kind)} ${JSON.stringify(id)}: there is none here. Search for it again`,
    2,
  )
}

function fieldsIn(kind: Kind, whole: Record<string, unknown>): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (const { name } of manifest[kind]) {
    const value = whole[columnName(name)]
    if (typeof value === 'string' || typeof value === 'boolean') fields[name] = value
    else if (Array.isArray(value) && value.length > 0) fields[name] = value.map(String)
  }
  return fields
}

/** Text of a field, or null where it is blank or no text. */
export function textIn(fields: HeldRecord['fields'], name: string): string | null {
  const value = fields[name]
  return typeof value === 'string' ? value : null
}

/** A school by its sourcedId, with its name where we know it. */
export async function tagSchools(
  db: Runner,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<(sourcedId: string) => SchoolTag> {
  const names = await schoolNames(db, districtId, [...new Set(sourcedIds)])
  return sourcedId => ({ sourcedId, name: names.get(sourcedId) ?? sourcedId })
}

/**
 * Rows `from` that come from where `to` does: sourcedIds say who is meant within one source only. Each branch is one
 * that an index answers, which a comparison of two nulls is not.
 */
export function sameOrigin(from: Query, to: Query, byHand: boolean): Query {
  return byHand ? sql`${from}.connection_id is null` : sql`${from}.connection_id = ${to}.connection_id`
}
