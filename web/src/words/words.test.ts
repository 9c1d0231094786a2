import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { issueRules } from '../../../src/roster/issue.ts'
import { enUS } from './en-US.ts'
import { esUS } from './es-US.ts'
import { pseudo } from './pseudo.ts'

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(found => found[1]))].toSorted()

test('both languages have the same messages', () => {
  expect(Object.keys(esUS).toSorted()).toEqual(Object.keys(enUS).toSorted())
})

test('a message fills in the same values in both languages', () => {
  for (const [id, text] of Object.entries(enUS))
    expect([id, placeholders(esUS[id as keyof typeof esUS])]).toEqual([id, placeholders(text)]) // Keys are equal.
})

test('every message is one that the formatter can read', () => {
  for (const text of [...Object.values(enUS), ...Object.values(esUS), ...Object.values(enUS).map(pseudo)])
    expect(() => new IntlMessageFormat(text, 'en-US')).not.toThrow()
})

test('no message of two catalogs has one id', async () => {
  const parts = await Promise.all(
    Object.values(import.meta.glob<Record<string, object>>('./en-US/*.ts')).map(read => read()),
  )
  const ids = parts.flatMap(part => Object.values(part).flatMap(catalog => Object.keys(catalog)))
  expect(ids.toSorted()).toEqual(Object.keys(enUS).toSorted())
})

test('the pseudo language makes words longer and leaves what is filled in', () => {
  expect(pseudo('Open {count, plural, one {# hold} other {# holds}}')).toMatch(
    /^\[Ópéñ \{count, plural, one \{# hold\} other \{# holds\}\}( ~)+\]$/,
  )
})

test('every rule about data has its words', () => {
  expect(issueRules.filter(rule => !(`rule.${rule}` in enUS))).toEqual([])
})
