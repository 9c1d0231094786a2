import type { Check, Explanation } from '../../explain/answer.ts'
import { reasonOf } from '../../explain/answer.ts'
import { explain, kindNamed } from '../../explain/explain.ts'
import { findDistrict } from '../../store/districts.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { text } from '../options.ts'
import { nextStep } from '../order.ts'
import { wallTime } from '../present/when-text.ts'
import { bold, dim, green, red, type Part } from '../paint.ts'

export const command: Command = {
  verb: 'explain',
  usage: ['explain <district> <sourcedId|email> [--class <sourcedId>] [--kind KIND]'],
  summary: 'why a person, class or enrollment is as it is, and who can change it',
  options: {
    class: { type: 'string', value: 'ID', about: 'why is this person not in that class?' },
    kind: {
      type: 'string',
      value: 'KIND',
      about: 'users, classes, orgs, …: where one id is used for several',
    },
  },
  args: [2, 2],
  async run(call) {
    const { pool, data } = await call.store()
    const [district = '', asked = ''] = call.args
    const found = await explain(pool, {
      data, district, asked, kind: readKind(call), classId: text(call, 'class') ?? null, today: call.today, now: call.now(),
      next: words => nextStep(call, words),
    }) // prettier-ignore
    const { zone } = await findDistrict(pool, district)
    call.out.result(found, () => say(call, found, zone))
    return 0
  },
}

function readKind(call: Call) {
  const said = text(call, 'kind')
  if (said === undefined) return null
  const kind = kindNamed(said)
  if (kind !== null) return kind
  throw new UsageError(
    `Cannot read --kind: "${said}" is no kind. Use users, classes, enrollments, orgs, courses, academicSessions, roles or demographics`,
  )
}

const owners = { district: 'You', source: 'Your SIS or provider', vendor: 'The vendor of Rollbook' } as const

function say({ out }: Call, { answer, owner, checks, history, source }: Explanation, zone: string): void {
  out.line(bold(answer))
  const fix = reasonOf(checks)?.fix ?? null
  if (owner !== null) out.line(`Who can fix it: ${owners[owner]}${fix === null ? '' : `. ${fix}`}`)
  out.line()
  out.table(['', 'Check', ''], checks.map(cellsOf))
  if (history.length > 0) {
    out.line()
    out.table(
      ['Run', `When (${zone})`, 'What', 'Fields'],
      history.map(({ run, at, op, fields }) => [
        String(run),
        wallTime(zone, at),
        op,
        op === 'create'
          ? ''
          : fields
              .map(({ field, before, after }) => `${field}: ${shown(before)} → ${shown(after)}`)
              .join('; '),
      ]),
    )
  }
  if (source === null) return
  out.line()
  out.line(`${source.file}, row ${source.row}`)
  const cells = Object.entries(source.record).filter(([, value]) => value !== null)
  out.table(
    ['', ''],
    cells.map(([name, value]) => [dim(`  ${name}`), shown(value)]),
  )
}

/** In words as well as colour: a tick alone says nothing to who cannot see it. */
function cellsOf({ check, pass, detail }: Check): Part[] {
  return [pass ? green('✓ yes') : red('✗ no'), check, detail]
}

function shown(value: unknown): string {
  if (value === null) return '(blank)'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
