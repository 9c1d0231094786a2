import type { Decision } from '../guard/guard.ts'
import type { Runner } from '../store/sql.ts'

/** What may be asked of a worker. `district` is its key. */
export type Task =
  | {
      readonly ask: 'sync'
      readonly district: string
      readonly trigger: string
      readonly who: string
      readonly planOnly: boolean
      /** On days that only add: what the plan adds is applied, the rest waits for another day. */
      readonly only?: 'additions'
      /** Id of one school, class or person that is read in place of everything. */
      readonly record?: string
    }
  | {
      readonly ask: 'apply'
      readonly district: string
      readonly plan: string
      readonly who: string
      readonly decision: Decision
    }
  | { readonly ask: 'undo'; readonly district: string; readonly run: number; readonly who: string }

/**
 * Where work is asked for. One task of a district runs at a time, and of each kind (sync, preview, refresh, apply, undo) one
 * waits: what is asked for on top of a waiting one is that one (null).
 */
export type Desk = {
  /** The id of the task. Written by `db` when given, so that it is asked for exactly when that transaction commits. */
  ask(task: Task, db?: Runner): Promise<string | null>
  /** Tasks of a district that wait or run. */
  waiting(district: string): Promise<readonly WaitingTask[]>
}
export type TaskKind = Task['ask'] | 'preview' | 'refresh'
export type WaitingTask = {
  readonly id: string
  readonly ask: TaskKind
  readonly since: Date
  readonly running: boolean
}

export function kindOf(task: Task): TaskKind {
  if (task.ask !== 'sync') return task.ask
  return task.planOnly ? 'preview' : task.record === undefined ? 'sync' : 'refresh'
}
