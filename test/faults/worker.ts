import { writeFileSync } from 'node:fs'
import type { HazardCode } from '../../src/guard/hazards.ts'
import { openStore } from '../../src/store/open.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import { sync } from '../../src/sync/sync.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { watchPoints, type How } from './inject.ts'

/** What a worker process is told to do, and where to die or to fall asleep. */
export type Task = {
  readonly url: string | null
  readonly data: string
  readonly work:
    | { readonly verb: 'sync'; readonly from: string }
    | { readonly verb: 'apply'; readonly plan: string; readonly allow: readonly HazardCode[] }
    | { readonly verb: 'undo'; readonly run: number }
  readonly blow: { readonly at: number; readonly how: How; readonly signal: 'SIGKILL' | 'SIGSTOP' } | null
  /** Where to list the points of the work. */
  readonly points?: string
}

const task = JSON.parse(process.argv[2] ?? '') as Task // written by workers.ts
const { work, blow } = task
const store = await openStore({ data: task.data, url: task.url })
const watch = watchPoints()
watch.arm(
  blow === null
    ? null
    : { at: blow.at, how: blow.how, strike: () => void process.kill(process.pid, blow.signal) },
)
process.stdout.write('ready\n')
try {
  const order = { store, district: 'lincoln', who: 'test', progress: () => {} }
  const today = () => '2026-09-15'
  const outcome =
    work.verb === 'sync'
      ? await sync({ ...order, trigger: 'manual', from: work.from, planOnly: false, today })
      : work.verb === 'apply'
        ? await applyPlan({
            ...order,
            plan: work.plan,
            decision: { allow: work.allow, only: 'all', schools: null },
          })
        : await undoRun({ ...order, undoes: work.run, dryRun: false, today })
  process.stdout.write(`${JSON.stringify({ status: outcome.status })}\n`)
} catch (error) {
  const { code = '', message } = error as { code?: string; message: string } // everything thrown here is an Error
  process.stdout.write(`${JSON.stringify({ code, message })}\n`)
  process.exitCode = 1
}
if (task.points !== undefined) writeFileSync(task.points, JSON.stringify(watch.points))
await store.close()
