import type { Locale } from '../words/locale.ts'
import type { GuideId } from './list.ts'

/** A guide as its writers write it. Words between *stars* are those that stand on a screen. */
export type Guide = {
  readonly title: string
  readonly lead: string
  readonly summary: readonly string[]
  readonly parts: readonly Part[]
  readonly questions: readonly { readonly ask: string; readonly answer: string }[]
}
type Part = {
  /** What a link to the part ends in; the same in every language. */
  readonly id: string
  readonly title: string
  readonly text?: readonly string[]
  /** Done one after another. */
  readonly steps?: readonly string[]
  readonly points?: readonly string[]
  readonly picture?: 'flow'
}

const files = import.meta.glob<{ readonly guide: Guide }>('./*.{en-US,es-US}.ts')

/** Fetches a guide in a language; each is a file of its own. */
export async function readGuide(id: GuideId, locale: Locale): Promise<Guide> {
  const load = files[`./${id}.${locale === 'es-US' ? 'es-US' : 'en-US'}.ts`]
  if (load === undefined)
    throw new Error(`Cannot show guide ${id}: its text is not here. Load the page again`)
  return (await load()).guide
}
