import { singular, type Kind } from '../roster/kinds.ts'

/** How a record is spoken of: by its sourcedId, for an answer is copied into letters and names do not belong there. */
export function called(kind: Kind, sourcedId: string): string {
  return `${singular(kind)} ${quoted(sourcedId)}`
}

export function quoted(text: string): string {
  return JSON.stringify(text)
}

const verbs: Readonly<Record<string, string>> = {
  create: 'add', update: 'change', remove: 'remove', restore: 'bring back', archive: 'archive',
} // prettier-ignore
export function wouldDo(op: string): string {
  return verbs[op] ?? op
}

/** `2 students`, `1 student`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`
  return `${count} ${noun.endsWith('s') ? `${noun}es` : `${noun}s`}`
}
