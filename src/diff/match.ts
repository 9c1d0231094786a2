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
 */
export function pairUp<Gone extends Candidate, Come extends Candidate>(
  kind: Kind,
  gone: readonly Gone[],
  come: readonly Come[],
  crosswalk: Crosswalk,
): Pair<Gone, Come>[] {
  const pairs: Pair<Gone, Come>[] = []
  const taken = new Set<Candidate>()
  for (const { name, sure } of evidence[kind]) {
    const free = <Side extends Candidate>(side: readonly Side[]) => side.filter(one => !taken.has(one))
    const byKey = uniqueBy(free(gone), one => name(one.entity, crosswalk))
    for (const [key, other] of uniqueBy(free(come), one => name(one.entity, {}))) {
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

type Evidence = {
  readonly name: (entity: Entity, crosswalk: Crosswalk) => string | null
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
