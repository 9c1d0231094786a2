import type { Hazard } from '../guard/hazards.ts'
import type { Basis, GradeFlow, KindCounts } from '../plan/plan.ts'
import type { Kind } from '../roster/kinds.ts'

/** What a plan, apply or sync came to: the `--json` document of the command line. */
export type Outcome = {
  readonly run: number
  readonly plan: string | null
  readonly district: string
  readonly basis: Basis | null
  readonly digest: string | null
  readonly status: 'cleared' | 'held' | 'applied' | 'empty' | 'failed'
  readonly counts: KindCounts
  readonly promotions: number
  readonly hazards: readonly Hazard[]
  readonly issues: number
  readonly issueCounts: Readonly<Record<string, number>>
  readonly complete: readonly Kind[]
  readonly gradeFlow: GradeFlow
  /** One sentence for people when nothing else says it: why it failed, or that the files are those of last time. */
  readonly message: string | null
  readonly version: string | null
  /** Where the records came from; null where nothing was read. */
  readonly source: string | null
  /** When the source says it was written; null where it does not. */
  readonly writtenAt: Date | null
  /** The source said a time and no zone: it may be some hours off. */
  readonly writtenAbout: boolean
  readonly rows: number
}

/** Told now and then during long work; `total` is null while nobody knows. */
export type Progress = (phase: string, done: number, total: number | null) => void
