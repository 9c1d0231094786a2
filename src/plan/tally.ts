import type { Change } from '../diff/change.ts'
import { personOf } from '../diff/person.ts'
import type { HazardCode } from '../guard/hazards.ts'
import { fieldIndex } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'

/** What the limits of removal speak of (docs/guards.md). */
export const measures = ['students', 'teachers', 'classes', 'enrollments'] as const
export type Measure = (typeof measures)[number]
/** Those of them who can be switched off without being removed: the person stays, and can do nothing. */
export const people = ['students', 'teachers'] as const satisfies readonly Measure[]

/** The roster before the plan: live rows per kind, and per measure and school; '' is the district as a whole. */
export type Stock = {
  readonly kinds: Partial<Record<Kind, number>>
  readonly measures: Record<Measure, Record<string, number>>
}

/** What a plan would do, in the numbers a guard weighs. Plain data: it is stored with the plan. */
export type Tally = {
  removed: Record<Measure, Record<string, number>>
  /** Accounts that are switched off, per school. */
  switchedOff: Record<(typeof people)[number], Record<string, number>>
  /** Updates that are not promotions, per kind. */
  updated: Partial<Record<Kind, number>>
  /** sourcedIds of schools that go. */
  schoolsGone: string[]
  /** sourcedIds of sessions that go before their end. */
  termsMissing: string[]
  rekeyed: number
  domains: number
  /** Rows that carry a hazard of their own, per code, and one sentence for the first of each. */
  marked: Partial<Record<HazardCode, { count: number; first: string }>>
  empty: Kind[]
  withheld: Partial<Record<Kind, number>>
  /** Why a kind did not arrive whole. */
  broken: Partial<Record<Kind, string>>
  /** Why the source counts as older than what was last applied; null when it does not. */
  stale: string | null
  /** The sources before and after, of a plan that changes where records come from. */
  switches: { readonly from: string; readonly to: string } | null
}

export function emptyTally(): Tally {
  return {
    removed: { students: {}, teachers: {}, classes: {}, enrollments: {} },
    switchedOff: { students: {}, teachers: {} }, updated: {}, schoolsGone: [], termsMissing: [], rekeyed: 0, domains: 0, marked: {}, empty: [], withheld: {}, broken: {}, stale: null, switches: null,
  } // prettier-ignore
}

export function tallyChange(tally: Tally, change: Change): void {
  if (change.op === 'remove') tallyRemoval(tally, change)
  if (change.op !== 'update') return
  if (change.reason === 're_keyed') {
    if (change.kind === 'users' && change.formerId !== null) tally.rekeyed++
  } else if (change.reason !== 'promoted') {
    tally.updated[change.kind] = (tally.updated[change.kind] ?? 0) + 1
  }
  if (isSwitchedOff(change)) tallySwitch(tally, change)
  if (movedDomain(change)) tally.domains++
}

const enabledUser = fieldIndex('users', 'enabledUser')

function isSwitchedOff({ kind, before, after }: Change): boolean {
  return kind === 'users' && before?.values[enabledUser] === true && after?.values[enabledUser] === false
}

function tallySwitch({ switchedOff }: Tally, { who, school }: Change): void {
  const schools = who === 'student' ? switchedOff.students : switchedOff.teachers
  schools[school ?? ''] = (schools[school ?? ''] ?? 0) + 1
}

function tallyRemoval(tally: Tally, change: Change): void {
  const { kind, reason, sourcedId } = change
  // A school that the rules leave out has not vanished; what it takes along is still counted below.
  if (kind === 'orgs' && change.school !== null && reason !== 'out_of_scope')
    tally.schoolsGone.push(sourcedId)
  if (kind === 'academicSessions') tally.termsMissing.push(sourcedId)
  // Leaving school at the end of it is what students do; ID_REUSED tells of the others by itself.
  if (reason === 'graduated' || reason === 'id_reused') return
  const measure = measureOf(change)
  if (measure === null) return
  const schools = tally.removed[measure]
  const school = change.school ?? ''
  schools[school] = (schools[school] ?? 0) + 1
}

function measureOf({ kind, who }: Change): Measure | null {
  if (kind === 'classes' || kind === 'enrollments') return kind
  if (kind !== 'users') return null
  return who === 'student' ? 'students' : who === 'staff' ? 'teachers' : null
}

function domainOf(email: string | null): string | null {
  return email === null ? null : (email.split('@')[1] ?? null)
}

function movedDomain({ kind, before, after }: Change): boolean {
  if (kind !== 'users' || before === null || after === null) return false
  const [from, to] = [domainOf(personOf(before).email), domainOf(personOf(after).email)]
  return from !== null && to !== null && from !== to
}
