import type { Outcome } from '../../sync/outcome.ts'
import { sync } from '../../sync/sync.ts'
import { eachChange } from '../../store/sample.ts'
import { findDistrict } from '../../store/districts.ts'
import type { Call, Command } from '../command.ts'
import { flag } from '../options.ts'
import { nextStep, orderOf } from '../order.ts'
import { sayChanges } from '../present/change-text.ts'
import { sayPlan } from '../present/plan-text.ts'
import { findTold } from '../present/told.ts'

export const command: Command = {
  verb: 'plan',
  usage: ['plan <district> [--from <zip|dir>] [--all]'],
  summary: 'read, check, diff and weigh; store the plan; change nothing',
  options: {
    from: { type: 'string', value: 'DROP', about: 'this zip or folder instead of the connection’s own' },
    all: { type: 'boolean', about: 'list every change' },
  },
  args: [1, 1],
  stops: true,
  async run(call) {
    const outcome = await sync(await orderOf(call, true))
    await sayOutcome(call, outcome)
    if (flag(call, 'all')) await sayAll(call, outcome)
    return exitOf(outcome)
  },
}

/** 3 says that a person is waited for, whatever else happened. */
export function exitOf({ status }: Outcome): number {
  return status === 'held' ? 3 : 0
}

/** The outcome as a document, and as the page that people read. */
export async function sayOutcome(call: Call, outcome: Outcome): Promise<void> {
  const told = call.out.json
    ? null
    : await findTold(await call.store(), outcome, words => nextStep(call, words))
  call.out.result(outcome, () => (told === null ? undefined : sayPlan(call.out, told)))
}

async function sayAll(call: Call, { district, plan }: Outcome): Promise<void> {
  if (call.out.json || plan === null) return
  const { pool } = await call.store()
  const { districtId } = await findDistrict(pool, district)
  call.out.line()
  for await (const page of eachChange(pool, districtId, plan)) sayChanges(call.out, page, '')
}
