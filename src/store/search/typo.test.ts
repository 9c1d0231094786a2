import { expect, test } from 'vitest'
import { typosAllowed, typosBetween } from './typo.ts'

test.each([
  ['garcia', 'garcia', 0],
  ['garcia', 'gracia', 1],
  ['garcia', 'garca', 1],
  ['garcia', 'garrcia', 1],
  ['garcia', 'garzia', 1],
  ['gonzalez', 'gonsales', 2],
  ['johnson', 'jonsen', 2],
  ['ca', 'abc', 3],
])('between %s and %s lie %i errors, either way', (left, right, errors) => {
  expect(typosBetween(left, right, 5)).toBe(errors)
  expect(typosBetween(right, left, 5)).toBe(errors)
})

test('beyond the limit nobody counts on', () => {
  expect(typosBetween('garcia', 'park', 1)).toBe(2)
  expect(typosBetween('abcdefgh', 'hgfedcba', 2)).toBe(3)
})

test('short words and numbers must be right', () => {
  expect(['ann', 'anna', 'gonzalez', 'u2041712'].map(typosAllowed)).toEqual([0, 1, 2, 0])
})

test('any two words are as far apart as the whole matrix says', () => {
  const letters = 'aab'
  const words = Array.from({ length: 60 }, (_, at) =>
    Array.from({ length: 1 + (at % 7) }, (_, place) => letters[(at * 7 + place * place * (at + 3)) % 3]).join(
      '',
    ),
  )
  for (const left of words)
    for (const right of words)
      for (const most of [0, 1, 2, 3])
        expect(typosBetween(left, right, most)).toBe(Math.min(wholeMatrix(left, right), most + 1))
})

/** Optimal string alignment as the textbook has it. */
function wholeMatrix(left: string, right: string): number {
  const d = Array.from({ length: left.length + 1 }, (_, i) =>
    Array.from({ length: right.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number) => d[i]?.[j] ?? 0
  for (let i = 1; i <= left.length; i++)
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost)
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1)
      const line = d[i]
      if (line !== undefined) line[j] = least
    }
  return at(left.length, right.length)
}
