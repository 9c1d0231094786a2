/*
 * Marks that people leave out when they type: accents of Latin, Greek and Cyrillic, points of Hebrew, short vowels of
 * Arabic. Vowel signs of Indic scripts and the marks of kana are letters to who reads them, and stay.
 */
const marks =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g
/** Letters that no decomposition takes apart, as people without them on their keyboard write them. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', þ: 'th', ħ: 'h', ŋ: 'n', ς: 'σ', ى: 'ي', ة: 'ه',
} // prettier-ignore
const strange = new RegExp(`[${Object.keys(letters).join('')}]`, 'g')
/** O'Brien is one word, however the apostrophe came. */
const apostrophes = /['’‘ʼʻʹ`´′＇]/g
/** Order marks, joiners and the like: nobody sees them, so nobody types them. */
const unseen = /[\p{Cf}\p{Cc}\ufe0e\ufe0f]/gu
const word = /[\p{L}\p{N}\p{M}\p{So}]+/gu
/** Scripts written without blanks: there the whole name is one word to who types it. */
const unparted =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const plain = /^[ -~]*$/
/** Nobody types more, and one row of nonsense must not fill the index. */
const longestWord = 64
const mostWords = 24

/** Text as it is compared: small letters, no accents, nothing unseen. "José" and "JOSE" fold to the same. */
export function fold(text: string): string {
  if (plain.test(text)) return text.replaceAll("'", '').replaceAll('`', '').toLowerCase()
  const bare = text.replace(unseen, '').replace(apostrophes, '').normalize('NFKD').replace(marks, '')
  const small = bare.toLowerCase().replace(marks, '')
  return small.replace(strange, letter => letters[letter] ?? letter).normalize('NFC')
}

/** The words of a name or of what was typed, folded, each once. */
export function wordsOf(text: string): string[] {
  const found = fold(text).match(word) ?? []
  return [...new Set(found.map(cut))].slice(0, mostWords)
}

/** Words of a person's name from its parts; in scripts without blanks also the parts run together, both ways round. */
export function nameWords(given: string, family: string, others: readonly string[]): string[] {
  const parts = [given, family, ...others].join(' ')
  const joined = unparted.test(parts) ? ` ${family}${given} ${given}${family}` : ''
  return wordsOf(parts + joined)
}

/** An id, a login or an e-mail as it is compared: whole, with its signs. */
export function foldId(text: string): string {
  return cut(text.replace(unseen, '').trim().normalize('NFC').toLowerCase())
}

/** By code points: half a letter is none that PostgreSQL would take. */
function cut(text: string): string {
  return text.length <= longestWord ? text : [...text].slice(0, longestWord).join('')
}
