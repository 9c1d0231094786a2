import { basename, join, resolve } from 'node:path'
import { generateChurn } from '../../sandbox/generate/churn/churn.ts'
import { generateDistrict } from '../../sandbox/generate/district.ts'
import { refuseStrangers, type Counts } from '../../sandbox/generate/drop.ts'
import { generateYear } from '../../sandbox/generate/year/year.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { flag, text, whole } from '../options.ts'
import { count } from '../table.ts'

export const command: Command = {
  verb: 'generate',
  usage: [
    'generate <dir> --schools N --students N --seed S [--version 1.1|1.2] [--zip]',
    'generate <dir> --after <zip|dir> --churn P --seed S [--zip]',
    'generate <dir> --after <zip|dir> --new-year --seed S [--zip]',
  ],
  summary: 'write a synthetic district, its next day or its next school year as OneRoster CSV',
  options: {
    schools: { type: 'string', value: 'N', about: 'how many schools' },
    students: { type: 'string', value: 'N', about: 'how many students' },
    seed: { type: 'string', value: 'S', about: 'the same seed gives the same district (default: rollbook)' },
    version: { type: 'string', value: 'V', about: 'OneRoster version, 1.1 or 1.2 (the default)' },
    guardians: { type: 'boolean', about: 'a guardian for each household' },
    'school-year': { type: 'string', value: 'YEAR', about: 'the year in which it ends (default: today’s)' },
    zip: { type: 'boolean', about: 'one zip: <dir> itself when it ends in .zip, else a file in it' },
    after: { type: 'string', value: 'DROP', about: 'the generated drop to go on from' },
    churn: { type: 'string', value: 'P', about: 'share of the rows that differ from --after: 0.01 or 1%' },
    'new-year': { type: 'boolean', about: 'the first drop of the school year that follows --after' },
  },
  args: [1, 1],
  async run(call) {
    const task = readTask(call)
    const zip = flag(call, 'zip') || task.dir.endsWith('.zip')
    const out = zip ? await zipPath(task.dir) : task.dir
    const counts = await carryOut(task, { ...common(call), out, zip })
    const rows = sum(Object.values(counts))
    call.out.result({ ok: true, path: out, rows, counts }, () => {
      call.out.line(`Wrote ${out}: ${count(rows)} rows`)
      call.out.table(['File', 'Rows'], Object.entries(counts))
    })
    return 0
  },
}

const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)

type Task = { readonly dir: string; readonly seed: string } & (
  | { readonly kind: 'district'; readonly district: District }
  | { readonly kind: 'churn'; readonly after: string; readonly churn: number }
  | { readonly kind: 'year'; readonly after: string }
)
type District = Pick<
  Parameters<typeof generateDistrict>[0],
  'schools' | 'students' | 'version' | 'guardians' | 'schoolYear'
>
type Common = { out: string; zip: boolean } & ReturnType<typeof common>

function carryOut(task: Task, into: Common): Promise<Counts> {
  const { seed } = task
  if (task.kind === 'district') return generateDistrict({ ...into, ...task.district, seed })
  if (task.kind === 'year') return generateYear({ ...into, after: task.after, seed })
  return generateChurn({ ...into, after: task.after, churn: task.churn, seed }).then(done => done.counts)
}

function common(call: Call) {
  const rows = new Map<string, number>()
  const progress = (file: string, written: number) => {
    rows.set(file, written)
    call.progress('Writing', sum([...rows.values()]), null)
  }
  return { writtenAt: call.now(), progress }
}

function readTask(call: Call): Task {
  const [dir = ''] = call.args
  const seed = text(call, 'seed') ?? 'rollbook'
  const after = text(call, 'after')
  const churn = text(call, 'churn')
  if (after === undefined) {
    if (churn !== undefined || flag(call, 'new-year')) {
      throw new UsageError('Cannot go on from nothing: --churn and --new-year need --after <zip|dir>')
    }
    return { dir, seed, kind: 'district', district: readDistrict(call) }
  }
  refuseSizes(call)
  if ((churn === undefined) !== flag(call, 'new-year')) {
    throw new UsageError('Cannot go on from --after: give either --churn P or --new-year')
  }
  return churn === undefined
    ? { dir, seed, kind: 'year', after }
    : { dir, seed, kind: 'churn', after, churn: readShare(churn) }
}

function readDistrict(call: Call): District {
  const version = text(call, 'version') ?? '1.2'
  if (version !== '1.1' && version !== '1.2') {
    throw new UsageError(`Cannot write OneRoster "${version}": --version takes 1.1 or 1.2`)
  }
  return {
    version,
    schools: positive(call, 'schools'),
    students: positive(call, 'students'),
    guardians: flag(call, 'guardians'),
    schoolYear: readYear(call),
  }
}

function positive(call: Call, name: string): number {
  const count = whole(call, name)
  if (count === undefined) throw new UsageError(`Cannot write a district: --${name} N is missing`)
  if (count < 1) throw new UsageError(`Cannot write a district: --${name} must be at least 1`)
  return count
}

function readYear(call: Call): number | undefined {
  const year = whole(call, 'school-year')
  if (year === undefined || (year >= 1900 && year <= 2200)) return year
  throw new UsageError(
    `Cannot write school year ${year}: --school-year takes 1900 to 2200, the year in which it ends`,
  )
}

/** Size and version come with the drop that is continued; naming others would be a wish nobody grants. */
function refuseSizes(call: Call): void {
  const given = ['schools', 'students', 'version', 'guardians', 'school-year'].find(
    name => call.options[name] !== undefined && call.options[name] !== false,
  )
  if (given !== undefined) throw new UsageError(`Cannot use --${given} with --after: it stays as it is there`)
}

/** `0.01` and `1%` are the same share. */
export function readShare(said: string): number {
  const plain = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(said.trim())
  const share = plain ? Number(plain[1]) / (plain[2] === '%' ? 100 : 1) : NaN
  if (share >= 0 && share <= 1) return share
  throw new UsageError(`Cannot read --churn "${said}": give a share from 0 to 1, or from 0% to 100%`)
}

/** A folder that is asked to hold a zip is held to the same rule as one that is asked to hold CSV files. */
async function zipPath(dir: string): Promise<string> {
  if (dir.endsWith('.zip')) return dir
  await refuseStrangers(dir)
  return join(dir, `${basename(resolve(dir))}.zip`)
}
