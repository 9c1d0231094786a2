import { discardPlan } from '../../sync/discard-plan.ts'
import type { Command } from '../command.ts'
import { text } from '../options.ts'
import { nextStep, whoRuns } from '../order.ts'

export const command: Command = {
  verb: 'discard',
  usage: ['discard <district> <plan> [--comment TEXT]'],
  summary: 'drop a plan that waits; the next sync plans anew',
  options: { comment: { type: 'string', value: 'TEXT', about: 'why, for whoever looks at the run later' } },
  args: [2, 2],
  async run(call) {
    const [district = '', plan = ''] = call.args
    const comment = text(call, 'comment') ?? null
    const { run } = await discardPlan({ store: await call.store(), district, plan, who: whoRuns(), comment })
    call.out.result({ run, plan, district, status: 'discarded', comment }, () => {
      call.out.line(`Discarded plan ${plan} of run ${run}. Nothing was changed. To plan anew:`)
      call.out.line('  ', nextStep(call, `sync ${district}`))
    })
    return 0
  },
}
