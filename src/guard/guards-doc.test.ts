import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { defaultRules } from '../roster/rules.ts'
import { hazardCodes } from './hazards.ts'

const doc = readFileSync(new URL('../../docs/guards.md', import.meta.url), 'utf8')

describe('docs/guards.md', () => {
  const sections = doc.split(/^### /m).slice(1)

  test('has each code once, in the order of the list', () => {
    expect(sections.map(section => /^`(\w+)`/.exec(section)?.[1])).toEqual([...hazardCodes])
  })

  test.each([...hazardCodes])(
    'says of %s how it sounds, when it comes, its limit, its remedy and an example',
    code => {
      const section = sections.find(section => section.startsWith(`\`${code}\``)) ?? ''
      const lines = (section.split('\n\n')[1] ?? '').trim().split('\\\n')
      expect(lines).toEqual([
        expect.stringMatching(/^\*.+\*$/),
        expect.stringMatching(/^When: .+\.$/),
        expect.stringMatching(/^Limit: .+\.$/),
        expect.stringMatching(/^Remedy: .+\.$/),
        expect.stringMatching(/^Example: .+\.$/),
      ])
    },
  )

  test('gives the limits that hold', () => {
    const table = [...doc.matchAll(/^\| .+? \| (\d+) \| (\d+) % \|$/gm)].map(([, count, share]) => ({
      count: Number(count),
      share: Number(share) / 100,
    }))
    const { students, teachers, classes, enrollments, school, updates, rekeyed, domain } = defaultRules.limits
    expect(table).toEqual([students, teachers, classes, enrollments, school, updates, rekeyed, domain])
  })
})
