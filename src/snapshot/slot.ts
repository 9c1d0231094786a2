import type { Field } from '../roster/fields.ts'
import type { IssueRule } from '../roster/issue.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Profile, Version } from '../sources/source.ts'
import type { Findings } from './findings.ts'

/** How one field of a stream is to be read, decided once for all its rows. */
export type Slot = {
  readonly name: string
  readonly strict: boolean
  readonly version: Version
  /** A blank cell refuses the record. */
  readonly required: boolean
  /** A cell that nobody can read refuses the record; else the value is left out. */
  readonly fatal: boolean
  readonly field: Field
}

/**
 * Required by the standard, yet a record without them is still somebody. settle.ts says what a tolerant
 * reader puts in their place: a child without a family name in the SIS must not lose the class.
 */
const spared = new Set([
  'academicSessions.schoolYear',
  'classes.classType',
  'users.enabledUser',
  'users.familyName',
  'users.givenName',
  'users.username',
])

export function makeSlot(kind: Kind, field: Field, version: Version, profile: Profile): Slot {
  const strict = profile === 'strict'
  const needed = field.need === 'required' || (strict && version === '1.2' && field.name === 'roleType')
  const required = needed && (strict || !spared.has(`${kind}.${field.name}`))
  // An account nobody can tell enabled from disabled must not be opened by a guess.
  const fatal = strict || required || field.name === 'enabledUser'
  return { name: field.name, strict, version, required, fatal, field }
}

/** Nothing is said: null, or the end of the record where something must be. */
export function readBlank(slot: Slot, found: Findings): null {
  if (!slot.required) return null
  const fix = `Fill in ${slot.name} in the student information system, or map the field that holds it.`
  return found.error('missing_required_value', slot.name, '', 'is blank, and it must not be', fix)
}

/** A value that cannot be read: an error where the record needs it, else it is left out. */
export function unread(
  slot: Slot,
  found: Findings,
  rule: IssueRule,
  cell: string,
  what: string,
  fix: string,
): null {
  if (slot.fatal) return found.error(rule, slot.name, cell, what, fix)
  return found.warn(rule, slot.name, cell, `${what}. It was left out`, fix)
}

/** A value that is wrong to the letter and clear in meaning: strict refuses it, tolerant says how it was read. */
export function lenient<T>(
  slot: Slot,
  found: Findings,
  rule: IssueRule,
  cell: string,
  value: T,
  said: { what: string; fix: string },
): T | null {
  if (slot.strict) return found.error(rule, slot.name, cell, said.what, said.fix)
  found.warn(rule, slot.name, cell, `${said.what}. It was understood`, said.fix)
  return value
}
