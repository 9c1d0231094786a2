import { findDistrict } from '../../store/districts.ts'
import { countCrossings, countEvidence, type Crossing, type EvidenceCount } from '../../store/switches.ts'
import type { Outcome } from '../../sync/outcome.ts'
import { planSwitch } from '../../sync/switch.ts'
import type { Call, Command } from '../command.ts'
import { heeding, nextStep, whoRuns } from '../order.ts'
import { keepGiven, readOrigin } from '../origin.ts'
import { sayPlan } from '../present/plan-text.ts'
import { findTold } from '../present/told.ts'
import { sourceOptions } from '../source-options.ts'
import { count } from '../table.ts'
import { exitOf } from './plan.ts'

export const command: Command = {
  verb: 'switch',
  usage: ['switch <district> <source> [options of connect]'],
  summary: 'plan the change to another source; the connection stays until that plan is applied',
  options: sourceOptions,
  args: [2, 2],
  stops: true,
  async run(call) {
    const [key = '', word = ''] = call.args
    const to = readOrigin(call, key, word)
    const store = await call.store()
    const { pool } = store
    const { districtId } = await findDistrict(pool, key)
    await keepGiven(call, districtId, to.source, to.settings)
    const { signal, today } = call
    const order = { store, district: key, who: whoRuns(), today, signal, progress: heeding(call) }
    const outcome = await planSwitch({ ...order, to })
    const plan = outcome.plan ?? ''
    const crosswalk = await countCrossings(pool, districtId, { plan, counts: outcome.counts })
    const evidence = await countEvidence(pool, districtId, plan)
    const told = call.out.json ? null : await findTold(store, outcome, words => nextStep(call, words))
    call.out.result({ ...outcome, crosswalk, evidence }, () => {
      if (told === null) return
      sayCrosswalk(call, outcome, crosswalk, evidence)
      sayPlan(call.out, told)
    })
    return exitOf(outcome)
  },
}

const kindWords: Readonly<Partial<Record<Crossing['kind'], string>>> = {
  orgs: 'Schools and districts', users: 'People', academicSessions: 'Terms', courses: 'Courses', classes: 'Classes', enrollments: 'Enrollments',
} // prettier-ignore

const evidenceWords: Readonly<Record<EvidenceCount['evidence'], string>> = {
  identifier: 'identifier',
  sourcedId: 'the id of one that is the identifier of the other',
  userMasterIdentifier: 'userMasterIdentifier',
  names: 'names and login',
}

/** Who is who in both sources, before what changes: a switch is judged by what it finds again. */
function sayCrosswalk(
  { out }: Call,
  { district }: Outcome,
  crosswalk: readonly Crossing[],
  evidence: readonly EvidenceCount[],
) {
  out.line(`Crosswalk of ${district}`)
  out.table(
    ['', 'Same id', 'New id', 'Unsure', 'Only there', 'Only here'],
    crosswalk.map(({ kind, same, paired, unsure, fresh, gone }) => [
      kindWords[kind] ?? kind,
      ...[same, paired, unsure, fresh, gone].map(String),
    ]),
  )
  const found = evidence.map(one => `${count(one.count)} by ${evidenceWords[one.evidence]}`)
  if (found.length > 0) out.line(`People under a new id: ${found.join(', ')}`)
  out.line()
}
