import { RollbookError } from '../../roster/errors.ts'
import { foldId, wordsOf } from './fold.ts'

/** A piece of what was typed, between blanks: the start of an id or a login, or of words of a name. */
export type Piece = { readonly id: string; readonly words: readonly string[] }

const longest = 200
const mostPieces = 6

/** What was typed, in pieces that must all be found. Throws QUERY_TOO_LONG. */
export function readTyped(text: string): readonly Piece[] {
  const pieces = text.split(/\s+/u).map(pieceOf).filter(({ id }) => id !== '')
  if (text.length <= longest && pieces.length <= mostPieces) return pieces
  throw new RollbookError(
    'QUERY_TOO_LONG',
    `Cannot search: that is ${text.length} characters in ${pieces.length} words, most are ${longest} in ${mostPieces}. Leave some out`,
    2,
  )
} // prettier-ignore

/** An address is one id: its parts are not looked for among names. */
function pieceOf(text: string): Piece {
  const id = foldId(text)
  return { id, words: id.includes('@') ? [] : wordsOf(text) }
}

/** Names begin like e-mails do: only what no name looks like is taken for the beginning of an id. */
export function beginsId(id: string): boolean {
  return /[\p{N}@]/u.test(id)
}
