import { isKind, type Kind } from '../roster/kinds.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Drop } from '../sources/source.ts'
import type { FolderDrawer } from '../store/drawer.ts'

/** What apply needs of a snapshot beside its lines, when it comes days after the plan, in another process. */
export type Handover = {
  /** Rows that count among those with the same key. */
  readonly winners: Partial<Record<Kind, ReadonlyMap<string, number>>>
  readonly sourceTime: string | null
  readonly fileTime: Date | null
}

/** Leaves it beside the snapshot; on disk before the plan is told, or a plan could be applied without it. */
export async function leaveHandover(drawer: FolderDrawer, snapshot: Snapshot, drop: Drop): Promise<void> {
  drawer.add('times', JSON.stringify([snapshot.latest, drop.writtenAt]))
  for (const { kind, winners } of Object.values(snapshot.readings))
    for (const [key, row] of winners) drawer.add('winners', JSON.stringify([kind, key, row]))
  await drawer.flush()
}

export async function readHandover(drawer: Drawer): Promise<Handover> {
  const winners: Partial<Record<Kind, Map<string, number>>> = {}
  for await (const line of drawer.lines('winners')) {
    const [kind, key, row] = JSON.parse(line) as [string, string, number] // written above
    if (isKind(kind)) (winners[kind] ??= new Map()).set(key, row)
  }
  for await (const line of drawer.lines('times')) {
    const [sourceTime, fileTime] = JSON.parse(line) as [string | null, string | null] // written above
    return { winners, sourceTime, fileTime: fileTime === null ? null : new Date(fileTime) }
  }
  return { winners, sourceTime: null, fileTime: null }
}
