import { resolve } from 'node:path'
import { sourceNames } from '../../sources/registry.ts'
import { connect, findDistrict } from '../../store/districts.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { text } from '../options.ts'
import { nextStep, whoRuns } from '../order.ts'

export const command: Command = {
  verb: 'connect',
  usage: ['connect <district> oneroster-csv [--path <zip|dir>]'],
  summary: 'say where the records of a district come from',
  options: {
    path: {
      type: 'string',
      value: 'DROP',
      about: 'the zip or folder that the source writes anew each night',
    },
  },
  args: [2, 2],
  async run(call) {
    const [key = '', source = ''] = call.args
    if (!sourceNames.some(name => name === source)) throw unknownSource(key, source)
    const given = text(call, 'path')
    const path = given === undefined ? null : resolve(given)
    const { pool } = await call.store()
    const district = await findDistrict(pool, key)
    await connect(pool, district, source, path === null ? {} : { path }, whoRuns())
    call.out.result({ district: key, source, path }, () => {
      call.out.line(`Connected ${key} to ${source}${path === null ? '' : ` at ${path}`}. Next, see what it would bring:`)
      call.out.line('  ', nextStep(call, `plan ${key}${path === null ? ' --from <zip|dir>' : ''}`))
    }) // prettier-ignore
    return 0
  },
}

function unknownSource(key: string, source: string): UsageError {
  const meant = nearest(source, sourceNames)
  const hint = meant === null ? `Sources are ${sourceNames.join(', ')}` : `Did you mean ${meant}?`
  return new UsageError(`Cannot connect ${key}: there is no source "${source}". ${hint}`)
}
