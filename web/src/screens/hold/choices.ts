export const choices = ['whole', 'schools', 'additions', 'discard', 'again', 'pause'] as const
/** What may be done about a plan that waits. */
export type Choice = (typeof choices)[number]

export function isChoice(word: string): word is Choice {
  return choices.some(one => one === word)
}
