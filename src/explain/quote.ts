import type { Place } from './place.ts'
import type { Apart } from './artifacts.ts'
import { recordOf } from './artifacts.ts'
import type { Explanation, Quote } from './answer.ts'
import { readHistory } from '../events/history.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Sighting } from './sighting.ts'

/** The row of the source behind a record, as long as the snapshot of its run is kept. */
export async function quote(place: Place, seen: Sighting): Promise<Quote | null> {
  const { kind, sourcedId, state, planned, rejected, out } = seen
  const apart = rejected ?? out
  if (apart !== null) return quoteApart(apart)
  const { waiting, artifacts, connection } = place
  const brings = planned !== null && planned.after !== null && waiting !== null ? [waiting.run] : []
  const runs = [...brings, Number(state?.updated_run ?? 0), Number(state?.created_run ?? 0)]
  for (const run of new Set(runs)) {
    if (run === 0 || !artifacts.kept(run)) continue
    const line = await artifacts.find(run, kind, sourcedId)
    if (line !== null)
      return {
        file: fileOf(connection.source, kind),
        row: line.row,
        record: recordOf(line.entity, connection.rules),
      }
  }
  return null
}

/** What a source calls the rows of a kind: files have names of files, a server has collections. */
function fileOf(source: string, kind: string): string {
  return source === 'oneroster-csv' ? `${kind}.csv` : kind
}

/** Of a row that became no entity only its place is kept: its values never passed the checks. */
export function quoteApart({ file, row, sourcedId }: Apart): Quote {
  return { file, row, record: sourcedId === null ? {} : { sourcedId } }
}

export async function historyOf(
  { db, district }: Place,
  kind: Kind,
  id: string,
): Promise<Explanation['history']> {
  const past = await readHistory(db, district.districtId, kind, id)
  return past.map(({ run, at, op, fields }) => ({ run, at, op, fields }))
}
