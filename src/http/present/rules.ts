import { blocks } from '../../guard/hazards.ts'
import { largestAllowed } from '../../guard/weigh.ts'
import { noCounts, totalChanges } from '../../plan/draft.ts'
import { entityObject } from '../../roster/entity.ts'
import { manifest, userRoles } from '../../roster/fields.ts'
import { grades } from '../../roster/grades.ts'
import { kinds, type Kind } from '../../roster/kinds.ts'
import { defaultRules, enabledFields, type Limits, type Rules } from '../../roster/rules.ts'
import { calledIn } from '../../explain/changes/names.ts'
import type { Night } from '../../store/holds.ts'
import type { Headcount } from '../../store/overview.ts'
import type { RulesVersion, SchoolChoice } from '../../store/rules.ts'
import type { TermRow } from '../../store/terms.ts'
import type { Rehearsed } from '../../sync/rehearse.ts'
import type { LimitName, RulesPreview, RulesView } from '../contract/rules.ts'
import { named } from './overview.ts'

export type RulesRead = {
  readonly rules: Rules
  readonly version: RulesVersion
  readonly schools: readonly SchoolChoice[]
  readonly terms: readonly TermRow[]
  readonly counts: readonly Headcount[]
  readonly nights: readonly Night[]
  readonly looser: RulesView['looser']
}

export function presentRules({ rules, version, schools, terms, counts, nights, looser }: RulesRead): RulesView {
  const students = new Map(counts.map(one => [one.school, one.students]))
  const { scope, fields, limits, graceDays } = rules
  return {
    version: version.version,
    at: version.at.toISOString(),
    who: version.who,
    rules: writable({ scope, fields, limits, graceDays }),
    standard: defaultRules.limits,
    schools: withChosen(schools, scope.schools).map(one => ({ ...one, students: students.get(one.sourcedId) ?? 0 })),
    grades: [...grades],
    roles: [...userRoles],
    terms: terms.map(({ sourcedId, title, schoolYear }) => ({ sourcedId, title, schoolYear })),
    fields: presentFields(rules),
    today: presentToday(counts, nights),
    looser,
  }
} // prettier-ignore

/** Codes of a scope come from changeRules, which takes none that is not known. */
function writable({ scope, fields, limits, graceDays }: Rules): RulesView['rules'] {
  const known = <One extends string>(list: readonly string[] | null, codes: readonly One[]) =>
    list === null ? null : codes.filter(code => list.includes(code))
  const copy = (list: readonly string[] | null) => (list === null ? null : [...list])
  return {
    scope: {
      schools: copy(scope.schools),
      grades: known(scope.grades, grades),
      roles: known(scope.roles, userRoles),
      terms: copy(scope.terms),
    },
    fields: { ...fields },
    limits,
    graceDays,
  }
}

/** A school may be chosen before the source has ever brought it. */
function withChosen(schools: readonly SchoolChoice[], chosen: readonly string[] | null): SchoolChoice[] {
  const known = new Set(schools.map(({ sourcedId }) => sourcedId))
  const unknown = (chosen ?? []).filter(id => !known.has(id))
  return [...schools, ...unknown.map(sourcedId => ({ sourcedId, name: sourcedId, held: false }))]
}

function presentFields(rules: Rules): RulesView['fields'] {
  return kinds.flatMap(kind => {
    const on = enabledFields(kind, rules)
    return manifest[kind].map(({ name, need, purpose, class: sort }, at) => ({
      path: `${kind}.${name}`, kind, name, need, purpose, class: sort, on: on[at] ?? false,
    })) // prettier-ignore
  })
}

/** Of what each limit is a share today, and how much of it a good sync took of late. */
function presentToday(counts: readonly Headcount[], nights: readonly Night[]): RulesView['today'] {
  const district = counts.find(({ school }) => school === '')
  const schools = counts.filter(({ school }) => school !== '')
  const largest = Math.max(0, ...schools.map(({ students }) => students))
  const people = (district?.students ?? 0) + (district?.staff ?? 0)
  const of: Readonly<Record<LimitName, number>> = {
    students: district?.students ?? 0,
    teachers: district?.staff ?? 0,
    classes: district?.classes ?? 0,
    enrollments: district?.enrollments ?? 0,
    school: largest,
    updates: people,
    rekeyed: people,
    domain: people,
  }
  const names = Object.keys(of) as LimitName[] // the keys written above
  return names.map(limit => ({ limit, of: of[limit], most: mostOf(limit, nights) }))
}

function mostOf(limit: LimitName, nights: readonly Night[]): number | null {
  if (nights.length === 0) return null
  return Math.max(0, ...nights.map(({ tally }) => (tally === null ? 0 : takenBy(limit, tally))))
}

function takenBy(limit: LimitName, tally: NonNullable<Night['tally']>): number {
  const { removed, updated, rekeyed, domains } = tally
  const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, count) => sum + count, 0) // prettier-ignore
  switch (limit) {
    case 'school':
      return Math.max(0, ...Object.entries(removed.students).map(([school, count]) => (school === '' ? 0 : count)))
    case 'updates':
      return Math.max(0, ...Object.values(updated))
    case 'rekeyed':
      return rekeyed
    case 'domain':
      return domains
    default:
      return total(removed[limit])
  }
} // prettier-ignore

/** Whom other rules would add and remove. */
export function presentPreview(
  found: Rehearsed,
  limits: Limits,
  names: Readonly<Record<string, string>>,
): RulesPreview {
  const { counts, tally, stock, hazards, people } = found
  const part = (measure: 'students' | 'teachers') => {
    const of = stock.measures[measure][''] ?? 0
    const removed = Object.values(tally.removed[measure]).reduce((sum, count) => sum + count, 0)
    return { removed, of, limit: largestAllowed(limits[measure], of) }
  }
  const { users, classes, enrollments } = counts
  const all = totalChanges(counts)
  const moved = kinds.reduce((sum, kind) => sum + movesOf(counts[kind]).added + movesOf(counts[kind]).removed, 0)
  return {
    people: movesOf(users),
    classes: movesOf(classes),
    enrollments: movesOf(enrollments),
    changed: all - moved,
    students: part('students'),
    staff: part('teachers'),
    schools: presentSchools(found, names),
    hazards: hazards.map(hazard => named(hazard, names)),
    held: hazards.some(blocks),
    sample: people.map(({ id, sourcedId, before, after, school, reason }) => ({
      id,
      sourcedId,
      name: nameOf(after ?? before),
      school: school === null ? null : names[school] || school,
      way: after === null ? ('removed' as const) : ('added' as const),
      reason,
    })),
  }
} // prettier-ignore

function presentSchools({ posts, perSchool }: Rehearsed, names: Readonly<Record<string, string>>): RulesPreview['schools'] {
  const ids = new Set([...Object.keys(posts), ...Object.keys(perSchool)])
  const none = { added: 0, removed: 0 }
  return [...ids]
    .map(sourcedId => ({
      sourcedId,
      name: names[sourcedId] || sourcedId,
      students: posts[sourcedId]?.students ?? none,
      staff: posts[sourcedId]?.staff ?? none,
      classes: movesOf(perSchool[sourcedId]?.classes),
    }))
    .filter(({ students, staff, classes }) => [students, staff, classes].some(({ added, removed }) => added + removed > 0))
    .sort((one, other) => one.name.localeCompare(other.name))
} // prettier-ignore

function movesOf(counts: Rehearsed['counts'][Kind]) {
  const { create, restore, remove, archive } = counts ?? noCounts()
  return { added: create + restore, removed: remove + archive }
}

function nameOf(entity: Rehearsed['people'][number]['before']): string {
  return entity === null ? '' : calledIn(entityObject(entity))
}
