import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { resolve } from 'node:path'
import { Artifacts } from '../../explain/artifacts.ts'
import { csvLine, csvRow, header } from '../../explain/report/csv.ts'
import { choices, type Choice } from '../../explain/report/people.ts'
import { report } from '../../explain/report/report.ts'
import type { Outcome, Reporting } from '../../explain/report/telling.ts'
import { findConnection, findDistrict } from '../../store/districts.ts'
import { diskFull } from '../../store/failure.ts'
import { findRun } from '../../store/runs.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { required, text, whole } from '../options.ts'
import { count } from '../table.ts'

export const command: Command = {
  verb: 'export',
  usage: ['export <district> --run R --kind staff|students|classrooms|everything [--out F]'],
  summary: 'what a run did to each record, and why, as CSV',
  options: {
    run: { type: 'string', value: 'R', about: 'the run, as rollbook runs numbers it' },
    kind: { type: 'string', value: 'KIND', about: 'staff, students, classrooms or everything' },
    out: { type: 'string', value: 'F', about: 'a file (default: stdout); with --json it holds JSON' },
  },
  args: [1, 1],
  async run(call) {
    const [choice, run] = [readChoice(call), readRun(call)]
    const { pool, data } = await call.store()
    const district = await findDistrict(pool, call.args[0] ?? '')
    const connection = await findConnection(pool, district)
    await findRun(pool, district.districtId, district.key, run)
    const artifacts = new Artifacts(data, district.districtId)
    const order = { pool, district, connection, artifacts, run, choice }
    const form = call.out.json ? jsonForm(order) : csvForm
    const out = text(call, 'out')
    if (out === undefined) {
      await write(call, order, form, chunk => call.out.raw(chunk))
      return 0
    }
    const path = resolve(out)
    const records = await writeFile(call, order, form, path)
    call.out.result({ ok: true, district: district.key, run, kind: choice, path, records }, () =>
      call.out.line(`Wrote ${path}: ${count(records)} records`),
    )
    return 0
  },
}

function readChoice(call: Call): Choice {
  const said = required(call, 'kind')
  const choice = choices.find(one => one === said)
  if (choice !== undefined) return choice
  throw new UsageError(`Cannot export "${said}": --kind takes ${choices.join(', ')}`)
}

function readRun(call: Call): number {
  const run = whole(call, 'run')
  if (run !== undefined) return run
  throw new UsageError('Cannot export: --run R is missing. See rollbook runs <district>')
}

type Order = Parameters<typeof report>[0]

/** What stands before the records, each of them, and what stands behind. */
type Form = { readonly head: string; each(outcome: Outcome, first: boolean): string; readonly tail: string }

const csvForm: Form = { head: csvRow(header), each: csvLine, tail: '' }

function jsonForm({ district, run, choice }: Reporting): Form {
  const head = JSON.stringify({ district: district.key, run, kind: choice, records: [] }).slice(0, -2)
  return { head, each: (outcome, first) => `${first ? '' : ','}\n${JSON.stringify(outcome)}`, tail: ']}\n' }
}

async function write(
  call: Call,
  order: Order,
  form: Form,
  put: (chunk: string) => Promise<void>,
): Promise<number> {
  let records = 0
  await put(form.head)
  await report(order, async outcomes => {
    const chunk = outcomes.map((outcome, at) => form.each(outcome, records + at === 0)).join('')
    records += outcomes.length
    if (chunk !== '') await put(chunk)
    call.progress('Exporting', records, null)
  })
  await put(form.tail)
  return records
}

/** Written beside and renamed: an export that was interrupted does not pass for a whole one. */
async function writeFile(call: Call, order: Order, form: Form, path: string): Promise<number> {
  const draft = `${path}.part`
  const file = createWriteStream(draft, { mode: 0o600 })
  const ended = finished(file)
  // Told below; without a listener until then a full disk would end the process.
  ended.catch(() => undefined)
  try {
    const records = await write(call, order, form, async chunk => {
      // A stream that has failed says false for ever and drains no more.
      if (!file.write(chunk)) await Promise.race([once(file, 'drain'), ended])
    })
    file.end()
    await ended
    await rename(draft, path)
    return records
  } catch (error) {
    throw diskFull(error, `export to ${path}`) ?? error
  } finally {
    file.destroy()
    await rm(draft, { force: true })
  }
}
