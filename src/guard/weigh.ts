import type { Stock, Tally } from '../plan/tally.ts'
import { measures, people, type Measure } from '../plan/tally.ts'
import type { Limit, Limits } from '../roster/rules.ts'
import { entriesOf, type Kind } from '../roster/kinds.ts'
import type { Hazard, HazardCode } from './hazards.ts'

/**
 * All hazards of a plan at once (docs/guards.md): per kind for the district, per kind and school, and
 * those that a single row raises. Nothing here asks how the plan came about, so a part of a plan is weighed
 * by the same rules.
 */
export function weigh(tally: Tally, stock: Stock, limits: Limits): Hazard[] {
  return [
    ...weighSource(tally, stock),
    ...measures.flatMap(measure => weighDistrict(measure, tally, stock, limits)),
    ...measures.flatMap(measure => weighSchools(measure, tally, stock, limits)),
    ...people.flatMap(measure => weighSwitched(measure, tally, stock, limits)),
    ...tally.schoolsGone.map(school =>
      one('SCHOOL_VANISHED', `School ${quoted(school)} is not in the source any more`, 'orgs', school),
    ),
    ...weighTerms(tally),
    ...weighUpdates(tally, stock, limits),
    ...weighPeople(tally, stock, limits),
    ...weighMarked(tally),
  ]
}

/** Largest count that passes: the floor or the share, whichever is larger. */
export function largestAllowed(limit: Limit, of: number): number {
  // 0.29 × 100 falls a hair short of 29 in binary.
  return Math.max(limit.count, Math.floor(limit.share * of + 1e-9))
}

function weighSource(tally: Tally, stock: Stock): Hazard[] {
  const hazards: Hazard[] = []
  if (tally.switches !== null) {
    const { from, to } = tally.switches
    hazards.push(
      one('SOURCE_CHANGED', `The district would be read from ${to} in place of ${from}`, null, null),
    )
  }
  if (tally.stale !== null) hazards.push(one('STALE_SOURCE', tally.stale, null, null))
  for (const kind of tally.empty) {
    const had = stock.kinds[kind] ?? 0
    const why = tally.broken[kind] === undefined ? '' : ` that can be used (${tally.broken[kind]})`
    const message = `${kind} came without a single row${why}, and the roster has ${had}; nothing of it would be removed`
    hazards.push({ code: 'EMPTY_KIND', message, kind, school: null, count: had, of: had, limit: 0 })
  }
  for (const [kind, count] of entriesOf(tally.withheld)) {
    const why = tally.broken[kind] === undefined ? '' : ` (${tally.broken[kind]})`
    const left = `${count} missing ${count === 1 ? 'row is' : 'rows are'} not taken as removed`
    const message = `${kind} did not arrive whole${why}: ${count === 0 ? 'nobody knows what is missing' : left}`
    hazards.push({
      code: 'INCOMPLETE',
      message,
      kind,
      school: null,
      count,
      of: stock.kinds[kind] ?? 0,
      limit: 0,
    })
  }
  return hazards
}

function weighDistrict(measure: Measure, tally: Tally, stock: Stock, limits: Limits): Hazard[] {
  const count = Object.values(tally.removed[measure]).reduce((sum, part) => sum + part, 0)
  const of = stock.measures[measure][''] ?? 0
  const limit = largestAllowed(limits[measure], of)
  if (count <= limit) return []
  const message = `${share(count, of)} of ${measure} in the district would be removed (${count} of ${of}, limit ${limit})`
  return [{ code: 'MASS_REMOVE', message, kind: kindOf(measure), school: null, count, of, limit }]
}

function weighSchools(measure: Measure, tally: Tally, stock: Stock, limits: Limits): Hazard[] {
  return Object.entries(tally.removed[measure]).flatMap(([school, count]) => {
    const of = stock.measures[measure][school] ?? 0
    const limit = largestAllowed(limits.school, of)
    if (school === '' || count <= limit) return []
    const message = `${share(count, of)} of ${measure} at school ${quoted(school)} would be removed (${count} of ${of}, limit ${limit})`
    return [{ code: 'MASS_REMOVE_SCHOOL', message, kind: kindOf(measure), school, count, of, limit }]
  })
}

/** Whoever is switched off is as good as removed, so the limits are those of removal. */
function weighSwitched(measure: (typeof people)[number], { switchedOff }: Tally, stock: Stock, limits: Limits): Hazard[] {
  const schools = switchedOff[measure]
  const all = { '': Object.values(schools).reduce((sum, part) => sum + part, 0) }
  return Object.entries({ ...schools, ...all }).flatMap(([school, count]) => {
    const of = stock.measures[measure][school] ?? 0
    const limit = largestAllowed(school === '' ? limits[measure] : limits.school, of)
    if (count <= limit) return []
    const place = school === '' ? 'in the district' : `at school ${quoted(school)}`
    const message = `${share(count, of)} of ${measure} ${place} would be switched off (${count} of ${of}, limit ${limit})`
    return [{ code: 'SWITCHED_OFF' as const, message, kind: 'users' as const, school: school || null, count, of, limit }]
  })
} // prettier-ignore

/** Whom a mass removal counts, as its sentence has it: the hazard itself calls students and teachers users. */
export function measureOf({ message }: Pick<Hazard, 'message'>): Measure | null {
  return measures.find(measure => message.includes(` of ${measure} `)) ?? null
}

function weighTerms({ termsMissing }: Tally): Hazard[] {
  const [first] = termsMissing
  if (first === undefined) return []
  const more = termsMissing.length > 1 ? ` and ${termsMissing.length - 1} more` : ''
  const message = `Academic session ${quoted(first)}${more} went missing before its end`
  return [
    {
      code: 'TERM_MISSING',
      message,
      kind: 'academicSessions',
      school: null,
      count: termsMissing.length,
      of: termsMissing.length,
      limit: 0,
    },
  ]
}

function weighUpdates(tally: Tally, stock: Stock, limits: Limits): Hazard[] {
  return entriesOf(tally.updated).flatMap(([kind, count]) => {
    const of = stock.kinds[kind] ?? 0
    const limit = largestAllowed(limits.updates, of)
    if (count <= limit) return []
    const message = `${share(count, of)} of ${kind} would change (${count} of ${of}, limit ${limit})`
    return [{ code: 'MASS_UPDATE', message, kind, school: null, count, of, limit }]
  })
}

function weighPeople(tally: Tally, stock: Stock, limits: Limits): Hazard[] {
  const of = stock.kinds.users ?? 0
  const hazards: Hazard[] = []
  const rekeyed = largestAllowed(limits.rekeyed, of)
  if (tally.rekeyed > rekeyed) {
    const message = `${tally.rekeyed} of ${of} users came with new sourcedIds and are the same people (limit ${rekeyed}); each would keep the id it has`
    hazards.push({
      code: 'RE_KEYED',
      message,
      kind: 'users',
      school: null,
      count: tally.rekeyed,
      of,
      limit: rekeyed,
    })
  }
  const domains = largestAllowed(limits.domain, of)
  if (tally.domains > domains) {
    const message = `${share(tally.domains, of)} of users would get an e-mail address in another domain (${tally.domains} of ${of}, limit ${domains})`
    hazards.push({
      code: 'DOMAIN_CHANGED',
      message,
      kind: 'users',
      school: null,
      count: tally.domains,
      of,
      limit: domains,
    })
  }
  return hazards
}

function weighMarked({ marked }: Tally): Hazard[] {
  return entriesOf(marked).map(([code, { count, first }]) => {
    const message = count > 1 ? `${first}, and ${count - 1} more like it` : first
    return {
      code,
      message,
      kind: code === 'ROLE_RAISED' ? 'roles' : 'users',
      school: null,
      count,
      of: count,
      limit: 0,
    }
  })
}

function one(code: HazardCode, message: string, kind: Kind | null, school: string | null): Hazard {
  return { code, message, kind, school, count: 1, of: 1, limit: 0 }
}

function kindOf(measure: Measure): Kind {
  return measure === 'students' || measure === 'teachers' ? 'users' : measure
}

function share(count: number, of: number): string {
  return of === 0 ? 'All' : `${Math.round((100 * count) / of)} %`
}

function quoted(id: string): string {
  return JSON.stringify(id)
}
