import { resolve } from 'node:path'
import { backup, type BackupSummary } from '../../store/backup.ts'
import type { Command } from '../command.ts'
import { nextStep, shellWord } from '../order.ts'
import { counted } from '../present/counts-text.ts'

export const command: Command = {
  verb: 'backup',
  usage: ['backup <file>'],
  summary: 'everything into one file',
  options: {},
  args: [1, 1],
  async run(call) {
    const made = await backup(await call.store(), resolve(call.args[0] ?? ''))
    call.out.result({ ok: true, ...made }, () => {
      call.out.line(`Wrote ${made.file}: ${told(made)}. It holds the key of the snapshots: keep it as you keep the roster.`)
      call.out.line('To bring it back:  ', nextStep(call, `restore ${shellWord(made.file)}`))
    }) // prettier-ignore
    return 0
  },
}

export function told({ rows, files, schema }: BackupSummary): string {
  const total = Object.values(rows).reduce((sum, one) => sum + one, 0)
  return `${counted(total, 'row')} and ${counted(files, 'file')}, schema ${schema}`
}
