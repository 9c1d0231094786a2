import type { IssueGroup } from '../../store/issues.ts'
import type { Headcount, OpenHold, SchoolRow } from '../../store/overview.ts'
import type { Overview } from '../contract/overview.ts'
import { hazardsFor } from './within.ts'

type Dated = Headcount & { readonly day: string }
const measures = ['students', 'staff', 'classes', 'enrollments'] as const

/** Each count now, a week ago, and at the end of every day that is known. */
export function presentCounts(latest: readonly Headcount[], series: readonly Dated[], weekAgo: string): Overview['counts'] {
  const whole = latest.find(({ school }) => school === '')
  const then = series.findLast(({ day }) => day <= weekAgo)
  return measures.map(measure => ({
    measure,
    now: whole?.[measure] ?? 0,
    weekAgo: then?.[measure] ?? null,
    series: series.map(row => ({ day: row.day, count: row[measure] })),
  }))
} // prettier-ignore

/** A school is on hold when a hazard names it; the headline speaks for the district. Of a viewer only their own. */
export function presentSchools(
  schools: readonly SchoolRow[],
  latest: readonly Headcount[],
  hold: OpenHold | null,
  running: boolean,
  within: readonly string[] | null,
): Overview['schools'] {
  const counts = new Map(latest.map(row => [row.school, row]))
  const held = new Set(hold?.hazards.map(({ school }) => school))
  const shown = schools.filter(({ sourcedId }) => within?.includes(sourcedId) ?? true)
  return shown.map(({ sourcedId, name, lastChange }) => {
    const { students = 0, staff = 0, classes = 0, enrollments = 0 } = counts.get(sourcedId) ?? {}
    const status = running ? 'running' : held.has(sourcedId) ? 'on_hold' : 'up_to_date'
    const at = lastChange?.toISOString() ?? null
    return { sourcedId, name, status, students, staff, classes, enrollments, lastChange: at } as const
  })
}

export function presentHolds(hold: OpenHold | null, names: Readonly<Record<string, string>>, within: readonly string[] | null): Overview['holds'] {
  if (hold === null) return []
  const { plan, run, since } = hold
  const reasons = hold.hazards.filter(({ code }) => code !== 'INCOMPLETE') // it tells what was left out, and holds nothing
  return hazardsFor(reasons, within).map(hazard => ({ ...named(hazard, names), plan, run, since: since.toISOString() }))
} // prettier-ignore

export function named<Hazard extends { readonly school: string | null }>(hazard: Hazard, names: Readonly<Record<string, string>>) {
  const schoolName = hazard.school === null ? null : (names[hazard.school] ?? hazard.school)
  return { ...hazard, schoolName }
} // prettier-ignore

/** The first groups that nobody has muted. */
export function presentIssues(groups: readonly IssueGroup[], today: string, most: number): Overview['issues'] {
  const loud = groups.filter(({ mutedUntil }) => mutedUntil === null || mutedUntil < today)
  const shown = loud.slice(0, most).map(group => ({ ...group, firstSeen: group.firstSeen.toISOString() }))
  return { total: loud.reduce((sum, { count }) => sum + count, 0), groups: shown }
} // prettier-ignore
