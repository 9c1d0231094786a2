/** The word that was probably meant, or null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const near = Math.max(1, Math.floor(word.length / 3))
  const ranked = known.map(one => ({ one, far: distance(word, one) })).sort((a, b) => a.far - b.far)
  const best = ranked[0]
  return best !== undefined && best.far <= near ? best.one : null
}

/** Edits from one word to the other, swapped neighbours counting as one (optimal string alignment). */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, at) => at)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const edit = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1))
      row.push(swapped ? Math.min(edit, at(i - 2, j - 2) + 1) : edit)
    }
  }
  return at(from.length, to.length)
}
