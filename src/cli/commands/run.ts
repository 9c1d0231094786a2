import { findDistrict } from '../../store/districts.ts'
import { findPlan } from '../../store/plans.ts'
import { findDecided, sampleIssues, schoolNames } from '../../store/run-detail.ts'
import { findRun } from '../../store/runs.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { sayRun, type Detail } from '../present/run-text.ts'

/** Issues of each rule that are told; `validate --json` has them all. */
const each = 100

export const command: Command = {
  verb: 'run',
  usage: ['run <district> <run>'],
  summary: 'all that one run left behind: files, counts, hazards, issues',
  options: {},
  args: [2, 2],
  async run(call) {
    const [key = '', word = ''] = call.args
    const number = runNumber(word, key)
    const { pool } = await call.store()
    const { districtId, zone } = await findDistrict(pool, key)
    const row = await findRun(pool, districtId, key, number)
    const plan = row.plan === null ? null : await findPlan(pool, districtId, key, row.plan)
    const detail: Detail = {
      row,
      zone,
      plan,
      decided: plan === null ? null : await findDecided(pool, districtId, plan.plan),
      issues: await sampleIssues(pool, districtId, number, each),
      schools: await schoolNames(pool, districtId),
    }
    call.out.result(documentOf(key, detail), () => sayRun(call.out, detail))
    return 0
  },
}

export function runNumber(word: string, district: string): number {
  if (/^\d{1,9}$/.test(word)) return Number(word)
  throw new UsageError(
    `Cannot find run "${word}": runs have numbers, as rollbook runs ${district} lists them`,
  )
}

function documentOf(district: string, { row, plan, decided, issues }: Detail) {
  return {
    district,
    ...row,
    status: decided?.status ?? row.result,
    perSchool: plan?.perSchool ?? {},
    promotions: plan?.promotions ?? 0,
    gradeFlow: plan?.gradeFlow ?? {},
    hazards: plan?.hazards ?? [],
    digest: plan?.digest ?? null,
    basis: plan?.basis ?? null,
    decision: decided?.decision ?? null,
    decidedAt: decided?.decidedAt ?? null,
    issues,
  }
}
