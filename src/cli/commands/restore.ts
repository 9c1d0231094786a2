import { resolve } from 'node:path'
import { restore } from '../../store/restore.ts'
import type { Command } from '../command.ts'
import { told } from './backup.ts'

export const command: Command = {
  verb: 'restore',
  usage: ['restore <file>'],
  summary: 'replace everything by what a backup holds',
  options: {},
  args: [1, 1],
  async run(call) {
    const made = await restore(await call.store(), resolve(call.args[0] ?? ''))
    call.out.result({ ok: true, ...made }, () => {
      call.out.line(`Restored ${made.file}: ${told(made)}`)
    })
    return 0
  },
}
