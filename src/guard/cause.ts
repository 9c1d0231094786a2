import type { Tally } from '../plan/tally.ts'
import { entriesOf } from '../roster/kinds.ts'
import { singleCodes, type Hazard, type HazardCode } from './hazards.ts'
import { measureOf } from './weigh.ts'

/** What the changes of a held plan have in common, as far as it was looked at. */
export type Clues = {
  /** People who would be removed. */
  readonly removed: number
  /** Of these, whose names come back under another sourcedId. */
  readonly namesakes: number
  /** The grade most of them are in. */
  readonly grade: { readonly grade: string; readonly count: number } | null
  /** Why most of them go. */
  readonly reason: { readonly reason: string; readonly count: number } | null
  /** The domain most addresses move to. */
  readonly domain: { readonly domain: string; readonly count: number } | null
}

/** Causes that people recognise, as a closed list; screens have a sentence for each. */
export type CauseCode =
  | 'source_changed' | 'ids_changed' | 'names_return' | 'empty_file' | 'cut_file' | 'old_files' | 'school_left_out' | 'session_left_out'
  | 'scope_changed' | 'marked_deleted' | 'one_grade' | 'one_school' | 'mail_moved' | 'columns_moved' | 'one_person'
  | 'unknown' // prettier-ignore
export type Cause = {
  readonly code: CauseCode
  readonly facts: Readonly<Record<string, string | number>>
}

/** So much of it is "it". */
const most = 0.8

/**
 * The likeliest cause of a hold. What the files themselves say comes first, then what the records have in common: a
 * school that sends half a file also "loses" a grade, and the file is what somebody can mend.
 */
export function likelyCause(hazards: readonly Hazard[], tally: Tally, clues: Clues): Cause {
  return (
    ofFiles(hazards, tally) ??
    (tally.switches === null ? null : { code: 'source_changed', facts: { ...tally.switches } }) ??
    ofIds(hazards, clues) ??
    (losesPeople(hazards) ? ofPeople(clues) : null) ??
    ofSchools(hazards, tally) ??
    ofChanges(hazards, clues)
  )
}

/** Whether too many people would go: what two or three who go have in common says nothing about the rest. */
function losesPeople(hazards: readonly Hazard[]): boolean {
  return hazards.some(hazard => ['students', 'teachers'].includes(measureOf(hazard) ?? ''))
}

function ofFiles(hazards: readonly Hazard[], tally: Tally): Cause | null {
  const [empty] = tally.empty
  if (empty !== undefined) return { code: 'empty_file', facts: { kind: empty } }
  if (tally.stale !== null) return { code: 'old_files', facts: {} }
  const [cut] = entriesOf(tally.withheld)
  if (cut !== undefined && tally.broken[cut[0]] !== undefined)
    return { code: 'cut_file', facts: { kind: cut[0], count: cut[1] } }
  const [gone] = tally.schoolsGone
  if (gone !== undefined)
    return { code: 'school_left_out', facts: { school: gone, count: tally.schoolsGone.length } }
  const session = hazards.find(({ code }) => code === 'TERM_MISSING')
  return session === undefined ? null : { code: 'session_left_out', facts: { count: session.count } }
}

function ofIds(hazards: readonly Hazard[], { removed, namesakes }: Clues): Cause | null {
  const rekeyed = hazards.find(({ code }) => code === 'RE_KEYED')
  if (rekeyed !== undefined) return { code: 'ids_changed', facts: { count: rekeyed.count, of: rekeyed.of } }
  if (!losesPeople(hazards) || removed === 0 || namesakes < most * removed) return null
  return { code: 'names_return', facts: { count: namesakes, of: removed } }
}

function ofPeople({ removed, grade, reason }: Clues): Cause | null {
  if (reason !== null && reason.count >= most * removed) {
    if (reason.reason === 'out_of_scope') return { code: 'scope_changed', facts: { count: reason.count, of: removed } }
    if (reason.reason === 'tombstone') return { code: 'marked_deleted', facts: { count: reason.count, of: removed } }
  }
  if (grade !== null && grade.count >= most * removed)
    return { code: 'one_grade', facts: { grade: grade.grade, count: grade.count, of: removed } }
  return null
} // prettier-ignore

/** One school that most of what would go belongs to. */
function ofSchools(hazards: readonly Hazard[], { removed }: Tally): Cause | null {
  for (const measure of hazards.map(measureOf)) {
    const schools = measure === null ? {} : removed[measure]
    const all = Object.values(schools).reduce((total, count) => total + count, 0)
    const [first] = Object.entries(schools).sort(([, one], [, other]) => other - one)
    if (first === undefined || first[0] === '' || first[1] < most * all) continue
    return { code: 'one_school', facts: { school: first[0], count: first[1], of: all } }
  }
  return null
}

function ofChanges(hazards: readonly Hazard[], { domain }: Clues): Cause {
  const of = (code: HazardCode) => hazards.find(hazard => hazard.code === code)
  if (of('DOMAIN_CHANGED') !== undefined && domain !== null)
    return { code: 'mail_moved', facts: { ...domain } }
  const updates = of('MASS_UPDATE')
  if (updates !== undefined) return { code: 'columns_moved', facts: { kind: updates.kind ?? '', count: updates.count, of: updates.of } } // prettier-ignore
  const person = hazards.find(({ code }) => singleCodes.includes(code))
  return person === undefined
    ? { code: 'unknown', facts: {} }
    : { code: 'one_person', facts: { hazard: person.code, count: person.count } }
}
