import { entityKey } from '../roster/entity.ts'
import type { Batch, Stream } from '../sources/source.ts'
import type { KindBase } from './base.ts'
import type { Checker } from './check.ts'
import type { Seed } from './hash.ts'
import type { Reading } from './reading.ts'
import type { Around, RowTaker } from './take.ts'
import { flags } from './table.ts'

type Repeating = {
  readonly stream: Stream
  readonly base: KindBase
  readonly around: Around
  readonly taker: RowTaker
  readonly check: Checker
  readonly seed: Seed
}
type Place = { readonly cells: string[]; readonly row: number; readonly lo: number; readonly hi: number }

/** The same sourcedId twice: the last row counts, whatever was taken on the way. */
export async function settleRepeats(repeating: Repeating): Promise<void> {
  const { stream, taker } = repeating
  const keysAt = new Map<number, string[]>()
  for (const [key, row] of taker.doubtful) keysAt.set(row, [...(keysAt.get(row) ?? []), key])
  for await (const batch of stream.batches()) {
    for (let at = 0; at < batch.count; at++) {
      const keys = keysAt.get(batch.firstRow + at)
      const cells = keys === undefined ? null : stream.split(batch, at)
      if (keys === undefined || !Array.isArray(cells)) continue
      const place = placeOf(repeating, cells, batch, at)
      for (const key of keys) settleRepeat(repeating, key, place)
    }
  }
  recount(taker.reading, repeating.base)
}

/** Where rows repeat one another entities are counted, and the rows that do not count stand apart. */
function recount(reading: Reading, { table }: KindBase): void {
  Object.assign(reading, { accepted: 0, out: 0, fresh: 0 })
  table.each(mark => {
    if ((mark & flags.valid) !== 0) {
      reading.accepted++
      if ((mark & flags.held) === 0) reading.fresh++
    } else if ((mark & flags.seen) !== 0 && (mark & (flags.out | flags.gone)) !== 0) reading.out++
  })
  reading.repeated = Math.max(0, reading.rows - reading.accepted - reading.rejected - reading.out)
}

function placeOf({ around, seed }: Repeating, cells: string[], batch: Batch, at: number): Place {
  const { hasher } = around
  hasher.bytes(batch.bytes, batch.starts[at] ?? 0, batch.ends[at] ?? 0, seed)
  return { cells, row: batch.firstRow + at, lo: hasher.lo, hi: hasher.hi }
}

function settleRepeat({ stream, around, taker, check }: Repeating, key: string, place: Place): void {
  const { row } = place
  taker.reading.winners.set(key, row)
  around.issues.add({
    severity: 'warning',
    rule: 'duplicate_sourced_id',
    file: stream.file,
    row,
    field: 'sourcedId',
    sourcedId: place.cells[stream.sourcedIdCell] ?? null,
    value: null,
    message: `sourcedId ${JSON.stringify(key.replaceAll('\u001f', ' '))} stands in ${stream.file} more than once; the last row counts`,
    fix: 'Give each row a sourcedId of its own',
  })
  const checked = check(place.cells, row)
  if (checked.tombstone) return
  taker.reading.gone.delete(key)
  for (const entity of checked.entities) if (entityKey(entity) === key) taker.keepLast(entity, row, place)
}
