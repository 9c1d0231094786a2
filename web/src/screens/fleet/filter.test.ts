import { expect, test } from 'vitest'
import { chosen } from './filter.ts'

const district = (name: string, state: string, owner: string) => ({
  key: name.toLowerCase(),
  name,
  headline: { state, owner },
})
// Only what is looked at; the rest of a row is numbers.
const districts = [
  district('Elm', 'on_hold', 'you'),
  district('Oak', 'healthy', 'vendor'),
  district('Elk', 'healthy', 'vendor'),
] as unknown as Parameters<typeof chosen>[0]
const names = (asked: string) => chosen(districts, new URLSearchParams(asked)).map(({ name }) => name)

test('state, owner and words are all asked for, and nothing asked for is everything', () => {
  expect(names('')).toEqual(['Elm', 'Oak', 'Elk'])
  expect(names('state=healthy&q=el')).toEqual(['Elk'])
  expect(names('owner=you')).toEqual(['Elm'])
  expect(names('q=OAK')).toEqual(['Oak'])
})
