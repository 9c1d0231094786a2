import { validateDrop } from '../../sync/validate.ts'
import type { Command } from '../command.ts'
import { flag } from '../options.ts'
import { sayValidation } from '../present/validation-text.ts'

export const command: Command = {
  verb: 'validate',
  usage: ['validate <zip|dir> [--strict]'],
  summary: 'check a OneRoster drop; touches no database',
  options: {
    strict: { type: 'boolean', about: 'OneRoster to the letter, not what a good reader accepts' },
  },
  args: [1, 1],
  async run(call) {
    const [path = ''] = call.args
    const profile = flag(call, 'strict') ? 'strict' : 'tolerant'
    const validation = await validateDrop(path, profile, call.progress)
    call.out.result(validation, () => sayValidation(call.out, path, validation))
    return validation.ok ? 0 : 1
  },
}
