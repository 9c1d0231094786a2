import type { Value } from '../roster/entity.ts'
import { legalCodes } from './codes.ts'
import type { Findings } from './findings.ts'
import { readId } from './ids.ts'
import { readGrades, readWord, readList, readText } from './lists.ts'
import { readCode, readDay, readFlag, readSchoolYear } from './scalars.ts'
import { readBlank, type Slot } from './slot.ts'
import { isPlain } from './tidy.ts'

/** Reads the cell of one field; null for nothing. What is wrong goes to the findings it was made with. */
export type Reader = (cell: string) => Value

/** Plain values of a field seen so far. Bounded: a hostile file may have a new and long value in every row. */
const remembered = 4096
const longestRemembered = 100

const readers: Readonly<Record<Slot['field']['type'], (slot: Slot, found: Findings) => Reader>> = {
  text: textReader,
  ref: (slot, found) => cell => (cell === '' ? readBlank(slot, found) : readId(cell, slot, found, false)),
  refs: (slot, found) => remember(cell => readList(cell, slot, found, readId), found),
  list: (slot, found) => remember(cell => readList(cell, slot, found, readWord), found),
  grades: (slot, found) => remember(cell => readGrades(cell, slot, found), found),
  date: (slot, found) => remember(cell => readDay(cell, slot, found), found),
  year: (slot, found) => remember(cell => readSchoolYear(cell, slot, found), found),
  boolean: booleanReader,
  code: codeReader,
}

export function makeReader(slot: Slot, found: Findings): Reader {
  return readers[slot.field.type](slot, found)
}

/**
 * Cells that were read without a word are not read again, and their values are shared between entities: a
 * district of a million enrollments has some forty dates, and a list of terms for every class is the same list.
 * What was told of must be told again in each row, so it is never remembered.
 */
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

function booleanReader(slot: Slot, found: Findings): Reader {
  return cell => {
    if (cell === 'true') return true
    if (cell === 'false') return false
    if (cell === '') return readBlank(slot, found)
    return readFlag(cell, slot, found)
  }
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
