import { changeRules, findConnection, findDistrict } from '../../store/districts.ts'
import type { Command } from '../command.ts'
import { nextStep, whoRuns } from '../order.ts'
import { green } from '../paint.ts'
import { sayRules } from '../present/rules-text.ts'
import { readChanges, ruleOptions } from '../rule-options.ts'

export const command: Command = {
  verb: 'rules',
  usage: [
    'rules <district>',
    'rules <district> [--schools ID,…|all] [--grades CODE,…|all] [--roles ROLE,…|all] [--terms ID,…|all]',
    'rules <district> [--field KIND.FIELD=on|off,…] [--limit NAME=COUNT|SHARE%|COUNT/SHARE%,…] [--grace DAYS]',
  ],
  summary: 'what a connection lets in, and how much change it takes',
  options: ruleOptions,
  args: [1, 1],
  async run(call) {
    const [key = ''] = call.args
    const { pool } = await call.store()
    const district = await findDistrict(pool, key)
    const connection = await findConnection(pool, district)
    const rules = readChanges(call, connection.rules)
    if (rules === null) {
      call.out.result({ district: key, version: connection.rulesVersion, changed: false, rules: connection.rules }, () =>
        sayRules(call.out, connection.rules, connection.rulesVersion),
      )
      return 0
    } // prettier-ignore
    const version = await changeRules(pool, connection, rules, whoRuns())
    call.out.result({ district: key, version, changed: true, rules }, () => {
      sayRules(call.out, rules, version)
      call.out.line()
      call.out.line(green('Changed'), `: these rules are version ${version}. Whom that adds and removes:`)
      call.out.line('  ', nextStep(call, `plan ${key}`))
    })
    return 0
  },
}
