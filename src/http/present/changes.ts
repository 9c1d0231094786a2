import { reasonWords } from '../../diff/change.ts'
import { compareFields, type Fields } from '../../events/state.ts'
import { deedFor, type Listed } from '../../explain/changes/listed.ts'
import { calledIn, type Names } from '../../explain/changes/names.ts'
import { itemsOf, type Value } from '../../roster/entity.ts'
import { manifest, type Field } from '../../roster/fields.ts'
import { singular, type Kind } from '../../roster/kinds.ts'
import type { ChangeRow } from '../contract/changes.ts'

/** A change as people know it: names for ids, words for codes. */
export function presentChange(change: Listed, names: Names): ChangeRow {
  const { kind, id, sourcedId, formerId, reason, hazards, ran, before } = change
  return {
    key: `${change.in}-${change.seq}`,
    kind,
    deed: deedFor(change),
    id: before !== null || (ran && change.op !== 'erase') ? id : null,
    sourcedId,
    formerId,
    name: nameOf(change, names),
    about: aboutOf(change, names),
    fields: fieldsOf(change, names),
    reason,
    reasonWords: reasonWords(reason),
    hazards: [...hazards],
    ran,
  }
}

function text(row: Fields | null, name: string): string | null {
  const value = row?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** What tells the row apart: who it is about, where it has no name of its own. */
function nameOf({ kind, sourcedId, before, after }: Listed, names: Names): string {
  const row = after ?? before
  if (kind === 'roles' || kind === 'enrollments') {
    const user = text(row, 'userSourcedId') ?? ''
    return names.of('users', user) || user || sourcedId
  }
  return (
    (row === null ? '' : calledIn(row)) || names.of('users', sourcedId) || `${singular(kind)} ${sourcedId}`
  )
}

function aboutOf({ kind, sourcedId, formerId, school, before, after }: Listed, names: Names): ChangeRow['about'] {
  const row = after ?? before
  const [post] = kind === 'users' ? names.posts(formerId ?? sourcedId) : []
  const at = school ?? post?.org ?? null
  const room = kind === 'enrollments' ? text(row, 'classSourcedId') : null
  return {
    role: kind === 'users' ? (post?.role ?? null) : text(row, 'role'),
    grades: [...itemsOf(row?.grades)],
    school: at === null ? null : { sourcedId: at, name: names.of('orgs', at) || at },
    class: room === null ? null : names.of('classes', room) || room,
  }
} // prettier-ignore

/** What is worth saying of something new; the rest of a row is on its own page. */
const telling: Readonly<Record<Kind, readonly string[]>> = {
  orgs: ['type', 'parentSourcedId'],
  academicSessions: ['type', 'startDate', 'endDate'],
  courses: ['courseCode', 'grades'],
  classes: ['courseSourcedId', 'termSourcedIds', 'periods'],
  users: ['grades', 'email'],
  roles: ['role', 'orgSourcedId'],
  enrollments: ['classSourcedId', 'role'],
  demographics: [],
}

function fieldsOf(
  { kind, op, before, after, sourcedId, formerId }: Listed,
  names: Names,
): ChangeRow['fields'] {
  if (op === 'remove' || op === 'archive' || op === 'erase') return []
  const old = op === 'create' ? null : before === null ? null : { ...before, sourcedId: formerId ?? before.sourcedId ?? sourcedId } // prettier-ignore
  const changed = compareFields(kind, old, after === null ? null : { ...after, sourcedId })
  return changed
    .filter(({ field }) => op !== 'create' || telling[kind].includes(field))
    .map(({ field, before: had, after: has }) => {
      const known = manifest[kind].find(({ name }) => name === field)
      const shown = (value: Value) => shownAs(known, value, names)
      return { field, shape: shapeOf(known), before: shown(had), after: shown(has) }
    })
}

function shapeOf(field: Field | undefined): ChangeRow['fields'][number]['shape'] {
  if (field?.to !== undefined) return 'name'
  if (field?.type === 'grades' || field?.type === 'boolean' || field?.type === 'date') return field.type
  return 'text'
}

function shownAs(field: Field | undefined, value: Value, names: Names): string[] {
  const all = typeof value === 'object' ? itemsOf(value) : [String(value)]
  const { to } = field ?? {}
  if (to === undefined || to === 'roles' || to === 'enrollments' || to === 'demographics') return [...all]
  return all.map(id => names.of(to, id) || id)
}
