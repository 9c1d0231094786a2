import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { my } from '../words/en-US/my.ts'
import type { Guide } from './guide.ts'
import { guides, isGuide } from './list.ts'
import { guideFor } from './where.ts'

const files = import.meta.glob<{ readonly guide: Guide }>('./*.{en-US,es-US}.ts', { eager: true })
const textOf = (id: string, locale: string): Guide | undefined => files[`./${id}.${locale}.ts`]?.guide
const shape = (guide: Guide | undefined) =>
  guide && {
    summary: guide.summary.length,
    questions: guide.questions.length,
    parts: guide.parts.map(({ id, picture, text = [], steps = [], points = [] }) => [id, picture, text.length, steps.length, points.length]),
  } // prettier-ignore

test('every guide is there in both languages, and nothing else is', () => {
  const wanted = guides.flatMap(({ id }) => [`${id}.en-US.ts`, `${id}.es-US.ts`])
  const found = readdirSync(new URL('.', import.meta.url)).filter(name => /\.(en|es)-US\.ts$/.test(name))
  expect(found.toSorted()).toEqual(wanted.toSorted())
})

test.each(guides.map(({ id }) => id))('%s says the same number of things in both languages', id => {
  expect(shape(textOf(id, 'en-US'))).toEqual(shape(textOf(id, 'es-US')))
  expect(textOf(id, 'en-US')?.title).not.toBe('')
})

test('a part has an address of its own on its page', () => {
  for (const { guide } of Object.values(files)) {
    const ids = [...guide.parts.map(part => part.id), 'questions', 'contact', 'helpful', 'up-next', 'in-short', 'toc', 'main']
    expect(new Set(ids).size).toBe(ids.length)
  }
}) // prettier-ignore

test('words of a screen are opened and closed', () => {
  for (const { guide } of Object.values(files))
    for (const line of JSON.stringify(guide).match(/"(?:[^"\\]|\\.)*"/g) ?? [])
      expect([line, line.split('*').length % 2]).toEqual([line, 1])
})

test('each guide leads on to others', () => {
  for (const { id, next } of guides) {
    expect(next.length).toBeGreaterThan(0)
    expect(next.filter(one => one === id || !isGuide(one))).toEqual([])
  }
})

test('a page leads to the guide about what stands on it', () => {
  expect(guideFor('/d/lincoln-usd/settings/rostering')).toBe('check-the-status')
  expect(guideFor('/d/lincoln-usd/settings/rostering/hold/7f3c9a12')).toBe('holds')
  expect(guideFor('/d/lincoln-usd/people')).toBe('people-and-why')
  expect(guideFor('/my/classes')).toBe('your-classes')
  expect(guideFor('/d/lincoln-usd/settings/team')).toBeNull()
})

test('what a student reads is at the level of grade 3', () => {
  const said = Object.entries(my).filter(([id]) => id.startsWith('my.student.') || id === 'my.switch')
  const sentences = said.map(([, text]) => text.replace(/\{count.*?one \{(.*?)\}.*$/, '$1 Ann.').replaceAll(/\{\w+\}/g, 'Monday'))
  for (const sentence of sentences) expect([sentence, grade(sentence) <= 3]).toEqual([sentence, true])
  const guide = textOf('your-classes', 'en-US')?.parts.find(({ id }) => id === 'students')
  expect(grade((guide?.steps ?? []).join(' ').replaceAll('*', ''))).toBeLessThanOrEqual(3)
}) // prettier-ignore

test('the grade of a text is that of the formula', () => {
  // 0.39 × 6 words a sentence + 11.8 × 1 syllable a word − 15.59 = −1.45
  expect(grade('The cat sat on the mat.')).toBeCloseTo(-1.45)
  expect(grade('Administrative authorization necessitates documentation.')).toBeGreaterThan(20)
})

/** Flesch-Kincaid. Syllables are counted as groups of vowels, without a silent e at the end. */
function grade(text: string): number {
  const sentences = Math.max(1, (text.match(/[.!?]+/g) ?? []).length)
  const words = text.match(/[a-z’']+/gi) ?? []
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0)
  return (0.39 * words.length) / sentences + (11.8 * syllables) / words.length - 15.59
}

function syllablesIn(word: string): number {
  const bare = word.toLowerCase().replace(/(?<=[^l])e$/, '')
  return Math.max(1, (bare.match(/[aeiouy]+/g) ?? []).length)
}
