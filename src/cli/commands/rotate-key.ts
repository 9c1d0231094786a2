import { masterGiven } from '../../store/master-key.ts'
import { rotateMaster } from '../../store/rotate.ts'
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
    const { keys, shut, from, to } = done
    call.out.result(done, () => {
      call.out.line(green('Done'), `: ${keys} keys of districts are wrapped under ${to} in place of ${from ?? 'none'}.`)
      if (shut > 0) call.out.line(`${shut} more were wrapped under another master key, which is not here: their secrets stay unreadable.`)
      if (masterGiven()) call.out.line('Now set ROLLBOOK_MASTER_KEY to the new key for all processes, and unset ROLLBOOK_NEXT_MASTER_KEY.')
      else call.out.line('No secret had to be given anew. Keep a copy of master.key apart from your backups.')
      call.out.line('Secrets in a backup from before this open with the old key alone.')
    })
    return 0
  },
} // prettier-ignore
