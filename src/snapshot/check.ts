import type { Entity, Value } from '../roster/entity.ts'
import { manifest, type Field } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import { enabledFields, type Rules } from '../roster/rules.ts'
import type { Broken, Profile, Stream } from '../sources/source.ts'
import type { Checked } from './checked.ts'
import { Findings, noIssues } from './findings.ts'
import { readId } from './ids.ts'
import { settles } from './settle.ts'
import { makeSlot, readBlank, type Slot } from './slot.ts'
import { standingReader } from './status.ts'
import { userRolesReader } from './user-roles.ts'
import { makeReader, type Reader } from './values.ts'

/** Checks one row after another of a stream. What it returns is the caller's to keep. */
export type Checker = (cells: readonly string[], row: number) => Checked

const none: readonly Entity[] = Object.freeze([])

/**
 * The checker of a stream, made once: which cell feeds which field, and how it is read, is settled here,
 * so that a clean row costs one entity and nothing else. Cells of fields that are off are never looked at.
 */
export function makeChecker(stream: Stream, profile: Profile, rules: Rules): Checker {
  const found = new Findings(stream.file)
  const ofUsers = stream.orgsCell >= 0
  const readEntities = (ofUsers ? userRolesReader : rowReader)(stream, profile, rules, found)
  const strict = profile === 'strict'
  const idSlot = makeSlot(stream.kind, sourcedId, stream.version, profile)
  const readStanding = standingReader(stream, strict, found)
  const { sourcedIdCell, statusCell, modifiedCell } = stream
  return (cells, row) => {
    found.begin(row)
    const id = readOwnId(cellAt(cells, sourcedIdCell), idSlot, found)
    const standing = readStanding(cellAt(cells, statusCell), cellAt(cells, modifiedCell))
    // users.csv of 1.1 is read twice: as users, where these warnings are given, and as roles.
    if (ofUsers && found.issues !== noIssues) found.keepErrors()
    const gone = standing.gone && !found.failed
    const entities = gone ? none : readEntities(cells, id ?? '')
    return {
      entities: found.failed ? none : entities,
      tombstone: gone,
      sourcedId: id ?? heldId(cellAt(cells, sourcedIdCell)),
      modified: standing.modified,
      issues: found.issues,
    }
  }
}

/** What the checks say of a record that could not even be split into cells. */
export function checkBroken(stream: Stream, broken: Broken, row: number): Checked {
  const { rule, message, fix, sourcedId } = broken
  const issue = {
    severity: 'error',
    rule,
    file: stream.file,
    row,
    field: null,
    sourcedId,
    value: null,
    message,
    fix,
  } as const
  return { entities: none, tombstone: false, sourcedId, modified: null, issues: [issue] }
}

const cellAt = (cells: readonly string[], at: number): string => (at < 0 ? '' : (cells[at] ?? ''))

const sourcedId: Field = {
  name: 'sourcedId',
  type: 'ref',
  need: 'required',
  purpose: 'names the record to its source',
  class: 'public',
}

function readOwnId(cell: string, slot: Slot, found: Findings): string | null {
  const id = cell === '' ? readBlank(slot, found) : readId(cell, slot, found, true)
  found.sourcedId = id
  return id
}

/** A rejected row is not an absent one: an id that may be held counts as seen, even under a stricter profile. */
function heldId(cell: string): string | null {
  const slot = makeSlot('orgs', sourcedId, '1.2', 'tolerant')
  return cell === '' ? null : readId(cell, slot, new Findings(''), false)
}

type Column = { readonly read: Reader; readonly cell: number; readonly at: number }

function rowReader(stream: Stream, profile: Profile, rules: Rules, found: Findings) {
  const { kind } = stream
  const columns = columnsOf(stream, profile, rules, found)
  const blank: Value[] = manifest[kind].map(() => null)
  const settle = settles[kind]
  const pair = pairOf(columns, kind)
  return (cells: readonly string[], id: string): readonly Entity[] => {
    const values = blank.slice()
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]
      if (column !== undefined) values[column.at] = column.read(cellAt(cells, column.cell))
    }
    if (pair !== null) checkPair(pair, cells, found, profile === 'strict')
    if (settle !== undefined && !found.failed) settle(values, found, stream)
    return [{ kind, sourcedId: id, values }]
  }
}

function columnsOf(stream: Stream, profile: Profile, rules: Rules, found: Findings): Column[] {
  const enabled = enabledFields(stream.kind, rules)
  return manifest[stream.kind].flatMap((field, at) => {
    const slot = makeSlot(stream.kind, field, stream.version, profile)
    const cell = stream.cells[at] ?? -1
    // An optional column that is not there says nothing, once and for all.
    if (!enabled[at] || (cell < 0 && !slot.required)) return []
    return [{ read: makeReader(slot, found), cell, at }]
  })
}

type Pair = { readonly subjects: number; readonly codes: number }

function pairOf(columns: readonly Column[], kind: Kind): Pair | null {
  const cellOf = (name: string) => columns.find(({ at }) => manifest[kind][at]?.name === name)?.cell ?? -1
  const pair = { subjects: cellOf('subjects'), codes: cellOf('subjectCodes') }
  return pair.subjects < 0 || pair.codes < 0 ? null : pair
}

/** Subjects and their codes stand side by side, so there must be as many of each where both are given. */
function checkPair(pair: Pair, cells: readonly string[], found: Findings, strict: boolean): void {
  const [subjects, codes] = [cellAt(cells, pair.subjects), cellAt(cells, pair.codes)]
  if (subjects === '' || codes === '' || subjects.split(',').length === codes.split(',').length) return
  const what = 'has not as many items as subjects'
  const fix = 'Give each subject its code, in the same order.'
  if (strict) found.error('invalid_list', 'subjectCodes', codes, what, fix)
  else found.warn('invalid_list', 'subjectCodes', codes, `${what}. Both were kept`, fix)
}
