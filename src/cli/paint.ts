import { visible } from './width.ts'

/**
 * Text and its colour stay apart until they are written, so that an escape sequence in a student's name
 * can be told from ours: theirs is shown, ours is sent.
 */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'
export type Painted = { readonly text: string; readonly style: Style }
export type Part = string | Painted
export type Cell = Part | number | null
export type Column = { readonly head: string; readonly align?: 'left' | 'right' }

const codes: Record<Style, readonly [on: number, off: number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
}

const paint =
  (style: Style) =>
  (text: string): Painted => ({ text, style })
export const bold = paint('bold')
export const dim = paint('dim')
export const red = paint('red')
export const green = paint('green')
export const yellow = paint('yellow')

export function plain(part: Part): string {
  return typeof part === 'string' ? part : part.text
}

/** The same part with its text replaced: the style stays. */
export function withText(part: Part, text: string): Part {
  return typeof part === 'string' ? text : { text, style: part.style }
}

export function render(parts: readonly Part[], colour: boolean): string {
  return parts.map(part => renderPart(part, colour)).join('')
}

function renderPart(part: Part, colour: boolean): string {
  const text = visible(plain(part))
  if (typeof part === 'string' || !colour) return text
  const [on, off] = codes[part.style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}
