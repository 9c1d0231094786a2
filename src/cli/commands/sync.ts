import { sync } from '../../sync/sync.ts'
import type { Command } from '../command.ts'
import { orderOf } from '../order.ts'
import { exitOf, sayOutcome } from './plan.ts'

export const command: Command = {
  verb: 'sync',
  usage: ['sync <district> [--from <zip|dir>]'],
  summary: 'plan, and apply if cleared',
  options: {
    from: { type: 'string', value: 'DROP', about: 'this zip or folder instead of the connection’s own' },
  },
  args: [1, 1],
  stops: true,
  async run(call) {
    const outcome = await sync(await orderOf(call, false))
    await sayOutcome(call, outcome)
    return exitOf(outcome)
  },
}
