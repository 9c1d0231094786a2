import { findConnection, listDistricts, type District } from '../../store/districts.ts'
import type { Store } from '../../store/open.ts'
import { RollbookError } from '../../roster/errors.ts'
import { listRuns } from '../../store/runs.ts'
import type { Command } from '../command.ts'
import { nextStep } from '../order.ts'
import { wallTime } from '../present/when-text.ts'

export const command: Command = {
  verb: 'district list',
  usage: ['district list'],
  summary: 'the districts, where their records come from, and how the last run went',
  options: {},
  args: [0, 0],
  beside: true,
  async run(call) {
    const store = await call.store()
    const districts = await Promise.all((await listDistricts(store.pool)).map(one => describe(store, one)))
    call.out.result({ districts }, () => {
      if (districts.length === 0) {
        call.out.line('There is no district yet. Add one:')
        call.out.line('  ', nextStep(call, 'district add <key> --name N --zone America/Chicago'))
        return
      }
      call.out.table(
        ['Key', 'Name', 'Zone', 'Source', 'Roster', 'Last run', 'Result'],
        districts.map(({ key, name, zone, source, rosterVersion, lastRun }) => [
          key,
          name,
          zone,
          source ?? 'not connected',
          rosterVersion,
          lastRun === null ? null : wallTime(zone, lastRun.startedAt),
          lastRun === null ? null : (lastRun.result ?? 'running'),
        ]),
      )
    })
    return 0
  },
}

async function describe({ pool }: Store, district: District) {
  const { districtId, key, name, zone, rosterVersion } = district
  const connection = await findConnection(pool, district).catch(orNull)
  const [last] = await listRuns(pool, districtId, 1)
  const lastRun =
    last === undefined ? null : { run: last.run, startedAt: last.startedAt, result: last.result }
  return { key, name, zone, rosterVersion, source: connection?.source ?? null, path: connection?.settings.path ?? null, lastRun } // prettier-ignore
}

function orNull(error: unknown): null {
  if (error instanceof RollbookError && error.code === 'NOT_CONNECTED') return null
  throw error
}
