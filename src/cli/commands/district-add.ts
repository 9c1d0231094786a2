import { addDistrict } from '../../store/districts.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { text } from '../options.ts'
import { nextStep } from '../order.ts'

export const command: Command = {
  verb: 'district add',
  usage: ['district add <key> --name N --zone America/Chicago'],
  summary: 'add a district',
  options: {
    name: { type: 'string', value: 'N', about: 'its name, as people know it' },
    zone: { type: 'string', value: 'ZONE', about: 'its time zone: terms begin and end by its calendar' },
  },
  args: [1, 1],
  beside: true,
  async run(call) {
    const [key = ''] = call.args
    const [name, zone] = [text(call, 'name')?.trim(), text(call, 'zone')]
    if (name === undefined || name === '')
      throw new UsageError(`Cannot add district "${key}": --name N is missing`)
    if (zone === undefined)
      throw new UsageError(
        `Cannot add district "${key}": --zone is missing. Give its time zone, such as America/Chicago`,
      )
    const { pool } = await call.store()
    const district = await addDistrict(pool, key, name, zone)
    call.out.result(
      {
        district: district.key,
        name: district.name,
        zone: district.zone,
        rosterVersion: district.rosterVersion,
      },
      () => {
        call.out.line(`Added district ${key}: ${name}, ${zone}. Next, say where its records come from:`)
        call.out.line('  ', nextStep(call, `connect ${key} oneroster-csv --path <zip|dir>`))
      },
    )
    return 0
  },
}
