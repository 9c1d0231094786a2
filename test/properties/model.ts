import type { Kind } from '../../src/roster/kinds.ts'
import type { Cells, Tables } from '../scenarios/tables.ts'

/**
 * A second opinion: a roster as maps in memory, and what a drop makes of it, in the plainest words. It knows no
 * fingerprints, no plan and no database; where it and the engine differ, one of the two is wrong.
 */
export type Model = Readonly<Record<Modelled, ReadonlyMap<string, Cells>>>
const order = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments'] as const
export type Modelled = (typeof order)[number]

type Link = { readonly field: string; readonly to: Modelled; readonly required: boolean }
const must = (field: string, to: Modelled): Link => ({ field, to, required: true })
const may = (field: string, to: Modelled): Link => ({ field, to, required: false })
const links: Readonly<Record<Modelled, readonly Link[]>> = {
  orgs: [],
  academicSessions: [],
  courses: [must('orgSourcedId', 'orgs'), may('schoolYearSourcedId', 'academicSessions')],
  classes: [must('courseSourcedId', 'courses'), must('schoolSourcedId', 'orgs'), must('termSourcedIds', 'academicSessions')],
  users: [may('primaryOrgSourcedId', 'orgs')],
  roles: [must('userSourcedId', 'users'), must('orgSourcedId', 'orgs')],
  enrollments: [must('classSourcedId', 'classes'), must('schoolSourcedId', 'orgs'), must('userSourcedId', 'users')],
} // prettier-ignore

export type Received = { readonly model: Model; readonly accepted: Readonly<Partial<Record<Kind, number>>> }

export const emptyModel: Model = {
  orgs: new Map(), academicSessions: new Map(), courses: new Map(), classes: new Map(), users: new Map(), roles: new Map(),
  enrollments: new Map(),
} // prettier-ignore

export function keyOf(kind: Kind, row: Cells): string {
  return kind === 'roles' ? `${row.userSourcedId} ${row.orgSourcedId} ${row.role}` : (row.sourcedId ?? '')
}

/** A whole drop: what it does not mention goes, unless nothing it mentions can be taken; what it mentions wrongly stays as it was. */
export function receive(before: Model, tables: Tables): Received {
  const next: Record<Modelled, ReadonlyMap<string, Cells>> = { ...before }
  const accepted: Partial<Record<Kind, number>> = {}
  for (const kind of order) {
    const rows = tables[kind]
    if (rows === undefined) continue
    const taken = new Map<string, Cells>()
    const kept = new Map<string, Cells>()
    for (const row of rows) {
      const mended = mend(kind, row, next)
      const key = keyOf(kind, row)
      const held = before[kind].get(key)
      if (mended !== null) taken.set(key, mended)
      else if (held !== undefined) kept.set(key, held)
    }
    accepted[kind] = taken.size
    next[kind] = taken.size === 0 ? before[kind] : new Map([...kept, ...taken])
  }
  return { model: next, accepted }
}

/** A row with its optional references as far as they lead somewhere; null where a required one does not. */
function mend(kind: Modelled, row: Cells, model: Model): Cells | null {
  const mended: Record<string, string> = { ...row }
  for (const { field, to, required } of links[kind]) {
    const ids = (row[field] ?? '').split(',').filter(id => id !== '')
    const found = ids.filter(id => model[to].has(id))
    if (required && found.length === 0) return null
    mended[field] = found.join(',')
  }
  return mended
}

export function tablesOf(model: Model): Tables {
  return Object.fromEntries(order.map(kind => [kind, [...model[kind].values()]]))
}

/** Tables in which every reference leads somewhere. */
export function consistent(tables: Tables): Tables {
  return tablesOf(receive(emptyModel, tables).model)
}

/** What a delta says of the way from one whole drop to the next. */
export function deltaOf(before: Tables, after: Tables): Tables {
  const entries = order.map(kind => {
    const [old, now] = [before[kind] ?? [], after[kind] ?? []].map(rows => new Map(rows.map(row => [row.sourcedId, row])))
    const changed = [...(now ?? [])].filter(([id, row]) => JSON.stringify(old?.get(id)) !== JSON.stringify(row))
    const gone = [...(old ?? [])].filter(([id]) => now?.has(id) !== true)
    const stones = gone.map(([sourcedId = '']) => ({ sourcedId, status: 'tobedeleted' }))
    return [kind, [...changed.map(([, row]) => row), ...stones]] as const
  })
  return Object.fromEntries(entries.filter(([, rows]) => rows.length > 0))
} // prettier-ignore
