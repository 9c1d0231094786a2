import { entityKey, itemsOf, roleKey, type Entity } from '../roster/entity.ts'
import { fieldIndex, manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import { personOf } from './person.ts'

/**
 * Old sourcedId → new, per kind. A source that rewrites its sourcedIds looks like everybody left and as many
 * strangers came; the crosswalk says who is who, so that each keeps the id we gave and what hangs on it.
 */
export type Crosswalk = Partial<Record<Kind, Map<string, string>>>
export type Pair<Gone, Come> = { readonly gone: Gone; readonly come: Come; readonly sure: boolean }
type Candidate = { readonly entity: Entity }

/**
 * Pairs what goes with what comes by what stays when ids are rewritten, strongest evidence first; a key that
 * two share on either side pairs nobody. References are compared through the crosswalk of the kinds before.
 * `moved`: the records come from another source than before, so that one's ids may be the other's identifiers.
 */
export function pairUp<Gone extends Candidate, Come extends Candidate>(
  kind: Kind,
  gone: readonly Gone[],
  come: readonly Come[],
  crosswalk: Crosswalk,
  moved: boolean,
): Pair<Gone, Come>[] {
  const pairs: Pair<Gone, Come>[] = []
  const taken = new Set<Candidate>()
  for (const { name, named = name, sure } of moved
    ? (movedEvidence[kind] ?? evidence[kind])
    : evidence[kind]) {
    const free = <Side extends Candidate>(side: readonly Side[]) => side.filter(one => !taken.has(one))
    const byKey = uniqueBy(free(gone), one => name(one.entity, crosswalk))
    for (const [key, other] of uniqueBy(free(come), one => named(one.entity, {}))) {
      const match = byKey.get(key)
      if (match === undefined || entityKey(match.entity) === entityKey(other.entity)) continue
      pairs.push({ gone: match, come: other, sure })
      taken.add(match).add(other)
    }
  }
  return pairs
}

/** The entity with its references as they are called now. */
export function walked(entity: Entity, crosswalk: Crosswalk): Entity {
  const values = manifest[entity.kind].map(({ to }, at) => {
    const value = entity.values[at] ?? null
    const walk = to === undefined ? undefined : crosswalk[to]
    if (walk === undefined || value === null || typeof value === 'boolean') return value
    return typeof value === 'string' ? (walk.get(value) ?? value) : value.map(id => walk.get(id) ?? id).sort()
  })
  return { ...entity, values }
}

function uniqueBy<Side>(sides: readonly Side[], name: (side: Side) => string | null): Map<string, Side> {
  const found = new Map<string, Side | null>()
  for (const side of sides) {
    const key = name(side)
    if (key !== null) found.set(key, found.has(key) ? null : side)
  }
  return new Map([...found].filter((entry): entry is [string, Side] => entry[1] !== null))
}

type Name = (entity: Entity, crosswalk: Crosswalk) => string | null
type Evidence = {
  /** The key of what goes, and of what comes, unless that has one of its own. */
  readonly name: Name
  readonly named?: Name
  readonly sure: boolean
}

const value = (entity: Entity, name: string) => entity.values[fieldIndex(entity.kind, name)] ?? null
const told = (...parts: unknown[]): string | null =>
  parts.some(part => part === null) ? null : JSON.stringify(parts)
const through = (crosswalk: Crosswalk, kind: Kind, id: unknown) =>
  typeof id === 'string' ? (crosswalk[kind]?.get(id) ?? id) : id

const evidence: Readonly<Record<Kind, readonly Evidence[]>> = {
  orgs: [
    { sure: true, name: org => told(value(org, 'identifier'), value(org, 'type')) },
    { sure: true, name: org => told(value(org, 'name'), value(org, 'type')) },
  ],
  academicSessions: [
    {
      sure: true,
      name: one =>
        told(value(one, 'title'), value(one, 'type'), value(one, 'startDate'), value(one, 'endDate')),
    },
    // Some make a new term of one whose days they corrected.
    { sure: true, name: one => told(value(one, 'title'), value(one, 'type'), value(one, 'schoolYear')) },
  ],
  courses: [
    {
      sure: true,
      name: (one, walk) => told(value(one, 'courseCode'), through(walk, 'orgs', value(one, 'orgSourcedId'))),
    },
    {
      sure: true,
      name: (one, walk) => told(value(one, 'title'), through(walk, 'orgs', value(one, 'orgSourcedId'))),
    },
  ],
  classes: [
    { sure: true, name: (one, walk) => told(value(one, 'classCode'), ...place(one, walk)) },
    {
      sure: true,
      name: (one, walk) =>
        told(value(one, 'title'), JSON.stringify(value(one, 'periods')), ...place(one, walk)),
    },
  ],
  users: [
    { sure: true, name: user => told(personOf(user).identifier) },
    { sure: true, name: user => told(personOf(user).master) },
    { sure: false, name: user => told(personOf(user).username, personOf(user).given, personOf(user).family) },
    { sure: false, name: user => told(personOf(user).email, personOf(user).given, personOf(user).family) },
  ],
  roles: [
    {
      sure: true,
      name: (one, walk) =>
        roleKey(
          String(through(walk, 'users', value(one, 'userSourcedId'))),
          String(through(walk, 'orgs', value(one, 'orgSourcedId'))),
          String(value(one, 'role')),
        ),
    },
  ],
  enrollments: [
    {
      sure: true,
      name: (one, walk) =>
        told(
          through(walk, 'classes', value(one, 'classSourcedId')),
          through(walk, 'users', value(one, 'userSourcedId')),
          value(one, 'role'),
        ),
    },
  ],
  demographics: [{ sure: true, name: (one, walk) => told(through(walk, 'users', one.sourcedId)) }],
}

/** Where and when a class meets: its school, course and terms. */
function place(one: Entity, walk: Crosswalk): unknown[] {
  const terms = itemsOf(value(one, 'termSourcedIds'))
  const ids = terms.map(id => String(through(walk, 'academicSessions', id)))
  return [
    through(walk, 'orgs', value(one, 'schoolSourcedId')),
    through(walk, 'courses', value(one, 'courseSourcedId')),
    ids.sort().join(' '),
  ]
}

/** What one source calls its id, another calls an identifier: either way round. */
function crossed(sure: boolean, own: Name, identifier: Name): Evidence[] {
  return [{ sure, name: own, named: identifier }, { sure, name: identifier, named: own }] // prettier-ignore
}

const ownId = ({ sourcedId }: Entity) => sourcedId.normalize('NFC').toLowerCase()
type Names = 'both' | 'given' | 'family'
/** A person by an id, beside names: two systems that number from one would else make strangers of one another. */
const person = (id: (user: Entity) => string | null, names: Names) => (user: Entity) => {
  const { given, family } = personOf(user)
  return told(id(user), names === 'family' ? '' : given, names === 'given' ? '' : family)
}
const identifierOf = (user: Entity) => personOf(user).identifier
const masterOf = (user: Entity) => personOf(user).master
const partNames = ['given', 'family'] as const
const classCode = (one: Entity, walk: Crosswalk) => told(value(one, 'classCode'), through(walk, 'orgs', value(one, 'schoolSourcedId'))) // prettier-ignore
const classId = (one: Entity, walk: Crosswalk) => told(one.sourcedId, through(walk, 'orgs', value(one, 'schoolSourcedId'))) // prettier-ignore

/**
 * When a district changes its source. Clever's sis_id is the sourcedId that the SIS gives through OneRoster, and the
 * student number its identifier; terms have other names and types, courses stand at the district instead of a school.
 */
const movedEvidence: Readonly<Partial<Record<Kind, readonly Evidence[]>>> = {
  orgs: [
    ...evidence.orgs,
    ...crossed(true, org => told(org.sourcedId, value(org, 'type')), org => told(value(org, 'identifier'), value(org, 'type'))),
    // A district has one district, whatever it is called.
    { sure: true, name: org => (value(org, 'type') === 'district' ? 'district' : null) },
  ],
  users: [
    { sure: true, name: person(identifierOf, 'both') },
    ...crossed(true, person(ownId, 'both'), person(identifierOf, 'both')),
    { sure: true, name: person(masterOf, 'both') },
    ...partNames.flatMap(names => [
      { sure: true, name: person(masterOf, names) },
      { sure: false, name: person(identifierOf, names) },
      ...crossed(false, person(ownId, names), person(identifierOf, names)),
    ]),
    ...evidence.users.filter(({ sure }) => !sure),
  ],
  academicSessions: [
    ...evidence.academicSessions,
    { sure: true, name: one => told(value(one, 'startDate'), value(one, 'endDate'), value(one, 'type')) },
    { sure: true, name: one => told(value(one, 'startDate'), value(one, 'endDate')) },
    { sure: true, name: one => told(value(one, 'title'), value(one, 'startDate')) },
  ],
  courses: [
    ...evidence.courses,
    { sure: true, name: one => told(value(one, 'courseCode')) },
    { sure: true, name: one => told(value(one, 'title')) },
  ],
  classes: [...crossed(true, classId, classCode), ...evidence.classes],
} // prettier-ignore
