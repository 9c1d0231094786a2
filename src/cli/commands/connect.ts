import { connect, findDistrict } from '../../store/districts.ts'
import { holdSharer } from '../../store/sharers.ts'
import { transact } from '../../store/transact.ts'
import type { Command } from '../command.ts'
import { nextStep, whoRuns } from '../order.ts'
import { keepGiven, readOrigin } from '../origin.ts'
import { sourceOptions } from '../source-options.ts'

export const command: Command = {
  verb: 'connect',
  usage: [
    'connect <district> oneroster-csv [--path <zip|dir>]',
    'connect <district> oneroster-rest --url URL --token-url URL --client-id ID [--auth KIND] [--version 1.1|1.2]',
    'connect <district> classlink --tenant ID [--access proxy|direct]',
    'connect <district> clever --tenant ID [--contacts] [--events [--poll SECONDS]]',
  ],
  summary: 'say where the records of a district come from',
  options: sourceOptions,
  args: [2, 2],
  beside: true,
  async run(call) {
    const [key = '', word = ''] = call.args
    const { source, settings } = readOrigin(call, key, word)
    const { pool } = await call.store()
    const district = await findDistrict(pool, key)
    // First, since without its secret there is nothing to connect to.
    const kept = await keepGiven(call, district.districtId, source, settings)
    await transact(pool, async client => {
      if (settings.tenantId !== undefined) await holdSharer(client, district.districtId, source, settings.tenantId)
      await connect(client, district, source, settings, whoRuns())
    })
    const shown = source === 'oneroster-csv' ? { path: settings.path ?? null } : { settings, secrets: kept }
    call.out.result({ district: key, source, ...shown }, () => {
      const where = settings.path ?? settings.url ?? (settings.tenantId === undefined ? undefined : `tenant ${settings.tenantId}`)
      call.out.line(`Connected ${key} to ${source}${where === undefined ? '' : ` at ${where}`}. Next, see what it would bring:`)
      call.out.line('  ', nextStep(call, `plan ${key}${source === 'oneroster-csv' && where === undefined ? ' --from <zip|dir>' : ''}`))
    })
    return 0
  },
} // prettier-ignore
