import { actorOf } from '../../login/reader.ts'
import type pg from 'pg'
import { countPart } from '../../apply/count-part.ts'
import { likelyCause } from '../../guard/cause.ts'
import { hazardCodes, type HazardCode } from '../../guard/hazards.ts'
import { isFresh, requireProof } from '../../login/proof.ts'
import { RollbookError } from '../../roster/errors.ts'
import { listApprovals } from '../../store/approvals.ts'
import { note } from '../../store/audit.ts'
import { findConnection, type District } from '../../store/districts.ts'
import { findStanding, readClues, readLeavers, recentNights, type PlanStanding } from '../../store/holds.ts'
import { lastGood } from '../../store/overview.ts'
import { findPlan, type StoredPlan } from '../../store/plans.ts'
import { schoolNames } from '../../store/run-detail.ts'
import { discardPlan } from '../../sync/discard-plan.ts'
import { decideBody, decided, discardBody, discarded, hold, part, partQuery, planParams, type Hold } from '../contract/holds.ts' // prettier-ignore
import { asked } from '../contract/sync.ts'
import { decide } from '../decide.ts'
import { noted } from '../noted.ts'
import { presentApproval, presentHazards, presentHoldSchools, presentLeaver, presentPart } from '../present/hold.ts' // prettier-ignore
import { presentDecision } from '../present/run-page.ts'
import { namesOf } from '../present/who.ts'
import { schoolsOf } from '../present/within.ts'
import { route } from '../route.ts'

const nightsBeside = 8
const leaversShown = 10
const additions = { only: 'additions', schools: null } as const
const wholePlan = { only: 'all', schools: null } as const
const unsettled = ['PLAN_UNKNOWN', 'PLAN_DECIDED', 'PLAN_CHANGED', 'PROOF_NEEDED']

export const holdRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/holds/:plan',
    may: 'people',
    about: 'A plan that waits for a person: why, what it would do, what can be chosen, and what that asks for',
    params: planParams,
    answer: hold,
    refuses: ['PLAN_UNKNOWN'],
    async handle({ office, read, district, reader, params }) {
      const { districtId, key } = district
      const within = schoolsOf(reader, key)
      const waiting = await office.desk.waiting(key)
      const found = await read(async client => ({
        ...(await readPlan(client, district, params.plan)),
        nights: await readNights(client, district, params.plan),
        clues: await readClues(client, districtId, params.plan),
        leavers: await readLeavers(client, districtId, params.plan, within, leaversShown),
        approvals: await listApprovals(client, districtId, params.plan),
        names: await schoolNames(client, districtId),
        asOf: await lastGood(client, districtId),
      }))
      const { plan, standing, connection, names, approvals, leavers } = found
      const { limits, graceDays } = connection.rules
      const people = await namesOf(office.store.pool, [standing.decision?.who ?? '', ...approvals.map(one => `console:${one.consoleUserId}`)])
      return {
        plan: plan.plan,
        run: plan.run,
        digest: plan.digest,
        status: plan.status,
        since: standing.createdAt.toISOString(),
        asOf: found.asOf?.toISOString() ?? null,
        standing: standingOf(plan, standing, waiting.some(({ ask }) => ask === 'apply')),
        hazards: presentHazards(plan, found.nights, names, within),
        cause: likelyCause(plan.hazards, plan.tally, found.clues),
        schools: presentHoldSchools(plan, names, within),
        leavers: { count: leavers.count, graceDays, sample: leavers.sample.map(one => presentLeaver(one, names)) },
        whole: presentPart(plan, { counts: plan.counts, exact: true }, wholePlan, limits),
        additions: presentPart(plan, found.additions, additions, limits),
        divisible: plan.loads.length === 0,
        first: [...plan.loads],
        approvals: approvals.map(one => presentApproval(one, people, reader.id)),
        decision: presentDecision(standing, approvals, people, names),
        proofFresh: isFresh(reader, office.now()),
      }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/holds/:plan/part',
    may: 'people',
    about: 'What a part of the plan would do, counted as it would run',
    params: planParams,
    query: partQuery,
    answer: part,
    refuses: ['PLAN_UNKNOWN'],
    async handle({ read, district, params, query }) {
      const schools = query.school === undefined ? null : [query.school].flat()
      return await read(async client => {
        const plan = await findPlan(client, district.districtId, district.key, params.plan)
        const connection = await findConnection(client, district)
        const choice = { only: query.only, schools }
        const { allow } = presentPart(plan, { counts: {}, exact: true }, choice, connection.rules.limits)
        const counts = await countPart(client, connection, plan, { ...choice, allow })
        return presentPart(plan, counts, choice, connection.rules.limits)
      })
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/holds/:plan/decide',
    may: 'decide',
    about: 'Approves this plan once, whole or in part; where it removes many students a second person does the same',
    params: planParams,
    body: decideBody,
    answer: decided,
    status: 202,
    refuses: [...unsettled, 'ROSTER_MOVED', 'RULES_MOVED', 'SOURCE_MOVED', 'PART_UNDIVIDED', 'SCHOOL_UNTOUCHED', 'HAZARD_STANDS', 'NUMBER_MISTYPED', 'SECOND_NEEDED'],
    async handle({ office, district, reader, params, body }) {
      requireProof(reader, office.now())
      const { digest, allow, only, schools, comment, typed = null } = body
      const decision = { allow: allow.map(codeOf), only, schools }
      const { state, task } = await decide(office, { district: district.key, plan: params.plan, digest, decision, comment, typed, consoleUserId: reader.id })
      const message = state === 'asked' ? 'The plan runs in a moment' : 'Your approval is noted; a second person decides the same before it runs'
      return { task, state, message }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/holds/:plan/discard',
    may: 'decide',
    about: 'Drops the plan; the next sync plans anew, and may be held again',
    params: planParams,
    body: discardBody,
    answer: discarded,
    refuses: [...unsettled, 'DISTRICT_BUSY'],
    async handle({ office, district, reader, params, body }) {
      requireProof(reader, office.now())
      const { comment, digest } = body
      const who = `console:${reader.id}`
      const beside = async (client: Parameters<typeof note>[0], plan: StoredPlan) => {
        if (plan.digest !== digest) throw changedPlan(plan.plan)
        const detail = { run: plan.run, comment, digest }
        await note(client, { districtId: district.districtId, at: office.now(), actor: who, actorKind: reader.kind, action: 'hold.discard', target: `plan:${plan.plan}`, detail })
      }
      await discardPlan({ store: office.store, district: district.key, plan: params.plan, who, comment, beside })
      return { plan: params.plan, status: 'discarded' as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/holds/:plan/check-again',
    may: 'run',
    about: 'Reads the source again and makes a new plan, which takes the place of this one',
    params: planParams,
    answer: asked,
    status: 202,
    async handle(call) {
      const { office, district, reader, params } = call
      const who = actorOf(reader)
      const task = await office.desk.ask({ ask: 'sync', district: district.key, trigger: 'manual', who, planOnly: true })
      await noted(call, 'hold.check_again', `plan:${params.plan}`)
      return { task, message: task === null ? 'The source is read again already' : 'The source is read again in a moment' }
    },
  }),
] // prettier-ignore

async function readPlan(client: pg.PoolClient, district: District, id: string) {
  const { districtId, key } = district
  const plan = await findPlan(client, districtId, key, id)
  const standing = await findStanding(client, districtId, id)
  if (standing === null) throw changedPlan(id)
  const connection = await findConnection(client, district)
  const part = await countPart(client, connection, plan, { ...additions, allow: [] })
  return { plan, standing, connection, additions: part }
}

async function readNights(client: pg.PoolClient, { districtId, key }: District, id: string) {
  const { run } = await findPlan(client, districtId, key, id)
  return await recentNights(client, districtId, run, nightsBeside)
}

function standingOf(plan: StoredPlan, now: PlanStanding, applying: boolean): Hold['standing'] {
  if (plan.status !== 'held' && plan.status !== 'cleared') return 'decided'
  if (applying) return 'deciding'
  if (plan.basis.rosterVersion !== now.rosterVersion) return 'roster_moved'
  return plan.basis.rulesVersion === now.rulesVersion ? 'open' : 'rules_moved'
}

function codeOf(word: string): HazardCode {
  const code = hazardCodes.find(one => one === word)
  if (code !== undefined) return code
  throw new RollbookError('INPUT_INVALID', `Cannot allow ${JSON.stringify(word)}: there is no such hazard. Hazards are ${hazardCodes.join(', ')}`) // prettier-ignore
}

function changedPlan(plan: string): RollbookError {
  return new RollbookError('PLAN_CHANGED', `Cannot decide about plan ${plan}: it is not the one that was looked at. Open it again, and decide about what it says`) // prettier-ignore
}
