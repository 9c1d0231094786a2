import { consentFor, countLike } from '../../guard/gauge.ts'
import { guard, type Decision } from '../../guard/guard.ts'
import { blocks, type Hazard } from '../../guard/hazards.ts'
import { measureOf } from '../../guard/weigh.ts'
import { noCounts, totalChanges } from '../../plan/draft.ts'
import type { OpCounts } from '../../plan/plan.ts'
import type { Counted } from '../../apply/count-part.ts'
import { kinds } from '../../roster/kinds.ts'
import type { Limits } from '../../roster/rules.ts'
import { calledIn } from '../../explain/changes/names.ts'
import { itemsOf, type Value } from '../../roster/entity.ts'
import type { Approval } from '../../store/approvals.ts'
import type { Leaver, Night } from '../../store/holds.ts'
import type { StoredPlan } from '../../store/plans.ts'
import type { Hold, PartView } from '../contract/holds.ts'
import { named } from './overview.ts'
import { nameIn } from './who.ts'
import { hazardsFor } from './within.ts'

/** Each hazard with what it counts and the same of the nights before, the oldest first. */
export function presentHazards(
  plan: StoredPlan,
  nights: readonly Night[],
  names: Readonly<Record<string, string>>,
  within: readonly string[] | null,
): Hold['hazards'] {
  return hazardsFor(plan.hazards, within).map(hazard => ({
    ...named(hazard, names),
    measure: measureOf(hazard),
    recent: countLike(hazard, plan.tally) === null ? null : nights.toReversed().map(night => nightOf(night, hazard)),
  }))
} // prettier-ignore

function nightOf({ run, at, tally }: Night, hazard: Hazard) {
  return { run, at: at.toISOString(), count: tally === null ? 0 : (countLike(hazard, tally) ?? 0) }
}

/** What a part of a plan comes to, the consents it needs, and what is asked of whoever gives them. */
export function presentPart(
  plan: StoredPlan,
  { counts, exact }: Counted,
  choice: Pick<Decision, 'only' | 'schools'>,
  limits: Limits,
): PartView {
  return {
    changes: totalChanges(counts),
    exact,
    kinds: kinds.flatMap(kind => {
      const row = counts[kind]
      const three = row === undefined ? null : threeOf(row)
      return three === null || three.added + three.changed + three.removed === 0 ? [] : [{ kind, ...three }]
    }),
    allow: codesFor(plan, choice, limits),
    needs: consentFor(plan, choice),
  }
}

function codesFor(plan: StoredPlan, choice: Pick<Decision, 'only' | 'schools'>, limits: Limits): string[] {
  const verdict = guard(plan, { ...choice, allow: [] }, limits)
  return 'held' in verdict ? [...new Set(verdict.held.map(({ code }) => code))] : []
}

function threeOf({ create, restore, update, remove, archive }: OpCounts) {
  return { added: create + restore, changed: update, removed: remove + archive }
}

/** The plan by school: those where a limit was reached first, then by name. */
export function presentHoldSchools(
  { perSchool, hazards }: StoredPlan,
  names: Readonly<Record<string, string>>,
  within: readonly string[] | null,
): Hold['schools'] {
  return Object.entries(perSchool)
    .filter(([school]) => within?.includes(school) ?? true)
    .map(([sourcedId, counts]) => ({
      sourcedId,
      name: names[sourcedId] || sourcedId,
      people: threeOf(counts.users ?? noCounts()),
      classes: threeOf(counts.classes ?? noCounts()),
      enrollments: threeOf(counts.enrollments ?? noCounts()),
      changes: totalChanges(counts),
      hazards: hazards.filter(hazard => blocks(hazard) && hazard.school === sourcedId).length,
    }))
    .sort((one, other) => other.hazards - one.hazards || (one.name < other.name ? -1 : 1))
}

export function presentLeaver({ id, sourcedId, before, school, reason }: Leaver, names: Readonly<Record<string, string>>): Hold['leavers']['sample'][number] {
  const grades = before.grades as Value | undefined // a plan keeps values as they were checked
  return { id, sourcedId, name: calledIn(before), school: school === null ? null : names[school] || school, grades: [...itemsOf(grades)], reason }
} // prettier-ignore

export function presentApproval(one: Approval, people: ReadonlyMap<string, string>, reader: string): Hold['approvals'][number] {
  const { consoleUserId, at, comment, decision } = one
  const { allow, only, schools } = decision
  const name = nameIn(people, `console:${consoleUserId}`)
  return { id: consoleUserId, name, at: at.toISOString(), comment, allow: [...allow], only, schools: schools === null ? null : [...schools], you: consoleUserId === reader }
} // prettier-ignore
