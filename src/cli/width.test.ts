import { expect, test } from 'vitest'
import { fit, visible, width } from './width.ts'

test.each([
  ['Ada Park', 8],
  ['', 0],
  ['山田太郎', 8],
  ['박아다', 6],
  ['Zoë', 3],
  ['Zoe\u0308', 3],
  ['ｱﾀﾞ', 3], // half-width katakana
  ['🎓', 2],
  ['👩‍🏫', 2],
  ['سارة', 4],
])('%s takes %i columns', (text, columns) => {
  expect(width(text)).toBe(columns)
})

test.each([
  ['a name cannot turn the line around', 'Ada\u202ekraP', 'Ada\\u202ekraP'],
  ['a name cannot send a terminal code', '\u001b[2JAda', '\\u001b[2JAda'],
  ['a name cannot begin a new line', 'Ada\nHELD', 'Ada\\nHELD'],
  ['a name cannot hide letters in tags', 'Ada\u{e0041}', 'Ada\\u{e0041}'],
  ['a half of a character is shown as such', 'Ada\ud83d', 'Ada\\ud83d'],
  ['joiners that scripts need stay', 'می\u200cخواهم', 'می\u200cخواهم'],
])('%s', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('a cut text ends in an ellipsis and never splits a wide character', () => {
  expect(fit('Roosevelt Middle', 10)).toBe('Roosevelt…')
  expect(fit('山田太郎', 6)).toBe('山田…')
  expect(fit('山田', 4)).toBe('山田')
})
