import type { RunEntry } from '../../store/run-list.ts'
import type { RunBrief } from '../contract/common.ts'

/** A run as lists show it: the kinds added up, so that a reader compares nights at a glance. */
export function presentRun(entry: RunEntry): RunBrief {
  const kinds = Object.values(entry.kindCounts ?? {})
  const sum = (pick: (counts: (typeof kinds)[number]) => number) => kinds.reduce((total, kind) => total + pick(kind), 0) // prettier-ignore
  const { run, trigger, who, phase, result, message, plan, planStatus, undoes, undoneBy, issueCounts, promotions, rejected } = entry // prettier-ignore
  return {
    run,
    trigger,
    who,
    phase,
    result,
    message,
    plan,
    planStatus,
    undoes,
    undoneBy, // prettier-ignore
    startedAt: entry.startedAt.toISOString(),
    finishedAt: entry.finishedAt?.toISOString() ?? null,
    issues: Object.values(issueCounts ?? {}).reduce((total, count) => total + count, 0),
    counts: {
      added: sum(({ create, restore }) => create + restore),
      changed: sum(({ update }) => update),
      removed: sum(({ remove }) => remove),
      rejected,
      promoted: promotions,
    },
  }
}
