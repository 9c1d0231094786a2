import { feed, type Event } from '../../events/feed.ts'
import { compareFields } from '../../events/state.ts'
import { findDistrict } from '../../store/districts.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { whole } from '../options.ts'

const most = 10_000

export const command: Command = {
  verb: 'feed',
  usage: ['feed <district> [--after N] [--limit N]'],
  summary: 'what happened to people, classes and enrollments, in order',
  options: {
    after: { type: 'string', value: 'N', about: 'go on behind this number (default: from the beginning)' },
    limit: { type: 'string', value: 'N', about: `how many changes to look at (default 100, most ${most})` },
  },
  args: [1, 1],
  async run(call) {
    const after = whole(call, 'after') ?? 0
    const limit = whole(call, 'limit') ?? 100
    if (limit < 1 || limit > most)
      throw new UsageError(`Cannot read --limit: ${limit} is not between 1 and ${most}`)
    const { pool } = await call.store()
    const { districtId, key } = await findDistrict(pool, call.args[0] ?? '')
    const page = await feed(pool, districtId, after, limit)
    call.out.result({ district: key, ...page }, () => {
      if (page.events.length === 0) call.out.line('Nothing happened since')
      else call.out.table([{ head: 'Number', align: 'right' }, 'Run', 'Event', 'SourcedId', 'Fields'], page.events.map(cellsOf))
      if (page.more) call.out.line(`More: rollbook feed ${key} --after ${page.next}`)
    })
    return 0
  },
} // prettier-ignore

function cellsOf({ seq, run, event, kind, sourcedId, before, after }: Event) {
  const fields = before !== undefined && after !== undefined ? compareFields(kind, before, after) : []
  return [String(seq), run, event, sourcedId, fields.map(({ field }) => field).join(', ')]
}
