import { expect, test } from 'vitest'
import { chosen, inOrder, sortOf } from './filter.ts'

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

test('the address names the column to sort by, and without one the order stays', () => {
  const sorted = (asked: string) =>
    inOrder(districts, sortOf(new URLSearchParams(asked)), 'en-US').map(({ name }) => name)
  expect(sorted('')).toEqual(['Elm', 'Oak', 'Elk'])
  expect(sorted('sort=district')).toEqual(['Elk', 'Elm', 'Oak'])
  expect(sorted('sort=district&down=1')).toEqual(['Oak', 'Elm', 'Elk'])
  expect(sorted('sort=nothing')).toEqual(['Elm', 'Oak', 'Elk'])
})
