import { examine } from '../../store/doctor.ts'
import type { Command } from '../command.ts'
import { green, red } from '../paint.ts'

export const command: Command = {
  verb: 'doctor',
  usage: ['doctor'],
  summary: 'look at the database, versions, disk and clock, and say what to do',
  options: {},
  args: [0, 0],
  async run(call) {
    const checks = await examine(call.where)
    const ok = checks.every(check => check.ok)
    call.out.result({ ok, checks }, () => {
      call.out.table(
        ['', 'Check', 'Found'],
        checks.map(check => [check.ok ? green('ok') : red('wrong'), check.check, check.detail]),
      )
      for (const { fix, check } of checks) if (fix !== null) call.out.line(`To mend ${check}: ${fix}`)
    })
    return ok ? 0 : 1
  },
}
