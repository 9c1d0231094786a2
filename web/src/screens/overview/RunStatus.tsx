import type { RunBrief } from '../../../../src/http/contract/common.ts'
import { Status, type Mark } from '../../design/Status.tsx'
import { useSay } from '../../words/say.tsx'

const marks: Readonly<Record<RunBrief['result'], Mark>> = {
  running: 'running', applied: 'ok', held: 'hold', cleared: 'ok', empty: 'ok', failed: 'trouble', undone: 'resting',
} // prettier-ignore

/** How a run ended, in one word and shape; with issues it succeeded all the same, and says how many. */
export function RunStatus({ run: { result, issues, planStatus } }: { run: RunBrief }) {
  const say = useSay()
  if (result === 'applied' && issues > 0)
    return <Status mark="caution">{say('run.withIssues', { count: issues })}</Status>
  if (result === 'held' && planStatus !== 'held' && planStatus !== null)
    return <Status mark={planStatus === 'applied' ? 'ok' : 'resting'}>{say(`run.held.${planStatus}`)}</Status>
  return <Status mark={marks[result]}>{say(`run.${result}`)}</Status>
}
