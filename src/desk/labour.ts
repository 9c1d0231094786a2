import type { Store } from '../store/open.ts'
import { applyPlan } from '../sync/apply-plan.ts'
import type { Outcome } from '../sync/outcome.ts'
import type { Order } from '../sync/run.ts'
import { sync } from '../sync/sync.ts'
import { undoRun } from '../sync/undo-run.ts'
import type { Task } from './desk.ts'

/** What the runs of one task share. */
export type Shift = Pick<Order, 'today' | 'progress'> &
  Required<Pick<Order, 'began' | 'signal' | 'resumed'>> & { readonly store: Store }

/** What a task came to: `moved` when the roster is another than before. */
export type Came = { readonly status: string; readonly moved: boolean; readonly outcome: Outcome | null }

const additions = { allow: [], only: 'additions', schools: null } as const

/** Carries out what was asked for. Throws whatever the run throws. */
export async function carryOut(task: Task, shift: Shift): Promise<Came> {
  if (task.ask === 'undo') {
    const { status } = await undoRun({ ...shift, ...task, undoes: task.run, dryRun: false })
    return { status, moved: status === 'undone', outcome: null }
  }
  const outcome = task.ask === 'apply' ? await applyPlan({ ...shift, ...task }) : await syncTask(task, shift)
  return { status: outcome.status, moved: outcome.status === 'applied', outcome }
}

async function syncTask(task: Extract<Task, { ask: 'sync' }>, shift: Shift): Promise<Outcome> {
  const adding = task.only === 'additions' && !task.planOnly
  const outcome = await sync({ ...shift, ...task, from: null, planOnly: task.planOnly || adding })
  if (!adding || outcome.plan === null || !comes(outcome)) return outcome
  return await applyPlan({ ...shift, ...task, plan: outcome.plan, decision: additions })
}

function comes({ counts }: Outcome): boolean {
  return Object.values(counts).some(({ create, restore }) => create + restore > 0)
}
