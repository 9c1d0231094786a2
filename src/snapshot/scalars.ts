import type { Value } from '../roster/entity.ts'
import { codeOf, fold, isExtension, takesExtensions } from './codes.ts'
import { isDate, isYear, readDate, readYear, type DateForm } from './dates.ts'
import type { Findings } from './findings.ts'
import { lenient, readBlank, unread, type Slot } from './slot.ts'
import { tidy } from './tidy.ts'

/** How a date that can be read departs from the letter, as a sentence goes on after the field. */
const dateForms: Readonly<Record<Exclude<DateForm, null>, string>> = {
  time: 'has a time, which was left out',
  order: 'is not YYYY-MM-DD, but can be read in one way only',
  ambiguous: 'may be month first or day first, and was read month first (M/D/YYYY)',
  serial: 'is the day number of a spreadsheet',
  other: 'is not YYYY-MM-DD',
}

export function readDay(cell: string, slot: Slot, found: Findings): Value {
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

export function readSchoolYear(cell: string, slot: Slot, found: Findings): Value {
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

// Words for a switch, and those that status columns use for it where systems merge the two.
const yes = new Set(['true', '1', 'yes', 'y', 't', 'on', 'enabled', 'active'])
const no = new Set(['false', '0', 'no', 'n', 'f', 'off', 'disabled', 'inactive'])

export function readFlag(cell: string, slot: Slot, found: Findings): Value {
  const text = tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  if (text === 'true' || text === 'false') return text === 'true'
  const fix = `Export ${slot.name} as true or false.`
  const word = fold(text)
  const value = yes.has(word) ? true : no.has(word) ? false : null
  if (value === null) return unread(slot, found, 'invalid_boolean', cell, 'is neither true nor false', fix)
  return lenient(slot, found, 'invalid_boolean', cell, value, { what: 'is not written true or false', fix })
}

/** A code that is not in the list as it stands: an extension, another spelling, a word for it, or nothing. */
export function readCode(cell: string, slot: Slot, found: Findings, legal: readonly string[]): Value {
  const text = tidy(cell, slot, found, true)
  if (text === '') return readBlank(slot, found)
  // An export of ours spells 1.1's administrator so, for 1.2 has no role that says as little (docs/decisions/0005).
  if (text === 'ext:administrator' && legal.includes('administrator')) return 'administrator'
  if (legal.includes(text) || (takesExtensions(slot) && isExtension(text))) return text
  const what = `is not one of ${legal.join(', ')}`
  const fix = `Export ${slot.name} as OneRoster ${slot.version} spells it; case counts.`
  const code = codeOf(text, legal)
  if (code === null) return unread(slot, found, 'invalid_enum', cell, what, fix)
  return lenient(slot, found, 'invalid_enum', cell, code, { what: `is not spelt ${code}`, fix })
}
