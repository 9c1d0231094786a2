import { isKind, type Kind } from '../roster/kinds.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Drop } from '../sources/source.ts'
import { readingOf, type Reading } from './reading.ts'
import { snapshotDamaged, type FolderDrawer } from '../store/drawer.ts'

/** What apply needs of a snapshot beside its lines, when it comes days after the plan, in another process. */
export type Handover = {
  /** Rows that count among those with the same key. */
  readonly winners: Partial<Record<Kind, ReadonlyMap<string, number>>>
  readonly sourceTime: string | null
  /** Before which the files were not written. */
  readonly fileTime: Date | null
  /** How far the source is read once the plan is applied whole. */
  readonly reading: Reading | null
  /** The lines themselves, held to their number: a file that lost its end would read well and be short. */
  readonly drawer: Drawer
}

/** Leaves it beside the snapshot; on disk before the plan is told, or a plan could be applied without it. */
export async function leaveHandover(drawer: FolderDrawer, snapshot: Snapshot, drop: Drop): Promise<void> {
  drawer.add(
    'times',
    JSON.stringify([snapshot.latest, drop.written?.earliest ?? null, readingOf(snapshot, drop)]),
  )
  for (const { kind, winners } of Object.values(snapshot.readings))
    for (const [key, row] of winners) drawer.add('winners', JSON.stringify([kind, key, row]))
  drawer.add('ends', JSON.stringify(drawer.counts))
  await drawer.flush()
}

/** `loads` says that the snapshot's lines will be needed. Throws SNAPSHOT_DAMAGED. */
export async function readHandover(kept: FolderDrawer, loads: boolean): Promise<Handover> {
  const drawer = counted(kept, await readEnds(kept, loads))
  const winners: Partial<Record<Kind, Map<string, number>>> = {}
  for await (const line of drawer.lines('winners')) {
    const [kind, key, row] = JSON.parse(line) as [string, string, number] // written above
    if (isKind(kind)) (winners[kind] ??= new Map()).set(key, row)
  }
  for await (const line of drawer.lines('times')) {
    const [sourceTime, fileTime, reading = null] = JSON.parse(line) as [
      string | null,
      string | null,
      (Reading | null)?,
    ] // written above
    return { winners, sourceTime, fileTime: fileTime === null ? null : new Date(fileTime), reading, drawer }
  }
  return { winners, sourceTime: null, fileTime: null, reading: null, drawer }
}

async function readEnds(drawer: Drawer, loads: boolean): Promise<ReadonlyMap<string, number>> {
  for await (const line of drawer.lines('ends')) return new Map(JSON.parse(line) as [string, number][]) // written above
  if (loads) throw snapshotDamaged('of this plan: its end is missing')
  return new Map()
}

function counted(drawer: Drawer, ends: ReadonlyMap<string, number>): Drawer {
  return {
    add: (label, line) => drawer.add(label, line),
    drain: () => drawer.drain(),
    async *lines(label) {
      let count = 0
      for await (const line of drawer.lines(label)) {
        yield line
        count++
      }
      const must = ends.get(label) ?? 0
      if (ends.size > 0 && count !== must)
        throw snapshotDamaged(`of this plan: ${label} has ${count} lines, and ${must} were written`)
    },
  }
}
