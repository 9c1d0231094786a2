import { providerNames } from '../../store/providers.ts'
import { matchSharers, type Matched } from '../../sync/match-sharers.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'

export const command: Command = {
  verb: 'sharers',
  usage: ['sharers clever|classlink'],
  summary: 'districts that share through a provider, and which of yours each may be; connect ties one',
  options: {},
  args: [1, 1],
  async run(call) {
    const provider = providerNames.find(one => one === call.args[0])
    if (provider === undefined)
      throw new UsageError(`Cannot list who shares through "${call.args[0] ?? ''}": it is one of ${providerNames.join(', ')}`) // prettier-ignore
    const sharers = await matchSharers(await call.store(), provider)
    call.out.result({ provider, sharers }, () => {
      if (sharers.length === 0) return call.out.line(`No district shares with you through ${provider} yet`)
      call.out.table(
        ['Id there', 'Name there', 'NCES id', 'State', 'District', 'Certainty'],
        sharers.map(told),
      )
    })
    return 0
  },
}

/** One line for each: what it is tied to, or the surest that it may be. */
function told({ tenantId, name, ncesId, state, closed, tied, fits }: Matched): string[] {
  const [best] = fits
  const there = [tenantId, closed === null ? name : `${name} (closed)`.trim(), ncesId, state]
  if (tied !== null) return [...there, tied.key, 'connected']
  if (best === undefined) return [...there, '', 'nobody fits']
  const more = fits.length > 1 ? `, and ${fits.length - 1} more` : ''
  return [...there, `${best.district.key}${more}`, `${best.certainty}: ${best.evidence.join(', ')}`]
}
