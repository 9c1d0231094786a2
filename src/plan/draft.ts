import { ops, type Change } from '../diff/change.ts'
import { personOf } from '../diff/person.ts'
import { entityLine } from '../snapshot/line.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import type { GradeFlow, KindCounts, OpCounts } from './plan.ts'
import { emptyTally, tallyChange, type Tally } from './tally.ts'

/**
 * Changes as they go by, counted. The digest is a sum over the changes, so that the same changes in any order
 * are the same plan.
 */
export class Draft {
  readonly counts: KindCounts = {}
  readonly perSchool: Record<string, KindCounts> = {}
  readonly gradeFlow: GradeFlow = {}
  readonly tally: Tally = emptyTally()
  promotions = 0
  changes = 0
  private low = 0
  private high = 0
  private readonly hash: (text: string) => readonly [number, number]

  constructor(hash: (text: string) => readonly [number, number]) {
    this.hash = hash
  }

  add(change: Change): void {
    this.changes++
    countOp(this.counts, change)
    if (change.school !== null) countOp((this.perSchool[change.school] ??= {}), change)
    tallyChange(this.tally, change)
    if (change.reason === 'promoted') this.promotions++
    if (change.kind === 'users') this.followGrade(change)
    const [low, high] = this.hash(changeText(change))
    this.low = (this.low + low) % 2 ** 52
    this.high = (this.high + high) % 2 ** 52
  }

  /** Counts a kind taken whole: its creates are not listed. */
  addLoad(kind: Kind, creates: number): void {
    this.counts[kind] = { ...noCounts(), create: creates }
    this.changes += creates
  }

  /** Rows that stay as they are. */
  setUnchanged(kind: Kind, accepted: number): void {
    const counts = (this.counts[kind] ??= noCounts())
    counts.unchanged = Math.max(0, accepted - counts.create - counts.update - counts.restore)
  }

  /** Text the plan's digest is the hash of. */
  digestText(loads: readonly Kind[], snapshotDigest: string): string {
    const loaded = loads.map(kind => `${kind} ${this.counts[kind]?.create ?? 0} ${snapshotDigest}`)
    return [this.changes, this.low, this.high, ...loaded].join('\n')
  }

  private followGrade({ before, after }: Change): void {
    const [from, to] = [before, after].map(user => (user === null ? null : (personOf(user).grades[0] ?? '')))
    if (from === to || (from === '' && to === null) || (from === null && to === '')) return
    const row = (this.gradeFlow[from ?? 'new'] ??= {})
    row[to ?? 'gone'] = (row[to ?? 'gone'] ?? 0) + 1
  }
}

export function noCounts(): OpCounts {
  return { create: 0, update: 0, remove: 0, restore: 0, archive: 0, unchanged: 0 }
}

/** Changes of a kind, whatever their op. */
export function totalOf(counts: OpCounts): number {
  return ops.reduce((sum, op) => sum + counts[op], 0)
}

export function totalChanges(counts: KindCounts): number {
  return kinds.reduce((sum, kind) => sum + totalOf(counts[kind] ?? noCounts()), 0)
}

function countOp(counts: KindCounts, { kind, op }: Change): void {
  const row = (counts[kind] ??= noCounts())
  row[op]++
}

function changeText(change: Change): string {
  const { kind, op, sourcedId, formerId, after, reason } = change
  return [kind, op, sourcedId, formerId ?? '', reason, after === null ? '' : entityLine(after)].join('\u001e')
}
