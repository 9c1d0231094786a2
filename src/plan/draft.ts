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
  private readonly sum: ChangeSum

  constructor(hash: Hash) {
    this.sum = new ChangeSum(hash)
  }

  add(change: Change): void {
    this.changes++
    countOp(this.counts, change)
    if (change.school !== null) countOp((this.perSchool[change.school] ??= {}), change)
    tallyChange(this.tally, change)
    if (change.reason === 'promoted') this.promotions++
    if (change.kind === 'users') this.followGrade(change)
    this.sum.add(change)
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
    return digestText(this.sum, loads, snapshotDigest)
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
function totalOf(counts: OpCounts): number {
  return ops.reduce((sum, op) => sum + counts[op], 0)
}

export function totalChanges(counts: KindCounts): number {
  return kinds.reduce((sum, kind) => sum + totalOf(counts[kind] ?? noCounts()), 0)
}

function countOp(counts: KindCounts, { kind, op }: Change): void {
  const row = (counts[kind] ??= noCounts())
  row[op]++
}

/** What of a change a digest covers: what it would do, to whom, and why. */
export type Summed = Pick<Change, 'kind' | 'op' | 'sourcedId' | 'formerId' | 'reason' | 'after'>
export type Hash = (text: string) => readonly [number, number]

/** Changes summed by hash: any order of the same changes gives the same sum. */
export class ChangeSum {
  private count = 0
  private low = 0
  private high = 0
  private readonly hash: Hash

  constructor(hash: Hash) {
    this.hash = hash
  }

  add({ kind, op, sourcedId, formerId, after, reason }: Summed): void {
    const content = after === null ? '' : entityLine(after)
    const [low, high] = this.hash([kind, op, sourcedId, formerId ?? '', reason, content].join('\u001e'))
    this.count++
    this.low = (this.low + low) % 2 ** 52
    this.high = (this.high + high) % 2 ** 52
  }

  toString(): string {
    return [this.count, this.low, this.high].join('\n')
  }
}

/** Kinds taken whole are covered by the digest of the snapshot they are taken from. */
export function digestText(sum: ChangeSum, loads: readonly Kind[], snapshotDigest: string): string {
  return [String(sum), ...[...loads].sort().map(kind => `${kind} ${snapshotDigest}`)].join('\n')
}
