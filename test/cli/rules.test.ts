import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(join(terminal.folder, 'lincoln'), {}, '2026-09-14T07:00:00Z')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @lincoln')
  await terminal.run('sync lincoln-usd')
})
afterAll(() => terminal.close())

test('rules are shown with the limits that hold a plan', async () => {
  const { stdout } = await terminal.run('rules lincoln-usd')
  expect(stdout).toMatch(/^Rules +version 1\nschools +all\n/)
  expect(stdout).toMatch(/enrollments +50 +10 %/)
})

test.each([
  ['--grades 6', 'Did you mean 06?'],
  ['--roles techer', 'Did you mean teacher?'],
  ['--field users.phne=on', 'Did you mean users.phone?'],
  ['--field users.givenName=off', 'it is required'],
  ['--field users.phone', 'say users.phone=on or users.phone=off'],
  ['--limit student=5', 'Did you mean students?'],
  ['--limit students=lots', 'Write 5, 5% or 5/5%'],
  ['--grace soon', '"soon" is not a whole number'],
])('rules %s is a usage error, and no new version', async (line, words) => {
  const { code, stderr } = await terminal.run(`rules lincoln-usd ${line}`)
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  expect((await terminal.ask('rules lincoln-usd')).document.version).toBe(1)
})

test('a narrower scope is a new version, and the next plan shows whom it removes', async () => {
  const { code, document } = await terminal.ask(
    'rules lincoln-usd --schools s-lincoln-high,s-roosevelt-middle --grace 7 --limit school=50%,students=2',
  )
  expect([code, document.version, document.changed]).toEqual([0, 2, true])
  expect(document.rules).toMatchObject({
    scope: { schools: ['s-lincoln-high', 's-roosevelt-middle'], grades: null },
    limits: { school: { count: 0, share: 0.5 }, students: { count: 2, share: 0 }, classes: { count: 10 } },
    graceDays: 7,
  })
  const plan = await terminal.ask('plan lincoln-usd')
  expect([plan.code, plan.document.status]).toEqual([3, 'held'])
  expect(plan.document.counts).toMatchObject({ orgs: { remove: 1 }, users: { create: 0 } })
  expect((await terminal.run('plan lincoln-usd --all')).stdout).toContain('outside the scope')
})

test('a plan made under other rules is refused', async () => {
  const [last] = (await terminal.ask('runs lincoln-usd')).document.runs as { plan: string }[] // printed by us
  await terminal.run('rules lincoln-usd --schools all')
  const { code, stderr } = await terminal.run(`apply lincoln-usd ${last?.plan ?? ''} --allow MASS_REMOVE`)
  expect([code, stderr]).toEqual([1, expect.stringContaining('the rules moved from version 2 to 3')])
})

test('a scope that is lifted again leaves nothing to do', async () => {
  expect(await terminal.ask('plan lincoln-usd')).toMatchObject({ code: 0, document: { status: 'empty' } })
})
