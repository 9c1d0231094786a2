import type { Findings } from './findings.ts'
import { readBlank, unread, type Slot } from './slot.ts'
import { hasUnprintable, tidy } from './tidy.ts'

const longestId = 255
// OneRoster CSV binding 1.2.1, "GUID". A loop over a table of letters is no faster (30 ms for a million ids, both).
const guid = /^[0-9A-Za-z./@_-]{1,255}$/

/** True for a GUID to the letter of OneRoster: the checks take it as it stands under every profile. */
const isGuid = (cell: string): boolean => guid.test(cell)

/**
 * An id: a GUID, or under the tolerant profile any printable text, for ids are opaque (PowerSchool has
 * spaces in them, ClassLink `%3D`). A record's own odd id is worth a warning; those that point to it are not.
 */
export function readId(cell: string, slot: Slot, found: Findings, own: boolean): string | null {
  if (isGuid(cell) && (cell.length > 4 || slot.strict)) return cell
  const id = tidy(cell, slot, found, true)
  if (id === '') return readBlank(slot, found)
  const wrong = wrongId(id)
  if (wrong !== null) {
    const rule = slot.strict ? 'invalid_guid' : wrong.rule
    return unread(slot, found, rule, cell, wrong.what, wrong.fix)
  }
  if (isGuid(id) || !(slot.strict || own)) return id
  const fix = 'Use letters, digits and . / @ _ - in ids.'
  if (slot.strict) return unread(slot, found, 'invalid_guid', cell, 'holds characters no GUID may have', fix)
  found.warn('invalid_guid', slot.name, cell, 'holds characters no GUID may have. It was kept', fix)
  return id
}

type Wrong = {
  readonly rule: 'invalid_guid' | 'spreadsheet_number'
  readonly what: string
  readonly fix: string
}

function wrongId(id: string): Wrong | null {
  if (id.length > longestId) {
    const fix = `Give every record an id of at most ${longestId} characters.`
    return {
      rule: 'invalid_guid',
      what: `has ${id.length} characters, at most ${longestId} are allowed`,
      fix,
    }
  }
  if (hasUnprintable(id)) {
    return {
      rule: 'invalid_guid',
      what: 'holds a control character',
      fix: 'Remove control characters from the id.',
    }
  }
  if (!/^\d(\.\d+)?e\+\d+$/i.test(id)) return null
  // 1.23E+05 may have been any of a thousand numbers: whoever reads it as one gives a child's account away.
  const fix = 'Export the file again without opening it in a spreadsheet: the digits of the id are lost.'
  return { rule: 'spreadsheet_number', what: 'was turned into a rounded number by a spreadsheet', fix }
}
