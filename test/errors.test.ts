import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hazardCodes } from '../src/guard/hazards.ts'
import { sources } from './support/tree.ts'

/** Quoted words in capitals that are no codes of ours. */
const others = new Set<string>([
  ...hazardCodes,
  'MODULE_NOT_FOUND',
  'PG_VERSION',
  'ERR_PARSE_ARGS_UNKNOWN_OPTION',
])

const inCode = new Set(
  sources()
    .flatMap(({ text }) =>
      [...text.matchAll(/'([A-Z]{2,}(?:_[A-Z]+)+|USAGE|UNEXPECTED|STOPPED)'/g)].map(found => found[1] ?? ''),
    )
    // Variables of the environment are spelt like codes.
    .filter(code => !others.has(code) && !code.startsWith('ROLLBOOK_')),
)
const inDocs = new Set(
  [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\|(.*?)\|/gm)]
    .flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([A-Z_]+)`/g)].map(found => found[1] ?? ''))
    .filter(code => code !== ''),
)

test('every error code has its line in docs/errors.md', () => {
  expect([...inCode].filter(code => !inDocs.has(code))).toEqual([])
})

test('docs/errors.md names no code that nobody throws', () => {
  expect([...inDocs].filter(code => !inCode.has(code))).toEqual([])
})
