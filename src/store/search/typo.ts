/**
 * How many typing errors lie between two words: a letter more, less, another, or two that changed places (optimal
 * string alignment). Above `most` it is `most + 1`, without counting on. Letters are UTF-16 units, so an emoji is two.
 */
export function typosBetween(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1
  let [before, last, row] = [rowA, rowB, rowC]
  const width = right.length
  for (let at = 0; at <= width; at++) last[at] = at
  for (let i = 1; i <= left.length; i++) {
    const letter = left.charCodeAt(i - 1)
    row[0] = i
    let least = i
    for (let j = 1; j <= width; j++) {
      const other = right.charCodeAt(j - 1)
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (letter === other ? 0 : 1))
      const swapped =
        i > 1 && j > 1 && letter === right.charCodeAt(j - 2) && left.charCodeAt(i - 2) === other
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    // A swap reaches one row further back, so a row beyond the limit ends it only with the row before it.
    if (least > most && smallest(last, width) > most) return most + 1
    ;[before, last, row] = [last, row, before]
  }
  return Math.min(last[width] ?? 0, most + 1)
} // prettier-ignore

const longest = 130
const [rowA, rowB, rowC] = [new Uint8Array(longest), new Uint8Array(longest), new Uint8Array(longest)]

function smallest(row: Uint8Array, width: number): number {
  let least = row[0] ?? 0
  for (let at = 1; at <= width; at++) least = Math.min(least, row[at] ?? 0)
  return least
}

/** Errors that are overlooked in a word: none in short ones, where every word is near every other, nor in numbers. */
export function typosAllowed(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0
  return word.length < 8 ? 1 : 2
}
