const accented: Readonly<Record<string, string>> = {
  a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', n: 'ñ', c: 'ç', y: 'ý', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú', N: 'Ñ', C: 'Ç',
} // prettier-ignore

/**
 * A message as a language would write it that needs 40 % more room: accents show what is not in the catalog, brackets
 * show what is cut off. What stands in braces or tags is syntax, and stays.
 */
export function pseudo(message: string): string {
  let depth = 0
  let inTag = false
  let out = ''
  for (const letter of message) {
    if (letter === '{') depth++
    if (letter === '<') inTag = true
    out += depth === 0 && !inTag ? (accented[letter] ?? letter) : letter
    if (letter === '}') depth--
    if (letter === '>') inTag = false
  }
  return `[${out}${' ~'.repeat(Math.ceil((message.length * 0.4) / 2))}]`
}
