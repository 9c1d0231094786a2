import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateChurn } from '../../sandbox/generate/churn/churn.ts'
import { generateDistrict } from '../../sandbox/generate/district.ts'
import { addDistrict, connect, findDistrict } from '../../store/districts.ts'
import { sync } from '../../sync/sync.ts'
import type { Outcome } from '../../sync/outcome.ts'
import type { Order } from '../../sync/run.ts'
import type { Call, Command } from '../command.ts'
import { spoil, type Accident } from '../demo/accident.ts'
import { clearDemo } from '../demo/folder.ts'
import { whoRuns } from '../order.ts'
import { bold, dim } from '../paint.ts'
import { counted } from '../present/counts-text.ts'
import { sayPlan } from '../present/plan-text.ts'
import { findTold } from '../present/told.ts'
import { command as explain } from './explain.ts'

const folder = '.rollbook-demo'
const key = 'harbor-point'
const zone = 'America/Chicago'
const size = { schools: 3, students: 600, seed: 'rollbook', version: '1.2', zip: false } as const
const day = 24 * 3600 * 1000

export const command: Command = {
  verb: 'demo',
  usage: ['demo'],
  summary: `roster a made-up district in ./${folder}, and see its next drop held`,
  options: {},
  args: [0, 0],
  // A real PostgreSQL may be named in the environment; a demo has no business in it.
  where: { data: folder, url: null },
  async run(call) {
    await clearDemo(folder)
    const { out } = call
    out.line(bold('Rollbook demo'), `: two nights of a school district. Everything is made up, and lies in ./${folder}`)
    const first = await firstNight(call)
    const { outcome, accident } = await secondNight(call)
    explainIt(call, outcome, accident)
    await explainSeat(call, accident)
    sayNext(call, outcome)
    out.result({ ok: true, district: key, data: folder, first, second: outcome, accident }, () => {})
    return 0
  },
} // prettier-ignore

const drop = (night: number) => join(folder, 'drops', `night-${night}`)
const line = (words: string) => `npx rollbook ${words} --data ${folder}`

function say(call: Call, title: string, ...sentences: string[]): void {
  call.out.line()
  call.out.line(bold(title))
  for (const sentence of sentences) call.out.line(sentence)
}

/** As if it had been typed. */
function typed(call: Call, words: string): void {
  call.out.line()
  call.out.line(dim('$ '), line(words))
}

async function firstNight(call: Call): Promise<Outcome> {
  const now = call.now()
  // The generated year must not end while somebody still plays with the demo: in June the next one is written.
  const schoolYear = now.getUTCFullYear() + (now.getUTCMonth() >= 5 ? 1 : 0)
  await generateDistrict({ ...size, out: drop(1), writtenAt: new Date(now.getTime() - day), schoolYear })
  const { pool } = await call.store()
  const name = await districtName()
  await addDistrict(pool, key, name, zone)
  await connect(pool, await findDistrict(pool, key), 'oneroster-csv', { path: join(process.cwd(), drop(1)) }, whoRuns())
  const { out } = call
  say(call, `1  ${name} sends its first drop`, 'Its student information system exports OneRoster CSV files every night.')
  typed(call, `sync ${key}`)
  const outcome = await sync(await orderOf(call, false))
  await sayOutcome(call, outcome)
  out.line('Accounts, classes and enrollments are there; nothing had to be confirmed, since nothing was in danger.')
  return outcome
} // prettier-ignore

async function districtName(): Promise<string> {
  const [, first = ''] = (await readFile(join(drop(1), 'orgs.csv'), 'utf8')).split(/\r?\n/)
  return first.split(',')[3] ?? key
}

async function secondNight(call: Call): Promise<{ outcome: Outcome; accident: Accident }> {
  await generateChurn({ out: drop(2), after: drop(1), churn: 0.01, seed: 'night 2', zip: false, writtenAt: call.now() })
  const accident = await spoil(drop(2))
  const { pool } = await call.store()
  await connect(pool, await findDistrict(pool, key), 'oneroster-csv', { path: join(process.cwd(), drop(2)) }, whoRuns())
  say(
    call,
    '2  The next night the export goes wrong',
    `A filter drops ${counted(accident.lost, 'enrollment')} of ${accident.schoolName}, a student who left has passed an e-mail address on,`,
    'and among it all are the ordinary changes of a day.',
  )
  typed(call, `sync ${key}`)
  const outcome = await sync(await orderOf(call, false))
  await sayOutcome(call, outcome)
  return { outcome, accident }
} // prettier-ignore

function explainIt(call: Call, outcome: Outcome, accident: Accident): void {
  const mass = outcome.hazards.find(({ code }) => code === 'MASS_REMOVE_SCHOOL')
  say(
    call,
    '3  Why it waits',
    ...(mass === undefined
      ? []
      : [
          `${mass.code}: ${mass.message}.`,
          `On an ordinary night a school loses a handful. Applied, these students would find their classes gone in the morning.`,
        ]),
    `LOGIN_MOVED: ${accident.heir} would sign in with the address of ${accident.left}, and open what ${accident.left} left behind.`,
    'Both may be right, and nobody can tell from the files alone. So a person decides, for this plan only, by naming the hazards.',
  )
}

async function explainSeat(call: Call, { seat }: Accident): Promise<void> {
  const { out } = call
  say(
    call,
    '4  What becomes of one student',
    'The same question can be asked for any person, class or enrollment.',
  )
  typed(call, `explain ${key} ${seat.student} --class ${seat.class}`)
  const quiet = { ...out, result: (_: unknown, tell: () => void) => (out.json ? undefined : tell()) }
  await explain.run({ ...call, out: quiet, args: [key, seat.student], options: { class: seat.class } })
}

function sayNext({ out }: Call, { plan, run, hazards }: Outcome): void {
  const codes = [...new Set(hazards.map(({ code }) => code))].join(',')
  const steps: [string, string][] = [
    ['See what the run read and found', `run ${key} ${run}`],
    ['Run what is only added, which harms nobody', `apply ${key} ${plan ?? ''} --only additions`],
    ['Or run exactly this plan', `apply ${key} ${plan ?? ''} --allow ${codes}`],
    ['Take the first night back', `undo ${key} 1 --dry-run`],
    ['Check a drop without a database', `validate ${drop(2)}`],
  ]
  out.line()
  out.line(bold('5  What you can do now'))
  for (const [what, words] of steps) {
    out.line(`${what}:`)
    out.line('  ', words.startsWith('validate') ? `npx rollbook ${words}` : line(words))
  }
}

async function orderOf(call: Call, planOnly: boolean): Promise<Order> {
  const { today, progress } = call
  const store = await call.store()
  return { store, district: key, trigger: 'manual', who: whoRuns(), from: null, planOnly, today, progress }
}

async function sayOutcome(call: Call, outcome: Outcome): Promise<void> {
  if (call.out.json) return
  sayPlan(call.out, await findTold(await call.store(), outcome, line))
}
