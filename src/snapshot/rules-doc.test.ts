import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { issueRules } from '../roster/issue.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const doc = read('docs/issues.md')

/** Folders whose code tells issues. */
const tellers = ['src/snapshot', 'src/snapshot/semantics', 'src/sources', 'src/sources/oneroster-csv']
const sources = tellers.flatMap(folder =>
  readdirSync(new URL(`${folder}/`, root))
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(name => ({ path: `${folder}/${name}`, text: read(`${folder}/${name}`) })),
)

describe('docs/issues.md', () => {
  const sections = doc.split(/^### /m).slice(1)

  test('has each rule once, in the order of the list', () => {
    expect(sections.map(section => /^`(\w+)`/.exec(section)?.[1])).toEqual([...issueRules])
  })

  test.each([...issueRules])('says how bad %s is, what it means, what to do', rule => {
    const section = sections.find(section => section.startsWith(`\`${rule}\``)) ?? ''
    const lines = (section.split('\n\n')[1] ?? '').split('\\\n')
    expect(lines).toEqual([
      expect.stringMatching(/^Strict( and tolerant)?: .+\.$/),
      expect.stringMatching(/\.$/),
      expect.stringMatching(/^Example: .+\.$/),
      expect.stringMatching(/\.$/),
    ])
  })
})

test('every rule the code tells stands in the list', () => {
  // Words with an underscore are how rules are spelt, and nothing else there is spelt so.
  const told = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/'([a-z]+(?:_[a-z]+)+)'/g)].map(([, rule = '']) => ({ path, rule })),
  )
  expect(told.length).toBeGreaterThan(50)
  const listed = new Set<string>(issueRules)
  expect(told.filter(({ rule }) => !listed.has(rule))).toEqual([])
})
