import { guard } from '../../guard/guard.ts'
import { blocks, type Hazard } from '../../guard/hazards.ts'
import { totalChanges } from '../../plan/draft.ts'
import type { KindCounts } from '../../plan/plan.ts'
import { kinds } from '../../roster/kinds.ts'
import type { Limits } from '../../roster/rules.ts'
import type { PlanChange, StoredPlan } from '../../store/plans.ts'
import type { Outcome } from '../../sync/outcome.ts'
import { bold, dim, green, red, yellow, type Part } from '../paint.ts'
import type { Printer } from '../printer.ts'
import { sayChanges } from './change-text.ts'
import { changeCounts, counted, readCounts } from './counts-text.ts'
import { sayFlow } from './flow-text.ts'
import { wallTime } from './when-text.ts'

/** A run's outcome, and what its district and store add to it for people. */
export type Told = {
  readonly outcome: Outcome
  readonly zone: string
  /** OneRoster file → bulk, delta or absent. */
  readonly mode: Readonly<Record<string, string>>
  readonly changes: readonly PlanChange[]
  readonly plan: StoredPlan | null
  /** How many changes would run with --only additions. */
  readonly additions: number
  readonly limits: Limits
  /** A command line on the same data. */
  readonly next: (words: string) => string
}

const room = 9
const margin = ' '.repeat(room)

export function label(text: string): string {
  return text.padEnd(room)
}

/** What was read, what would change, what holds it, and what to run next. */
export function sayPlan(out: Printer, told: Told): void {
  const { outcome } = told
  sayRead(out, told)
  if (outcome.status === 'empty') {
    out.line(bold(label('Plan')), green('nothing to do'))
    out.line(margin, outcome.message ?? '')
    sayHazards(out, outcome.hazards)
    return
  }
  const made = outcome.basis === null ? '' : `, made from roster version ${outcome.basis.rosterVersion}`
  out.line(bold(label('Plan')), outcome.plan ?? '', dim(made))
  sayCounts(out, outcome)
  sayExamples(out, told)
  if (sayFlow(out, outcome.gradeFlow) && outcome.hazards.length > 0) out.line()
  sayHazards(out, outcome.hazards)
  sayEnd(out, told)
}

function sayRead(out: Printer, { outcome, zone, mode }: Told): void {
  const about = outcome.writtenAbout ? 'about ' : ''
  const [called, moment] = origins[outcome.source ?? ''] ?? ['OneRoster', 'as of']
  const written = outcome.writtenAt === null ? '' : `, ${moment} ${about}${wallTime(zone, outcome.writtenAt)}`
  const version = outcome.version === null ? '' : ` ${outcome.version}`
  out.line(bold(label('Read')), `${called}${version}${written}`, `      ${wholeness(outcome, mode)}`)
  const counts = readCounts(outcome.counts)
  if (counts !== '') out.line(margin, counts)
  if (outcome.issues > 0)
    out.line(margin, yellow(counted(outcome.issues, 'open issue')), dim(issueList(outcome.issueCounts)))
}

/** What people call a source, and its moment. */
const origins: Readonly<Record<string, readonly [called: string, moment: string]>> = {
  'oneroster-csv': ['OneRoster CSV', 'drop of'],
  'oneroster-rest': ['OneRoster server', 'as of'],
  classlink: ['ClassLink, OneRoster', 'as of'],
  clever: ['Clever, as OneRoster', 'as of'],
}

function wholeness({ complete, hazards }: Outcome, mode: Told['mode']): string {
  const told = new Set(hazards.filter(({ code }) => code === 'EMPTY_KIND' || code === 'INCOMPLETE').map(({ kind }) => kind))
  const said = kinds.filter(kind => (mode[kind] ?? 'absent') !== 'absent')
  const deltas = said.filter(kind => mode[kind] === 'delta')
  // Demographics are off in most districts, and then nobody misses them.
  const short = kinds.filter(
    kind => told.has(kind) || (said.includes(kind) && mode[kind] !== 'delta' && !complete.includes(kind) && kind !== 'demographics'),
  )
  if (short.length > 0) return `not complete: ${short.join(', ')}`
  if (deltas.length > 0 && complete.length === 0) return 'changes only (delta)'
  return deltas.length > 0 ? `changes only: ${deltas.join(', ')}` : 'complete'
} // prettier-ignore

function issueList(counts: Readonly<Record<string, number>>): string {
  const most = Object.entries(counts).sort((a, b) => b[1] - a[1])
  const shown = most.slice(0, 3).map(([rule, count]) => `${rule} ${count}`)
  return shown.length === 0 ? '' : `: ${shown.join(', ')}${most.length > 3 ? ', …' : ''}`
}

function sayCounts(out: Printer, { counts, promotions }: { counts: KindCounts; promotions: number }): void {
  const parts = changeCounts(counts)
  // As many to a line as a terminal shows.
  for (let at = 0; at < parts.length; at += 5) out.line(margin, parts.slice(at, at + 5).join('   '))
  if (promotions > 0)
    out.line(margin, `${counted(promotions, 'student')} ${promotions === 1 ? 'moves' : 'move'} up a grade`)
}

function sayExamples(out: Printer, { outcome, changes, plan, next }: Told): void {
  if (plan !== null && plan.loads.length > 0)
    out.line(margin, dim(`all of ${plan.loads.join(', ')}: the roster had none`))
  const listed = changes.slice(0, most)
  if (listed.length > 0) sayChanges(out, listed, margin)
  const loaded = (plan?.loads ?? []).reduce((sum, kind) => sum + (plan?.counts[kind]?.create ?? 0), 0)
  // Planned again, a district would be read from the source that it has.
  const exported = `export ${outcome.district} --run ${outcome.run} --kind everything`
  const more = totalChanges(outcome.counts) - loaded - listed.length
  if (more > 0 && listed.length > 0)
    out.line(margin, dim(`… ${counted(more, 'more').replace(/s$/, '')}: ${next(plan?.switchesTo ? exported : `plan ${outcome.district} --all`)}`))
} // prettier-ignore

/** Changes shown before the rest is counted. */
const most = 14

/** All hazards, one line each; those that hold the plan under the word that says so. */
export function sayHazards(out: Printer, hazards: readonly Hazard[]): void {
  const wide = Math.max(0, ...hazards.map(({ code }) => code.length)) + 3
  const say = (word: string, some: readonly Hazard[], paint: (text: string) => Part) =>
    some.forEach(({ code, message }, at) =>
      out.line(paint(label(at === 0 ? word : '')), paint(code.padEnd(wide)), message),
    )
  say('HELD', hazards.filter(blocks), red)
  say('Left out', joined(hazards.filter(hazard => !blocks(hazard))), yellow) // prettier-ignore
}

/** What is the same of several kinds is said once: `orgs, users did not arrive whole (…)`. */
function joined(hazards: readonly Hazard[]): Hazard[] {
  const found = new Map<string, Hazard[]>()
  for (const hazard of hazards) {
    const said = hazard.message.slice(hazard.kind?.length ?? 0)
    found.set(said, [...(found.get(said) ?? []), hazard])
  }
  return [...found].flatMap(([said, [first, ...others]]) => {
    if (first === undefined) return []
    return { ...first, message: [first, ...others].map(({ kind }) => kind ?? '').join(', ') + said }
  })
}

function sayEnd(out: Printer, told: Told): void {
  const { outcome, next } = told
  const { status, district, plan } = outcome
  out.line()
  if (status === 'applied') {
    const version = (outcome.basis?.rosterVersion ?? 0) + 1
    out.line(
      green('Applied'),
      ` as run ${outcome.run}: the roster is at version ${version}. To take it back:`,
    )
    out.line('  ', next(`undo ${district} ${outcome.run}`))
    return
  }
  if (status === 'cleared') {
    out.line('Nothing was changed yet. To run this plan:')
    out.line('  ', next(`apply ${district} ${plan ?? ''}`))
    return
  }
  sayConsent(out, told, outcome.hazards.filter(blocks))
}

/** What a person may decide about a held plan, as command lines that work. */
export function sayConsent(out: Printer, told: Told, held: readonly Hazard[]): void {
  const { outcome, next } = told
  const apply = `apply ${outcome.district} ${outcome.plan ?? ''}`
  const codes = [...new Set(held.map(({ code }) => code))]
  out.line('Nothing was changed. To run exactly this plan:')
  out.line('  ', next(`${apply} --allow ${codes.join(',')}`))
  if (!hasSafePart(told)) return
  out.line('To run only what it adds:')
  out.line('  ', next(`${apply} --only additions`))
}

/** Whether the additions alone would clear, and there are any. */
function hasSafePart({ plan, additions, limits }: Told): boolean {
  if (plan === null || additions + plan.loads.length === 0) return false
  return 'cleared' in guard(plan, { allow: [], only: 'additions', schools: null }, limits)
}
