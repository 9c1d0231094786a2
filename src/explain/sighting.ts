import type { Op, Reason } from '../diff/change.ts'
import { fieldsOf, isLive, type Fields, type State } from '../events/state.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { tableOf } from '../store/roster.ts'
import { row, rows, sql } from '../store/sql.ts'
import { recordOf, type Apart } from './artifacts.ts'
import type { Place } from './place.ts'

/** What the waiting plan would do with a record. */
export type Planned = {
  readonly op: Op
  readonly id: string | null
  readonly before: Fields | null
  readonly after: Fields | null
  readonly reason: Reason
  readonly hazards: readonly string[]
}
export type Trouble = {
  readonly severity: 'error' | 'warning'
  readonly rule: string
  readonly file: string
  readonly row: number | null
  readonly message: string
  readonly fix: string
}

/** All that is known of one record: what the roster holds, what a plan would do, what the last reading made of it. */
export type Sighting = {
  readonly kind: Kind
  readonly sourcedId: string
  readonly state: State | null
  readonly live: boolean
  readonly planned: Planned | null
  readonly rejected: Apart | null
  readonly out: Apart | null
  readonly issues: readonly Trouble[]
  /** The run whose undo took it out of the roster as if it had never come. */
  readonly erased: number | null
}

export async function look(place: Place, kind: Kind, sourcedId: string): Promise<Sighting> {
  const state = await findState(place, kind, sourcedId)
  const planned = await findPlanned(place, kind, sourcedId)
  const rejected = await findApart(place, 'rejected', kind, sourcedId)
  const out = await findApart(place, 'out', kind, sourcedId)
  const issues = await findIssues(place, kind, sourcedId)
  const unknown = state === null && planned === null && rejected === null && out === null
  const erased = unknown ? await findErased(place, kind, sourcedId) : null
  return { kind, sourcedId, state, live: isLive(state), planned, rejected, out, issues, erased }
}

/** Whether anything at all is known. */
export function isSeen({ state, planned, rejected, out, erased, issues }: Sighting): boolean {
  return [state, planned, rejected, out, erased].some(one => one !== null) || issues.length > 0
}

export function fieldsNow({ kind, state, planned }: Sighting): Fields | null {
  return state === null ? (planned?.after ?? null) : fieldsOf(kind, state)
}

async function findState(place: Place, kind: Kind, sourcedId: string): Promise<State | null> {
  const { districtId } = place.district
  const found = await row<{ state: State }>(
    place.db,
    sql`select to_jsonb(t) as state from ${tableOf(kind)} t where district_id = ${districtId}
        and (connection_id = ${place.connection.connectionId} or connection_id is null) and sourced_id = ${sourcedId}
        and removed_why is distinct from 'id_reused'
      order by removed_at is null desc, removed_run desc nulls last limit 1`,
  )
  return found?.state ?? null
}

async function findPlanned(place: Place, kind: Kind, sourcedId: string): Promise<Planned | null> {
  const { waiting, db, district, artifacts, connection } = place
  if (waiting === null) return null
  const found = await row<Planned>(
    db,
    sql`select op, id, before, after, reason, hazards from plan_changes
      where district_id = ${district.districtId} and plan = ${waiting.plan} and kind = ${kind}
        and (sourced_id = ${sourcedId} or former_id = ${sourcedId})
      order by after is null, sourced_id = ${sourcedId} desc, seq limit 1`,
  )
  if (found !== null || !waiting.loads.includes(kind)) return found
  // A kind that comes for the first time is taken whole from the snapshot; its rows are listed nowhere else.
  const line = await artifacts.find(waiting.run, kind, sourcedId)
  if (line === null) return null
  const after = recordOf(line.entity, connection.rules)
  return { op: 'create', id: null, before: null, after, reason: 'new', hazards: [] }
}

async function findApart(
  { asides }: Place,
  label: 'rejected' | 'out',
  kind: Kind,
  sourcedId: string,
): Promise<Apart | null> {
  const found = (await asides.about(sourcedId))[label]
  return found.filter(apart => apart.kind === kind && apart.sourcedId === sourcedId).at(-1) ?? null
}

async function findIssues({ db, district }: Place, kind: Kind, sourcedId: string): Promise<Trouble[]> {
  const found = await rows<Trouble>(
    db,
    sql`select severity, rule, file, row_number as row, message, fix from issues
      where district_id = ${district.districtId} and sourced_id = ${sourcedId} and closed_run is null
      order by severity, run, seq limit 50`,
  )
  return found.filter(({ file }) => kindOf(file) === kind)
}

/** The kind a file holds: `Users.csv` → users. */
export function kindOf(file: string): Kind | null {
  const name = file.replace(/^.*\//, '').replace(/\.csv$/i, '').toLowerCase()
  return kinds.find(kind => kind.toLowerCase() === name) ?? null
} // prettier-ignore

async function findErased({ db, district }: Place, kind: Kind, sourcedId: string): Promise<number | null> {
  const found = await row<{ run: number }>(
    db,
    sql`select r.undoes as run from changes c join runs r on r.district_id = c.district_id and r.run = c.run
      where c.district_id = ${district.districtId} and c.kind = ${kind} and c.sourced_id = ${sourcedId} and c.op = 'erase'
      order by c.seq desc limit 1`,
  )
  return found?.run ?? null
}
