import type pg from 'pg'
import { listDistricts, type District } from '../../store/districts.ts'
import { fleetCounts, fleetGood, fleetHolds, fleetIssues, fleetRuns, fleetSchools, fleetTies, toldOfHolds } from '../../store/fleet.ts' // prettier-ignore
import { everySchedule } from '../../store/schedules.ts'
import { headlineWords } from '../../sync/words.ts'
import type { Fleet, FleetHolds } from '../contract/fleet.ts'
import { patience, standingOf, type Standing } from '../standing.ts'

type Row = Fleet['districts'][number]
type Placed = { readonly row: Row; readonly fresh: boolean | null }

/** Every district with its headline: a dozen questions, however many districts there are. */
export async function readFleet(pool: pg.Pool, vendor: string, now: Date): Promise<Fleet> {
  const districts = await listDistricts(pool)
  const ties = by(await fleetTies(pool))
  const calendars = by(await everySchedule(pool))
  const goods = by(await fleetGood(pool))
  const holds = by(await fleetHolds(pool))
  const issues = by(await fleetIssues(pool, now))
  const counts = by(await fleetCounts(pool))
  const runs = grouped(await fleetRuns(pool, patience))
  const placed = districts.map(district => {
    const { districtId } = district
    const standing = standingOf(
      district,
      {
        tie: ties.get(districtId) ?? null,
        calendar: calendars.get(districtId) ?? null,
        runs: runs.get(districtId) ?? [],
        good: goods.get(districtId)?.at ?? null,
        hold: holds.get(districtId) ?? null,
        issues: issues.get(districtId)?.count ?? 0,
      },
      now,
    )
    return place(district, standing, counts.get(districtId), vendor)
  })
  const syncing = placed.filter(({ fresh }) => fresh !== null)
  const rows = placed.map(({ row }) => row)
  return {
    people: rows.reduce((sum, { people }) => sum + people, 0),
    tally: tallyOf(rows),
    fresh: { of: syncing.length, count: syncing.filter(({ fresh }) => fresh).length },
    districts: rows,
  }
}

function place(
  { key, name, rosterVersion }: District,
  standing: Standing,
  counts: { people: number; classes: number } | undefined,
  vendor: string,
): Placed {
  const { headline, tie, lastGood, nextSync, hold, issues, freshness } = standing
  const row = {
    key,
    name,
    headline: { ...headline, words: headlineWords(headline, vendor) },
    system: tie?.source ?? null,
    step: tie?.step ?? null,
    lastGoodSync: lastGood?.toISOString() ?? null,
    nextSync: nextSync?.toISOString() ?? null,
    people: counts?.people ?? 0,
    classes: counts?.classes ?? 0,
    holds: hold === null ? 0 : 1,
    issues,
    version: rosterVersion,
  }
  return { row, fresh: nextSync === null ? null : freshness.state === 'up_to_date' }
}

function tallyOf(rows: readonly Row[]): Fleet['tally'] {
  const found = new Map<string, Fleet['tally'][number]>()
  for (const { headline } of rows) {
    const { state, tone } = headline
    found.set(state, { state, tone, count: (found.get(state)?.count ?? 0) + 1 })
  }
  return [...found.values()]
}

/** Plans that wait, the longest waiting first, each with why and who was told. */
export async function readHolds(pool: pg.Pool): Promise<FleetHolds> {
  const holds = await fleetHolds(pool)
  const ids = holds.map(({ districtId }) => districtId)
  const schools = holds.flatMap(({ hazards }) => hazards.flatMap(({ school }) => school ?? []))
  const names = new Map((await fleetSchools(pool, ids, schools)).map(one => [`${one.districtId} ${one.sourcedId}`, one.name])) // prettier-ignore
  const told = grouped(await toldOfHolds(pool, ids))
  return {
    holds: holds.map(({ districtId, key, name, zone, plan, run, since, hazards }) => ({
      district: { key, name, zone },
      plan,
      run,
      since: since.toISOString(),
      reasons: hazards
        .filter(({ code }) => code !== 'INCOMPLETE') // it tells what was left out, and holds nothing
        .map(hazard => ({ ...hazard, schoolName: hazard.school === null ? null : (names.get(`${districtId} ${hazard.school}`) ?? hazard.school) })), // prettier-ignore
      told: (told.get(districtId) ?? [])
        .filter(({ queuedAt }) => queuedAt >= since)
        .map(mail => ({
          name: mail.name,
          at: mail.at?.toISOString() ?? null,
          nudged: !mail.key.startsWith('held:'),
        })),
    })),
  }
}

function by<One extends { readonly districtId: string }>(found: readonly One[]): ReadonlyMap<string, One> {
  return new Map(found.map(one => [one.districtId, one]))
}

function grouped<One extends { readonly districtId: string }>(
  found: readonly One[],
): ReadonlyMap<string, One[]> {
  const groups = new Map<string, One[]>()
  for (const one of found) groups.set(one.districtId, [...(groups.get(one.districtId) ?? []), one])
  return groups
}
