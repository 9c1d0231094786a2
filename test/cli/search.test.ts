import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(`${terminal.folder}/drop`, {}, '2026-09-01T07:00:00Z')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @drop')
  await terminal.run('sync lincoln-usd')
})
afterAll(() => terminal.close())

test('finds who was just synced, with nobody having made it searchable', async () => {
  const { code, stdout } = await terminal.run('search lincoln-usd prak')
  expect(code).toBe(0)
  expect(stdout).toMatch(/u-ada-park +Ada Park +student +07 +Roosevelt Middle +live/)
})

test('the document has the keys of the contract', async () => {
  const { document } = await terminal.ask('search lincoln-usd algebra-p3')
  expect(Object.keys(document)).toEqual(['district', 'hits', 'counts', 'capped', 'cursor'])
  expect(document.counts).toMatchObject({ students: 0, classes: 1 })
  expect(document.hits).toMatchObject([{ kind: 'classes', sourcedId: 'c-algebra-p3' }])
})

test('nothing found says where to ask, and a kind that is none says which there are', async () => {
  expect((await terminal.run('search lincoln-usd xqzzyv')).stdout).toMatch(
    /^Nothing is found\. Ask rollbook explain/,
  )
  const { code, stderr } = await terminal.run('search lincoln-usd park --kind persons')
  expect(code).toBe(2)
  expect(stderr).toContain('Use people, students, staff, others, classes, schools')
})
