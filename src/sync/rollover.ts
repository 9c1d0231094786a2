import { moved, schoolYears, type SchoolTerm, type SchoolYear } from './schedule/summer.ts'

/** A term with the run that brought it, and the district's day of that. */
export type DatedTerm = SchoolTerm & { readonly createdRun: number; readonly arrived: string }

/** The year that ends and the one that begins; the source may not have both. */
export type YearTurn = {
  /** School year that begins, as the source names it: "2028". */
  readonly name: string
  readonly ending: SchoolYear | null
  readonly next: SchoolYear | null
  /** First day of school of the new year; a year after this one's first while the source has no next. */
  readonly firstDay: string
}

/** A year that began, or came into the source, this long ago is still being rolled into; later, the next one is planned. */
const settlingDays = 60
/** From here on the turn is worth a line on the overview. */
const nearDays = 60

/** The turn of years that is planned on a day of the district; null when the source has no dates to plan by. */
export function findTurn(terms: readonly DatedTerm[], today: string): YearTurn | null {
  const years = schoolYears(terms)
  const settling = moved(today, { days: -settlingDays })
  const at = years.findIndex(
    ({ first, name }, place) =>
      first > today || (place > 0 && (first >= settling || cameLately(terms, name, years[place - 1]?.name, settling))),
  )
  const next = years[at]
  if (next !== undefined) return { name: next.name, ending: years[at - 1] ?? null, next, firstDay: next.first }
  const ending = years.at(-1)
  if (ending === undefined) return null
  return { name: yearAfter(ending.name), ending, next: null, firstDay: moved(ending.first, { years: 1 }) }
} // prettier-ignore

/** A year that a later run brought than the one before it, and since a day: what comes first comes with its past. */
function cameLately(
  terms: readonly DatedTerm[],
  year: string,
  before: string | undefined,
  since: string,
): boolean {
  const [mine, other] = [year, before].map(name => terms.filter(({ schoolYear }) => schoolYear === name))
  const brought = Math.min(...(mine ?? []).map(({ createdRun }) => createdRun))
  const earlier = Math.min(...(other ?? []).map(({ createdRun }) => createdRun))
  return brought > earlier && (mine ?? []).some(({ arrived }) => arrived >= since)
}

/** Within 60 days before the last day of school, that day and the summer after it included. */
export function isNear({ ending, firstDay }: YearTurn, today: string): boolean {
  const from = moved(ending?.lastDay ?? firstDay, { days: -nearDays })
  return today >= from
}

function yearAfter(name: string): string {
  return /^\d{4}$/.test(name) ? String(Number(name) + 1) : `${name} +1`
}

/** Terms of the ending year that still run on the first day of the new one. `end` is the day after the last. */
export function termConflicts<Term extends SchoolTerm>(
  terms: readonly Term[],
  { ending, next }: YearTurn,
): Term[] {
  if (ending === null || next === null) return []
  const all = terms.filter(({ schoolYear }) => schoolYear === ending.name)
  const inner = all.filter(({ type }) => type !== 'schoolYear')
  return (inner.length > 0 ? inner : all).filter(({ end }) => end !== null && end > next.first)
}

/** What the state of a turn is told by. */
export type TurnFacts = {
  /** Terms of the two years overlap. */
  readonly conflict: boolean
  /** A plan that belongs to the turn waits for a person. */
  readonly held: boolean
  /** The source has the new year's sessions, students in their new grades, classes of the new terms. */
  readonly dates: boolean
  readonly grades: boolean
  readonly classes: boolean
  readonly paused: boolean
  /** The suggested pause would have begun. */
  readonly pauseDue: boolean
  readonly near: boolean
  /** The first day of the new year is here. */
  readonly begun: boolean
}
export const turnStates = ['not_started', 'on_track', 'needs_attention', 'completed'] as const
export type TurnState = (typeof turnStates)[number]

/** The state of a turn; every combination of facts has one. What waits for a person outweighs what is done. */
export function stateOfTurn(facts: TurnFacts): TurnState {
  const { conflict, held, dates, grades, classes, paused, pauseDue, near, begun } = facts
  if (held || conflict) return 'needs_attention'
  if (dates && grades && classes) return 'completed'
  if (begun) return 'needs_attention'
  if (pauseDue && !paused && !grades) return 'needs_attention'
  return near || dates || grades || classes || paused ? 'on_track' : 'not_started'
}

/** Each grade to the next one the district has, the last out of school; those in no grade that leads on stay. */
export function expectedFlow(counts: ReadonlyMap<string, number>, order: readonly string[]): {
  readonly flow: Record<string, Record<string, number>>
  readonly leaving: string | null
} {
  const ladder = order.filter(grade => counts.has(grade))
  const leaving = ladder.at(-1) ?? null
  const after = (grade: string) => {
    const at = ladder.indexOf(grade)
    return at < 0 ? grade : (ladder[at + 1] ?? 'gone')
  }
  const flow = Object.fromEntries([...counts].map(([grade, count]) => [grade, { [after(grade)]: count }]))
  return { flow, leaving }
} // prettier-ignore
