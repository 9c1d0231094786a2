import { noCounts, totalChanges } from '../../plan/draft.ts'
import type { OpCounts } from '../../plan/plan.ts'
import { entriesOf, kinds } from '../../roster/kinds.ts'
import type { Approval } from '../../store/approvals.ts'
import type { Decided } from '../../store/run-detail.ts'
import type { RunPage } from '../../store/run-page.ts'
import type { RunDetail } from '../contract/runs.ts'
import { nameIn } from './who.ts'

/** Each phase with its beginning and end; the one at work has no end yet. */
export function presentPhases({ phases }: Pick<RunPage, 'phases'>): RunDetail['phases'] {
  return phases.flatMap(({ phase, at }, index) => {
    if (phase === 'done') return []
    const from = new Date(at).toISOString()
    const next = phases[index + 1]
    return [{ phase, from, until: next === undefined ? null : new Date(next.at).toISOString() }]
  })
}

/** Files with what their kind says of them: how they were to be read, whether they were whole, what was taken in. */
export function presentFiles({ files, mode, complete, counts }: RunPage): RunDetail['files'] {
  return (files ?? []).map(({ name, bytes, digest }) => {
    const stem = name.replace(/^.*\//, '').replace(/\.csv$/i, '')
    const kind = kinds.find(one => one.toLowerCase() === stem.toLowerCase())
    const said = Object.entries(mode ?? {}).find(([file]) => file.toLowerCase() === stem.toLowerCase())?.[1]
    return {
      name,
      bytes,
      digest,
      mode: modes.find(one => one === said) ?? null,
      complete: kind === undefined || said === undefined ? null : (complete ?? []).includes(kind),
      rows: kind === undefined || counts?.[kind] === undefined ? null : accepted(whole(counts[kind])),
    }
  })
}
/** Requests that a page has room for; what went wrong is among the last as often as among the first. */
const shownRequests = 200

export function presentRequests({ requests }: RunPage): RunDetail['requests'] {
  if (requests === null) return null
  const troubled = requests.filter(({ status }) => status < 200 || status > 299)
  const some =
    requests.length <= shownRequests
      ? requests
      : [...troubled, ...requests.filter(one => !troubled.includes(one))]
  return { count: requests.length, first: some.slice(0, shownRequests).map(one => ({ ...one })) }
}

const modes = ['bulk', 'delta', 'absent'] as const

function accepted({ create, update, restore, unchanged }: OpCounts): number {
  return create + update + restore + unchanged
}

function whole(counts: Readonly<Record<string, number>>): OpCounts {
  return { ...noCounts(), ...counts }
}

export function presentKinds({ counts, complete, loads }: RunPage): RunDetail['kinds'] {
  return kinds.flatMap(kind => {
    const row = counts?.[kind]
    if (row === undefined || 'erase' in row) return []
    return [{ kind, complete: (complete ?? []).includes(kind), first: (loads ?? []).includes(kind), counts: whole(row) }] // prettier-ignore
  })
}

/** Of an undo: rows it took out again, and rows it put back. */
export function presentBack({ counts }: Pick<RunPage, 'counts'>): RunDetail['back'] {
  return kinds.flatMap(kind => {
    const { erase = 0, revert = 0 } = counts?.[kind] ?? {}
    return erase + revert === 0 ? [] : [{ kind, erase, revert }]
  })
}

/** Schools by name; of a viewer only their own. */
export function presentRunSchools(
  { perSchool, hazards }: RunPage,
  names: Readonly<Record<string, string>>,
  within: readonly string[] | null,
): RunDetail['schools'] {
  return Object.entries(perSchool ?? {})
    .filter(([school]) => within?.includes(school) ?? true)
    .map(([sourcedId, counts]) => ({
      sourcedId,
      name: names[sourcedId] || sourcedId,
      kinds: Object.fromEntries(entriesOf(counts)),
      hazards: (hazards ?? []).filter(({ school }) => school === sourcedId).length,
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Every school that had something, whether it changes or not; of a viewer only their own. */
export function presentSizes(
  sizes: Readonly<Record<string, number>>,
  names: Readonly<Record<string, string>>,
  within: readonly string[] | null,
): RunDetail['sizes'] {
  return Object.entries(sizes)
    .filter(([school]) => within?.includes(school) ?? true)
    .map(([sourcedId, size]) => ({ sourcedId, name: names[sourcedId] || sourcedId, size }))
}

export function presentDecision(
  decided: Decided | null,
  approvals: readonly Approval[],
  people: ReadonlyMap<string, string>,
  schools: Readonly<Record<string, string>>,
): RunDetail['decision'] {
  if (decided === null || decided.decision === null) return null
  const { who, allow, only, schools: chosen, comment } = decided.decision
  const said = approvals.map(one => ({
    name: nameIn(people, `console:${one.consoleUserId}`),
    comment: one.comment,
    at: one.at.toISOString(),
  }))
  const at = decided.decidedAt?.toISOString() ?? null
  if (typeof comment === 'string' && at !== null) said.push({ name: nameIn(people, who), comment, at })
  return {
    who,
    name: nameIn(people, who),
    at,
    allow: [...allow],
    only,
    schools: chosen?.map(sourcedId => ({ sourcedId, name: schools[sourcedId] || sourcedId })) ?? null,
    comments: said,
  }
}

/** Changes that a list of the run would have: those of its whole plan, though a part of it ran. */
export function countChanges({ planned, changed }: RunPage): number {
  return planned === null ? changed : totalChanges({ ...planned })
}
