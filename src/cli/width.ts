/** Line ends, terminal codes and direction overrides: in a name they could forge a line or hide one. */
const unsafe = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu
const short: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The text with whatever a terminal would act on shown as an escape: `\u202e`. */
export function visible(text: string): string {
  return text.replace(unsafe, letter => {
    const code = (letter.codePointAt(0) ?? 0).toString(16)
    return short[letter] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`)
  })
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Unicode's East Asian Wide and Fullwidth blocks, and emoji that are drawn as pictures. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u
const blank = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
/** Half-width Japanese marks belong to the letter before them, and still take a column. */
const soundMark = /[\uff9e\uff9f]/g
const ascii = /^[\x20-\x7e]*$/

function graphemeWidth(grapheme: string): number {
  if (blank.test(grapheme)) return 0
  const marks = grapheme.slice(1).match(soundMark)?.length ?? 0
  return marks + (wide.test(grapheme) || grapheme.includes('\ufe0f') ? 2 : 1)
}

/** Columns that the text takes on a terminal: 山田 takes four. */
export function width(text: string): number {
  if (ascii.test(text)) return text.length
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += graphemeWidth(segment)
  return columns
}

/** The text cut to so many columns; the cut shows as `…`. */
export function fit(text: string, most: number): string {
  if (width(text) <= most) return text
  let out = ''
  let columns = 1
  for (const { segment } of graphemes.segment(text)) {
    columns += graphemeWidth(segment)
    if (columns > most) break
    out += segment
  }
  return `${out.trimEnd()}…`
}
