import { Temporal } from 'temporal-polyfill'

/** A term or year as the source has it. `end` is the day after the last (OneRoster 1.2). */
export type SchoolTerm = {
  readonly type: string | null
  readonly schoolYear: string | null
  readonly start: string | null
  readonly end: string | null
}

export type SummerPause = {
  readonly from: string
  readonly until: string
  /** Of this school year. */
  readonly lastDay: string
  /** Of the next. */
  readonly firstDay: string
  /** The source has no next year yet: it is taken to begin on the day this one did. */
  readonly guessed: boolean
}

/**
 * Districts empty their SIS around the last day of school and fill it again in the weeks before the new year, and
 * what is exported in between is neither. So no sync from two days before the one to two weeks before the other.
 */
const daysBefore = 2
const weeksBefore = 2

/** The days of school of a year, both included. */
export type SchoolYear = { readonly name: string; readonly first: string; readonly lastDay: string }

/** The pause to propose for this summer or the coming one; null when no dates say when, or when there is hardly one. */
export function proposeSummer(terms: readonly SchoolTerm[], today: string): SummerPause | null {
  const years = schoolYears(terms)
  return (
    years.flatMap((year, at) => pauseAfter(year, years[at + 1]) ?? []).find(({ until }) => until >= today) ??
    null
  )
}

function pauseAfter({ first, lastDay }: SchoolYear, next: SchoolYear | undefined): SummerPause | null {
  const firstDay = next?.first ?? moved(first, { years: 1 })
  const from = moved(lastDay, { days: -daysBefore })
  // The sync of the day two weeks before is the first of the new year.
  const until = moved(firstDay, { weeks: -weeksBefore, days: -1 })
  return until > lastDay ? { from, until, lastDay, firstDay, guessed: next === undefined } : null
}

/** School years in order. Terms tell the days of school; a year often runs from July to June, whatever its terms do. */
export function schoolYears(terms: readonly SchoolTerm[]): SchoolYear[] {
  const names = [...new Set(terms.map(({ schoolYear }) => schoolYear))].filter(year => year !== null).sort()
  return names.flatMap(name => {
    const all = terms.filter(({ schoolYear }) => schoolYear === name)
    const inner = all.filter(({ type }) => type !== 'schoolYear')
    const span = spanOf(inner) ?? spanOf(all)
    return span === null ? [] : [{ name, ...span }]
  })
}

function spanOf(terms: readonly SchoolTerm[]): Omit<SchoolYear, 'name'> | null {
  const first = terms.flatMap(({ start }) => start ?? []).sort()[0]
  const end = terms.flatMap(({ end }) => end ?? []).sort().at(-1) // prettier-ignore
  return first === undefined || end === undefined ? null : { first, lastDay: moved(end, { days: -1 }) }
}

/** The day so much later. */
export function moved(day: string, by: { years?: number; weeks?: number; days?: number }): string {
  return Temporal.PlainDate.from(day).add(by).toString()
}
