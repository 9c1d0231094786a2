import { rotateMaster } from '../../store/secrets.ts'
import type { Command } from '../command.ts'
import { green } from '../paint.ts'

export const command: Command = {
  verb: 'rotate-key',
  usage: ['rotate-key'],
  summary: 'wrap the keys of all districts under a new master key, while everything runs on',
  options: {},
  args: [0, 0],
  beside: true,
  async run(call) {
    const done = await rotateMaster(await call.store())
    call.out.result(done, () => {
      call.out.line(green('Done'), `: ${done.keys} keys of districts are wrapped under ${done.to} in place of ${done.from}.`)
      call.out.line('No secret had to be given anew. Keep a copy of master.key apart from your backups.')
    })
    return 0
  },
} // prettier-ignore
