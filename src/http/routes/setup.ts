import { bucketsOf } from '../../login/limits.ts'
import { RollbookError } from '../../roster/errors.ts'
import { changeRules, connect, findConnection, findDistrict } from '../../store/districts.ts'
import { findPlan } from '../../store/plans.ts'
import { listRunEntries } from '../../store/run-list.ts'
import { readSchedule } from '../../store/schedules.ts'
import { listSecrets } from '../../store/secrets.ts'
import { endLinks } from '../../store/setup-links.ts'
import { endSetup } from '../../store/setups.ts'
import type { Runner } from '../../store/sql.ts'
import { transact } from '../../store/transact.ts'
import { pruneUploads } from '../../store/uploads.ts'
import { changeCalendar } from '../../sync/calendar.ts'
import { settingsOf } from '../../sync/source.ts'
import { keptPath } from '../../store/layout.ts'
import { examine, type Examined } from '../../sync/examine.ts'
import { examineServer } from '../../sync/examine-server.ts'
import { checkSchedule } from '../../sync/schedule/check.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { districtParams } from '../contract/common.ts'
import { done } from '../contract/session.ts'
import {
  live,
  liveBody,
  mapBody,
  setupBody,
  setupPathBody,
  setupView,
  type SetupAnswers,
} from '../contract/setup.ts'
import { asked } from '../contract/sync.ts'
import { decide, type Decided } from '../decide.ts'
import { noted } from '../noted.ts'
import { presentSetup } from '../present/setup.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { route } from '../route.ts'
import { openSetup, saveStep, type SetupCall } from '../setup-call.ts'
import { readState, refuseEarly, sourceOf, type SetupState } from '../setup-state.ts'
import { testAlone } from '../testing.ts'
import { takeUpload } from '../uploaded.ts'

/** What is known of a connection, of one that is not there yet. */
const untied = {
  drop: null,
  given: null,
  tenant: null,
  test: null,
  mapped: false,
  previewAfter: null,
} as const

export const setupRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/setup',
    may: 'see',
    about: 'How far the setup is, and everything that was answered',
    params: districtParams,
    answer: setupView,
    async handle({ office, district, read }) {
      const kept = await listSecrets(office.store.pool, district.districtId)
      const found = await read(async client => {
        const state = await readState(client, district)
        return { who: state.who, view: await presentSetup(client, district, state, kept) }
      })
      const waiting = await office.desk.waiting(district.key)
      const people = await namesOf(office.store.pool, found.who === null ? [] : [found.who])
      const who = found.who === null ? null : nameIn(people, found.who)
      const previewing = found.view.preview?.result === 'running' || waiting.some(({ ask }) => ask === 'preview')
      return { ...found.view, who, previewing }
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/setup',
    may: 'settings',
    about: 'Saves the system that was chosen, and the step somebody is at',
    params: districtParams,
    body: setupBody,
    answer: done,
    refuses: ['SETUP_DONE', 'SETUP_EARLY'],
    async handle(call) {
      const state = await openSetup(call)
      const { system, systemName, step } = call.body
      const { answers } = state
      const other = system !== undefined && system !== answers.system
      const chosen = other ? { ...answers, system, ...untied } : answers
      const saved = { ...chosen, systemName: systemName ?? chosen.systemName }
      refuseEarly(step, { ...state, answers: saved })
      await saveStep(call, step, saved)
      if (other) await noted(call, 'setup.choose', system)
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/setup/upload',
    may: 'settings',
    about: 'Takes the zip of OneRoster files, as it comes and unopened; only the test reads it',
    params: districtParams,
    answer: done,
    multipart: true,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'INPUT_INVALID', 'UPLOAD_MISSING', 'UPLOAD_CUT', 'UPLOAD_TOO_LARGE', 'NOT_A_DROP', 'TOO_MANY'],
    async handle(call) {
      const { office, district, request } = call
      bucketsOf(office.store).take('upload', district.districtId, office.now())
      const state = await openSetup(call)
      refuseEarly('connect', state)
      refuseFiles(state)
      const { path, name, bytes } = await takeUpload(office, request, district, state.answers.system ?? '')
      await tie(call, state, path, { name, bytes })
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/setup/path',
    may: 'settings',
    about: 'For Product Support: names a zip or folder on the server that is written anew each night',
    params: districtParams,
    body: setupPathBody,
    answer: done,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'INPUT_INVALID', 'RIGHT_MISSING'],
    async handle(call) {
      if (call.reader.kind !== 'vendor')
        throw new RollbookError('RIGHT_MISSING', 'Cannot name a path: it is one of the server, which Product Support looks after. Upload the zip, or ask them')
      const state = await openSetup(call)
      refuseEarly('connect', state)
      refuseFiles(state)
      await tie(call, state, call.body.path, { name: call.body.path, bytes: null })
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/setup/test',
    may: 'settings',
    about: 'Opens the source and reads it once: what passes, what does not, and what mends it',
    params: districtParams,
    answer: done,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'TEST_RUNNING', 'TOO_MANY'],
    async handle(call) {
      const { office, district } = call
      bucketsOf(office.store).take('syncNow', `test ${district.key}`, office.now())
      const state = await openSetup(call)
      refuseEarly('test', state)
      const now = office.now()
      const found = await testAlone(call, gone => examineAny(call, state, gone))
      const test: SetupAnswers['test'] = {
        at: now.toISOString(), ok: found.ok, checks: found.checks.map(one => ({ ...one, problems: [...one.problems] })),
        issues: [...found.issues],
        heard: {
          sample: found.heard.sample.map(one => ({ ...one, grades: [...one.grades] })),
          schools: [...found.heard.schools], grades: [...found.heard.grades], fields: [...found.heard.fields],
        },
      }
      await saveStep(call, 'test', { ...state.answers, test, previewAfter: null })
      await noted(call, 'setup.test', null, { ok: found.ok })
      return { done: true as const }
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/setup/map',
    may: 'settings',
    about: 'Chooses the schools and fields that are let in, as a new version of the rules',
    params: districtParams,
    body: mapBody,
    answer: done,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'RULES_MOVED'],
    async handle(call) {
      const { office, district, reader, body } = call
      const state = await openSetup(call)
      refuseEarly('map', state)
      const connection = await findConnection(office.store.pool, district)
      const { rules } = connection
      const schools = body.schools
      const next = { ...rules, scope: { ...rules.scope, schools }, fields: { ...rules.fields, ...body.fields } }
      if (JSON.stringify(next) !== JSON.stringify(rules)) {
        const version = await changeRules(office.store.pool, connection, next, `console:${reader.id}`)
        await noted(call, 'rules.change', null, { version })
      }
      await saveStep(call, 'preview', { ...state.answers, mapped: true, previewAfter: null })
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/setup/preview',
    may: 'settings',
    about: 'Plans the first sync: says what it would do, and does nothing',
    params: districtParams,
    answer: asked,
    status: 202,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'TOO_MANY'],
    async handle(call) {
      const { office, district, reader } = call
      bucketsOf(office.store).take('syncNow', `${reader.id} ${district.key}`, office.now())
      const state = await openSetup(call)
      refuseEarly('preview', state)
      const [last] = await call.read(client => listRunEntries(client, district.districtId, 1))
      await saveStep(call, 'preview', { ...state.answers, previewAfter: last?.run ?? 0 })
      const who = `console:${reader.id}`
      const task = await office.desk.ask({ ask: 'sync', district: district.key, trigger: 'setup', who, planOnly: true })
      await noted(call, 'sync.preview', null)
      return { task, message: task === null ? 'A preview is on its way already' : 'The preview begins in a moment' }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/setup/live',
    may: 'decide',
    about: 'Begins: runs exactly the plan that was looked at, or syncs by the schedule from a chosen day on',
    params: districtParams,
    body: liveBody,
    answer: live,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'INPUT_INVALID', 'PLAN_UNKNOWN', 'PLAN_DECIDED', 'PLAN_CHANGED', 'HAZARD_STANDS'],
    async handle(call) {
      const { office, district, body } = call
      const state = await openSetup(call)
      refuseEarly('preview', state)
      const now = office.now()
      const schedule = scheduleOf(body, district.zone, now)
      const begin = async (client: Runner) => {
        const calendar = await readSchedule(client, district.districtId)
        if (calendar !== null)
          await changeCalendar(client, calendar, { version: calendar.version, schedule: { ...calendar.schedule, ...schedule }, who: `console:${call.reader.id}`, now })
        await endSetup(client, district.districtId)
        await endLinks(client, district.districtId, 'finished', now)
      }
      const { task, state: decided } = body.on === null ? await approve(call, body, begin) : await later(call, begin)
      if (decided === 'asked') await noted(call, 'setup.live', `plan:${body.plan}`, { on: body.on })
      return { task, on: body.on, state: decided }
    },
  }),
] // prettier-ignore

async function examineAny(
  { office, district }: SetupCall,
  { answers }: SetupState,
  signal: AbortSignal,
): Promise<Examined> {
  const { store } = office
  const connection = await findConnection(store.pool, district)
  const { source } = connection
  if (source !== 'oneroster-csv') return await examineServer({ store, district, connection, signal })
  const settings = settingsOf(store.data, connection)
  const called = answers.drop?.name ?? 'the drop'
  return await examine({ source, settings, zone: district.zone, called, now: office.now() }, () => {})
}

/** From here on there is a connection; the row of the setup keeps it out of the schedule. */
async function tie(call: SetupCall, { answers }: SetupState, path: string, drop: { name: string; bytes: number | null }) {
  const { office, district, reader } = call
  const at = office.now().toISOString()
  await saveStep(call, 'test', { ...answers, drop: { ...drop, at }, test: null, mapped: false, previewAfter: null })
  await connect(office.store.pool, district, 'oneroster-csv', { path: keptPath(office.store.data, path) }, `console:${reader.id}`)
  if (drop.bytes !== null) await pruneUploads(office.store.data, district.districtId)
  await noted(call, 'source.upload', null, { bytes: drop.bytes })
} // prettier-ignore

/**
 * Exactly the plan that was looked at, and with it the end of the setup; while a second person must agree nothing ends.
 * A plan that was decided about on its own page is not asked for again.
 */
async function approve(call: SetupCall, { plan, digest }: { plan: string; digest: string }, begin: (client: Runner) => Promise<void>): Promise<Decided> {
  const { office, district, reader } = call
  const { key, districtId } = await findDistrict(office.store.pool, district.key)
  const { status } = await findPlan(office.store.pool, districtId, key, plan)
  if (status === 'applied') return await later(call, begin)
  const decision = { allow: [], only: 'all', schools: null } as const
  const order = { district: key, plan, digest, decision, comment: 'Go live', typed: null, consoleUserId: reader.id }
  return await decide(office, order, begin)
} // prettier-ignore

/** Ends the setup without a run of its own: one has been, or the schedule brings the first. */
async function later({ office }: SetupCall, begin: (client: Runner) => Promise<void>): Promise<Decided> {
  await transact(office.store.pool, begin)
  return { state: 'asked', task: null }
}

/** Until the chosen day the schedule rests, so that the first sync is that day's. */
function scheduleOf(
  { on, time, repeat, days }: { on: string | null; time: string; repeat: string; days: readonly string[] },
  zone: string,
  now: Date,
) {
  const found = checkSchedule({ time, repeat, days, zone, pauses: [], addOnly: [], enabled: true })
  if ('problems' in found)
    throw new RollbookError('INPUT_INVALID', `Cannot use this schedule: ${found.problems.map(({ message }) => message).join('; ')}. Change it`) // prettier-ignore
  const { schedule } = found
  const today = dayOf({ ...schedule, pausedByHand: null }, now)
  if (on === null || on <= today) return schedule
  const until = new Date(Date.parse(on) - 86_400_000).toISOString().slice(0, 10)
  return { ...schedule, pauses: [{ from: today, until, note: 'Before go-live' }] }
}

/** Throws INPUT_INVALID: of a system that is asked over the wire nobody uploads anything. */
function refuseFiles({ answers: { system } }: SetupState): void {
  if (system !== null && sourceOf(system) === 'oneroster-csv') return
  throw new RollbookError('INPUT_INVALID', 'Cannot take files: the system that was chosen sends none. Choose OneRoster files first') // prettier-ignore
}
