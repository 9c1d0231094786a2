import type pg from 'pg'
import { looserLimits } from '../../guard/looser.ts'
import { bucketsOf } from '../../login/limits.ts'
import { RollbookError } from '../../roster/errors.ts'
import type { Rules } from '../../roster/rules.ts'
import { defaultSchedule } from '../../roster/schedule.ts'
import { note } from '../../store/audit.ts'
import { changeRules, findConnection } from '../../store/districts.ts'
import { recentNights } from '../../store/holds.ts'
import { latestHeadcounts, openHold } from '../../store/overview.ts'
import { findRulesVersion, listSchoolChoices } from '../../store/rules.ts'
import { schoolNames } from '../../store/run-detail.ts'
import { listTerms } from '../../store/terms.ts'
import { transact } from '../../store/transact.ts'
import { rehearse } from '../../sync/rehearse.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { districtParams } from '../contract/common.ts'
import { previewBody, rulesBody, rulesChanged, rulesPreview, rulesView, type RulesView } from '../contract/rules.ts' // prettier-ignore
import { presentPreview, presentRules, type RulesRead } from '../present/rules.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { route, type DistrictCall } from '../route.ts'

const nightsBeside = 30
const anyRun = 2 ** 31 - 1

export const ruleRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/rules',
    may: 'see',
    about: 'What is let in, which fields are read, and how much change passes without asking',
    params: districtParams,
    answer: rulesView,
    refuses: ['NOT_CONNECTED'],
    async handle(call) {
      const found = await call.read(client => readRules(call, client))
      const { who } = found.version
      const name = nameIn(await namesOf(call.office.store.pool, [who]), who)
      return presentRules({ ...found, version: { ...found.version, who: name } })
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/rules/preview',
    may: 'settings',
    about: 'Whom other rules would add and remove: reads the source as the next sync would. Nothing is changed',
    params: districtParams,
    body: previewBody,
    answer: rulesPreview,
    refuses: ['NOT_CONNECTED', 'NO_SOURCE', 'DISTRICT_BUSY', 'TOO_MANY'],
    async handle({ office, district, reader, body, read }) {
      bucketsOf(office.store).take('syncNow', `${reader.id} ${district.key}`, office.now())
      const { connection, names } = await read(async client => ({
        connection: await findConnection(client, district),
        names: await schoolNames(client, district.districtId),
      }))
      const rules = { ...connection.rules, ...body }
      const today = (zone: string) => dayOf(defaultSchedule(zone), office.now())
      const found = await rehearse({ store: office.store, district: district.key, rules, today })
      return presentPreview(found, rules.limits, names)
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/rules',
    may: 'settings',
    about: 'Makes a new version of the rules; where it adds or removes anybody, a preview of that is asked for',
    params: districtParams,
    body: rulesBody,
    answer: rulesChanged,
    refuses: ['NOT_CONNECTED', 'RULES_MOVED', 'LIMIT_OWNER', 'LIMIT_HELD', 'LIMIT_UNEXPLAINED'],
    async handle(call) {
      const { office, district, reader, body } = call
      const { districtId, key } = district
      const who = `console:${reader.id}`
      // The browser's side may not write rules, so this is done beyond its wall: every statement names the district.
      return await transact(office.store.pool, async client => {
        const connection = await findConnection(client, district)
        await assertLimits(call, client, connection.rules)
        const looked = { ...connection, rulesVersion: body.version }
        const version = await changeRules(client, looked, body.rules, who)
        const plans = changesPeople(connection.rules, body.rules)
        const sync = { ask: 'sync', district: key, trigger: 'manual', who, planOnly: true } as const
        const task = plans ? await office.desk.ask(sync, client) : null
        const detail = { ...changedParts(connection.rules, body.rules), version, comment: body.comment || null }
        await note(client, { districtId, at: office.now(), actor: who, actorKind: reader.kind, action: 'settings.rules', target: null, detail })
        return { version, task }
      })
    },
  }),
] // prettier-ignore

type Called<Body> = DistrictCall<unknown, unknown, Body>

async function readRules<Body>(call: Called<Body>, client: pg.PoolClient): Promise<RulesRead> {
  const { district } = call
  const { districtId } = district
  const { rules } = await findConnection(client, district)
  const version = await findRulesVersion(client, districtId)
  return {
    rules,
    version: version ?? { version: 1, at: call.office.now(), who: '' },
    schools: await listSchoolChoices(client, districtId),
    terms: await listTerms(client, districtId),
    counts: await latestHeadcounts(client, districtId),
    nights: await recentNights(client, districtId, anyRun, nightsBeside),
    looser: await mayLoosen(call, client),
  }
}

/** Only an owner lets more pass, and nobody does so to get past a plan that waits: that is approved once instead. */
async function mayLoosen<Body>({ reader, district }: Called<Body>, client: pg.PoolClient): Promise<RulesView['looser']> {
  if (reader.seats.find(({ key }) => key === district.key)?.role !== 'owner') return 'owner'
  return (await openHold(client, district.districtId)) === null ? 'allowed' : 'hold'
} // prettier-ignore

type Wanted = { readonly rules: Rules; readonly comment: string }

/** Throws LIMIT_OWNER, LIMIT_HELD, LIMIT_UNEXPLAINED for a limit that would let more pass. */
async function assertLimits(call: Called<Wanted>, client: pg.PoolClient, before: Rules): Promise<void> {
  const { rules, comment } = call.body
  const looser = looserLimits(before.limits, rules.limits)
  if (looser.length === 0) return
  const what = `let more pass for ${looser.join(', ')}`
  const may = await mayLoosen(call, client)
  if (may === 'owner')
    throw new RollbookError('LIMIT_OWNER', `Cannot ${what}: that is for an owner of the district. Ask one, or approve a plan once when it is right`)
  if (may === 'hold')
    throw new RollbookError('LIMIT_HELD', `Cannot ${what}: a plan waits for a decision, and a limit is not raised to get past it. Approve that plan once or discard it, then change the limit`)
  if (comment === '')
    throw new RollbookError('LIMIT_UNEXPLAINED', `Cannot ${what}: nobody would know why. Add a comment`)
} // prettier-ignore

function changesPeople(before: Rules, after: Rules): boolean {
  return (['scope', 'fields'] as const).some(part => textOf(before[part]) !== textOf(after[part]))
}

function changedParts(before: Rules, after: Rules): Record<string, unknown> {
  const parts = ['scope', 'fields', 'limits', 'graceDays'] as const
  return Object.fromEntries(
    parts.filter(part => textOf(before[part]) !== textOf(after[part])).map(part => [part, { from: before[part], to: after[part] }]),
  )
} // prettier-ignore

/** As the database gives them back: it keeps the keys of an object in an order of its own. */
function textOf(part: unknown): string {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return JSON.stringify(part)
  const entries = Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([name, value]) => `${name}:${textOf(value)}`).join()}}`
}
