import { UsageError } from './errors.ts'
import { nearest } from './nearest.ts'
import type { Glance } from './parse.ts'
import type { Verbs } from './verbs.ts'

/** The verb that was typed, and which words of the command line it took. */
export function findVerb({ words }: Glance, verbs: Verbs) {
  const length = verbLength(words, verbs)
  const load = verbs[spoken(words, length)]
  if (load !== undefined) return { load, taken: words.slice(0, length).map(word => word.index) }
  const texts = words.map(word => word.text)
  throw unknownVerb(texts, Object.keys(verbs))
}

/** As much of the words as is a verb, for a sentence about it. */
export function spokenVerb({ words }: Glance, verbs: Verbs): string {
  return spoken(words, verbLength(words, verbs))
}

/** The longest verb that the words begin with: `district add lincoln-usd` is `district add`. */
function verbLength(words: Glance['words'], verbs: Verbs): number {
  return Object.hasOwn(verbs, spoken(words, 2)) ? 2 : Object.hasOwn(verbs, spoken(words, 1)) ? 1 : 0
}

function spoken(words: Glance['words'], length: number): string {
  return words
    .slice(0, length)
    .map(word => word.text)
    .join(' ')
}

function unknownVerb(words: readonly string[], known: readonly string[]): UsageError {
  const [first = '', second = ''] = words
  const nested = known.filter(verb => verb.startsWith(`${first} `))
  if (nested.length > 0)
    return new UsageError(`Cannot run rollbook ${first}: say what to do. ${meant(nested)}`)
  const near = nearest(first, known) ?? nearest(`${first} ${second}`.trim(), known)
  const hint = near === null ? 'See rollbook --help' : meant([near])
  return new UsageError(`Cannot run rollbook ${first}: there is no such verb. ${hint}`)
}

const meant = (verbs: readonly string[]) =>
  `Did you mean ${verbs.map(verb => `rollbook ${verb}`).join(' or ')}?`
