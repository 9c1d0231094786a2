import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../test/support/tree.ts'
import { absences, signInOutcomes } from './outcomes.ts'

test('every way in which a sign-in can end has its line in docs/sign-in.md, and no other has', () => {
  const lines = readFileSync(join(root, 'docs/sign-in.md'), 'utf8').split('\n')
  const told = lines.flatMap(line => /^\| `(\w+)` \|/.exec(line)?.[1] ?? [])
  const ends = new Set<string>([...signInOutcomes, ...absences].filter(end => end !== 'signed_in'))
  expect([...told].sort()).toEqual([...ends].sort())
})
