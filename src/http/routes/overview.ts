import { manifest } from '../../roster/fields.ts'
import type { Rest } from '../../roster/rest.ts'
import { kinds } from '../../roster/kinds.ts'
import { enabledFields, type Rules } from '../../roster/rules.ts'
import { groupIssues } from '../../store/issues.ts'
import { headcountSeries, latestHeadcounts, listSchools } from '../../store/overview.ts'
import { schoolNames } from '../../store/run-detail.ts'
import { readRest } from '../../store/rest.ts'
import { listRunEntries } from '../../store/run-list.ts'
import { headlineWords } from '../../sync/words.ts'
import { districtParams } from '../contract/common.ts'
import { overview } from '../contract/overview.ts'
import { presentCounts, presentHolds, presentIssues, presentSchools } from '../present/overview.ts'
import { rightsIn } from '../present/rights.ts'
import { schoolsOf } from '../present/within.ts'
import { presentRun } from '../present/runs.ts'
import { route } from '../route.ts'
import { readStanding, type Standing } from '../standing.ts'

const shownRuns = 7
const shownIssues = 5
const weeks = 12

export const overviewRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/overview',
    may: 'see',
    about: 'The Rostering page: headline, next and last sync, counts, schools, holds, issues, recent runs',
    params: districtParams,
    answer: overview,
    async handle({ office, district, reader, read }) {
      const { districtId, key, name, zone } = district
      const within = schoolsOf(reader, key)
      return await read(async client => {
        const now = office.now()
        const standing = await readStanding(client, district, now)
        const { today, hold, last } = standing
        const latest = await latestHeadcounts(client, districtId)
        const series = await headcountSeries(client, districtId, daysBefore(today, weeks * 7))
        const names = await schoolNames(client, districtId)
        const schools = await listSchools(client, districtId)
        const running = last !== null && last.result === null ? last : null
        const groups = await groupIssues(client, districtId, within)
        const runs = await listRunEntries(client, districtId, shownRuns)
        const head = standing.headline
        return {
          district: { key, name, zone },
          rights: rightsIn(reader, key),
          source: sourceOf(standing, await readRest(client, districtId)),
          setup: setupOf(standing),
          headline: { ...head, words: headlineWords(head, office.vendor.name) },
          nextSync: standing.nextSync?.toISOString() ?? null,
          lastGoodSync: standing.lastGood?.toISOString() ?? null,
          freshness: standing.freshness.state,
          missedRuns: standing.freshness.missed,
          running: running && {
            run: running.run,
            phase: running.phase,
            trigger: running.trigger,
            startedAt: running.startedAt.toISOString(), // prettier-ignore
          },
          counts: presentCounts(latest, series, daysBefore(today, 7)),
          schools: presentSchools(schools, latest, hold, running !== null, within),
          holds: presentHolds(hold, names, within),
          issues: presentIssues(groups, today, shownIssues),
          runs: runs.map(presentRun),
        }
      })
    },
  }),
]

function sourceOf({ tie, lastGood }: Standing, rest: Rest | null) {
  if (tie === null || tie.source === null || tie.connectedAt === null) return null
  const rules = tie.rules as Rules // written by changeRules and by connect
  return {
    system: tie.source,
    connectedAt: tie.connectedAt.toISOString(),
    readAt: lastGood?.toISOString() ?? null,
    writtenAt: tie.fileTime?.toISOString() ?? null,
    fieldsOn: kinds.reduce((sum, kind) => sum + enabledFields(kind, rules).filter(Boolean).length, 0),
    fieldsAll: kinds.reduce((sum, kind) => sum + manifest[kind].length, 0),
    rest,
  }
}

function setupOf({ tie }: Standing) {
  return tie === null || tie.step === null || tie.stepAt === null ? null : { step: tie.step, changedAt: tie.stepAt.toISOString() }
} // prettier-ignore

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
}
