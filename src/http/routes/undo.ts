import type { UndoOutcome } from '../../sync/undo-run.ts'
import { previewUndo } from '../../sync/undo-run.ts'
import { requireProof } from '../../login/proof.ts'
import { RollbookError } from '../../roster/errors.ts'
import { entriesOf } from '../../roster/kinds.ts'
import { findConnection } from '../../store/districts.ts'
import { runParams, undoPreview, type UndoPreview } from '../contract/runs.ts'
import { asked } from '../contract/sync.ts'
import { noted } from '../noted.ts'
import { schoolsOf } from '../present/within.ts'
import { route, type DistrictCall } from '../route.ts'

type Call = Pick<DistrictCall<{ run: number }, unknown, unknown>, 'read' | 'district' | 'params' | 'reader'>

export const undoRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/runs/:run/undo',
    may: 'see',
    about: 'What rolling a run back would put back, or why it cannot be',
    params: runParams,
    answer: undoPreview,
    refuses: ['RUN_UNKNOWN'],
    handle: preview,
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/runs/:run/undo',
    may: 'decide',
    about: 'Rolls a run back: what it created goes, what it replaced comes again',
    params: runParams,
    answer: asked,
    status: 202,
    refuses: ['RUN_UNKNOWN', 'RUN_NOT_APPLIED', 'UNDO_BLOCKED', 'PROOF_NEEDED', 'DISTRICT_BUSY'],
    async handle(call) {
      const { office, district, reader, params } = call
      const { run } = params
      requireProof(reader, office.now())
      const { possible, refusal } = await preview(call)
      if (!possible) throw new RollbookError('UNDO_BLOCKED', refusal ?? '')
      const task = await office.desk.ask({
        ask: 'undo',
        district: district.key,
        run,
        who: `console:${reader.id}`,
      })
      if (task === null) throw new RollbookError('DISTRICT_BUSY', `Cannot roll back run ${run} now: another rollback waits its turn. Try again once it is done`) // prettier-ignore
      await noted(call, 'run.undo', `run:${run}`)
      return { task, message: 'The rollback begins in a moment' }
    },
  }),
]

/**
 * The page asks before anybody clicks, so a refusal is an answer here, and not an error. A row that cannot go back may be
 * of any school: whoever is kept to some is told which runs are in the way, and of no row.
 */
async function preview({ read, district, reader, params: { run } }: Call): Promise<UndoPreview> {
  try {
    const { counts, conflicts } = await read(async client =>
      previewUndo(client, district, await findConnection(client, district), run),
    )
    const named = schoolsOf(reader, district.key) === null ? conflicts : []
    return {
      possible: conflicts.length === 0,
      refusal: conflicts.length === 0 ? null : blocked(run, conflicts),
      counts: entriesOf(counts).map(([kind, { erase, revert }]) => ({ kind, erase, revert })),
      conflicts: named.map(({ kind, sourcedId, why, runs }) => ({ kind, sourcedId, why, runs: [...runs] })),
    }
  } catch (error) {
    if (!(error instanceof RollbookError) || error.code === 'RUN_UNKNOWN') throw error
    return { possible: false, refusal: error.message, counts: [], conflicts: [] }
  }
}

function blocked(run: number, conflicts: UndoOutcome['conflicts']): string {
  const later = [...new Set(conflicts.flatMap(({ runs }) => runs))].sort((a, b) => b - a)
  const order = later.length === 1 ? '' : ', in this order'
  return `Cannot roll back run ${run}: later runs touched what it changed. Roll back ${later.join(', ')} first${order}`
}
