import { expect, test } from 'vitest'
import { headlineRows, remedies } from '../../../../src/sync/headline.ts'
import { isMessage } from '../../words/say.tsx'
import { ways } from './ways.ts'

test('every state of a district has words here', () => {
  expect(headlineRows.filter(row => !isMessage(`state.${row}`))).toEqual([])
})

test('every remedy of a connection leads somewhere', () => {
  expect(Object.values(remedies).filter(({ action }) => ways[action] === undefined)).toEqual([])
})
