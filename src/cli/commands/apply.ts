import type { Decision } from '../../guard/guard.ts'
import { hazardCodes, type HazardCode } from '../../guard/hazards.ts'
import { totalChanges } from '../../plan/draft.ts'
import { applyPlan } from '../../sync/apply-plan.ts'
import type { Outcome } from '../../sync/outcome.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { list, text } from '../options.ts'
import { nextStep, whoRuns } from '../order.ts'
import { green } from '../paint.ts'
import { changeCounts, counted } from '../present/counts-text.ts'
import { sayConsent, sayHazards, type Told } from '../present/plan-text.ts'
import { findTold } from '../present/told.ts'
import { exitOf } from './plan.ts'

export const command: Command = {
  verb: 'apply',
  usage: ['apply <district> <plan> [--allow CODE,…] [--only additions] [--school SOURCED_ID,…]'],
  summary: 'carry out exactly this plan, or the part of it that is chosen',
  options: {
    allow: { type: 'string', value: 'CODE,…', about: 'hazards that this plan may run with' },
    only: { type: 'string', value: 'additions', about: 'leave out whatever changes or removes' },
    school: { type: 'string', value: 'SOURCED_ID,…', about: 'only what weighs on these schools' },
  },
  args: [2, 2],
  async run(call) {
    const [district = '', plan = ''] = call.args
    const decision = readDecision(call)
    const store = await call.store()
    const { progress } = call
    const outcome = await applyPlan({ store, district, plan, decision, who: whoRuns(), progress })
    const told = call.out.json ? null : await findTold(store, outcome, words => nextStep(call, words))
    const say = outcome.status === 'held' ? sayHeld : sayApplied
    call.out.result(outcome, () => (told === null ? undefined : say(call, told)))
    return exitOf(outcome)
  },
}

function readDecision(call: Call): Decision {
  const only = text(call, 'only') ?? 'all'
  if (only !== 'all' && only !== 'additions')
    throw new UsageError(`Cannot apply only "${only}": --only takes additions`)
  const schools = list(call, 'school')
  if (text(call, 'school') !== undefined && schools.length === 0)
    throw new UsageError('Cannot apply for no school: --school takes sourcedIds with commas between them')
  return { allow: list(call, 'allow').map(readCode), only, schools: schools.length === 0 ? null : schools }
}

function readCode(word: string): HazardCode {
  const code = hazardCodes.find(code => code === word.toUpperCase())
  if (code !== undefined) return code
  throw new UsageError(
    `Cannot allow "${word}": there is no such hazard. Hazards are ${hazardCodes.join(', ')}`,
  )
}

function sayHeld({ out }: Call, told: Told): void {
  sayHazards(out, told.outcome.hazards)
  out.line()
  // What is allowed already has to be said again: consent is for one call.
  sayConsent(out, told, told.plan?.hazards.filter(({ code }) => code !== 'INCOMPLETE') ?? [])
}

function sayApplied(call: Call, { outcome, plan }: Told): void {
  const { out } = call
  const { district, run, counts } = outcome
  const version = (outcome.basis?.rosterVersion ?? 0) + 1
  out.line(green('Applied'), ` plan ${outcome.plan ?? ''} as run ${run}: the roster is at version ${version}`)
  const parts = changeCounts(counts)
  for (let at = 0; at < parts.length; at += 5) out.line('  ', parts.slice(at, at + 5).join('   '))
  if (parts.length === 0) out.line('  nothing of it was left to do')
  const rest = leftOver(outcome, plan?.counts ?? counts)
  if (rest > 0) {
    out.line(
      `${counted(rest, 'change')} of the plan did not run. Plan the same drop again to see what is left`,
    )
  }
  out.line('To take it back:')
  out.line('  ', nextStep(call, `undo ${district} ${run}`))
}

function leftOver(outcome: Outcome, whole: Outcome['counts']): number {
  return totalChanges(whole) - totalChanges(outcome.counts)
}
