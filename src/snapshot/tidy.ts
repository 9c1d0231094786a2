import type { Findings } from './findings.ts'
import type { Slot } from './slot.ts'

/** Longest text kept. Postgres indexes e-mails and identifiers, and an index entry holds 2,700 bytes. */
export const longestText = 500

// Controls, line separators and half characters: none is text, two of them part the values of a fingerprint.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]+/gu
const blankWords = new Set(['NULL', 'null', 'N/A', 'n/a', '#N/A'])

/** True for text that needs no second look: printable, not padded, no spreadsheet habit, no word for nothing. */
export function isPlain(cell: string): boolean {
  const last = cell.length - 1
  if (last >= longestText || last < 0) return false
  const first = cell.charCodeAt(0)
  // ' " # ' = N n : what spreadsheets put before a value, and how words for nothing begin.
  if (first <= 0x23 || first === 0x27 || first === 0x3d) return false
  if (last < 4 && (first === 0x4e || first === 0x6e)) return false
  for (let at = 0; at <= last; at++) {
    const code = cell.charCodeAt(at)
    if (code < 0x20 || (code >= 0x7f && code <= 0xa0) || code >= 0x2000) return false
  }
  return cell.charCodeAt(last) !== 0x20
}

export function hasUnprintable(cell: string): boolean {
  unprintable.lastIndex = 0
  return unprintable.test(cell)
}

/** Replaces what cannot be printed by a space: "Room\t12" stays two words. */
export function printable(cell: string, slot: Slot, found: Findings): string {
  if (!hasUnprintable(cell)) return cell
  const fix = 'Remove line breaks and control characters from the field.'
  found.warn('control_character', slot.name, cell, 'holds a control character, which was left out', fix)
  return cell.replace(unprintable, ' ')
}

/**
 * What a tolerant reader takes off before it reads: padding, `="00123"`, the apostrophe before a number,
 * and, where nothing may be said, words for nothing. Strict takes off nothing, but blanks alone are blank.
 */
export function tidy(cell: string, slot: Slot, found: Findings, wordsAreBlank: boolean): string {
  const bare = cell.trim()
  if (slot.strict || bare === '') return bare === '' ? '' : cell
  if (bare.length !== cell.length) {
    const fix = `Export ${slot.name} without spaces around it.`
    found.warn('padded_value', slot.name, cell, 'has blanks around it, which were left out', fix)
  }
  const text = unwrap(bare)
  if (text !== bare) {
    const fix = 'Export the file from the student information system, not from a spreadsheet.'
    found.warn('spreadsheet_text', slot.name, cell, 'is wrapped for a spreadsheet, and was unwrapped', fix)
  }
  if (!wordsAreBlank || !blankWords.has(text)) return text
  const fix = `Leave ${slot.name} blank where there is nothing to say.`
  found.warn('blank_word', slot.name, cell, 'holds a word for nothing, and was read as blank', fix)
  return ''
}

// An apostrophe is taken off before digits only: 't Hooft is a name.
function unwrap(text: string): string {
  let bare = text
  // Closed or not: an item of a list may have lost the other half.
  while (bare.startsWith('="'))
    bare = bare.slice(2, bare.length > 2 && bare.endsWith('"') ? -1 : undefined).trim()
  return bare.replace(/^'+(?=\d)/, '')
}
