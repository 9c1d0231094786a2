import { expect, test } from 'vitest'
import { fold, foldId, nameWords, wordsOf } from './fold.ts'

test.each([
  ['José', 'jose'],
  ['JOSE\u0301', 'jose'],
  ['Müller-Lüdenscheidt', 'muller-ludenscheidt'],
  ['Straße', 'strasse'],
  ['Łukasz Øyvind', 'lukasz oyvind'],
  ['İpek Işık', 'ipek isik'],
  ['Ἀθηνᾶς', 'αθηνασ'],
  ['محمّد', 'محمد'],
  ['فاطمة', 'فاطمه'],
  ['שָׂרָה', 'שרה'],
  ['Ｗａｎｇ', 'wang'],
  ['がく', 'がく'],
  ['한솔', '한솔'],
  ['नीता', 'नीता'],
  ['O’Brien', 'obrien'],
  ["D'Angelo", 'dangelo'],
  ['\u202eevil\u202c', 'evil'],
])('%s folds to %s', (name, folded) => {
  expect(fold(name)).toBe(folded)
})

test('words are letters, digits and pictures; signs part them', () => {
  expect(wordsOf('Smith-Jones, Ann (Annie)')).toEqual(['smith', 'jones', 'ann', 'annie'])
  expect(wordsOf('<b>Ada</b>')).toEqual(['b', 'ada'])
  expect(wordsOf('Robin 🦊')).toEqual(['robin', '🦊'])
  expect(wordsOf('…')).toEqual([])
})

test('a name in a script without blanks is also one word, either way round', () => {
  expect(nameWords('小明', '王', [])).toEqual(['小明', '王', '王小明', '小明王'])
  expect(nameWords('Ada', 'Park', [])).toEqual(['ada', 'park'])
})

test('an id keeps its signs', () => {
  expect(foldId(' U-204.17_X@Lincoln.example ')).toBe('u-204.17_x@lincoln.example')
})

test('a word longer than any name is cut, and never amid a letter', () => {
  expect(wordsOf('🦊'.repeat(100))).toEqual(['🦊'.repeat(64)])
})
