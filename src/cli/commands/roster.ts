import { resolve } from 'node:path'
import { findMoment } from '../../events/moment.ts'
import { writeRoster } from '../../events/write-roster.ts'
import { findConnection, findDistrict } from '../../store/districts.ts'
import type { Command } from '../command.ts'
import { required, text } from '../options.ts'
import { count } from '../table.ts'

export const command: Command = {
  verb: 'roster',
  usage: ['roster <district> --out DIR [--at <run|date>]'],
  summary: 'write the roster as OneRoster CSV 1.2, as it is or as it was',
  options: {
    out: { type: 'string', value: 'DIR', about: 'a new or empty folder, or an earlier export' },
    at: { type: 'string', value: 'WHEN', about: 'after a run (7), or at the end of a day (2026-08-14)' },
  },
  args: [1, 1],
  async run(call) {
    const out = resolve(required(call, 'out'))
    const { pool } = await call.store()
    const district = await findDistrict(pool, call.args[0] ?? '')
    const { rules } = await findConnection(pool, district)
    const moment = await findMoment(pool, district, text(call, 'at') ?? null)
    const counts = await writeRoster({
      pool,
      district,
      rules,
      moment,
      out,
      progress: (kind, rows) => call.progress(`Writing ${kind}`, rows, null),
    })
    const rows = Object.values(counts).reduce((sum, one) => sum + one, 0)
    const document = { ok: true, district: district.key, at: moment.run, path: out, rows, counts }
    call.out.result(document, () => {
      const when = text(call, 'at') === undefined ? '' : `, as it was ${moment.run === null ? 'before the first run' : `after run ${moment.run}`}`
      call.out.line(`Wrote ${out}: ${count(rows)} rows${when}`)
      if (rows > 0) call.out.table(['File', 'Rows'], Object.entries(counts))
    })
    return 0
  },
} // prettier-ignore
