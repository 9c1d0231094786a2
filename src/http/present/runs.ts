import type { RunEntry } from '../../store/run-list.ts'
import type { RunBrief } from '../contract/common.ts'
import { unplaced } from './unplaced.ts'

/** A run as lists show it: the kinds added up, so that a reader compares nights at a glance. */
export function presentRun(entry: RunEntry): RunBrief {
  // An undo counts what it took out and put back instead.
  const kinds = Object.values<Readonly<Record<string, number>>>(entry.kindCounts ?? {})
  const sum = (...names: readonly string[]) =>
    kinds.reduce((total, row) => names.reduce((part, name) => part + (row[name] ?? 0), total), 0)
  const { run, trigger, who, phase, result, message, plan, planStatus, undoes, undoneBy, issueCounts, promotions, rejected } = entry // prettier-ignore
  return {
    run,
    trigger,
    who,
    phase,
    result,
    message: message === null ? null : unplaced(message),
    plan,
    planStatus,
    undoes,
    undoneBy, // prettier-ignore
    startedAt: entry.startedAt.toISOString(),
    finishedAt: entry.finishedAt?.toISOString() ?? null,
    workedMillis: entry.finishedAt === null ? null : workedMillis(entry),
    issues: Object.values(issueCounts ?? {}).reduce((total, count) => total + count, 0),
    counts: {
      added: sum('create', 'restore'),
      changed: sum('update', 'revert'),
      removed: sum('remove', 'erase'),
      rejected,
      promoted: promotions,
    },
  }
}

/** Phases but the waiting ones: between the plan and its apply somebody may have slept. */
function workedMillis({ phases }: Pick<RunEntry, 'phases'>): number {
  return phases.reduce((total, { phase, at }, index) => {
    const next = phases[index + 1]
    return phase === 'done' || next === undefined ? total : total + Date.parse(next.at) - Date.parse(at)
  }, 0)
}
