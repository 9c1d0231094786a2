import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  const [before, after] = ['before', 'after'].map(name => join(terminal.folder, name)) as [string, string] // two names
  await writeLincoln(before, {}, '2026-09-14T07:00:00Z')
  const up = (line: string) => line.replace(',07,,,,,,s-', ',08,,,,,,s-')
  const retained = (line: string) => (line.includes('u-ada-park') ? line : up(line))
  await writeLincoln(after, { 'users.csv': retained }, '2026-09-15T07:00:00Z')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @before')
  await terminal.run('sync lincoln-usd')
})
afterAll(() => terminal.close())

test('a plan shows how many students go from each grade to each, and who stays', async () => {
  const { stdout } = await terminal.run('plan lincoln-usd --from @after')
  expect(stdout).toContain('6 students move up a grade')
  expect(stdout).toMatch(/Grades +→ KG +→ 03 +→ 07 +→ 08 +→ 09\n/)
  expect(stdout).toMatch(/\n07 +1 +6\n08 +7\n/)
})

test('promotions are counted in the document', async () => {
  const { document } = await terminal.ask('plan lincoln-usd --from @after')
  expect(document).toMatchObject({
    promotions: 6,
    gradeFlow: { '07': { '07': 1, '08': 6 }, '08': { '08': 7 } },
  })
})
