import { findDistrict } from '../../store/districts.ts'
import { listRuns } from '../../store/runs.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { whole } from '../options.ts'
import { nextStep } from '../order.ts'
import { sayRuns } from '../present/run-text.ts'

const shown = 20

export const command: Command = {
  verb: 'runs',
  usage: ['runs <district> [--limit N]'],
  summary: 'what was run in a district, the newest first',
  options: { limit: { type: 'string', value: 'N', about: `how many (default: ${shown})` } },
  args: [1, 1],
  async run(call) {
    const [key = ''] = call.args
    const limit = whole(call, 'limit') ?? shown
    if (limit === 0) throw new UsageError('Cannot list no runs: --limit must be at least 1')
    const { pool } = await call.store()
    const { districtId, zone } = await findDistrict(pool, key)
    const runs = await listRuns(pool, districtId, limit)
    call.out.result({ district: key, runs }, () => {
      if (runs.length > 0) return sayRuns(call.out, runs, zone)
      call.out.line('Nothing was run here yet. See what a first run would do:')
      call.out.line('  ', nextStep(call, `plan ${key}`))
    })
    return 0
  },
}
