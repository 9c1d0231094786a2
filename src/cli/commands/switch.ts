import { resolve } from 'node:path'
import { kinds } from '../../roster/kinds.ts'
import { readSetup } from '../../sources/oneroster-rest/settings.ts'
import { sourceNames } from '../../sources/registry.ts'
import { findDistrict } from '../../store/districts.ts'
import { countKept, type Kept } from '../../store/moves.ts'
import { refuseTaken } from '../../store/sharers.ts'
import { sync } from '../../sync/sync.ts'
import type { Command } from '../command.ts'
import { keepGiven, unknownSource } from '../connection.ts'
import { nextStep, orderOf } from '../order.ts'
import { readSettings, sourceOptions } from '../source-options.ts'
import { exitOf, sayOutcome } from './plan.ts'

export const command: Command = {
  verb: 'switch',
  usage: ['switch <district> <source> [options of connect]'],
  summary: 'try another source: plan who is who there; applying that plan connects the district to it, undoing its run takes it back',
  options: sourceOptions,
  args: [2, 2],
  stops: true,
  async run(call) {
    const [key = '', word = ''] = call.args
    const source = sourceNames.find(name => name === word)
    if (source === undefined) throw unknownSource(key, word)
    const given = readSettings(call, source)
    const settings = given.path === undefined ? given : { ...given, path: resolve(given.path) }
    if (source === 'oneroster-rest') readSetup(settings)
    const { pool } = await call.store()
    const { districtId } = await findDistrict(pool, key)
    if (settings.tenantId !== undefined) await refuseTaken(pool, districtId, source, settings.tenantId)
    await keepGiven(call, districtId, source, settings)
    const outcome = await sync({ ...(await orderOf(call, true)), from: null, trigger: 'switch', to: { source, settings } })
    await sayOutcome(call, outcome)
    const kept = outcome.plan === null ? [] : await countKept(pool, districtId, outcome.plan)
    if (!call.out.json && outcome.plan !== null) {
      call.out.line()
      call.out.table(['Kind', 'Same, another ID', 'To decide', 'New', 'Would go'], kinds.flatMap(kind => cellsOf(kept.find(one => one.kind === kind))))
      call.out.line(`${key} stays with what it is connected to until this plan is applied:`)
      call.out.line('  ', nextStep(call, `apply ${key} ${outcome.plan}${allowing(outcome.hazards.map(({ code }) => code))}`))
    }
    return exitOf(outcome)
  },
} // prettier-ignore

function cellsOf(one: Kept | undefined): string[][] {
  if (one === undefined) return []
  return [[one.kind, ...[one.same, one.unsure, one.fresh, one.gone].map(count => String(count))]]
}

function allowing(codes: readonly string[]): string {
  const asked = [...new Set(codes)].filter(code => code !== 'INCOMPLETE')
  return asked.length === 0 ? '' : ` --allow ${asked.join(',')}`
}
