import { existsSync, statSync } from 'node:fs'
import { listApprovals } from '../../store/approvals.ts'
import { findDecided, schoolNames } from '../../store/run-detail.ts'
import { readSizes } from '../../store/headcounts.ts'
import { listRunEntries } from '../../store/run-list.ts'
import { countGraduates, countSeverities, listRunIssues, readRunPage } from '../../store/run-page.ts'
import { snapshotFolder } from '../../store/layout.ts'
import { keptDays } from '../../store/retention.ts'
import { readSchedule, type Calendar } from '../../store/schedules.ts'
import { RollbookError } from '../../roster/errors.ts'
import { modeOf } from '../../sync/schedule/modes.ts'
import { dayOf, nextSlots } from '../../sync/schedule/slots.ts'
import { districtParams } from '../contract/common.ts'
import {
  runDetail,
  runIssues,
  runIssuesQuery,
  runPage,
  runParams,
  runsQuery,
  type RunPage,
} from '../contract/runs.ts'
import { named } from '../present/overview.ts'
import { presentFlow } from '../present/grade-flow.ts'
import { countChanges, presentBack, presentDecision, presentFiles, presentRequests, presentKinds, presentPhases, presentRunSchools, presentSizes } from '../present/run-page.ts' // prettier-ignore
import { presentRun } from '../present/runs.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { hazardsFor, schoolsOf } from '../present/within.ts'
import { route } from '../route.ts'

const pageRuns = 50
const pageIssues = 100

export const runRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/runs',
    may: 'see',
    about: 'The next sync, and runs with the newest first',
    params: districtParams,
    query: runsQuery,
    answer: runPage,
    async handle({ office, read, district: { districtId }, query }) {
      const { calendar, entries } = await read(async client => ({
        calendar: await readSchedule(client, districtId),
        entries: await listRunEntries(client, districtId, pageRuns + 1, query),
      }))
      const shown = entries.slice(0, pageRuns)
      return {
        next: calendar === null ? null : presentNext(calendar, office.now()),
        runs: shown.map(presentRun),
        before: entries.length > pageRuns ? (shown.at(-1)?.run ?? null) : null,
        people: Object.fromEntries(await namesOf(office.store.pool, shown.map(({ who }) => who), districtId)),
      }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/runs/:run',
    may: 'see',
    about: 'All that one run left behind',
    params: runParams,
    answer: runDetail,
    refuses: ['RUN_UNKNOWN'],
    async handle({ office, read, district, reader, params: { run } }) {
      const { districtId, key } = district
      const within = schoolsOf(reader, key)
      const found = await read(async client => {
        const [entry] = await listRunEntries(client, districtId, 1, { run })
        const page = await readRunPage(client, districtId, run)
        if (entry === undefined || page === null) throw runUnknown(run)
        const { plan } = page
        return {
          entry,
          page,
          names: await schoolNames(client, districtId),
          sizes: await readSizes(client, districtId, run),
          severities: await countSeverities(client, districtId, run),
          graduates: plan === null || entry.promotions === 0 ? {} : await countGraduates(client, districtId, plan),
          decided: plan === null ? null : await findDecided(client, districtId, plan),
          approvals: plan === null ? [] : await listApprovals(client, districtId, plan),
        }
      })
      const { entry, page, names, decided, approvals } = found
      const people = await namesOf(office.store.pool, [entry.who, decided?.decision?.who ?? '', ...approvals.map(one => `console:${one.consoleUserId}`)], districtId)
      const { plan, digest, basis } = page
      return {
        run: presentRun(entry),
        whoName: nameIn(people, entry.who),
        phases: presentPhases(page),
        files: presentFiles(page),
        requests: presentRequests(page),
        kinds: presentKinds(page),
        back: presentBack(page),
        schools: presentRunSchools(page, names, within),
        sizes: presentSizes(found.sizes, names, within),
        gradeFlow: page.gradeFlow === null ? null : presentFlow(page.gradeFlow, found.graduates),
        hazards: hazardsFor(page.hazards ?? [], within).map(hazard => named(hazard, names)),
        issues: { ...found.severities, rules: { ...page.issueCounts } },
        plan: plan === null || digest === null || basis === null ? null : { plan, digest, rosterVersion: basis.rosterVersion, rulesVersion: basis.rulesVersion },
        snapshot: page.snapshotDigest === null ? null : { id: page.snapshot, digest: page.snapshotDigest, keptUntil: keptUntil(office.store.data, districtId, run) },
        decision: presentDecision(decided, approvals, people, names),
        undo: entry.undoneBy !== null ? 'undone' as const : page.changed > 0 ? 'possible' as const : 'nothing' as const,
        changes: countChanges(page),
      }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/runs/:run/issues',
    may: 'see',
    about: 'Issues that were open when the run ended; values are masked',
    params: runParams,
    query: runIssuesQuery,
    answer: runIssues,
    async handle({ read, reader, district: { districtId, key }, params: { run }, query: { after, ...filter } }) {
      const [fromRun = 0, fromSeq = 0] = (after ?? '').split('-').map(Number)
      const order = { ...filter, within: schoolsOf(reader, key), after: [fromRun, fromSeq] as const }
      const found = await read(client => listRunIssues(client, districtId, run, order, pageIssues + 1))
      const shown = found.slice(0, pageIssues)
      const last = shown.at(-1)
      return {
        issues: shown.map(({ seq: _, ...issue }) => issue),
        after: found.length > pageIssues && last !== undefined ? `${last.firstRun}-${last.seq}` : null,
      }
    },
  }),
] // prettier-ignore

function presentNext({ schedule }: Calendar, now: Date): NonNullable<RunPage['next']> {
  const [slot] = nextSlots(schedule, now, 1)
  const mode = modeOf(schedule, dayOf(schedule, now))
  return {
    at: slot?.at.toISOString() ?? null,
    addOnly: slot?.mode === 'add_only',
    repeat: schedule.repeat,
    paused: mode.mode === 'paused',
    pausedUntil: mode.mode === 'paused' ? mode.until : null,
  }
}

function keptUntil(data: string, districtId: string, run: number): string | null {
  const folder = snapshotFolder(data, districtId, run)
  if (!existsSync(folder)) return null
  return new Date(statSync(folder).mtimeMs + keptDays * 24 * 3_600_000).toISOString()
}

export function runUnknown(run: number): RollbookError {
  return new RollbookError('RUN_UNKNOWN', `Cannot show run ${run}: this district has none of this number. Go back to Sync jobs`, 2) // prettier-ignore
}
