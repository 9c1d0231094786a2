import { itemsOf, type Entity, type Value } from '../roster/entity.ts'
import { manifest, type Field } from '../roster/fields.ts'
import { maskValue, type Issue } from '../roster/issue.ts'
import type { Kind } from '../roster/kinds.ts'

/** What became of the thing a reference names. `rejected`: its row is there and cannot be used. `unknown`: nobody ever delivered that kind. */
export type Fate = 'present' | 'out' | 'missing' | 'rejected' | 'unknown'
export type Lookup = (kind: Kind, sourcedId: string) => Fate

export type Resolved = {
  /** `out` follows what it refers to out of the scope; `rejected` refers to nothing where it must. */
  readonly fate: 'accepted' | 'out' | 'rejected'
  readonly entity: Entity
  readonly issues: readonly Issue[]
  /** A reference was dropped or missing: the row must be looked at again when others change. */
  readonly again: boolean
}

type Link = { readonly at: number; readonly field: Field; readonly to: Kind }

/** Class, person and school carry what needs them out of scope with them; a course or a term does not. */
const carries = new Set<Kind>(['classes', 'users', 'orgs'])

const links = Object.fromEntries(
  Object.entries(manifest).map(([kind, fields]) => [
    kind,
    fields.flatMap((field, at): Link[] =>
      field.to && field.to !== kind ? [{ at, field, to: field.to }] : [],
    ),
  ]),
) as Record<Kind, Link[]> // the manifest has every kind

const nothing: readonly Issue[] = []

/**
 * Follows an entity's references into the other kinds: a required one that leads nowhere rejects the
 * entity, an optional one is dropped (Microsoft SDS: error skips the record, warning drops the value).
 * References within a kind are checked at its end, when all its keys are known.
 */
export function resolve(entity: Entity, file: string, row: number, lookup: Lookup): Resolved {
  if (entity.kind === 'demographics') return resolvePerson(entity, file, row, lookup)
  let out = false
  for (const link of links[entity.kind]) {
    const value = entity.values[link.at]
    if (value === null || value === undefined) continue
    if (typeof value === 'string') {
      const fate = lookup(link.to, value)
      if (isLost(fate)) return mend(entity, file, row, lookup)
      if (fate === 'out' && carries.has(link.to) && link.field.need === 'required') out = true
    } else if (itemsOf(value).some(id => isLost(lookup(link.to, id)))) {
      return mend(entity, file, row, lookup)
    }
  }
  return { fate: out ? 'out' : 'accepted', entity, issues: nothing, again: false }
}

/** The slow way, for the few that have something to mend: every broken reference is told, not the first. */
function mend(entity: Entity, file: string, row: number, lookup: Lookup): Resolved {
  const issues: Issue[] = []
  const values = [...entity.values]
  let fate: Resolved['fate'] = 'accepted'
  for (const link of links[entity.kind]) {
    const value = values[link.at] ?? null
    const broken = idsOf(value).filter(id => isLost(lookup(link.to, id)))
    if (broken.length === 0) continue
    const kept = itemsOf(value).filter(id => !broken.includes(id))
    const fatal = link.field.need === 'required' && kept.length === 0
    values[link.at] = kept.length > 0 ? kept : null
    if (fatal) fate = 'rejected'
    for (const id of broken) issues.push(broke(entity, file, row, link, id, fatal, lookup(link.to, id)))
  }
  return { fate, entity: { ...entity, values }, issues, again: true }
}

/** Demographics name their person by their own sourcedId (OneRoster CSV, demographics). */
const personLink = { field: { name: 'sourcedId' }, to: 'users' } as const

function resolvePerson(entity: Entity, file: string, row: number, lookup: Lookup): Resolved {
  const fate = lookup('users', entity.sourcedId)
  if (fate !== 'missing')
    return { fate: fate === 'out' ? 'out' : 'accepted', entity, issues: nothing, again: false }
  return {
    fate: 'rejected',
    entity,
    issues: [broke(entity, file, row, personLink, entity.sourcedId, true, fate)],
    again: true,
  }
}

type Named = { readonly field: { readonly name: string }; readonly to: Kind }

function broke(
  entity: Entity,
  file: string,
  row: number,
  link: Named,
  id: string,
  fatal: boolean,
  fate: Fate,
): Issue {
  const target = /\.csv$/i.test(file) ? `${link.to}.csv` : link.to
  const quoted = JSON.stringify(id)
  const what = fate === 'rejected' ? `names a row of ${target} that was rejected` : `is not in ${target}`
  const mend = fate === 'rejected' ? `Mend ${quoted} in ${target}` : `Add ${quoted} to ${target}`
  return {
    severity: fatal ? 'error' : 'warning',
    rule: 'missing_target_record',
    file,
    row,
    field: link.field.name,
    sourcedId: entity.sourcedId,
    value: maskValue(id),
    message: `${link.field.name} ${quoted} ${what}${fatal ? '' : '; the reference is left out'}`,
    fix: `${mend}, or take the ${fatal ? 'row' : 'reference'} out`,
  }
}

function isLost(fate: Fate): boolean {
  return fate === 'missing' || fate === 'rejected'
}

function idsOf(value: Value): readonly string[] {
  return typeof value === 'string' ? [value] : itemsOf(value)
}

/** A reference within its own kind that leads nowhere: said, and kept as it is. */
export function lostParent(entity: Entity, file: string, row: number, field: string, id: string): Issue {
  return {
    severity: 'warning',
    rule: 'missing_target_record',
    file,
    row,
    field,
    sourcedId: entity.sourcedId,
    value: maskValue(id),
    message: `${field} ${JSON.stringify(id)} is not in ${file}`,
    fix: `Add ${JSON.stringify(id)} to ${file}, or leave ${field} blank`,
  }
}

/** The fields of a kind that name another entity of the same kind. */
export function kinFields(kind: Kind): readonly { at: number; name: string }[] {
  return manifest[kind].flatMap((field, at) => (field.to === kind ? [{ at, name: field.name }] : []))
}
