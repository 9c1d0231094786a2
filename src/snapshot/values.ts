import type { Value } from '../roster/entity.ts'
import { codeOf, fold, isExtension, legalCodes, takesExtensions } from './codes.ts'
import { isDate, isYear, readDate, readYear, type DateForm } from './dates.ts'
import type { Findings } from './findings.ts'
import { gradesOf, isGrade } from './grade-words.ts'
import { readId } from './ids.ts'
import { lenient, readBlank, unread, type Slot } from './slot.ts'
import { isPlain, longestText, printable, tidy } from './tidy.ts'

/** Reads the cell of one field; null for nothing. What is wrong goes to the findings it was made with. */
export type Reader = (cell: string) => Value

/** Plain values of a field seen so far. Bounded: a hostile file may have a new and long value in every row. */
const remembered = 4096
const longestRemembered = 100

const readers: Readonly<Record<Slot['field']['type'], (slot: Slot, found: Findings) => Reader>> = {
  text: textReader,
  ref: (slot, found) => cell => (cell === '' ? readBlank(slot, found) : readId(cell, slot, found, false)),
  refs: (slot, found) => remember(cell => readList(cell, slot, found, readId), found),
  list: (slot, found) => remember(cell => readList(cell, slot, found, readItem), found),
  grades: (slot, found) => remember(cell => readGrades(cell, slot, found), found),
  date: (slot, found) => remember(cell => readDay(cell, slot, found), found),
  year: (slot, found) => remember(cell => readSchoolYear(cell, slot, found), found),
  boolean: booleanReader,
  code: codeReader,
}

export function makeReader(slot: Slot, found: Findings): Reader {
  return readers[slot.field.type](slot, found)
}

/** Cells that were read without a word need not be read again, and their values are shared between entities. */
function remember(read: Reader, found: Findings): Reader {
  const seen = new Map<string, Value>()
  return cell => {
    const known = seen.get(cell)
    if (known !== undefined) return known
    const before = found.told
    const value = read(cell)
    const plain = found.told === before && cell.length <= longestRemembered
    if (plain && seen.size < remembered) seen.set(cell, value)
    return value
  }
}

function textReader(slot: Slot, found: Findings): Reader {
  return cell => {
    if (cell === '') return readBlank(slot, found)
    return isPlain(cell) ? cell : readText(cell, slot, found)
  }
}

function readText(cell: string, slot: Slot, found: Findings): string | null {
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

function readItem(item: string, slot: Slot, found: Findings): string | null {
  const text = isPlain(item) ? item : readText(item, slot, found)
  if (text === null || !slot.strict || slot.name !== 'userIds' || /^\{[^:]+:.+\}$/.test(text)) return text
  return found.error('invalid_list', slot.name, item, 'is not a list of {type:identifier}', userIdsFix)
}

const userIdsFix = 'Export userIds as {type:identifier}, separated by commas.'

function readList(
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
  return listOf(values) ?? readBlank(slot, found)
}

function listOf(values: readonly string[]): readonly string[] | null {
  return values.length === 0 ? null : Object.freeze([...new Set(values)].sort())
}

function readGrades(cell: string, slot: Slot, found: Findings): Value {
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

const dateForms: Readonly<Record<Exclude<DateForm, null>, string>> = {
  time: 'has a time, which was left out',
  order: 'is not YYYY-MM-DD, but can be read in one way only',
  ambiguous: 'may be month first or day first, and was read month first (M/D/YYYY)',
  serial: 'is the day number of a spreadsheet',
  other: 'is not YYYY-MM-DD',
}

function readDay(cell: string, slot: Slot, found: Findings): Value {
  if (cell === '') return readBlank(slot, found)
  if (isDate(cell)) return cell
  const text = tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  const fix = `Export ${slot.name} as YYYY-MM-DD.`
  const reading = readDate(text)
  if (reading === null) return unread(slot, found, 'invalid_date', cell, 'is not a date (YYYY-MM-DD)', fix)
  if (reading.form === null) return reading.value
  const rule = reading.form === 'ambiguous' && !slot.strict ? 'ambiguous_date' : 'invalid_date'
  return lenient(slot, found, rule, cell, reading.value, { what: dateForms[reading.form], fix })
}

function readSchoolYear(cell: string, slot: Slot, found: Findings): Value {
  if (cell === '') return readBlank(slot, found)
  if (isYear(cell)) return cell
  const text = tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  const fix = `Export ${slot.name} as the year it ends in: 2026 for 2025-26.`
  const year = readYear(text)
  if (year === null) return unread(slot, found, 'invalid_year', cell, 'is not a year (YYYY)', fix)
  return text === year
    ? year
    : lenient(slot, found, 'invalid_year', cell, year, { what: 'is not a year (YYYY)', fix })
}

const yes = new Set(['true', '1', 'yes', 'y', 't', 'on', 'enabled', 'active'])
const no = new Set(['false', '0', 'no', 'n', 'f', 'off', 'disabled', 'inactive'])

function booleanReader(slot: Slot, found: Findings): Reader {
  return cell => {
    if (cell === 'true') return true
    if (cell === 'false') return false
    if (cell === '') return readBlank(slot, found)
    return readFlag(cell, slot, found)
  }
}

function readFlag(cell: string, slot: Slot, found: Findings): Value {
  const text = tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  if (text === 'true' || text === 'false') return text === 'true'
  const fix = `Export ${slot.name} as true or false.`
  const word = fold(text)
  const value = yes.has(word) ? true : no.has(word) ? false : null
  if (value === null) return unread(slot, found, 'invalid_boolean', cell, 'is neither true nor false', fix)
  return lenient(slot, found, 'invalid_boolean', cell, value, { what: 'is not written true or false', fix })
}

function codeReader(slot: Slot, found: Findings): Reader {
  const legal = legalCodes(slot)
  const codes = new Map(legal.map(code => [code, code]))
  return cell => {
    const code = codes.get(cell)
    if (code !== undefined) return code
    return cell === '' ? readBlank(slot, found) : readCode(cell, slot, found, legal)
  }
}

function readCode(cell: string, slot: Slot, found: Findings, legal: readonly string[]): Value {
  const text = tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  if (legal.includes(text) || (takesExtensions(slot) && isExtension(text))) return text
  const what = `is not one of ${legal.join(', ')}`
  const fix = `Export ${slot.name} as OneRoster ${slot.version} spells it; case counts.`
  const code = codeOf(text, legal)
  if (code === null) return unread(slot, found, 'invalid_enum', cell, what, fix)
  return lenient(slot, found, 'invalid_enum', cell, code, { what: `is not spelt ${code}`, fix })
}
