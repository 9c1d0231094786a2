import type { Broken } from '../source.ts'

/** Why a record is not one. The rules are those of OneRoster validators where they have a name for it. */
export type Fault =
  | 'line_too_long'
  | 'value_too_long'
  | 'invalid_encoding'
  | 'control_character'
  | 'bare_carriage_return'
  | 'unclosed_quote'
  | 'unescaped_quote'
  | 'unexpected_character_after_quote'
  | 'line_break_in_quoted_field'
  | 'row_width_mismatch'

const quoting = 'Put the whole cell in double quotes and write a quote inside it twice'

export const faults: Readonly<Record<Fault, Pick<Broken, 'message' | 'fix'>>> = {
  line_too_long: { message: 'The row has more than 1 MB', fix: 'Look for a quote that is never closed' },
  value_too_long: { message: 'A cell has more than 64 kB', fix: 'Look for a quote that is never closed' },
  invalid_encoding: {
    message: 'The row has bytes that are not UTF-8',
    fix: 'Export the whole file as UTF-8',
  },
  control_character: {
    message: 'The row has a NUL byte',
    fix: 'Export the file again: it was damaged on its way',
  },
  bare_carriage_return: {
    message: 'The row has a carriage return without a line feed',
    fix: 'End lines with LF or CRLF',
  },
  unclosed_quote: { message: 'A quote in this row is never closed', fix: quoting },
  unescaped_quote: { message: 'A quote stands inside a cell that is not quoted', fix: quoting },
  unexpected_character_after_quote: { message: 'A cell goes on after its closing quote', fix: quoting },
  line_break_in_quoted_field: {
    message: 'A cell has a line break',
    fix: 'Take line breaks out of the values',
  },
  row_width_mismatch: {
    message: 'The row does not have as many cells as the header',
    fix: 'Quote cells that have the delimiter inside, and write empty cells too',
  },
}
