import type { Value } from '../roster/entity.ts'
import type { Findings } from './findings.ts'
import { gradesOf, isGrade } from './grade-words.ts'
import { lenient, readBlank, unread, type Slot } from './slot.ts'
import { isPlain, longestText, printable, tidy } from './tidy.ts'

/** A text that is not plain at first sight. */
export function readText(cell: string, slot: Slot, found: Findings): string | null {
  const text = tidy(printable(cell, slot, found), slot, found, slot.field.need !== 'required')
  if (text === '') return readBlank(slot, found)
  if (text.length <= longestText) return text
  const what = `has ${text.length} characters, and ${longestText} are kept`
  const fix = `Shorten ${slot.name} to ${longestText} characters.`
  found.warn('value_too_long', slot.name, cell, what, fix)
  // A cut name still names; a cut identifier may be another person's.
  return slot.field.need === 'required' ? cut(text) : null
}

function cut(text: string): string {
  const half = text.charCodeAt(longestText - 1)
  return text.slice(0, half >= 0xd800 && half < 0xdc00 ? longestText - 1 : longestText).trimEnd()
}

/** One item of a list of words. Only strict looks into userIds: to us they are words like others. */
export function readWord(item: string, slot: Slot, found: Findings): string | null {
  const text = isPlain(item) ? item : readText(item, slot, found)
  if (text === null || !slot.strict || slot.name !== 'userIds' || /^\{[^:]+:.+\}$/.test(text)) return text
  return found.error('invalid_list', slot.name, item, 'is not a list of {type:identifier}', userIdsFix)
}

const userIdsFix = 'Export userIds as {type:identifier}, separated by commas.'

/**
 * A list of references is a set: sorted and without repeats, for systems export the same terms in another order
 * each night, and none of them means anything by it. Words keep their order: subjects pair with subjectCodes.
 */
export function readList(
  cell: string,
  slot: Slot,
  found: Findings,
  readOne: (item: string, slot: Slot, found: Findings, own: boolean) => string | null,
): Value {
  if (cell === '') return readBlank(slot, found)
  const text = isPlain(cell) ? cell : tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  const items = text.split(',')
  const filled = items.filter(item => item.trim() !== '')
  if (filled.length < items.length) {
    const said = {
      what: 'has an empty item in its list',
      fix: 'Separate items by one comma, and end on none.',
    }
    if (lenient(slot, found, 'invalid_list', cell, true, said) === null) return null
  }
  const values = filled.map(item => readOne(item, slot, found, false)).filter(value => value !== null)
  if (slot.field.type === 'list' && values.length > 0) return Object.freeze(values)
  return listOf(values) ?? readBlank(slot, found)
}

function listOf(values: readonly string[]): readonly string[] | null {
  return values.length === 0 ? null : Object.freeze([...new Set(values)].sort())
}

/** Grades as codes. What is no grade counts as Other rather than as none: the student does have one. */
export function readGrades(cell: string, slot: Slot, found: Findings): Value {
  if (cell === '') return readBlank(slot, found)
  const exact = cell.split(',')
  if (exact.every(isGrade)) return listOf(exact)
  const text = tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  const fix = 'Export grades as CEDS codes: IT PR PK TK KG 01 to 13 PS UG Other.'
  if (slot.strict && exact.some(item => item.trim() === '')) {
    return unread(slot, found, 'invalid_list', cell, 'has an empty item in its list', fix)
  }
  // 1.1 demands CEDS; 1.2 leaves the words to the region, and we still need the codes to tell a promotion.
  if (slot.strict && slot.version === '1.1') {
    return unread(slot, found, 'invalid_enum', cell, 'is not a CEDS grade code', fix)
  }
  const read = gradesOf(text)
  if (read.includes(null))
    found.warn('unknown_grade', slot.name, cell, 'is no grade we know, and was read as Other', fix)
  else if (!slot.strict)
    found.warn('nonstandard_grade', slot.name, cell, 'was read as a CEDS grade code', fix)
  return listOf(read.map(code => code ?? 'Other'))
}
