import { singular } from '../../roster/kinds.ts'
import { undoRun, type UndoOutcome } from '../../sync/undo-run.ts'
import type { Call, Command } from '../command.ts'
import { flag } from '../options.ts'
import { nextStep, whoRuns } from '../order.ts'
import { green, red } from '../paint.ts'
import { sayBack } from '../present/counts-text.ts'
import { runNumber } from './run.ts'

export const command: Command = {
  verb: 'undo',
  usage: ['undo <district> <run> [--dry-run]'],
  summary: 'put back exactly what a run changed',
  options: { 'dry-run': { type: 'boolean', about: 'show what would go back; change nothing' } },
  args: [2, 2],
  stops: true,
  async run(call) {
    const [district = '', word = ''] = call.args
    const undoes = runNumber(word, district)
    const { today, progress, signal } = call
    const store = await call.store()
    const dryRun = flag(call, 'dry-run')
    const outcome = await undoRun({
      store,
      district,
      undoes,
      dryRun,
      who: whoRuns(),
      today,
      progress,
      signal,
    })
    call.out.result(outcome, () => sayUndo(call, outcome))
    return outcome.conflicts.length > 0 ? 1 : 0
  },
}

function sayUndo(call: Call, outcome: UndoOutcome): void {
  const { out } = call
  const { district, undoes, run, status, conflicts } = outcome
  if (conflicts.length > 0) return sayRefusal(call, outcome)
  if (status === 'preview') out.line(`Undoing run ${undoes} would put the roster back. Nothing was changed.`)
  else out.line(green('Undone'), `: run ${undoes} was taken back by run ${run ?? ''}`)
  sayBack(out, outcome.counts)
  if (status === 'preview') out.line('To do it:  ', nextStep(call, `undo ${district} ${undoes}`))
  else out.line('To have it back:  ', nextStep(call, `undo ${district} ${run ?? ''}`))
}

function sayRefusal(call: Call, { undoes, conflicts, district }: UndoOutcome): void {
  const { out } = call
  out.line(red('Refused'), `: later runs touched what run ${undoes} changed. Nothing was changed.`)
  out.table(
    ['Row', 'Why', 'Runs'],
    conflicts.map(({ kind, sourcedId, why, runs }) => [
      `${singular(kind)} ${sourcedId}`,
      why === 'changed' ? 'changed again' : 'later rows refer to it',
      runs.join(', '),
    ]),
  )
  const later = [...new Set(conflicts.flatMap(({ runs }) => runs))].sort((a, b) => b - a)
  out.line('Undo what came later first:')
  for (const one of later) out.line('  ', nextStep(call, `undo ${district} ${one}`))
}
