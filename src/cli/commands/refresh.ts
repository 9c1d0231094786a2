import { sync } from '../../sync/sync.ts'
import type { Command } from '../command.ts'
import { orderOf } from '../order.ts'
import { exitOf, sayOutcome } from './plan.ts'

export const command: Command = {
  verb: 'refresh',
  usage: ['refresh <district> <sourcedId>'],
  summary: 'read one school, class or person again, now',
  options: {},
  args: [2, 2],
  stops: true,
  async run(call) {
    const [, record = ''] = call.args
    const outcome = await sync({ ...(await orderOf(call, false)), trigger: 'refresh', record })
    await sayOutcome(call, outcome)
    return exitOf(outcome)
  },
}
